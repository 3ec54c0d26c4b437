"""One engagement: who, what, how far, and what may be done next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.parties import queries as parties
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.verification import messages, policy, queries, services
from tanzuji.verification.models import Engagement
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import frame
from tanzuji.verification.papers import DECLARED
from tanzuji.verification.states import STATES
from tanzuji.web.language import say
from tanzuji.web.typed import clean

TEAM_LINES = 30
"""The most lines of the form for a team."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def engagement(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """Read it; a POST with `action` takes a step, with `more` it only gives the form for a team another line."""
    of = queries.engagement(acting, engagement_id)
    result, adds = forms.Tried(), "more" in request.POST
    if request.method == "POST" and not adds:
        result = forms.tried(lambda: _act(acting, of, request.POST))
        if result:
            of.refresh_from_db()
            flash.success(
                request, say(f"已办理，现在是“{STATES[of.state].zh}”。", f"Done; it is “{STATES[of.state].en}” now.")
            )  # fmt: skip
            return HttpResponseRedirect(reverse("verification:engagement", args=[of.id]))
        of.refresh_from_db()
    standing = queries.standing(acting, of)
    submissions = queries.submissions(of)
    members = queries.members(of)
    mine = next((m for m in members if m.person_id == acting.person.id), None)
    context = frame(acting, of, "engagement") | {
        "submissions": submissions,
        "members": [(m, queries.declaration(m)) for m in members],
        "mine": mine,
        "may_declare": policy.may_declare(standing),
        "declared": DECLARED,
        "steps": [(step, queries.detail(step)) for step in queries.steps(of)],
        "people": _people(acting, of),
        "lines": _lines(members, request.POST, adds=adds),
        "most_lines": TEAM_LINES,
        "statement": queries.statement_of(of),
        "problems": result.problems,
        "given": request.POST,
    }
    return render(request, "verification/engagement.html", context, status=result.status)


def _people(acting: Acting, of: Engagement) -> list[Any]:
    """Reviewers of the verifier, for its own people to choose a team from."""
    if acting.organisation_id != of.verifier_id:
        return []
    return [m.person for m in parties.people(of.verifier_id) if "reviewer" in m.role_set]


def _lines(members: list[Any], posted: Any, *, adds: bool) -> list[tuple[str, str]]:
    """The lines of the form for a team: as they were typed, else who is on it, else a lead and a reviewer to be named."""
    typed = list(zip(posted.getlist("email"), posted.getlist("role"), strict=False))
    found = typed or [(m.person.email, m.role) for m in members] or [("", "lead"), ("", "reviewer")]
    return [*found, *([("", "")] if adds else [])][:TEAM_LINES]


def _act(acting: Acting, of: Engagement, posted: Any) -> Any:
    """The step a form asks for. Raises `verification.bad-choice` for one there is not."""
    seen, reason = forms.whole(posted.get("seen", "")), forms.text(posted, "reason")
    action = posted.get("action", "")
    steps: dict[str, Callable[[], Any]] = {
        "offer": lambda: services.offer(
            acting, of.id, forms.team(posted), due=forms.day(posted, "due"), terms=reason, seen=seen
        ),
        "accept": lambda: services.accept(acting, of.id, seen=seen),
        "decline": lambda: services.decline(acting, of.id, reason=reason, seen=seen),
        "withdraw": lambda: services.withdraw(acting, of.id, reason=reason, seen=seen),
        "terminate": lambda: services.terminate(acting, of.id, reason=reason, seen=seen),
        "team": lambda: services.change_team(acting, of.id, forms.team(posted), reason=reason, seen=seen),
        "submit": lambda: services.submit(acting, of.id, note=reason, seen=seen),
        "declare": lambda: services.declare(
            acting,
            of.id,
            {name: posted.get(name) == "1" for name in DECLARED} | {"threats": forms.text(posted, "threats")},
        ),
    }
    if action not in steps:
        raise messages.BAD_CHOICE.error("action", value=clean(action)[:40], known=", ".join(steps))
    return steps[action]()
