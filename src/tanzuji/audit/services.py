"""The only writer of the trail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from tanzuji.audit.chaining import FIRST, link
from tanzuji.audit.models import Act
from tanzuji.ledger import kinds, log

ANCHORED_EVERY = timedelta(hours=24)
SUBJECT = "audit"
KIND = kinds.declare("pcf-audit/v1", zh="审计记录的链头", en="Head of the audit trail")
_LOCK = 7_402_117
"""On PostgreSQL the key of an advisory lock: one line follows another. SQLite lets one transaction write anyway."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of a request: who, from where, and what it was for."""

    request: str
    method: str
    path: str
    view: str
    address: str
    person: str = ""
    person_name: str = ""
    program: str = ""
    organisation: UUID | None = None


def begin(attempt: Attempt) -> None:
    """Keep that a request began, committed before it is answered. Raises DatabaseError: then it is not answered."""
    _add(attempt, "begun", None, "")


def end(attempt: Attempt, status: int, codes: tuple[str, ...] = ()) -> None:
    """Keep how it ended: the HTTP status, and the codes of the errors it was answered with."""
    _add(attempt, "ended", status, " ".join(codes))


def anchor() -> bool:
    """Write the head of the trail into the transparency log, where it grew since the last time a day or more ago.

    So whoever cuts the trail, with all rights on the database, is found out by the log and its witnesses.
    """
    with transaction.atomic():
        _lock()
        head = Act.objects.order_by("-id").values_list("id", "chain").first()
        if head is None:
            return False
        last = log.entries(SUBJECT, SUBJECT)[-1:]
        if last and timezone.now() - last[0].at < ANCHORED_EVERY:
            return False
        payload = {"lines": head[0], "head": head[1]}
        log.append(KIND, payload, subject=SUBJECT, subject_id=SUBJECT)
    return True


def _add(attempt: Attempt, phase: str, status: int | None, codes: str) -> None:
    with transaction.atomic():
        _lock()
        before = Act.objects.order_by("-id").values_list("chain", flat=True).first()
        line = Act(
            at=timezone.now(),
            phase=phase,
            request=_kept(attempt.request, 64),
            person=_kept(attempt.person, 64),
            person_name=_kept(attempt.person_name, 200),
            program=_kept(attempt.program, 120),
            organisation=attempt.organisation,
            address=_kept(attempt.address, 64),
            method=_kept(attempt.method, 10),
            path=_kept(attempt.path, 300),
            view=_kept(attempt.view, 120),
            status=status,
            codes=_kept(codes, 300),
        )
        line.chain = link(before or FIRST, line)
        line.save(force_insert=True)


def _kept(value: str, length: int) -> str:
    """Without what a database cannot keep, and no longer than its column."""
    return _CONTROLS.sub("�", value)[:length]


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
