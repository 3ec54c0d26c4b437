"""From the request to the team: asked for, offered, accepted, declared independent; submissions; how it may end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.parties.access import acting
from tanzuji.verification import queries, services
from tanzuji.verification.api import answers, schemas
from tanzuji.verification.api.routing import ABSENT, MOVED, readable, router
from tanzuji.verification.states import STATES
from tanzuji.web.api import PAGING, Paging, part, refusals

Side = Literal["client", "verifier", "waiting"]


@router.get("", response={200: schemas.VerificationList, **refusals()}, summary="List verifications")
def list_verifications(
    request: HttpRequest, paging: Paging = PAGING, side: Side = "client", state: str = ""
) -> schemas.VerificationList:
    """What you asked for (`client`), verify (`verifier`), or what waits for you (`waiting`); `state` narrows it."""
    lists = {"client": queries.of_client, "verifier": queries.of_verifier, "waiting": queries.waiting}
    found = lists[side](acting(request))
    rows, count = part(found.filter(state=state) if state in STATES else found, paging)
    return schemas.VerificationList(items=answers.listed(rows), count=count)


@router.post("", response={201: schemas.WholeAnswer, **refusals(404)}, summary="Ask for a verification")
def request_verification(
    request: HttpRequest, body: schemas.RequestBody, key: str | None = KEY
) -> HttpResponse:
    """The newest version of a submitted study is handed to a verifier."""
    who = acting(request)

    def make() -> schemas.WholeAnswer:
        made = services.request(
            who, body.study, body.verifier, level=body.level, purpose=body.purpose, due=body.due,
            libraries=body.libraries, key=key or "",
        )  # fmt: skip
        return answers.whole(who, made.id)

    return repeatable(request, key, make)


@router.get(
    "{uuid:engagement_id}", response={200: schemas.WholeAnswer, **ABSENT}, summary="Read a verification"
)
def get_verification(request: HttpRequest, engagement_id: UUID) -> schemas.WholeAnswer:
    """Team, submissions, and what may be done with it, with the reason where it may not."""
    return answers.whole(acting(request), engagement_id)


@router.post(
    "{uuid:engagement_id}/offer", response={200: schemas.WholeAnswer, **MOVED}, summary="Offer a verification"
)
def offer_verification(
    request: HttpRequest, engagement_id: UUID, body: schemas.OfferBody
) -> schemas.WholeAnswer:
    """The verifier offers a team, a day and terms."""
    who = acting(request)
    services.offer(who, engagement_id, _team(body.team), due=body.due, terms=body.terms, seen=body.seen)
    return answers.whole(who, engagement_id)


@router.put(
    "{uuid:engagement_id}/team", response={200: schemas.WholeAnswer, **MOVED}, summary="Change the team"
)
def change_verification_team(
    request: HttpRequest, engagement_id: UUID, body: schemas.TeamBody
) -> schemas.WholeAnswer:
    """Another team; who stays in their role keeps their declaration."""
    who = acting(request)
    services.change_team(who, engagement_id, _team(body.team), reason=body.reason, seen=body.seen)
    return answers.whole(who, engagement_id)


def _team(lines: list[schemas.TeamLine]) -> list[tuple[str, str]]:
    return [(line.email, line.role) for line in lines]


@router.post("{uuid:engagement_id}/decisions", response={200: schemas.WholeAnswer, **MOVED}, summary="Decide")
def decide_verification(
    request: HttpRequest, engagement_id: UUID, body: schemas.DecisionBody
) -> schemas.WholeAnswer:
    """The client accepts, declines or withdraws; the verifier declines; either terminates; the reviewer sends the
    draft back (`return`). The same decision again with the same `seen` changes nothing."""
    who = acting(request)
    steps: dict[str, Callable[..., Any]] = {
        "decline": services.decline,
        "withdraw": services.withdraw,
        "terminate": services.terminate,
        "return": services.send_back,
    }
    if body.action == "accept":
        services.accept(who, engagement_id, seen=body.seen)
    else:
        steps[body.action](who, engagement_id, reason=body.reason, seen=body.seen)
    return answers.whole(who, engagement_id)


@router.post(
    "{uuid:engagement_id}/declaration",
    response={200: schemas.WholeAnswer, **ABSENT},
    summary="Declare your independence",
)
def declare_independence(
    request: HttpRequest, engagement_id: UUID, body: schemas.DeclarationBody
) -> schemas.WholeAnswer:
    """By everybody of the team, for themselves."""
    who = acting(request)
    services.declare(who, engagement_id, body.model_dump())
    return answers.whole(who, engagement_id)


@router.get(
    "{uuid:engagement_id}/steps",
    response={200: list[schemas.StepAnswer], **ABSENT},
    summary="Read what was done",
)
def list_verification_steps(request: HttpRequest, engagement_id: UUID) -> list[schemas.StepAnswer]:
    """Newest first: who, for which organisation, from where to where, and why."""
    return answers.steps(queries.engagement(acting(request), engagement_id))


@router.get(
    "{uuid:engagement_id}/submissions",
    response={200: list[schemas.SubmissionAnswer], **ABSENT},
    summary="List what was handed in",
)
def list_submissions(request: HttpRequest, engagement_id: UUID) -> list[schemas.SubmissionAnswer]:
    """Newest first; for the verifier once its offer was accepted."""
    _, of = readable(request, engagement_id)
    return [answers.submission(each) for each in queries.submissions(of)]


@router.post(
    "{uuid:engagement_id}/submissions",
    response={201: schemas.SubmissionAnswer, **MOVED},
    summary="Hand in a new version",
)
def submit_version(
    request: HttpRequest, engagement_id: UUID, body: schemas.NoteBody, key: str | None = KEY
) -> HttpResponse:
    """The newest submitted version of the study becomes the next submission."""
    who = acting(request)

    def make() -> schemas.SubmissionAnswer:
        return answers.submission(services.submit(who, engagement_id, note=body.note, seen=body.seen))

    return repeatable(request, key, make)
