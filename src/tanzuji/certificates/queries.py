"""Reads of the certificates room. What a certificate says and how it stands is public; lists of one's own are not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tanzuji.certificates import numbering
from tanzuji.certificates.events import SUBJECT
from tanzuji.certificates.facts import WITHOUT_STATEMENT, CertificateView, Gate, Stage, Status, StatusEvent
from tanzuji.certificates.models import Certificate, Event
from tanzuji.certificates.policy import NOBODY, Case
from tanzuji.certificates.states import OPEN
from tanzuji.documents.canonical import digest
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries as verification
from tanzuji.verification.queries import StatementView
from tanzuji.web.lookup import there
from tanzuji.web.typed import clean

__all__ = ["CertificateView", "Stage", "StatusEvent"]

ORDER = "authority:"
"""How the hold of an authority begins; its id follows."""

SYSTEM_REASONS: dict[str, Text] = {
    "issued": Text(zh="经评价与批准颁发", en="Issued after evaluation and decision"),
    "expired": Text(zh="有效期届满", en="Its term of validity ended"),
}
"""What is said of steps for which nobody has to give a reason."""


def rows() -> QuerySet[Certificate]:
    """Every certificate with what a view of it needs, newest first."""
    events = Prefetch("events", Event.objects.order_by("sequence"))
    found = Certificate.objects.select_related("standing", "replaces", "replaced_by")
    return found.prefetch_related(events).order_by("-at", "-serial")


def by_number(number: str, *, today: date | None = None) -> CertificateView | None:
    """The certificate with this number as it stands today, however the number was typed; None where there is none."""
    found = row_of(number)
    return view(found, today=today) if found else None


def row_of(number: str) -> Certificate | None:
    """The row with this number; None where there is none."""
    return rows().filter(number=numbering.tidy(clean(number))).first()


def holder_of(number: str) -> UUID | None:
    """The organisation that holds the certificate of this number; None where it is none of ours."""
    found = Certificate.objects.filter(number=numbering.tidy(clean(number)))
    return found.values_list("holder_id", flat=True).first()


def gates(numbers: Iterable[str]) -> dict[str, Gate]:
    """By which gate each of these numbers was issued; those that are none of ours are left out."""
    found = Certificate.objects.filter(number__in=list(numbers)).only("number", "facts")
    return {row.number: row.parsed.gate for row in found}


def certificate(number: str) -> Certificate:
    """The row with this number. Raises `web.absent`."""
    return there(row_of(number))


def of_holder(acting: Acting) -> list[CertificateView]:
    """The certificates that the acting organisation holds, newest first."""
    return views(rows_of_holder(acting))


def of_body(acting: Acting) -> list[CertificateView]:
    """The certificates that the acting organisation issued, newest first."""
    return views(rows_of_body(acting))


def rows_of_holder(acting: Acting) -> QuerySet[Certificate]:
    """The same as rows, to be filtered and paged."""
    return rows().filter(holder_id=acting.organisation_id)


def rows_of_body(acting: Acting) -> QuerySet[Certificate]:
    """The same as rows, to be filtered and paged."""
    return rows().filter(body_id=acting.organisation_id)


def by_gtin(gtin: str) -> list[CertificateView]:
    """Certificates of a trade item, those in force first; a GTIN counts with and without leading zeros."""
    digits = clean(gtin)[:14]
    if not (digits.isascii() and digits.isdigit()):
        return []
    bare = digits.lstrip("0")
    same = {bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length}
    found = views(rows().filter(gtin__in=same)) if bare else []
    return sorted(found, key=lambda one: one.status != "valid")


def current(*, today: date | None = None) -> list[CertificateView]:
    """Every certificate that is valid today, newest first."""
    return views(search(status="valid", today=today), today=today)


def search(
    text: str = "",
    *,
    status: str = "",
    family: str = "",
    scheme: str = "",
    body: UUID | None = None,
    holder: UUID | None = None,
    today: date | None = None,
) -> QuerySet[Certificate]:
    """The public register: rows whose number, product, maker, model or GTIN hold every word, newest first."""
    found, day = rows(), today or timezone.localdate()
    for word in clean(text, 100).lower().split():
        found = found.filter(words__contains=word)
    exact = {"family": family, "scheme": scheme, "body_id": body, "holder_id": holder}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if status == "expired":
        ran_out = Q(standing__status__in=OPEN, standing__ends__lt=day)
        return found.filter(ran_out | Q(standing__status="expired"))
    if status in OPEN:
        return found.filter(standing__status=status, standing__ends__gte=day)
    return found.filter(standing__status=status) if status else found


def views(found: Iterable[Certificate], *, today: date | None = None) -> list[CertificateView]:
    """Rows of `rows()` as they stand today."""
    day = today or timezone.localdate()
    return [view(row, today=day) for row in found]


def view(row: Certificate, *, today: date | None = None) -> CertificateView:
    """One row as it stands today: one whose term ran out is expired, whether that was written down yet or not."""
    facts, standing, public = row.parsed, row.standing, row.public
    events = list(row.events.all())
    day = today or timezone.localdate()
    status, since = standing.status, standing.since
    history = tuple(_event(event) for event in events)
    reason = history[-1].reason
    if status in OPEN and row.expires_on < day:
        status, reason = "expired", SYSTEM_REASONS["expired"]
        since = end_of(row.expires_on)
    successor = getattr(row, "replaced_by", None)
    return CertificateView(
        **{name: getattr(facts, name) for name in facts.__dataclass_fields__},
        id=row.id,
        number=row.number,
        body_name=Text(**public["body_name"]),
        body_code=public["body_code"],
        holder_name=Text(**public["holder_name"]),
        holder_code=public["holder_code"],
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        status=status,  # type: ignore[arg-type]  # one of STATES
        status_since=since,
        status_reason=reason,
        status_index=row.status_index,
        history=history,
        replaces=row.replaces.number if row.replaces else "",
        replaced_by=successor.number if successor else "",
        version_stamp=standing.sequence + (status == "expired" and standing.status != "expired"),
        facts_digest=row.digest,
        document=public,
    )


def end_of(day: date) -> datetime:
    """When the day after begins: a certificate is valid to the end of its last day."""
    return timezone.make_aware(datetime.combine(date.fromordinal(day.toordinal() + 1), time()))


def effective(row: Certificate, today: date) -> Status:
    """The state of a certificate on a day."""
    ran_out = row.standing.status in OPEN and row.expires_on < today
    return "expired" if ran_out else row.standing.status  # type: ignore[return-value]  # one of STATES


def case(acting: Acting, row: Certificate) -> Case:
    """What an action on a certificate rests on."""
    public, ordered = row.public, orders(row)
    return Case(
        acting=acting,
        body=row.body_id,
        body_name=Text(**public["body_name"]),
        evaluator=row.evaluated_by_id,
        orders=ordered,
        liftable=ordered & {acting.organisation_id, *(parties.under(acting) if ordered else ())},
        ordered_by=names(ordered),
        verified="statement" not in holds(row) or still_verified(row),
    )


def holds(row: Certificate) -> frozenset[str]:
    """What keeps it suspended."""
    return frozenset(filter(None, row.standing.holds.split(",")))


def orders(row: Certificate) -> frozenset[UUID]:
    """The authorities whose orders hold it suspended."""
    return frozenset(UUID(one.removeprefix(ORDER)) for one in holds(row) if one.startswith(ORDER))


def ordered_by(number: str, authority: UUID) -> bool:
    """Whether the order of this authority holds the certificate suspended."""
    row = row_of(number)
    return row is not None and row.standing.status == "suspended" and authority in orders(row)


def names(organisations: Iterable[UUID]) -> Text:
    """Their names in one line, in the order of the directory."""
    found = [one.name for one in parties.organisations().filter(id__in=list(organisations))]
    if not found:
        return NOBODY
    return Text(zh="、".join(one.to("zh") for one in found), en=", ".join(one.to("en") for one in found))


def still_verified(row: Certificate) -> bool:
    """Whether a valid statement about the certificate's version is there, or its family needs none."""
    if row.version_id is None or row.statement is None:
        return row.family in WITHOUT_STATEMENT
    return verification.valid_statement(row.version_id) is not None


def statement_for(version_id: int | None, statement_id: UUID | None) -> StatementView | None:
    """The statement, where it is about this version and counts today."""
    found = _statement(version_id, statement_id)
    return found if found is not None and found.verified else None


def statement_of(view: CertificateView) -> StatementView | None:
    """The statement that a certificate was issued on, whether it still counts or not; None where it rests on none."""
    return _statement(view.version_id, view.statement)


def _statement(version_id: int | None, statement_id: UUID | None) -> StatementView | None:
    if version_id is None or statement_id is None:
        return None
    return next((one for one in verification.statements_of(version_id) if one.id == statement_id), None)


def resting_on(statement_id: str, version_id: int | None = None) -> list[UUID]:
    """Certificates in force that rest on a verification statement.

    Where none about `version_id` is left, so do those that were resumed on it after their own had been withdrawn.
    """
    rest = Q(statement=UUID(statement_id))
    if version_id is not None and verification.valid_statement(version_id) is None:
        gone = [one.id for one in verification.statements_of(version_id) if one.status == "withdrawn"]
        rest |= Q(version_id=version_id, statement__in=gone)
    found = Certificate.objects.filter(rest, standing__status__in=OPEN)
    return list(found.order_by("id").values_list("id", flat=True))


def ran_out(today: date) -> list[UUID]:
    """Certificates whose term ended before today, which was not written down yet."""
    found = Certificate.objects.filter(standing__status__in=OPEN, standing__ends__lt=today)
    return list(found.order_by("expires_on", "id").values_list("id", flat=True))


def ending(today: date, until: date) -> QuerySet[Certificate]:
    """Certificates in force whose last day lies between two days."""
    return rows().filter(standing__status__in=OPEN, expires_on__gte=today, expires_on__lte=until)


def to_be_put_right(acting: Acting, *, today: date | None = None) -> list[CertificateView]:
    """Suspended certificates that whoever acts holds or issued, those whose date comes first before others."""
    mine = Q(holder_id=acting.organisation_id) | Q(body_id=acting.organisation_id)
    found = views(search(status="suspended", today=today).filter(mine), today=today)
    return sorted(found, key=lambda one: one.history[-1].until or one.expires_on)


def to_renew(acting: Acting, *, today: date | None = None, days: int = 90) -> list[CertificateView]:
    """Valid certificates that whoever acts holds or issued and that end within so many days, the first before others."""
    day = today or timezone.localdate()
    mine = Q(holder_id=acting.organisation_id) | Q(body_id=acting.organisation_id)
    found = ending(day, day + timedelta(days=days)).filter(mine, standing__status="valid")
    return views(found.order_by("expires_on", "id"), today=day)


def disagreeing() -> list[str]:
    """Numbers of certificates whose facts, events, standing and leaves of the log do not tell the same; none, unless
    somebody changed tables by hand."""
    return [row.number for row in rows().iterator(chunk_size=500) if not _sound(row)]


def _sound(row: Certificate) -> bool:
    logged = [entry.payload for entry in log.entries(SUBJECT, row.number)]
    said = [(leaf["event"], leaf["status"], leaf["sequence"], leaf["facts"]) for leaf in logged]
    events = list(row.events.all())
    kept = [(event.kind, event.after, event.sequence, row.digest) for event in events]
    stands = bool(events) and (row.standing.status, row.standing.sequence) == (events[-1].after, len(events))
    return stands and said == kept and digest(row.public) == row.digest


def _event(event: Event) -> StatusEvent:
    name = Text(zh=event.organisation_zh or None, en=event.organisation_en or None) if event.organisation_zh or event.organisation_en else None  # fmt: skip
    return StatusEvent(
        kind=event.kind,  # type: ignore[arg-type]  # one of EVENTS
        at=event.at,
        reason=Text(zh=event.reason or None, en=event.reason_en or None),
        by_body=name,
        log_index=event.log_index,
        status=event.after,  # type: ignore[arg-type]  # one of STATES
        sequence=event.sequence,
        until=event.until,
    )
