"""The check of an installation: settings, database, tables, libraries, versions, fields, log, mail, jobs."""

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

from tanzuji.certificates import queries as certificates
from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine.leftovers import clear_leftovers
from tanzuji.engine.store import installed
from tanzuji.footprints import queries as footprints
from tanzuji.jobs import queries as jobs
from tanzuji.ledger import guard, soundness
from tanzuji.ledger.sealed.rows import Standing, counted, standing
from tanzuji.site import health

FROZEN = (
    "activity_allocationkey", "activity_calibration", "activity_evidence", "activity_reading",
    "activity_share", "activity_taking", "activity_upload", "archive_digest", "archive_evaluation", "audit_act",
    "benchmarks_answer", "benchmarks_comment", "benchmarks_snapshot", "benchmarks_step",
    "campaigns_plandecision", "campaigns_reminder", "certification_answer", "certification_assessment",
    "certification_nonconformity", "certification_paper", "certification_plan", "certification_quote",
    "certification_reminder", "certification_schemeedition", "certification_schemestep",
    "certification_signature", "certification_step", "certificates_certificate",
    "certificates_event", "certificates_reminder", "certificates_request", "contributions_remark", "contributions_revision",
    "contributions_step", "footprints_decision", "footprints_edit", "footprints_origin",
    "filings_paper", "filings_reminder", "filings_statement", "filings_step", "footprints_publication", "footprints_use", "footprints_version", "labels_proof", "labels_step", "ledger_cosigned", "ledger_event", "ledger_leaf", "ledger_node", "ledger_signedhead", "ledger_stamped", "nodes_arrival",
    "nodes_examination", "nodes_shipment", "publications_change", "publications_contained",
    "publications_edition", "publications_preparer", "publications_publication", "publications_standing",
    "reference_models_modeldecision", "reference_models_modelversion", "rulebook_ruleversion",
    "rulebook_standing", "sharing_delivery", "sharing_taking", "standards_adoption", "standards_answer",
    "standards_confirmation", "standards_consultation", "standards_conversionstep", "standards_draft",
    "standards_opinion", "standards_prioritychange", "standards_relation", "standards_remark",
    "standards_score", "standards_step", "standards_vote",
    "supervision_complaint", "supervision_complaintstep", "supervision_draw", "supervision_drawresult",
    "supervision_inspectionstep", "supervision_measure", "supervision_measureend", "supervision_picture",
    "supervision_planstep", "supervision_reminder", "supervision_sighting",
    "verification_answer", "verification_draft", "verification_evidencerequest", "verification_examination", "verification_finding",
    "verification_findingstep", "verification_plan", "verification_recomputation", "verification_reviewremark",
    "verification_statement", "verification_step", "verification_submission", "verification_withdrawal",
)  # fmt: skip
WAITING = timedelta(minutes=5)


_FINE = Text(zh="正常", en="fine")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was looked at."""

    name: Text
    state: Literal["ok", "warning", "error"]
    detail: Text = _FINE


def examine(*, thorough: bool = True) -> Iterator[Part]:
    """Every part of the installation, in the order in which they rest on each other.

    `thorough`: every encrypted value is opened, which takes seconds a gigabyte; a page counts them by their keys.
    """
    for look in (
        _database,
        _migrations,
        _frozen,
        _settings,
        _libraries,
        _versions,
        _fields if thorough else _fields_by_key,
        _log,
        _certificates,
        _mail,
        _jobs,
    ):
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


def _fields() -> Part:
    """Every encrypted field opens, and lies as the settings say."""
    return _encryption(standing())


def _fields_by_key() -> Part:
    """Encrypted fields lie as the settings say, by their keys; none is opened."""
    return _encryption(counted())


def _encryption(found: Standing) -> Part:
    chosen = settings.FIELD_ENCRYPTION or "off"
    said = Text(
        zh=f"{chosen}：现钥 {found.newest}，旧钥 {found.older}，明文 {found.plain}，打不开 {found.unreadable}",
        en=f"{chosen}: {found.newest} under the key in use, {found.older} under older keys, "
        f"{found.plain} plain, {found.unreadable} unreadable",
    )
    if found.unreadable:
        return Part(_NAMES[_fields], "error", said)
    otherwise = found.older + found.plain if settings.FIELD_ENCRYPTION else found.encrypted
    if not otherwise:
        return Part(_NAMES[_fields], "ok", said)
    remedy = Text(
        zh=f"{said.zh}；运行 tanzuji encryption rewrite", en=f"{said.en}; run tanzuji encryption rewrite"
    )
    return Part(_NAMES[_fields], "warning", remedy)


def _log() -> Part:
    """The public log is what its checkpoints say, and would sign on."""
    found = soundness.examine(limit=1)
    if found.findings:
        index, what = found.findings[0].index, found.findings[0].what
        return Part(
            _NAMES[_log], "error", Text(zh=f"第 {index} 条：{what.zh}", en=f"entry {index}: {what.en}")
        )
    refused = guard.objection()
    if refused is not None:
        return Part(_NAMES[_log], "error", Text(zh=refused.render("zh"), en=refused.render("en")))
    return Part(_NAMES[_log], "ok", Text(zh=f"{found.size} 条", en=f"{found.size} entries"))


def _certificates() -> Part:
    """Facts, events and standing of every certificate are those the log holds."""
    wrong = certificates.disagreeing()
    if wrong:
        said = ", ".join(wrong[:10])
        return Part(
            _NAMES[_certificates], "error", Text(zh=f"与日志不符：{said}", en=f"not as logged: {said}")
        )
    return Part(_NAMES[_certificates], "ok")


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
    _fields: Text(zh="加密字段", en="encrypted fields"),
    _fields_by_key: Text(zh="加密字段", en="encrypted fields"),
    _log: Text(zh="公开日志", en="public log"),
    _certificates: Text(zh="证书", en="certificates"),
    _mail: Text(zh="邮件", en="mail"),
    _jobs: Text(zh="后台工作", en="jobs"),
}
