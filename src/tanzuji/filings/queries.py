"""Reads of the filings room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.filings.facts import FiledCertificate, Status
from tanzuji.filings.models import Filing, Paper, Statement, Step
from tanzuji.filings.states import PUBLIC, STANDS, STEPS
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id


@dataclass(frozen=True, slots=True)
class FilingEvent:
    """An official act on a filing, as the public reads it."""

    kind: str
    name: Text
    at: datetime
    reason: str
    by: Text | None
    log_index: int | None


@dataclass(frozen=True, slots=True)
class FilingView:
    """A filing as the public may read it. `certificate` is the certificate's number, `number` the filing's."""

    id: UUID
    number: str
    certificate: str
    origin: Literal["own", "external"]
    state: str
    """`filed`, `updated` or `withdrawn`."""
    filed_on: date
    since: datetime
    authority: Text
    filer: Text
    facts: FiledCertificate
    digest: str
    history: tuple[FilingEvent, ...]
    version_stamp: int
    """Grows with every step."""

    @property
    def stands(self) -> bool:
        """Whether it is filed now."""
        return self.state in STANDS

    @property
    def external(self) -> bool:
        return self.origin == "external"

    @property
    def status(self) -> Status:
        """What the filed certificate is today."""
        return self.facts.status_on(timezone.localdate())


def filing_of(number: str) -> FilingView | None:
    """The filing of a certificate as the public may read it: the one that stands, else the last that was withdrawn."""
    return _view(_filed().filter(certificate=number).order_by("-number").first()) if number else None


def filed(number: str) -> bool:
    """Whether the certificate of this number is filed now."""
    return Filing.objects.filter(certificate=number, state__in=STANDS).exists()


def external(number: str) -> FilingView | None:
    """A certificate issued elsewhere that is filed here, by its own number or its filing number."""
    rows = _filed().filter(Q(certificate=number) | Q(number=number), origin="external") if number else None
    return _view(rows.order_by("-number").first()) if rows is not None else None


def _filed() -> QuerySet[Filing]:
    """What was filed once; the newest of a certificate is the one that stands or stood last."""
    return Filing.objects.filter(state__in=PUBLIC, stated__gt=0).select_related("organisation", "authority")


def _view(of: Filing | None) -> FilingView | None:
    if of is None or of.filed_at is None:
        return None
    statement = in_force(of)
    if statement is None:
        return None
    steps = of.steps.exclude(log_index=None).select_related("organisation").order_by("sequence")
    return FilingView(
        id=of.id,
        number=of.number,
        certificate=of.certificate,
        origin="own" if of.origin == "own" else "external",
        state=of.state,
        filed_on=timezone.localdate(of.filed_at),
        since=of.since,
        authority=of.authority.name if of.authority else Text(zh="主管部门", en="The authority"),
        filer=of.organisation.name,
        facts=statement.facts,
        digest=statement.digest,
        history=tuple(_event(step) for step in steps),
        version_stamp=of.edition,
    )


def _event(step: Step) -> FilingEvent:
    return FilingEvent(
        step.action, STEPS[step.action], step.at, step.reason, step.by_organisation, step.log_index
    )


def filings(acting: Acting) -> QuerySet[Filing]:
    """What whoever acts may see: their own, those of certificates they hold; the authority sees all. Newest first."""
    rows = Filing.objects.select_related("organisation", "holder", "authority", "submitted_by", "checked_by")
    if not acting.mandated("authority"):
        rows = rows.filter(Q(organisation_id=acting.organisation_id) | Q(holder_id=acting.organisation_id))
    return rows.order_by("-submitted_at", "-number")


def filing(acting: Acting, filing_id: UUID | str) -> Filing:
    """One of them. Raises `web.absent`."""
    return by_id(filings(acting), filing_id)


def waiting(acting: Acting) -> QuerySet[Filing]:
    """What waits for the authority, longest first: to be checked or decided by whoever acts."""
    if not acting.mandated("authority"):
        return Filing.objects.none()
    rows = filings(acting).filter(Q(state__in=("submitted", "checked")) | ~Q(change=""))
    mine = Q(checked_by=acting.person) | Q(submitted_by=acting.person)
    reported = Step.objects.filter(
        filing=OuterRef("pk"), organisation=OuterRef("organisation"), by=acting.person
    )
    return rows.exclude(mine).exclude(Exists(reported)).order_by("since", "number")


def returned(acting: Acting) -> QuerySet[Filing]:
    """What was sent back to whoever acts."""
    return filings(acting).filter(organisation_id=acting.organisation_id, state="returned")


def open_of(number: str) -> Filing | None:
    """The filing of a certificate that is under way or stands, whoever's."""
    return Filing.objects.filter(certificate=number).exclude(state__in=("refused", "withdrawn")).first()


def statements(of: Filing) -> QuerySet[Statement]:
    """What was stated, newest first."""
    return of.statements.select_related("by").order_by("-sequence")


def newest(of: Filing) -> Statement:
    """What was stated last. Raises `web.absent` where nothing was."""
    found = statements(of).first()
    if found is None:
        raise absent()
    return found


def in_force(of: Filing) -> Statement | None:
    """What is filed; None before it is."""
    return of.statements.filter(sequence=of.stated).first() if of.stated else None


def steps(of: Filing) -> QuerySet[Step]:
    """What was done, newest first."""
    return of.steps.select_related("by", "organisation").order_by("-sequence")


def papers(of: Filing) -> QuerySet[Paper]:
    """Its papers, newest first."""
    return of.papers.select_related("by").order_by("-at", "id")


def paper(acting: Acting, paper_id: UUID | str) -> Paper:
    """A paper of a filing that whoever acts may see. Raises `web.absent`."""
    rows = Paper.objects.select_related("filing")
    if not acting.mandated("authority"):
        own = acting.organisation_id
        rows = rows.filter(Q(filing__organisation_id=own) | Q(filing__holder_id=own))
    return by_id(rows, paper_id)


def of_holder_unfiled(acting: Acting, numbers: list[str]) -> list[str]:
    """Those of the numbers with no filing under way or standing."""
    taken = set(
        Filing.objects.filter(certificate__in=numbers)
        .exclude(state__in=("refused", "withdrawn"))
        .values_list("certificate", flat=True)
    )
    return [number for number in numbers if number not in taken]


def all_external() -> list[FilingView]:
    """Every certificate issued elsewhere that was filed once."""
    rows = _filed().filter(origin="external").order_by("number")
    return [view for view in map(_view, rows) if view is not None]
