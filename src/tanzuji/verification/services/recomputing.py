"""A submission computed anew: here in a process of its own that holds the package and nothing else, or by the verifier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.errors import CodedError, Language, define
from tanzuji.documents.text import Text
from tanzuji.engine.store import owner_of
from tanzuji.footprints import verifying
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.results import edition
from tanzuji.formats.study_package import write_study_package
from tanzuji.formats.study_recomputing import Recomputed
from tanzuji.jobs import services as jobs
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.parties.acting import Acting
from tanzuji.verification import events, messages, policy, queries
from tanzuji.verification.models import Engagement, Recomputation, Submission
from tanzuji.verification.services.recording import locked, told

RECOMPUTE = "verification.recompute"
SECONDS = 900
"""A recomputation that takes longer is given up."""
MAX_REPORT = 4 * 2**20

PROCESS_FAILED = define(
    "verification.process-failed",
    zh="复算进程没有算出结果：{detail}",
    en="The process that recomputes came to no result: {detail}",
    remedy_zh="请再试一次；仍不行时告诉管理员。",
    remedy_en="Try again; if it persists, tell the operator.",
)


def package_of(of: Engagement, submission: Submission, *, whole: bool) -> tuple[bytes, str]:
    """The package of a submission and its digest; not `whole`: without the client's own libraries unless it let them go.

    Raises `release.not-found`, `study-package.releases-too-large`.
    """
    version = verifying.version(submission.version_id)
    shown = edition.frozen(version)
    assert shown.footprint is not None and shown.check is not None  # a version always has them
    releases = opened(version.releases)
    own = [release.name for release in releases if owner_of(release.name) is not None]
    study = version.study
    return write_study_package(
        shown.footprint,
        shown.check.plain(),
        releases,
        title=Text(zh=study.name_zh or None, en=study.name_en or None),
        reference=f"{of.number}/{submission.number}",
        version=version.number,
        excluded=() if whole or of.libraries else own,
    )


def download(acting: Acting, engagement_id: UUID | str, number: int) -> tuple[bytes, str, str]:
    """The package of a submission for the verifier's own machine: content, file name, digest. Raises `web.absent`, …"""
    of = queries.engagement(acting, engagement_id)
    queries.readable_edition(acting, of, number)
    submission = queries.submission(of, number)
    content, digest = package_of(of, submission, whole=queries.is_own(acting, of))
    with transaction.atomic():
        told(acting, of, events.PACKED, submission=number, package=digest)
    return content, f"{of.number}-{number}.zip", digest


def start(acting: Acting, engagement_id: UUID | str, language: Language) -> Any:
    """A job that recomputes the newest submission. Raises `verification.recomputing` while one does."""
    of = queries.engagement(acting, engagement_id)
    standing = queries.standing(acting, of)
    policy.may_recompute(standing).enforce()
    queries.readable_edition(acting, of)
    number = standing.submission
    return jobs.start(
        acting,
        RECOMPUTE,
        {"engagement": str(of.id), "submission": number},
        title=Text(
            zh=f"复算 {of.number} 第 {number} 次提交", en=f"Recompute {of.number}, submission {number}"
        ),
        language=language,
        page=f"/verification/{of.id}/recomputation/",
        subject=f"{of.id}/{number}",
        busy=messages.RECOMPUTING.error(),
    )


@work(RECOMPUTE)
def recompute(acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language) -> Result:
    """The submission recomputed in a clean process; a second attempt finds it done."""
    of = queries.engagement(acting, parameters["engagement"])
    page = f"/verification/{of.id}/recomputation/"
    submission = queries.submission(of, parameters["submission"])
    if Recomputation.objects.filter(key=progress.key).exists():
        return Result(page=page)
    progress.tell(0, 3, Text(zh="取出提交的文件", en="Taking what was submitted"))
    content, digest = package_of(of, submission, whole=True)
    progress.tell(1, 3, Text(zh="在独立进程里复算", en="Recomputing in a process of its own"))
    found = in_a_clean_process(content)
    progress.tell(2, 3, Text(zh="记录结果", en="Keeping the outcome"))
    _keep(acting, of, submission, found, origin="server", key=progress.key, digest=digest)
    progress.tell(3, 3)
    return Result(page=page)


def in_a_clean_process(package: bytes) -> Recomputed:
    """What `tanzuji verify-study` makes of a package, run apart: no database, no libraries but those in the package.

    Raises `verification.process-failed`, with the process's own words.
    """
    with tempfile.TemporaryDirectory(prefix="tanzuji-verifying-") as folder:
        file, report = Path(folder) / "package.zip", Path(folder) / "report.json"
        file.write_bytes(package)
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "TANZUJI_HOME": str(Path(folder) / "home"),
            "TANZUJI_LANG": "en",
            "TMPDIR": folder,
        }
        if "SYSTEMROOT" in os.environ:  # no process starts without it on Windows
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "tanzuji", "verify-study", str(file), "--report", str(report)],
                env=environment,
                cwd=folder,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PROCESS_FAILED.error(detail=f"> {SECONDS} s") from error
        if not report.is_file():
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise PROCESS_FAILED.error(detail=said[-400:] or f"exit code {done.returncode}")
        return Recomputed.parse(json.loads(report.read_bytes()))


def report_own(acting: Acting, engagement_id: UUID | str, number: int, content: bytes) -> Recomputation:
    """The outcome that `tanzuji verify-study --report` wrote on the verifier's own machine, kept as they report it.

    It has to be of this submission's package, as downloaded. Raises `verification.not-a-report`,
    `verification.other-package`.
    """
    of = queries.engagement(acting, engagement_id)
    policy.may_recompute(queries.standing(acting, of)).enforce()
    queries.readable_edition(acting, of, number)
    submission = queries.submission(of, number)
    found = _read(content)
    fits = any(package_of(of, submission, whole=whole)[1] == found.package for whole in (False, True))
    if not fits or not _tells(found, submission):
        raise messages.OTHER_PACKAGE.error("file", digest=found.package[:24], number=number)
    key = (
        f"own:{submission.id}:{acting.person.id}:{found.recomputed.result_digest[-24:]}:{found.package[-24:]}"
    )
    return _keep(acting, of, submission, found, origin="verifier", key=key[:80], digest=found.package)


def _read(content: bytes) -> Recomputed:
    try:
        if len(content) > MAX_REPORT:
            raise ValueError(len(content))
        plain = json.loads(content)
        return Recomputed.parse(plain)
    except (ValueError, RecursionError, CodedError) as error:
        raise messages.NOT_A_REPORT.error("file") from error


def _tells(found: Recomputed, submission: Submission) -> bool:
    """Whether a report is of this version, and says of itself what its own numbers say."""
    version = submission.version
    stated = found.stated
    alike = (stated.footprint_id, stated.result_digest) == (version.footprint_id, version.result_digest)
    sound = not found.equal or (
        found.count == 0 and found.recomputed.result_digest == stated.result_digest and found.same_model
    )
    return alike and sound


def _keep(
    acting: Acting, of: Engagement, submission: Submission, found: Recomputed, *, origin: str, key: str, digest: str
) -> Recomputation:  # fmt: skip
    """The outcome kept once under its key."""
    known = Recomputation.objects.filter(key=key).first()
    if known is not None:
        return known
    outcome = "equal" if found.equal else "differs"
    try:
        with transaction.atomic():
            locked(acting, of.id)
            made = Recomputation.objects.create(
                submission=submission,
                key=key,
                origin=origin,
                package_digest=digest,
                outcome=outcome,
                report=json.dumps(found.plain(), ensure_ascii=False),
                by=acting.person,
            )
            told(acting, of, events.RECOMPUTED, submission=submission.number, outcome=outcome, origin=origin)
    except IntegrityError:
        return Recomputation.objects.get(key=key)
    return made


def outcome_of(row: Recomputation) -> Recomputed:
    """What a recomputation reported."""
    return Recomputed.parse(json.loads(row.report))
