"""The API of the publications room: releases to read and follow, and every step that leads to one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.params.functions import Query
from pydantic import ConfigDict

from tanzuji.documents.text import Text
from tanzuji.parties.access import API_AUTH, OPEN_AUTH, acting
from tanzuji.publications import gates, presenting, queries, services
from tanzuji.publications.models import Draft, Publication, SharedLibrary, Standing
from tanzuji.web.answers import absent
from tanzuji.web.api import PAGING, BothLanguages, Paging, part, refusals

router = Router(auth=OPEN_AUTH)
"""Reading is for anybody; what changes something asks who acts."""

TEXTS = ("notes_zh", "notes_en", "notice_zh", "notice_en", "period")


class _Asked(Schema):
    model_config = ConfigDict(extra="forbid")


class ReleaseRow(Schema):
    """A published release; `library@number` is its name in a study's `releases`."""

    library: str
    title: BothLanguages
    scope: str
    number: int
    digest: str
    licence: str
    period: str
    effective_from: date
    supersedes: int | None
    superseded_by: int | None
    datasets: int
    added: int
    changed: int
    removed: int
    publisher: BothLanguages
    at: datetime
    notice: BothLanguages | None
    notes: BothLanguages | None


class ReleaseList(Schema):
    items: list[ReleaseRow]
    count: int


class ChangeRow(Schema):
    """A dataset that changed; `old` and `new` in kg CO2e per `unit`, null where unknown or absent."""

    kind: str = Field(description="replaced, changed, added, removed, described")
    dataset: str
    before: str = Field(description="the dataset it is compared with")
    name: BothLanguages
    unit: str
    old: float | None
    new: float | None
    share: float | None
    low: float | None = Field(description="95 % interval of the new value over its samples")
    high: float | None
    reason: str


class ChangeList(Schema):
    items: list[ChangeRow]
    count: int


class StandingRow(Schema):
    """What became of a published dataset."""

    dataset: str
    standing: str = Field(description="superseded, suspended or withdrawn")
    replaced_by: str
    reason: str
    by: BothLanguages
    at: datetime


class StandingRequest(_Asked):
    dataset: str = Field(max_length=200)
    standing: str = Field(description="withdrawn, suspended or good")
    reason: str = Field(max_length=4000)


class DraftRow(Schema):
    """A release in preparation."""

    id: UUID
    library: str
    number: int
    state: str
    revision: int
    digest: str = Field(description="of what was submitted; send it back to release just that")
    effective_from: date | None
    entering: list[str]
    leaving: list[str]


class QueueRow(Schema):
    """A dataset that waits to enter."""

    id: UUID
    number: str
    dataset: str
    name: BothLanguages
    contributor: str


class QueueList(Schema):
    items: list[QueueRow]
    count: int


class DraftRequest(_Asked):
    """What is to be changed; what is left out stays."""

    items: list[UUID] | None = Field(None, max_length=5000, description="just these of the queue enter")
    notes_zh: str | None = None
    notes_en: str | None = None
    notice_zh: str | None = None
    notice_en: str | None = None
    period: str | None = Field(None, max_length=60)
    effective_from: date | None = None
    revision: int | None = Field(None, description="that the change rests on; 409 where it is another by now")


class ReasonRequest(_Asked):
    reason: str = Field(max_length=4000)


class ReleaseRequest(_Asked):
    digest: str = Field(max_length=80, description="of what was looked at")


def _texts(text: Text) -> BothLanguages:
    return BothLanguages(zh=text.to("zh"), en=text.to("en"))


def _release(of: Publication) -> ReleaseRow:
    return ReleaseRow(
        library=of.library.name,
        title=_texts(of.library.title),
        scope=of.library.scope,
        number=of.number,
        digest=of.digest,
        licence=of.licence,
        period=of.period,
        effective_from=of.effective_from,
        supersedes=of.supersedes.number if of.supersedes else None,
        superseded_by=of.superseded_by.number if queries.is_superseded(of) else None,
        datasets=of.count,
        added=of.added,
        changed=of.changed,
        removed=of.removed,
        publisher=_texts(of.organisation.name),
        at=of.at,
        notice=_texts(of.notice) if of.notice else None,
        notes=_texts(of.notes) if of.notes else None,
    )


def _change(of: presenting.Shown) -> ChangeRow:
    return ChangeRow(
        kind=of.kind, dataset=of.dataset, before=of.before, name=_texts(of.name), unit=of.unit, old=of.old,
        new=of.new, share=of.share, low=of.low, high=of.high, reason=of.reason,
    )  # fmt: skip


def _standing(of: Standing) -> StandingRow:
    return StandingRow(
        dataset=of.dataset, standing=of.kind, replaced_by=of.replaced_by, reason=of.reason,
        by=_texts(of.organisation.name), at=of.at,
    )  # fmt: skip


def _draft(of: Draft) -> DraftRow:
    items = list(queries.items(of))
    return DraftRow(
        id=of.id, library=of.library.name, number=of.number, state=of.state, revision=of.revision, digest=of.digest,
        effective_from=of.effective_from, entering=[i.dataset for i in items if not i.leaves],
        leaving=[i.dataset for i in items if i.leaves],
    )  # fmt: skip


@router.get("releases", response={200: ReleaseList, **refusals()}, summary="List releases")
def list_publications(
    request: HttpRequest, paging: Paging = PAGING, library: str = Query("", max_length=60)
) -> ReleaseList:
    """What shared libraries published, newest first."""
    rows, count = part(queries.releases(library), paging)
    return ReleaseList(items=[_release(row) for row in rows], count=count)


@router.get(
    "releases/{library}/{int:number}", response={200: ReleaseRow, **refusals(404)}, summary="Read a release"
)
def get_publication(request: HttpRequest, library: str, number: int) -> ReleaseRow:
    """A release with its notice and what it supersedes."""
    return _release(queries.publication(library, number))


@router.get(
    "releases/{library}/{int:number}/changes",
    response={200: ChangeList, **refusals(404)},
    summary="What a release changed",
)
def list_publication_changes(
    request: HttpRequest, library: str, number: int, paging: Paging = PAGING
) -> ChangeList:
    """Datasets, against the release before it."""
    rows, count = part(queries.changes(queries.publication(library, number)), paging)
    return ChangeList(items=[_change(row) for row in presenting.kept(rows)], count=count)


@router.get("compare/{library}", response={200: ChangeList, **refusals(404)}, summary="Compare two releases")
def compare_publications(
    request: HttpRequest, library: str, old: int, new: int, paging: Paging = PAGING
) -> ChangeList:
    """Any two releases of a library, by dataset."""
    found = presenting.found(
        queries.difference(queries.publication(library, old), queries.publication(library, new))
    )
    asked = found[paging.offset : paging.offset + paging.limit]
    return ChangeList(items=[_change(row) for row in asked], count=len(found))


@router.get(
    "standings/{library}",
    response={200: list[StandingRow], **refusals(404)},
    summary="What became of datasets",
)
def list_dataset_standings(request: HttpRequest, library: str) -> list[StandingRow]:
    """Published datasets that are superseded, suspended or withdrawn."""
    return [_standing(one) for one in queries.standings(queries.library(library)).values()]


@router.post(
    "standings/{library}",
    response={200: StandingRow, **refusals(404)},
    auth=API_AUTH,
    summary="Withdraw, suspend, reinstate",
)
def set_dataset_standing(request: HttpRequest, library: str, asked: StandingRequest) -> StandingRow:
    """One more word on a published dataset, told to those who use it."""
    of = queries.library(library)
    made = services.set_standing(acting(request), of, asked.dataset, asked.standing, asked.reason)
    return _standing(made)


@router.get(
    "queue/{library}", response={200: QueueList, **refusals(404)}, auth=API_AUTH, summary="Entry queue"
)
def list_entry_queue(request: HttpRequest, library: str) -> QueueList:
    """What waits to enter a library, for those who look after it."""
    rows = gates.queue(_curated(request, library))
    return QueueList(
        items=[
            QueueRow(
                id=one.id,
                number=one.number,
                dataset=one.dataset.id,
                name=_texts(one.dataset.name),
                contributor=one.attribution,
            )
            for one in rows
        ],
        count=len(rows),
    )


def _curated(request: HttpRequest, library: str) -> SharedLibrary:
    """A library that the acting organisation looks after. Raises `web.absent`."""
    of = queries.library(library)
    if not queries.curates(acting(request), of):
        raise absent()
    return of


@router.post(
    "libraries/{library}/drafts",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Begin a release",
)
def begin_release_draft(request: HttpRequest, library: str) -> DraftRow:
    """The next release of a library in preparation."""
    return _draft(services.begin(acting(request), library))


@router.get(
    "drafts/{uuid:draft_id}", response={200: DraftRow, **refusals(404)}, auth=API_AUTH, summary="Read a draft"
)
def get_release_draft(request: HttpRequest, draft_id: UUID) -> DraftRow:
    """A release in preparation, for those who look after its library."""
    return _draft(queries.draft(acting(request), draft_id))


@router.patch(
    "drafts/{uuid:draft_id}",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Fill and describe a release",
)
def patch_release_draft(request: HttpRequest, draft_id: UUID, asked: DraftRequest) -> DraftRow:
    """What enters, and what is said of it."""
    who, revision = acting(request), asked.revision
    made = queries.draft(who, draft_id)
    if asked.items is not None:
        made = services.choose(who, draft_id, asked.items, revision=revision)
        revision = made.revision
    said = {key: value for key in TEXTS if (value := getattr(asked, key)) is not None}
    if said or asked.effective_from is not None:
        made = services.describe(who, draft_id, said, effective_from=asked.effective_from, revision=revision)
    return _draft(made)


@router.post(
    "drafts/{uuid:draft_id}/submit",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Submit a release",
)
def submit_release_draft(request: HttpRequest, draft_id: UUID) -> DraftRow:
    """Handed over to a second person; `digest` is that of the files as they will be released."""
    return _draft(services.submit(acting(request), draft_id))


@router.post(
    "drafts/{uuid:draft_id}/announce",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Announce a release",
)
def announce_release_draft(request: HttpRequest, draft_id: UUID) -> DraftRow:
    """Every organisation is told what it would change for it."""
    return _draft(services.announce(acting(request), draft_id))


@router.post(
    "drafts/{uuid:draft_id}/return",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Send a release back",
)
def return_release_draft(request: HttpRequest, draft_id: UUID, asked: ReasonRequest) -> DraftRow:
    """Back to those who prepare it, with the reason."""
    return _draft(services.send_back(acting(request), draft_id, asked.reason))


@router.post(
    "drafts/{uuid:draft_id}/drop",
    response={200: DraftRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Give a release up",
)
def drop_release_draft(request: HttpRequest, draft_id: UUID, asked: ReasonRequest) -> DraftRow:
    """What it would have entered stays in the queue."""
    return _draft(services.drop(acting(request), draft_id, asked.reason))


@router.post(
    "drafts/{uuid:draft_id}/release",
    response={200: ReleaseRow, **refusals(404, 409)},
    auth=API_AUTH,
    summary="Release",
)
def publish_release_draft(request: HttpRequest, draft_id: UUID, asked: ReleaseRequest) -> ReleaseRow:
    """By somebody who did not prepare it; just what was submitted under this digest."""
    return _release(services.publish(acting(request), draft_id, digest=asked.digest))
