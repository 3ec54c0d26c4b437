"""The check of an installation: settings, database, tables, frozen tables, libraries, versions, mail, jobs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine.leftovers import clear_leftovers
from tanzuji.engine.store import installed
from tanzuji.footprints import queries as footprints
from tanzuji.jobs import queries as jobs
from tanzuji.site import health

FROZEN = (
    "activity_allocationkey", "activity_calibration", "activity_evidence", "activity_reading",
    "activity_share", "activity_taking", "activity_upload", "archive_digest", "archive_evaluation", "audit_act",
    "benchmarks_answer", "benchmarks_comment", "benchmarks_snapshot", "benchmarks_step",
    "campaigns_plandecision", "campaigns_reminder", "certificates_certificate",
    "certificates_event", "certificates_reminder", "certificates_request", "contributions_remark", "contributions_revision",
    "contributions_step", "footprints_decision", "footprints_edit", "footprints_origin",
    "footprints_publication", "footprints_use", "footprints_version", "labels_proof", "labels_step", "ledger_cosigned", "ledger_event", "ledger_leaf", "ledger_node", "ledger_signedhead", "ledger_stamped", "nodes_arrival",
    "nodes_examination", "nodes_shipment", "publications_change", "publications_contained",
    "publications_edition", "publications_preparer", "publications_publication", "publications_standing",
    "reference_models_modeldecision", "reference_models_modelversion", "rulebook_ruleversion",
    "rulebook_standing", "sharing_delivery", "sharing_taking", "standards_adoption", "standards_answer",
    "standards_confirmation", "standards_consultation", "standards_conversionstep", "standards_draft",
    "standards_opinion", "standards_prioritychange", "standards_relation", "standards_remark",
    "standards_score", "standards_step", "standards_vote",
)  # fmt: skip
WAITING = timedelta(minutes=5)


_FINE = Text(zh="正常", en="fine")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was looked at."""

    name: Text
    state: Literal["ok", "warning", "error"]
    detail: Text = _FINE


def examine() -> Iterator[Part]:
    """Every part of the installation, in the order in which they rest on each other."""
    for look in (_database, _migrations, _frozen, _settings, _libraries, _versions, _mail, _jobs):
        try:
            yield look()
        except (DatabaseError, CodedError, OSError) as error:
            name = _NAMES[look]
            yield Part(name, "error", Text(zh=str(error)[:200], en=str(error)[:200]))


def _database() -> Part:
    state = health.database_state()
    version = ".".join(str(part) for part in connection.get_database_version())
    detail = f"{connection.vendor} {version}"
    return Part(_NAMES[_database], "ok" if state == "ok" else "error", Text(zh=detail, en=detail))


def _migrations() -> Part:
    if health.migrations_state() == "ok":
        return Part(_NAMES[_migrations], "ok")
    return Part(
        _NAMES[_migrations],
        "error",
        Text(zh="有未执行的迁移：tanzuji serve --migrate", en="pending: tanzuji serve --migrate"),
    )


def _frozen() -> Part:
    """The triggers that keep frozen tables frozen are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}
    missing = [f"{table}_no_{verb}" for table in FROZEN for verb in ("update", "delete")]
    missing = [name for name in missing if name not in found]
    if not missing:
        return Part(_NAMES[_frozen], "ok")
    names = ", ".join(missing)
    return Part(_NAMES[_frozen], "error", Text(zh=f"缺少触发器 {names}", en=f"triggers are missing: {names}"))


def _settings() -> Part:
    warnings = [w for w in checks.run_checks(include_deployment_checks=True) if not w.is_silenced()]
    if not settings.HTTPS:  # on loopback the deployment checks about HTTPS do not apply
        warnings = [w for w in warnings if w.id not in ("security.W004", "security.W012", "security.W016")]
    if not warnings:
        return Part(_NAMES[_settings], "ok")
    said = "; ".join(f"{w.id}: {w.msg}" for w in warnings)[:400]
    return Part(_NAMES[_settings], "warning", Text(zh=said, en=said))


def _libraries() -> Part:
    """Every installed release is what its digest says; what killed writers left is removed."""
    clear_leftovers()
    releases = installed()
    for release in releases:
        release.verify()
    names = ", ".join(f"{release.name} {release.version}" for release in releases)
    if names:
        return Part(_NAMES[_libraries], "ok", Text(zh=names, en=names))
    return Part(_NAMES[_libraries], "error", Text(zh="没有因子库", en="none is installed"))


def _versions() -> Part:
    """Every frozen version still has the digest under which it was made."""
    count, wrong = 0, []
    for version in footprints.all_versions():
        count += 1
        if digest(json.loads(version.document)) != version.digest:
            wrong.append(f"{version.study_id} {version.number}")
    if wrong:
        said = ", ".join(wrong[:10])
        return Part(_NAMES[_versions], "error", Text(zh=f"摘要不符：{said}", en=f"digest differs: {said}"))
    return Part(_NAMES[_versions], "ok", Text(zh=f"{count} 个", en=str(count)))


def _mail() -> Part:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return Part(
            _NAMES[_mail],
            "warning",
            Text(zh="没有发信服务器，邮件只写进日志", en="no server: mails go to the log"),
        )
    return Part(_NAMES[_mail], "ok", Text(zh=settings.EMAIL_HOST, en=settings.EMAIL_HOST))


def _jobs() -> Part:
    """Nobody waits for long: a worker is running."""
    waiting = jobs.waiting_since(timezone.now() - WAITING)
    if not waiting:
        return Part(_NAMES[_jobs], "ok")
    return Part(
        _NAMES[_jobs],
        "error",
        Text(
            zh=f"{waiting} 项等了 5 分钟以上：请运行 tanzuji worker",
            en=f"{waiting} waiting for over 5 minutes: run tanzuji worker",
        ),
    )


_NAMES: dict[Callable[[], Part], Text] = {
    _database: Text(zh="数据库", en="database"),
    _migrations: Text(zh="迁移", en="migrations"),
    _frozen: Text(zh="只增不改的表", en="append-only tables"),
    _settings: Text(zh="设置", en="settings"),
    _libraries: Text(zh="因子库", en="libraries"),
    _versions: Text(zh="版本摘要", en="digests of versions"),
    _mail: Text(zh="邮件", en="mail"),
    _jobs: Text(zh="后台工作", en="jobs"),
}
