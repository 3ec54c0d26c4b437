"""The API of the labels room. What a shop shows may be read by anybody, without a token."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, UploadedFile
from ninja.params.functions import File, Form
from pydantic import Field

from tanzuji.certificates.facts import CertificateView
from tanzuji.figures.labels import SIZES, Size, status_address
from tanzuji.labels import drawing, queries, services
from tanzuji.labels.badges import badge
from tanzuji.labels.embedding import PLACEMENT, embed
from tanzuji.labels.models import Authorisation
from tanzuji.parties.access import OPEN_AUTH, acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router(tags=["labels"])
FILE: UploadedFile = File(..., description="PNG, JPEG, WebP or PDF, 10 MiB at most")


class Picture(Schema):
    """A label as a picture in one size and language."""

    size: Literal["l", "m", "s"]
    variant: Literal["numeric", "score", "grade"]
    language: Literal["zh", "en"]
    address: str
    width_mm: float
    height_mm: float
    html: str = Field(description="a link around the picture, without script")


class LabelAnswer(Schema):
    """A label as a shop may show it. `pictures` is empty unless it is in force and may be used in advertising."""

    number: str
    in_force: bool
    status: str
    badges: list[str] = Field(examples=[["certified"]])
    value: str = Field(description="as certified, rounded once", examples=["738"])
    unit: str = Field(examples=["kgCO2e/t"])
    declared_unit: BothLanguages
    boundary: str
    score: str | None
    grade: str
    product: BothLanguages
    maker: BothLanguages
    issuer: BothLanguages
    valid_until: date
    page: str
    placements: list[str] = Field(examples=[["packaging", "advertising"]])
    pictures: list[Picture]


class UseRow(Schema):
    """Leave to show a label at one placement, and where it stands."""

    id: UUID
    number: str
    certificate: str
    placement: str
    where: str
    terms: str
    state: str
    since: datetime
    used_since: date | None
    edition: int
    holder: BothLanguages
    body: BothLanguages


class UseList(Schema):
    items: list[UseRow]
    count: int


class RequestBody(Schema):
    placement: Literal["product", "packaging", "advertising"]
    where: str = Field(max_length=300, description="what bears it")


class DecisionBody(Schema):
    action: str = Field(description="authorise, decline, void or give_up")
    reason: str = Field("", max_length=1000, description="with authorise: terms of use")
    edition: int | None = None


def _use(of: Authorisation) -> UseRow:
    return UseRow(
        id=of.id, number=of.number, certificate=of.certificate_number, placement=of.placement, where=of.where,
        terms=of.terms, state=of.state, since=of.since, used_since=of.used_since, edition=of.edition,
        holder=both(of.holder.name), body=both(of.body.name),
    )  # fmt: skip


@router.get("uses", response={200: UseList, **refusals()}, summary="List uses")
def list_label_uses(request: HttpRequest, paging: Paging = PAGING) -> HttpResponse:
    """The uses of labels that concern your organisation, as holder or as body; newest first."""
    rows, count = part(queries.uses(acting(request)), paging)
    return answer(UseList(items=[_use(row) for row in rows], count=count))


@router.post("{number}/uses", response={201: UseRow, **refusals(404)}, summary="Ask for a use")
def request_label_use(request: HttpRequest, number: str, body: RequestBody) -> HttpResponse:
    """Ask for leave to show the label of a certificate you hold at one placement."""
    of = services.request(acting(request), number, placement=body.placement, where=body.where)
    return answer(_use(queries.use(acting(request), of.id)), 201)


@router.post(
    "uses/{uuid:use_id}/decisions",
    response={200: UseRow, **refusals(404, 409)},
    summary="Decide on a use",
)
def decide_on_label_use(request: HttpRequest, use_id: UUID, body: DecisionBody) -> HttpResponse:
    """Authorise, decline or withdraw a use (the body), or give it up (the holder)."""
    services.decide(acting(request), use_id, body.action, reason=body.reason, edition=body.edition)
    return answer(_use(queries.use(acting(request), use_id)))


@router.post(
    "uses/{uuid:use_id}/proofs", response={201: UseRow, **refusals(404, 409)}, summary="Show a label in use"
)
def show_label_in_use(
    request: HttpRequest,
    use_id: UUID,
    file: UploadedFile = FILE,
    taken_on: str = Form(""),
    words: str = Form("", max_length=500),
) -> HttpResponse:
    """Show the label in use with a photograph or print file."""
    services.show(
        acting(request), use_id, data=file.read(), name=file.name or "", taken_on=taken_on, words=words
    )
    return answer(_use(queries.use(acting(request), use_id)), 201)


@router.get("{number}", auth=OPEN_AUTH, response={200: LabelAnswer, **refusals(404)}, summary="Read a label")
def get_label(request: HttpRequest, number: str) -> HttpResponse:
    """The label of a certificate for shops and apps: how it stands, what it says, its pictures with embed code."""
    view = queries.certificate(number)
    placements = queries.placements(view.number)
    shown = LabelAnswer(
        number=view.number, in_force=view.status == "valid", status=view.status,
        badges=[one.kind for one in badge(view)], value=f"{view.value:f}", unit=view.unit,
        declared_unit=both(view.unit_words), boundary=view.boundary,
        score=f"{view.score:f}" if view.score is not None else None, grade=view.grade,
        product=both(view.product), maker=both(view.maker), issuer=both(view.body_name),
        valid_until=view.expires_on, page=status_address(settings.ADDRESS, view.number), placements=placements,
        pictures=_pictures(view) if PLACEMENT in placements else [],
    )  # fmt: skip
    response = answer(shown)
    response["Cache-Control"] = "public, max-age=300"
    return response


def _pictures(view: CertificateView) -> list[Picture]:
    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en")
    sizes: tuple[Size, ...] = ("l", "m", "s")
    found = []
    for variant in drawing.variants_of(view):
        for size in sizes:
            for language in languages:
                code = embed(view, language, variant=variant, size=size)
                width, height = SIZES[size]
                found.append(
                    Picture(
                        size=size,
                        variant=variant,
                        language=language,
                        address=code.picture,
                        width_mm=width,
                        height_mm=height,
                        html=code.html,
                    )
                )
    return found
