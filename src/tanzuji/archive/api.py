"""The API of the archive room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from tanzuji.archive import evaluations, queries, services
from tanzuji.archive.evaluations import Standing
from tanzuji.archive.matching import MatchRule, Why
from tanzuji.archive.models import File, Item, Offer
from tanzuji.archive.services.drafting import Written
from tanzuji.documents.text import Text
from tanzuji.parties.access import acting
from tanzuji.parties.acting import Acting
from tanzuji.web.api import PAGING, Paging, part, refusals

router = Router()


class EvaluationAnswer(Schema):
    """A published version on file."""

    version: int
    value: float = Field(description="kg CO2e per `unit`")
    low: float | None
    high: float | None
    unit: str
    boundary: str
    geography: str
    year: int | None
    reviewed: bool
    standing: Text
    contribution: str = Field(
        description="state of the contribution made of it; empty where none was submitted"
    )
    grade: int | None = Field(description="against the newest comparable benchmark, 1 best")
    listed: bool = Field(description="whether the catalogue shows it")


class FileAnswer(Schema):
    """A product's file."""

    id: UUID
    number: str
    organisation: UUID
    maker: Text
    name: Text
    model: str
    codes: dict[str, str]
    state: str
    reason: str
    filed_at: datetime
    evaluations: list[EvaluationAnswer] = Field(description="newest first; to strangers the listed one alone")


class FileIn(Schema):
    """A study whose product is put on file."""

    study: UUID
    consent: bool = Field(
        False, description="that the authority sees its published versions and the catalogue the listed one"
    )


class StudyIn(Schema):
    """Another study of the same product."""

    study: UUID


class DecisionIn(Schema):
    """What is decided on a file."""

    action: Literal["admit", "renew", "suspend", "reinstate", "remove", "withdraw"]
    reason: str = Field("", max_length=2000)


class ItemIn(Schema):
    """A policy benefit or a financing offer, and whom it is for."""

    kind: Literal["policy", "financing"]
    title_zh: str = Field("", max_length=200)
    title_en: str = Field("", max_length=200)
    text_zh: str = Field("", max_length=8000)
    text_en: str = Field("", max_length=8000)
    link: str = Field("", max_length=500)
    valid_until: date
    rule: MatchRule = MatchRule()


class Interested(Schema):
    """An enterprise that answered that it is interested."""

    organisation: UUID
    name: Text
    note: str
    at: datetime | None


class ItemAnswer(Schema):
    """An item with how far it came."""

    id: UUID
    organisation: UUID
    kind: str
    state: str
    title: Text
    text: Text | None
    link: str
    valid_until: date
    rule: MatchRule
    reason: str
    matched: int
    sent: int
    read: int
    interested: list[Interested] = Field(description="the only enterprises that are named")
    declined: int


class ItemDecisionIn(Schema):
    """What is decided on an item."""

    action: Literal["submit", "return", "approve", "close"]
    reason: str = Field("", max_length=2000)


class SentAnswer(Schema):
    """To how many enterprises it was sent."""

    sent: int


class OfferAnswer(Schema):
    """An item as an enterprise was sent it."""

    id: UUID
    kind: str
    sender: Text
    title: Text
    text: Text | None
    link: str
    valid_until: date
    why: list[Why] = Field(description="the products by which it was matched, each with its reasons")
    state: str
    answer: str


class AnswerIn(Schema):
    """Interested or not."""

    answer: Literal["interested", "not"]
    note: str = Field("", max_length=2000, description="passed on where one is interested")


class PreferenceBody(Schema):
    """How the digest is wanted."""

    cadence: Literal["daily", "weekly", "monthly"] = "weekly"
    muted: list[Literal["policy", "financing"]] = Field(default_factory=list)


def evaluation_answer(of: File, one: Standing) -> EvaluationAnswer:
    """An evaluation as the API shows it."""
    row = one.evaluation
    gap = evaluations.gap_of(row)
    return EvaluationAnswer(
        version=row.number, value=row.value, low=row.low, high=row.high, unit=row.unit, boundary=row.boundary,
        geography=row.geography, year=row.year, reviewed=one.reviewed, standing=one.said, contribution=one.gate,
        grade=gap.graded.grade if gap else None, listed=row.pk == of.listed_id,
    )  # fmt: skip


def file_answer(who: Acting, of: File, held: list[Standing]) -> FileAnswer:
    """A file as whoever asks may see it."""
    whole = queries.sees_all(who, of)
    shown = [one for one in held if whole or one.evaluation.pk == of.listed_id]
    return FileAnswer(
        id=of.id, number=of.number, organisation=of.organisation_id, maker=of.organisation.name, name=of.name,
        model=of.model, codes=of.code_list, state=of.state, reason=of.reason, filed_at=of.at,
        evaluations=[evaluation_answer(of, one) for one in shown],
    )  # fmt: skip


def _files(who: Acting, rows: list[File]) -> list[FileAnswer]:
    held = evaluations.standings(rows)
    return [file_answer(who, of, held[of.id]) for of in rows]


def _file(who: Acting, file_id: UUID) -> FileAnswer:
    return _files(who, [queries.file(who, file_id)])[0]


def item_answer(of: Item) -> ItemAnswer:
    """An item with its counts."""
    told = queries.reach(of)
    return ItemAnswer(
        id=of.id, organisation=of.organisation_id, kind=of.kind, state=of.state, title=of.title, text=of.text,
        link=of.link, valid_until=of.valid_until, rule=of.match_rule, reason=of.reason, matched=told.matched,
        sent=told.sent, read=told.read, declined=told.declined,
        interested=[
            Interested(organisation=one.organisation_id, name=one.organisation.name, note=one.note, at=one.answered_at)
            for one in told.interested
        ],
    )  # fmt: skip


def offer_answer(of: Offer) -> OfferAnswer:
    """An offer as its enterprise sees it."""
    item = of.item
    return OfferAnswer(
        id=of.id, kind=item.kind, sender=item.organisation.name, title=item.title, text=item.text, link=item.link,
        valid_until=item.valid_until, why=of.reasons, state=of.state, answer=of.answer,
    )  # fmt: skip


@router.get("catalogue", response={200: list[FileAnswer], **refusals()}, summary="List the catalogue")
def list_catalogue(
    request: HttpRequest, q: str = "", boundary: str = "", year: int | None = None, paging: Paging = PAGING
) -> list[FileAnswer]:
    """Products that the authority took in, each with the evaluation that is listed."""
    rows, _ = part(queries.catalogue(words=q[:200], boundary=boundary[:40], year=year), paging)
    return _files(acting(request), rows)


@router.get("files", response={200: list[FileAnswer], **refusals()}, summary="List files")
def list_files(request: HttpRequest, paging: Paging = PAGING) -> list[FileAnswer]:
    """Your organisation's; an authority's are all there are."""
    who = acting(request)
    kept = queries.kept_files(who) if who.mandated("authority") else queries.own_files(who)
    rows, _ = part(kept, paging)
    return _files(who, rows)


@router.post("files", response={201: FileAnswer, **refusals(404)}, summary="Put a product on file")
def file_product(request: HttpRequest, given: FileIn) -> Status[FileAnswer]:
    """With all published versions of the study; the same again is the same file."""
    who = acting(request)
    made = services.file_product(who, given.study, consent=given.consent)
    return Status(201, _file(who, made.id))


@router.get("files/{uuid:file_id}", response={200: FileAnswer, **refusals(404)}, summary="Read a file")
def get_file(request: HttpRequest, file_id: UUID) -> FileAnswer:
    """Own ones, those of the catalogue, and for an authority all."""
    return _file(acting(request), file_id)


@router.post(
    "files/{uuid:file_id}/studies", response={200: FileAnswer, **refusals(404)}, summary="Add a study"
)
def add_study(request: HttpRequest, file_id: UUID, given: StudyIn) -> FileAnswer:
    """Of the same product: another year, another site."""
    who = acting(request)
    services.add_study(who, file_id, given.study)
    return _file(who, file_id)


@router.post(
    "files/{uuid:file_id}/decisions", response={200: FileAnswer, **refusals(404)}, summary="Decide on a file"
)
def decide_on_file(request: HttpRequest, file_id: UUID, decision: DecisionIn) -> FileAnswer:
    """By an authority; `withdraw` by the enterprise."""
    who = acting(request)
    services.decide(who, file_id, decision.action, reason=decision.reason)
    return _file(who, file_id)


@router.get("items", response={200: list[ItemAnswer], **refusals()}, summary="List items to send")
def list_items(request: HttpRequest, paging: Paging = PAGING) -> list[ItemAnswer]:
    """Your organisation's; an authority's are all that were submitted."""
    rows, _ = part(queries.items(acting(request)), paging)
    return [item_answer(row) for row in rows]


def _written(given: ItemIn) -> Written:
    return Written(
        given.kind, given.title_zh, given.title_en, given.text_zh, given.text_en, given.link,
        given.valid_until.isoformat(), given.rule,
    )  # fmt: skip


@router.post("items", response={201: ItemAnswer, **refusals()}, summary="Draft an item")
def draft_item(request: HttpRequest, given: ItemIn) -> Status[ItemAnswer]:
    """By an authority or a bank."""
    return Status(201, item_answer(services.draft(acting(request), _written(given))))


@router.get("items/{uuid:item_id}", response={200: ItemAnswer, **refusals(404)}, summary="Read an item")
def get_item(request: HttpRequest, item_id: UUID) -> ItemAnswer:
    """With counts, and the names of those who are interested."""
    return item_answer(queries.item(acting(request), item_id))


@router.put("items/{uuid:item_id}", response={200: ItemAnswer, **refusals(404)}, summary="Edit a draft")
def edit_item(request: HttpRequest, item_id: UUID, given: ItemIn) -> ItemAnswer:
    """As long as it is a draft."""
    return item_answer(services.edit(acting(request), item_id, _written(given)))


@router.post(
    "items/{uuid:item_id}/decisions", response={200: ItemAnswer, **refusals(404)}, summary="Decide on an item"
)
def decide_on_item(request: HttpRequest, item_id: UUID, decision: ItemDecisionIn) -> ItemAnswer:
    """Submit, return, approve or close."""
    return item_answer(
        services.decide_item(acting(request), item_id, decision.action, reason=decision.reason)
    )


@router.post(
    "items/{uuid:item_id}/send", response={200: SentAnswer, **refusals(404)}, summary="Send an item now"
)
def send_item(request: HttpRequest, item_id: UUID) -> SentAnswer:
    """By an authority, without waiting for the digests."""
    return SentAnswer(sent=services.send_now(acting(request), item_id))


@router.get("offers", response={200: list[OfferAnswer], **refusals()}, summary="List what was received")
def list_offers(request: HttpRequest, paging: Paging = PAGING) -> list[OfferAnswer]:
    """Policy benefits and financing that your organisation was sent."""
    rows, _ = part(queries.offers(acting(request)), paging)
    return [offer_answer(row) for row in rows]


@router.post(
    "offers/{uuid:push_id}/read",
    response={200: OfferAnswer, **refusals(404)},
    summary="Note an offer as read",
)
def read_offer(request: HttpRequest, push_id: UUID) -> OfferAnswer:
    """The sender sees how many have read it, not who."""
    return offer_answer(services.read(acting(request), push_id))


@router.post(
    "offers/{uuid:push_id}/answer", response={200: OfferAnswer, **refusals(404)}, summary="Answer an offer"
)
def answer_offer(request: HttpRequest, push_id: UUID, said: AnswerIn) -> OfferAnswer:
    """Whoever sent it learns who you are only where you are interested."""
    return offer_answer(services.answer(acting(request), push_id, said.answer, note=said.note))


@router.get("preference", response={200: PreferenceBody, **refusals()}, summary="Read digest settings")
def get_preference(request: HttpRequest) -> PreferenceBody:
    """How often, and what is left out."""
    wish = queries.preference(acting(request).organisation_id)
    return PreferenceBody.model_validate({"cadence": wish.cadence, "muted": sorted(wish.muted_set)})


@router.put("preference", response={200: PreferenceBody, **refusals()}, summary="Change digest settings")
def set_preference(request: HttpRequest, wanted: PreferenceBody) -> PreferenceBody:
    """How often, and what is left out."""
    services.prefer(acting(request), cadence=wanted.cadence, muted=wanted.muted)
    return wanted
