"""What the authority's first page counts: pace, the way from application to label, bodies, complaints, what is late.

Counts of what firms have under way are shown from five on; fewer stay hidden, and no sums are given from which they could
be reckoned. What the register publishes anyway (certificates and their status) is counted exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from django.utils import timezone

from tanzuji.certificates import events as certificate_events
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.states import EVENTS
from tanzuji.certification import counting
from tanzuji.certification.states import APPLICATION
from tanzuji.documents.text import Text
from tanzuji.ledger.queries import monthly
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.supervision import queries
from tanzuji.supervision.kinds import ANSWER_DAYS, COMPLAINT_KINDS, TRIAGE_DAYS
from tanzuji.supervision.models import Complaint, Inspection, Plan
from tanzuji.supervision.states import COMPLAINT_OPEN, OPEN

FEWEST = 5
"""Counts below this stay hidden (TRUST §2: five enterprises or more)."""
MONTHS = 6

WAY = (
    "applied", "accepted", "planning", "document_review", "onsite", "footprint_check", "evaluation", "decision",
    "certified",
)  # fmt: skip
"""States of an application in the order in which they are reached."""


def shown(count: int) -> int | None:
    """A count that gives nobody away: itself where it is none or five at least; None where it stays hidden."""
    return None if 0 < count < FEWEST else count


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a plan has come: inspections ended, all of them, and how many time says should have ended by now."""

    plan: Plan
    drawn: int
    ended: int
    planned: int
    expected: float
    late: int


def pace(acting: Acting, *, today: date | None = None) -> list[Pace]:
    """The plans under way."""
    today = today or timezone.localdate()
    found = []
    for plan in queries.plans(acting).filter(state="decided"):
        rows = list(plan.inspections.exclude(state="dropped"))
        begun = timezone.localdate(plan.created_at)
        span = max((plan.due - begun).days, 1)
        passed = min(max((today - begun).days / span, 0.0), 1.0)
        planned = len(rows) or plan.sample + plan.sample_raised  # a small pool gives fewer than were planned
        late = sum(queries.overdue(one, today) is not None for one in rows)
        ended = sum(one.state not in OPEN for one in rows)
        found.append(Pace(plan, len(rows), ended, planned, planned * passed, late))
    return found


def months(today: date, count: int = MONTHS) -> list[str]:
    """The last months as `2026-11`, oldest first, the current one among them."""
    year, month, found = today.year, today.month, []
    for _ in range(count):
        found.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def _since(first_month: str) -> datetime:
    year, month = map(int, first_month.split("-"))
    return timezone.make_aware(datetime(year, month, 1))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table by month; None is a count that stays hidden."""

    name: Text
    now: int | None
    cells: list[int | None]


def way(today: date | None = None) -> tuple[list[str], list[Row]]:
    """From application to certificate: how many stand in each state now and came into it each month."""
    today = today or timezone.localdate()
    columns = months(today)
    reached, standing = counting.reached(_since(columns[0])), counting.standing_in()
    rows = [
        Row(
            APPLICATION.states[state],
            shown(standing.get(state, 0)),
            [shown(reached.get((state, month), 0)) for month in columns],
        )
        for state in WAY
    ]
    return columns, rows


def published(today: date | None = None) -> tuple[list[str], list[Row]]:
    """Certificates issued, suspended, revoked, cancelled and run out by month, exactly: they are public."""
    today = today or timezone.localdate()
    columns = months(today)
    names = certificate_events.OF
    counts = monthly(set(names.values()), _since(columns[0]))
    return columns, [
        Row(
            EVENTS[kind],
            certificates.search(status=status, today=today).count(),
            [counts.get((names[kind], month), 0) for month in columns],
        )
        for kind, status in _STATUS.items()
    ]


_STATUS = {
    "issued": "valid",
    "suspended": "suspended",
    "revoked": "revoked",
    "cancelled": "cancelled",
    "expired": "expired",
}
"""The status in which a certificate is after each step."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What a certification body has in hand: applications (hidden below five), and its certificates, which are public."""

    name: Text
    under_way: int | None
    valid: int
    suspended: int
    revoked: int


def workloads(today: date | None = None) -> list[Workload]:
    """Bodies with certificates or applications, those with most valid certificates first."""
    open_ = counting.under_way_by_body(tuple(state for state in WAY if state != "certified"))
    counts: dict[UUID, dict[str, int]] = {id_: {} for id_ in open_}
    for view in certificates.views(certificates.rows(), today=today):
        of = counts.setdefault(view.body, {})
        of[view.status] = of.get(view.status, 0) + 1
    found = [
        Workload(
            parties.organisation(id_).name,
            shown(open_.get(id_, 0)),
            of.get("valid", 0),
            of.get("suspended", 0),
            of.get("revoked", 0),
        )
        for id_, of in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.valid, one.name.to("zh")))


@dataclass(frozen=True, slots=True)
class ComplaintFigures:
    """Complaints of the last twelve months: how many, how long they took, how many are late."""

    received: int = 0
    open: int = 0
    late_triage: int = 0
    late_answer: int = 0
    days_to_triage: float | None = None
    """Median, in days; None where none was taken up."""
    days_to_answer: float | None = None
    upheld: int = 0
    kinds: list[tuple[Text, int]] = field(default_factory=list)


def complaint_figures(acting: Acting, *, today: date | None = None) -> ComplaintFigures:
    """The complaints that the acting authority sees."""
    today = today or timezone.localdate()
    rows = [
        one for one in queries.complaints(acting) if timezone.localdate(one.at) > today - timedelta(days=365)
    ]
    triaged = [_days(one.at, one.triaged_at) for one in rows if one.triaged_at is not None]
    answered = [_days(one.at, one.answered_at) for one in rows if one.answered_at is not None]
    kinds = [(name, sum(one.kind == kind for one in rows)) for kind, name in COMPLAINT_KINDS.items()]
    return ComplaintFigures(
        received=len(rows),
        open=sum(one.state in COMPLAINT_OPEN for one in rows),
        late_triage=sum(is_late(one, today) for one in rows if one.state == "received"),
        late_answer=sum(is_late(one, today) for one in rows if one.state == "assigned"),
        days_to_triage=median(triaged) if triaged else None,
        days_to_answer=median(answered) if answered else None,
        upheld=sum(one.upheld is True for one in rows),
        kinds=[(name, count) for name, count in kinds if count],
    )


def is_late(one: Complaint, today: date | None = None) -> bool:
    """Whether a complaint waits longer than it may: for its triage, or for its answer."""
    return one.state in COMPLAINT_OPEN and complaint_due(one) < (today or timezone.localdate())


def complaint_due(one: Complaint) -> date:
    """By when the next step of an open complaint is to be taken."""
    days = TRIAGE_DAYS if one.state == "received" else ANSWER_DAYS
    return timezone.localdate(one.at) + timedelta(days=days)


def _days(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 86400


def late_inspections(acting: Acting, *, today: date | None = None) -> list[tuple[Inspection, date]]:
    """The authority's inspections that are late, with the date that has passed, the oldest first."""
    own = queries.inspections(acting).filter(organisation_id=acting.organisation_id, state__in=OPEN)
    found = [(one, when) for one in own if (when := queries.overdue(one, today)) is not None]
    return sorted(found, key=lambda pair: pair[1])
