"""The page of a version that was made: what it says, how it was tried, and what may be decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import queries, services
from tanzuji.rulebook.pages.reading import names
from tanzuji.rulebook.policy import Deciding
from tanzuji.rulebook.states import ACTIONS, MACHINE, NEEDS_REASON
from tanzuji.rules.cases import run_all
from tanzuji.web.answers import status_of
from tanzuji.web.language import language

DONE = {
    "made": ("生成版本", "Version made"),
    **{key: (text.to("zh"), text.to("en")) for key, text in ACTIONS.items()},
}


@require_safe
@signed_in
def version(request: HttpRequest, acting: Acting, rule_version_id: UUID) -> HttpResponse:
    """The version and what may happen to it next."""
    return _page(request, acting, rule_version_id)


def _page(
    request: HttpRequest,
    acting: Acting,
    version_id: UUID,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    row = queries.row(acting, version_id)
    one = queries.of_row(row)
    held = queries.public_rule_name(row.rule)
    who = Deciding(acting, row.organisation_id, row.made_by_id)
    context = {
        **names(),
        "row": row,
        "one": one,
        "pack": one.pack,
        "outcomes": run_all(one.pack, one.cases()),
        "held": held if held != one.name else "",
        "choices": [(action, ACTIONS[action], verdict) for action, verdict in MACHINE.next(row.state, who)],
        "needs_reason": NEEDS_REASON,
        "standings": list(row.standings.select_related("person", "organisation")),
        "done": {key: zh if language() == "zh" else en for key, (zh, en) in DONE.items()},
        "reason": request.POST.get("reason", ""),
        "problems": problems,
    }
    return render(request, "rulebook/version.html", context, status=status)


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, rule_version_id: UUID) -> HttpResponse:
    """Offer, return, activate, end or withdraw it."""
    action = request.POST.get("action", "")
    try:
        row = services.act(acting, rule_version_id, action, reason=request.POST.get("reason", ""))
    except CodedError as error:
        queries.row(acting, rule_version_id)  # another's is absent, whatever is wrong with the form
        if status_of(error) == 404:
            raise
        return _page(request, acting, rule_version_id, error.problems, status_of(error))
    state = names()["states"][row.state]
    flash.success(request, f"{ACTIONS[action].to(language())}: {state.to(language())}")
    return HttpResponseRedirect(reverse("rulebook:version", args=[row.id]))
