"""The statement: drafted by the lead, sent back or signed by somebody who took no part, withdrawn with a reason."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.parties.access import acting
from tanzuji.verification import queries, reporting, services
from tanzuji.verification.api import answers, schemas
from tanzuji.verification.api.routing import ABSENT, MOVED, readable, router
from tanzuji.web.answers import absent
from tanzuji.web.api import PAGING, Paging, part, refusals
from tanzuji.web.downloads import TYPES, attachment


@router.get("statements", response={200: schemas.StatementList, **refusals()}, summary="List statements")
def list_statements(request: HttpRequest, paging: Paging = PAGING) -> schemas.StatementList:
    """Those your organisation asked for or signed, newest first; withdrawn and expired ones among them."""
    rows, count = part(queries.own_statements(acting(request)), paging)
    return schemas.StatementList(items=[answers.statement(queries.view(row)) for row in rows], count=count)


@router.get(
    "statements/{uuid:statement_id}",
    response={200: schemas.StatementAnswer, **ABSENT},
    summary="Read a statement",
)
def get_statement(request: HttpRequest, statement_id: UUID) -> schemas.StatementAnswer:
    """What it says, and whether it stands."""
    view, _ = queries.own_statement(acting(request), statement_id)
    return answers.statement(view)


@router.get(
    "statements/{uuid:statement_id}/report",
    response=ABSENT,
    summary="Fetch the verification report",
    openapi_extra={"responses": {200: {"description": "The report", "content": {"application/pdf": {}}}}},
)
def get_statement_report(
    request: HttpRequest, statement_id: UUID, form: Literal["pdf", "docx"] = "pdf"
) -> HttpResponse:
    """The report with the signed statement, in the language that `Accept-Language` prefers."""
    who = acting(request)
    _, of = queries.own_statement(who, statement_id)
    content, name = reporting.written(who, of, form)
    return attachment(content, name, TYPES[form])


@router.post(
    "statements/{uuid:statement_id}/withdrawal",
    response={200: schemas.StatementAnswer, **ABSENT},
    summary="Withdraw a statement",
)
def withdraw_statement(
    request: HttpRequest, statement_id: UUID, body: schemas.ReasonBody
) -> schemas.StatementAnswer:
    """By its verifier, with a token that signs. Certificates that rest on it are suspended at once."""
    view = services.withdraw_statement(acting(request), statement_id, reason=body.reason)
    return answers.statement(view)


@router.get(
    "{uuid:engagement_id}/draft", response={200: schemas.DraftAnswer, **ABSENT}, summary="Read the draft"
)
def get_statement_draft(request: HttpRequest, engagement_id: UUID) -> schemas.DraftAnswer:
    """The newest one. It is the verifier's own until a statement is signed; 404 before there is one."""
    who, of = readable(request, engagement_id)
    row = queries.current_draft(of)
    if row is None or (queries.is_own(who, of) and queries.statement_of(of) is None):
        raise absent()
    return answers.draft(row)


@router.post(
    "{uuid:engagement_id}/draft", response={201: schemas.DraftAnswer, **MOVED}, summary="Draft the statement"
)
def draft_statement(
    request: HttpRequest, engagement_id: UUID, body: schemas.DraftBody, key: str | None = KEY
) -> HttpResponse:
    """By the lead; refused where the findings do not bear the opinion."""
    who = acting(request)
    paper: dict[str, Any] = body.model_dump(mode="json", exclude={"seen"}, exclude_none=True)

    def make() -> schemas.DraftAnswer:
        return answers.draft(services.draft(who, engagement_id, paper, seen=body.seen))

    return repeatable(request, key, make)


@router.post(
    "{uuid:engagement_id}/statement",
    response={201: schemas.StatementAnswer, **MOVED},
    summary="Sign the statement",
)
def sign_statement(
    request: HttpRequest, engagement_id: UUID, body: schemas.SignBody, key: str | None = KEY
) -> HttpResponse:
    """By the independent technical reviewer, with a token that signs. Signed again, it is the same statement."""
    who = acting(request)

    def make() -> schemas.StatementAnswer:
        return answers.statement(services.sign(who, engagement_id, reason=body.reason, seen=body.seen))

    return repeatable(request, key, make)
