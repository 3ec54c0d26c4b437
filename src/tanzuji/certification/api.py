"""The API of the certification room."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from tanzuji.certification import queries, schemes, services
from tanzuji.certification.models import Application
from tanzuji.certification.states import APPLICATION
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router(tags=["certification"])


class SchemeRow(Schema):
    """A scheme that holds."""

    code: str
    version: int
    name: BothLanguages
    family: str
    jurisdiction: str
    months: int
    surveillance_months: int
    variants: list[str]


class SchemeWhole(SchemeRow):
    """A scheme with its four parts, as it was written."""

    document: dict[str, Any]


class CheckRow(Schema):
    """A check of the scheme, and what keeps it from being met."""

    code: str
    name: BothLanguages
    met: bool
    problem: str = ""
    note: BothLanguages | None = None
    flagged: bool = False
    """Met, but something to look at before deciding, such as a value near a tie of its rounding."""


class StepRow(Schema):
    action: str
    before: str
    after: str
    at: datetime
    reason: str


class ApplicationRow(Schema):
    """An application and where it stands."""

    id: UUID
    number: str
    state: str
    scheme: str
    scheme_version: int
    product: BothLanguages
    applicant: BothLanguages
    body: BothLanguages
    due: date | None
    certificate: str


class ApplicationWhole(ApplicationRow):
    checks: list[CheckRow]
    steps: list[StepRow]
    actions: list[str] = Field(description="what the asking side may do now")


class ApplicationList(Schema):
    items: list[ApplicationRow]
    count: int


class Begun(Schema):
    """Who is asked for a certificate of what, by which scheme; the same key again gives the same application."""

    body: UUID
    scheme: str = Field(max_length=80)
    study: UUID
    key: str = Field("", max_length=80)
    renews: str = Field("", max_length=60)


class Details(Schema):
    """Fields of an application; those left out stay as they are."""

    item: str | None = Field(None, max_length=80)
    analogy: str | None = Field(None, max_length=4000)
    product_zh: str | None = Field(None, max_length=300)
    product_en: str | None = Field(None, max_length=300)
    family: str | None = Field(None, max_length=200)
    models: list[str] | None = Field(None, max_length=100)
    gtin: str | None = Field(None, max_length=14)
    variant: str | None = Field(None, max_length=12)
    legal_person: bool | None = None
    licences: str | None = Field(None, max_length=300)
    management_since: date | None = None
    tags: list[str] | None = Field(None, max_length=5)
    target_name: str | None = Field(None, max_length=200)
    target_unit: str | None = Field(None, max_length=40)
    target_base_year: int | None = None
    target_base: Decimal | None = None
    target_year: int | None = None
    target_value: Decimal | None = None


class PaperBody(Schema):
    """A paper of the vault for an item of the file."""

    item: str = Field(max_length=80)
    evidence: UUID
    note: str = Field("", max_length=4000)


class FeeLine(Schema):
    name: str = Field(max_length=200)
    quantity: Decimal
    price: Decimal


class ActBody(Schema):
    """A step, with what it needs."""

    action: str = Field(max_length=24)
    reason: str = Field("", max_length=4000)
    text: str = Field("", max_length=4000)
    recommends: bool = False
    statement: UUID | None = None
    lines: list[FeeLine] = Field(default_factory=list, max_length=50)
    terms: str = Field("", max_length=4000)


@router.get("/schemes", response=list[SchemeRow], summary="Schemes that hold")
def list_schemes(request: HttpRequest) -> list[dict[str, Any]]:
    acting(request)
    return [_scheme(one) for one in schemes.active()]


@router.get(
    "/schemes/{scheme_code}", response={200: SchemeWhole, **refusals(404)}, summary="One scheme, whole"
)
def get_scheme(request: HttpRequest, scheme_code: str, version: int | None = None) -> dict[str, Any]:
    acting(request)
    found = schemes.scheme(scheme_code, version)
    return {**_scheme(found), "document": found.document.model_dump(mode="json")}


@router.get("/applications", response=ApplicationList, summary="Applications of one's own, or at one's body")
def list_applications(request: HttpRequest, paging: Paging = PAGING, state: str = "") -> HttpResponse:
    found = queries.applications(acting(request))
    if state in APPLICATION.states:
        found = found.filter(state=state)
    items, count = part(found, paging)
    return answer(ApplicationList(items=[_row(one) for one in items], count=count))


@router.post(
    "/applications", response={201: ApplicationWhole, **refusals(403, 422)}, summary="Begin an application"
)
def begin_application(request: HttpRequest, body: Begun) -> HttpResponse:
    who = acting(request)
    made = services.begin(
        who, body=body.body, scheme=body.scheme, study=body.study, key=body.key, renews=body.renews
    )
    return answer(_whole(request, made), 201)


@router.get(
    "/applications/{application_id}",
    response={200: ApplicationWhole, **refusals(404)},
    summary="One application",
)
def get_application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    return answer(_whole(request, queries.application(acting(request), application_id)))


@router.patch(
    "/applications/{application_id}",
    response={200: ApplicationWhole, **refusals(403, 404, 422)},
    summary="Write it",
)
def describe_application(request: HttpRequest, application_id: UUID, body: Details) -> HttpResponse:
    given = body.model_dump(exclude_unset=True)
    if "models" in given:
        given["models_text"] = "\n".join(given.pop("models") or ())
    return answer(_whole(request, services.describe(acting(request), application_id, given)))


@router.post(
    "/applications/{application_id}/papers",
    response={200: ApplicationWhole, **refusals(403, 404, 422)},
    summary="Hand in a paper of the vault",
)
def attach_paper(request: HttpRequest, application_id: UUID, body: PaperBody) -> HttpResponse:
    who = acting(request)
    services.attach(who, application_id, body.item, evidence=body.evidence, note=body.note)
    return answer(_whole(request, queries.application(who, application_id)))


@router.post(
    "/applications/{application_id}/act",
    response={200: ApplicationWhole, **refusals(403, 404, 422)},
    summary="Take a step",
)
def act_on_application(request: HttpRequest, application_id: UUID, body: ActBody) -> HttpResponse:
    form = body.model_dump(mode="json", exclude={"action", "reason"})
    form["statement"] = str(body.statement or "")
    done = services.act(acting(request), application_id, body.action, form, reason=body.reason)
    return answer(_whole(request, done))


def _scheme(of: schemes.SchemeVersion) -> dict[str, Any]:
    return {
        "code": of.code,
        "version": of.version,
        "name": both(of.name),
        "family": of.family,
        "jurisdiction": of.scope.jurisdiction,
        "months": of.management.months,
        "surveillance_months": of.management.surveillance_months,
        "variants": sorted({gate.variant for gate in of.pattern.gates}),
    }


def _fields(of: Application) -> dict[str, Any]:
    return {
        "id": of.id,
        "number": of.number,
        "state": of.state,
        "scheme": of.scheme,
        "scheme_version": of.scheme_version,
        "product": both(of.product),
        "applicant": both(of.organisation.name),
        "body": both(of.body.name),
        "due": of.due,
        "certificate": of.certificate,
    }


def _row(of: Application) -> ApplicationRow:
    return ApplicationRow(**_fields(of))


def _whole(request: HttpRequest, of: Application) -> ApplicationWhole:
    who = acting(request)
    standing = queries.standing(who, of)
    return ApplicationWhole(
        **_fields(of),
        checks=[
            CheckRow(
                code=check.code, name=both(check.name), met=check.problem is None,
                problem=check.problem.code if check.problem else "",
                note=both(check.note) if check.note else None, flagged=check.flagged,
            )
            for check in queries.checked(of)
        ],
        steps=[
            StepRow(action=s.action, before=s.before, after=s.after, at=s.at, reason=s.reason)
            for s in queries.steps(of)
        ],
        actions=[action for action, verdict in APPLICATION.next(of.state, standing) if verdict],
    )  # fmt: skip
