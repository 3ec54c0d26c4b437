"""What every official act has in common: the certificate locked, the event and its leaf kept, those concerned told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.certificates import events, messages, numbering, queries
from tanzuji.certificates.events import SUBJECT
from tanzuji.certificates.models import Certificate, Event, Standing
from tanzuji.certificates.states import CERTIFICATE, EVENTS, OPEN, STATES
from tanzuji.documents.text import Text
from tanzuji.ledger import kinds, log
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens to a certificate: the kind of event, the state it leads to, whose act it is, and why."""

    kind: str
    status: str
    cause: str
    reason: Text
    holds: frozenset[str] = frozenset()
    order: str = ""
    until: date | None = None
    concerned: frozenset[UUID] = frozenset()
    """Who is told besides holder and body."""


def now() -> datetime:
    """The moment of an act, as leaves tell it: to the second, in UTC."""
    return timezone.now().astimezone(UTC).replace(microsecond=0)


def locked(row: Certificate) -> Certificate:
    """The certificate with its standing as it is now, nobody else's until the transaction ends."""
    standing = Standing.objects.select_for_update().filter(certificate_id=row.id).first()
    if standing is None:
        raise absent()
    fresh = Certificate.objects.get(id=row.id)
    fresh.standing = standing
    return fresh


def hold(*numbers: str) -> None:
    """No act on these certificates until the caller's transaction ends: for what follows them or rests on how they stand.

    A certificate is held before the rows of higher rooms that follow it, and those before the log is written. Whoever
    acts on such a row holds its certificate first, else two who come from either side wait for each other for ever.
    """
    tidied = [numbering.tidy(clean(number)) for number in numbers]
    found = Certificate.objects.filter(number__in=tidied).order_by("id")
    for id_ in list(found.values_list("id", flat=True)):
        Standing.objects.select_for_update().filter(certificate_id=id_).first()


def allowed(acting: Acting, row: Certificate, action: str, today: date) -> None:
    """Raises Refused with the machine's or the policy's reason."""
    CERTIFICATE.verdict(queries.effective(row, today), action, queries.case(acting, row)).enforce()


def why(reason: str, reason_en: str = "") -> Text:
    """A reason that has to be given, since it is public. Raises `certificates.reason-needed`."""
    zh, en = clean(reason), clean(reason_en)
    if not (zh or en) or max(len(zh), len(en)) > LONGEST:
        raise messages.REASON_NEEDED.error("reason", limit=LONGEST)
    return Text(zh=zh or None, en=en or None) if en else Text.model_validate(zh)


def keep(acting: Acting | None, row: Certificate, step: Step, at: datetime) -> Event:
    """Add an event with its leaf and let the standing follow, in the caller's transaction."""
    before = row.standing.status if step.kind != "issued" else ""
    sequence = row.standing.sequence + 1
    name = acting.organisation.name if acting else None
    entry = log.append(
        kinds.CERTIFICATE, leaf(row, step, sequence, at), subject=SUBJECT, subject_id=row.number
    )
    event = Event.objects.create(
        certificate=row,
        sequence=sequence,
        kind=step.kind,
        before=before,
        after=step.status,
        cause=step.cause,
        reason=step.reason.zh or "",
        reason_en=step.reason.en or "",
        order=step.order,
        until=step.until,
        by=acting.person if acting else None,
        organisation=acting.organisation if acting else None,
        organisation_zh=(name.zh or "") if name else "",
        organisation_en=(name.en or "") if name else "",
        log_index=entry.index,
        at=at,
    )
    _stand(row, step, sequence, before, at)
    _told(acting, row, step)
    return event


def _stand(row: Certificate, step: Step, sequence: int, before: str, at: datetime) -> None:
    standing = row.standing
    standing.sequence, standing.holds = sequence, ",".join(sorted(step.holds))
    if step.status != before:
        standing.status, standing.since = step.status, at
    standing.save(force_insert=standing._state.adding)


def leaf(row: Certificate, step: Step, sequence: int, at: datetime) -> dict[str, Any]:
    """What the log holds of one event: numbers as strings, and the digest of the public facts."""
    facts = row.parsed
    return {
        "number": row.number,
        "event": step.kind,
        "at": stamp(at),
        "dataset": facts.dataset_digest,
        "standard": facts.standard,
        "rule": facts.rule,
        "value": f"{facts.value:f}",
        "unit": facts.unit,
        "boundary": facts.boundary,
        "valid_from": row.issued_on.isoformat(),
        "valid_until": row.expires_on.isoformat(),
        "holder": str(row.holder_id),
        "body": str(row.body_id),
        "facts": row.digest,
        "reason": step.reason.to("zh"),
        "status": step.status,
        "sequence": sequence,
    }


def stamp(at: datetime) -> str:
    """A moment as leaves write it: `2026-11-27T07:30:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(acting: Acting | None, row: Certificate, step: Step) -> None:
    """The ledger, the holder and, where it is not the body's own act, the body."""
    kind = events.OF[step.kind]
    record(
        kind, acting, SUBJECT, row.number,
        organisation=None if acting else row.body_id,
        reason=step.reason.to("zh"),
        number=row.number, status=step.status, cause=step.cause, order=step.order,
    )  # fmt: skip
    concerned = {row.holder_id, row.body_id, *step.concerned} - {acting.organisation_id if acting else None}
    facts, done = row.parsed, EVENTS[step.kind]
    tell(
        sorted(concerned),
        events.NEWS,
        Text(
            zh=f"证书 {row.number}（{facts.product.to('zh')}）：{done.to('zh')}",
            en=f"Certificate {row.number} ({facts.product.to('en')}): {done.to('en').lower()}",
        ),
        Text(
            zh=f"现在：{STATES[step.status].to('zh')}。{step.reason.to('zh')}",
            en=f"Now: {STATES[step.status].to('en').lower()}. {step.reason.to('en')}",
        ),
        page=f"/certificates/{row.number}/",
    )


def open_(row: Certificate) -> bool:
    """Whether it may still change."""
    return row.standing.status in OPEN
