"""What the verifier plans, asks for and finds, and what the client answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.parties.access import acting
from tanzuji.verification import queries, services
from tanzuji.verification.api import answers, schemas
from tanzuji.verification.api.routing import ABSENT, MOVED, readable, router
from tanzuji.web.answers import absent


@router.get(
    "{uuid:engagement_id}/plan", response={200: schemas.PlanAnswer, **ABSENT}, summary="Read the plan"
)
def get_verification_plan(request: HttpRequest, engagement_id: UUID) -> schemas.PlanAnswer:
    """The plan that counts with its sample; 404 before there is one."""
    _, of = readable(request, engagement_id)
    row = queries.current_plan(of)
    if row is None:
        raise absent()
    return answers.plan(row)


@router.post(
    "{uuid:engagement_id}/plan", response={201: schemas.PlanAnswer, **MOVED}, summary="Plan the verification"
)
def plan_verification(
    request: HttpRequest, engagement_id: UUID, body: schemas.PlanBody, key: str | None = KEY
) -> HttpResponse:
    """By the lead; the sample follows from number, submission and materiality. Again, another plan."""
    who = acting(request)

    def make() -> schemas.PlanAnswer:
        return answers.plan(services.plan(who, engagement_id, **body.model_dump()))

    return repeatable(request, key, make)


@router.get(
    "{uuid:engagement_id}/sample",
    response={200: schemas.SampleAnswer, **ABSENT},
    summary="Read what was examined of the sample",
)
def get_sample(request: HttpRequest, engagement_id: UUID) -> schemas.SampleAnswer:
    """Every line of the plan's sample; none before there is a plan."""
    _, of = readable(request, engagement_id)
    return answers.sample(of)


@router.post(
    "{uuid:engagement_id}/sample",
    response={201: schemas.SampleAnswer, **ABSENT},
    summary="Put down lines of the sample as examined or left",
)
def examine_sample(
    request: HttpRequest, engagement_id: UUID, body: schemas.ExaminationBody, key: str | None = KEY
) -> HttpResponse:
    """By lead or member. Reasonable assurance needs every line examined, limited assurance a reason for each left."""
    who = acting(request)

    def make() -> schemas.SampleAnswer:
        services.examine(who, engagement_id, [(each.place, each.outcome, each.text) for each in body.lines])
        return answers.sample(queries.engagement(who, engagement_id))

    return repeatable(request, key, make)


@router.get(
    "{uuid:engagement_id}/evidence",
    response={200: list[schemas.EvidenceRequestAnswer], **ABSENT},
    summary="List requests of evidence",
)
def list_evidence_requests(request: HttpRequest, engagement_id: UUID) -> list[schemas.EvidenceRequestAnswer]:
    """In their order, with their answers."""
    _, of = readable(request, engagement_id)
    return [answers.asked(row) for row in queries.requests(of)]


@router.post(
    "{uuid:engagement_id}/evidence",
    response={201: schemas.EvidenceRequestAnswer, **ABSENT},
    summary="Ask for evidence",
)
def ask_evidence(
    request: HttpRequest, engagement_id: UUID, body: schemas.AskBody, key: str | None = KEY
) -> HttpResponse:
    """On a place of the model, or on the whole."""
    who = acting(request)

    def make() -> schemas.EvidenceRequestAnswer:
        return answers.asked(services.ask(who, engagement_id, body.text, place=body.place, due=body.due))

    return repeatable(request, key, make)


@router.post(
    "{uuid:engagement_id}/evidence/{uuid:request_id}/answers",
    response={201: schemas.EvidenceRequestAnswer, **ABSENT},
    summary="Answer a request of evidence",
)
def answer_evidence_request(
    request: HttpRequest,
    engagement_id: UUID,
    request_id: UUID,
    body: schemas.AnswerBody,
    key: str | None = KEY,
) -> HttpResponse:
    """By the client, with a paper of its vault that the verifier may read until the verification ends."""
    who = acting(request)

    def make() -> schemas.EvidenceRequestAnswer:
        made = services.answer(who, engagement_id, request_id, text=body.text, evidence=body.evidence)
        return answers.asked(made.request)

    return repeatable(request, key, make)


@router.post(
    "{uuid:engagement_id}/evidence/{uuid:request_id}/check",
    response={200: schemas.EvidenceRequestAnswer, **ABSENT},
    summary="Put a request down as answered",
)
def check_evidence_request(
    request: HttpRequest, engagement_id: UUID, request_id: UUID
) -> schemas.EvidenceRequestAnswer:
    """By the team; doing it again changes nothing."""
    return answers.asked(services.check(acting(request), engagement_id, request_id))


@router.get(
    "{uuid:engagement_id}/findings",
    response={200: list[schemas.FindingAnswer], **ABSENT},
    summary="List findings",
)
def list_verification_findings(request: HttpRequest, engagement_id: UUID) -> list[schemas.FindingAnswer]:
    """In their order, with what was done about them."""
    _, of = readable(request, engagement_id)
    return [answers.found(row) for row in queries.findings(of)]


@router.post(
    "{uuid:engagement_id}/findings",
    response={201: schemas.FindingAnswer, **ABSENT},
    summary="Make a finding",
)
def make_verification_finding(
    request: HttpRequest, engagement_id: UUID, body: schemas.FindingBody, key: str | None = KEY
) -> HttpResponse:
    """On a place of the newest submission, or on the whole."""
    who = acting(request)

    def make() -> schemas.FindingAnswer:
        return answers.found(services.find(who, engagement_id, **body.model_dump()))

    return repeatable(request, key, make)


@router.post(
    "{uuid:engagement_id}/findings/{uuid:finding_id}/steps",
    response={201: schemas.FindingAnswer, **ABSENT},
    summary="Answer, close, open again or leave a finding",
)
def settle_verification_finding(
    request: HttpRequest,
    engagement_id: UUID,
    finding_id: UUID,
    body: schemas.SettleBody,
    key: str | None = KEY,
) -> HttpResponse:
    """The client answers; the team closes, opens again, or leaves it uncorrected, which bears on the opinion."""
    who = acting(request)

    def make() -> schemas.FindingAnswer:
        done = services.settle(
            who, engagement_id, finding_id, body.action, text=body.text, cause=body.cause
        )  # fmt: skip
        return answers.found(done)

    return repeatable(request, key, make)
