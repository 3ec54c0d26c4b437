"""One contribution: read it, decide on it, speak of it, follow its trail, see what changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanzuji.contributions import differences, messages, policy, queries, services
from tanzuji.contributions.gates import gates
from tanzuji.contributions.guards import plain_findings
from tanzuji.contributions.guards.fields import boundary_name, representativeness
from tanzuji.contributions.models import Contribution, Remark
from tanzuji.contributions.pages.lists import STATUS
from tanzuji.contributions.papers import KINDS, LAWFUL_BASES, SCOPES
from tanzuji.contributions.policy import GATEKEEPERS
from tanzuji.contributions.provenance.graph import trail
from tanzuji.contributions.services import Asked
from tanzuji.contributions.states import CONTRIBUTION, GATES, OWN, STATES
from tanzuji.documents.regions import region
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import unit_name
from tanzuji.parties import queries as parties
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import Refused, Verdict

_HIDDEN = ("edit", "format_check", "enter")
"""Actions that no button of the page does: a link, the system, a release."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers."""

    remark: Remark
    answers: tuple[Remark, ...]


@require_safe
@signed_in
def contribution(request: HttpRequest, acting: Acting, contribution_id: UUID) -> HttpResponse:
    """Read and decide."""
    of = queries.contribution(acting, contribution_id)
    context = _frame(acting, of, "contribution")
    newest = queries.revisions(of).first()
    own = of.organisation_id == acting.organisation_id
    if own and of.state in OWN:
        found = plain_findings(queries.findings(acting, of))
    else:
        found = json.loads(newest.findings) if newest else []
    context |= {
        "findings": found,
        "findings_now": own and of.state in OWN,
        "threads": threads(of),
        "steps": [(step, queries.detail(step)) for step in queries.steps(of)],
        "newest": newest,
        "gatekeepers": _gatekeepers(of, context["may"]),
        "reviewers": _reviewers(acting, of),
        "places": _places(of),
        "default_due": gates().due(
            "verification" if of.state in ("format_checked", "under_verification") else "provenance"
        ),
        "representative": representativeness(of.declarations.real_scene)
        if of.declarations.real_scene
        else None,
    }
    return render(request, "contributions/contribution.html", context)


@require_safe
@signed_in
def provenance(request: HttpRequest, acting: Acting, contribution_id: UUID) -> HttpResponse:
    """Where the value comes from, drawn and as a table; the checker decides here."""
    of = queries.contribution(acting, contribution_id)
    checked = queries.last_step(of, "check_provenance")
    context = _frame(acting, of, "provenance")
    context |= {
        "trail": trail(acting, of, language()),
        "checked": queries.detail(checked) if checked else None,
        "checked_by": checked,
        "asked": gates().coverage,
        "checks": "check_provenance" in context["may"] and bool(context["may"]["check_provenance"]),
    }
    return render(request, "contributions/provenance.html", context)


@require_safe
@signed_in
def difference(request: HttpRequest, acting: Acting, contribution_id: UUID) -> HttpResponse:
    """What changed from one submission to the next, or against what it replaces."""
    of = queries.contribution(acting, contribution_id)
    revisions = list(queries.revisions(of))
    numbers = [each.number for each in revisions]
    after: Any = _numbered(request.GET.get("to", ""), numbers) or (numbers[0] if numbers else 0)
    before: Any = _numbered(request.GET.get("from", ""), numbers) or next(
        (n for n in numbers if n < after), 0
    )
    by_number = {each.number: each for each in revisions}
    replaced = of.replaces
    context = _frame(acting, of, "difference")
    old = by_number.get(before) or replaced
    new = by_number.get(after) or of
    context |= {
        "revisions": revisions,
        "before": before,
        "after": after,
        "against": "replaced" if before not in by_number and replaced else "revision",
        "changes": differences.changes(old, new) if old is not None else [],
        "old": old,
        "figure_of": lambda value: figure(value) if isinstance(value, float) else value,
    }
    return render(request, "contributions/difference.html", context)


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, contribution_id: UUID, action: str) -> HttpResponse:
    """A decision; the page again, with what came of it."""
    page = HttpResponseRedirect(reverse("contributions:contribution", args=[contribution_id]))
    try:
        of = services.act(acting, contribution_id, action, asked(request.POST))
    except Refused as error:
        if action not in OWN_STEPS or error.code not in LISTED:
            raise
        for problem in error.problems:  # the page lists what is to be mended
            flash.error(request, f"{problem.text(language())} {problem.remedy(language())}")
        return page
    of.refresh_from_db()
    flash.success(
        request,
        say(f"现在是“{STATES[of.state].zh}”。", f"It is “{STATES[of.state].en}” now.")
        if action != "take_on"
        else say("已记下由谁处理。", "Noted who has it in hand."),
    )
    return page


OWN_STEPS = ("self_check", "submit")
LISTED = (messages.HAS_ERRORS.code,)
"""What the contributor's own steps are refused for and their page shows line by line."""


def asked(form: QueryDict) -> Asked:
    """What a form says an action needs. Raises `contributions.bad-date`."""
    seen = form.get("seen", "")
    places, texts = form.getlist("place"), form.getlist("said")
    return Asked(
        reason=form.get("reason", ""),
        seen=int(seen) if re.fullmatch(r"[0-9]{1,6}", seen) else None,
        organisation=form.get("organisation", ""),
        due=_day(form.get("due", "")),
        email=form.get("email", ""),
        confirmed=tuple(form.getlist("confirmed")),
        remarks={
            key.removeprefix("note-"): str(text) for key, text in form.items() if key.startswith("note-")
        },
        reasons=tuple(
            (place.strip(), text) for place, text in zip(places, texts, strict=False) if text.strip()
        ),
        by=form.get("by", ""),
    )


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise messages.BAD_DATE.error("due", value=written[:40]) from None


@require_POST
@signed_in
def remark(request: HttpRequest, acting: Acting, contribution_id: UUID) -> HttpResponse:
    """A remark."""
    made = services.remark(
        acting, contribution_id, request.POST.get("text", ""), place=request.POST.get("place", "").strip()
    )
    return _back(made.contribution_id, made.id)


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, contribution_id: UUID, remark_id: UUID) -> HttpResponse:
    """An answer to a remark."""
    services.answer(acting, contribution_id, remark_id, request.POST.get("text", ""))
    return _back(contribution_id, remark_id)


@require_POST
@signed_in
def settle(request: HttpRequest, acting: Acting, contribution_id: UUID, remark_id: UUID) -> HttpResponse:
    """A remark settled."""
    services.settle(acting, contribution_id, remark_id)
    return _back(contribution_id, remark_id)


def _back(contribution_id: UUID, remark_id: UUID) -> HttpResponse:
    page = reverse("contributions:contribution", args=[contribution_id])
    return HttpResponseRedirect(f"{page}#r-{remark_id}")


def threads(of: Contribution) -> list[Thread]:
    """Remarks with their answers, in the order in which they were made."""
    rows = list(queries.remarks(of))
    return [
        Thread(row, tuple(each for each in rows if each.answers_id == row.id))
        for row in rows
        if row.answers_id is None
    ]


def _frame(acting: Acting, of: Contribution, here: str) -> dict[str, Any]:
    standing = queries.standing(acting, of)
    may = dict(CONTRIBUTION.next(of.state, standing))
    names = (
        ("contribution", say("数据与决定", "Data and decision")),
        ("provenance", say("来源", "Provenance")),
        ("difference", say("改动", "Changes")),
    )
    value = of.value
    return {
        "room": "contributions",
        "of": of,
        "d": of.dataset,
        "said": of.declarations,
        "paper": of.footprint,
        "own": of.organisation_id == acting.organisation_id,
        "may": may,
        "buttons": {action: verdict for action, verdict in may.items() if action not in _HIDDEN},
        "here": here,
        "tabs": [(key, words, reverse(f"contributions:{key}", args=[of.id])) for key, words in names],
        "states": STATES,
        "actions": CONTRIBUTION.actions,
        "status": STATUS,
        "kinds": KINDS,
        "bases": LAWFUL_BASES,
        "scopes": SCOPES,
        "boundary": boundary_name(of.dataset.boundary),
        "region_name": region(of.geography).name,
        "shown_value": None if value is None else figure(value),
        "shown_unit": unit_name(of.unit, language()),
        "today": timezone.localdate(),
        "may_remark": policy.may_remark(standing),
        "waiting": of.state in GATES,
        "unanswered": standing.unanswered,
    }


def _gatekeepers(of: Contribution, may: Mapping[str, Verdict]) -> list[tuple[Any, Verdict]]:
    """Organisations that may keep the gate that is next, those that may not with the reason."""
    action = next((a for a in ("assign_verifier", "assign_checker") if may.get(a)), "")
    if not action:
        return []
    owner = queries.party(of.organisation_id)
    other = (
        queries.party(of.verifier_id)
        if action == "assign_checker" and of.verifier_id and gates().other_checker
        else None
    )
    rows = parties.organisations(kinds=GATEKEEPERS)[:300]
    return [(row, policy.fit_for_gate(queries.party(row.id), owner, other)) for row in rows]


def _reviewers(acting: Acting, of: Contribution) -> list[Any]:
    """Reviewers of the organisation at the gate, for its own people."""
    at_gate = {"under_verification": of.verifier_id, "under_provenance_check": of.checker_id}.get(of.state)
    if at_gate is None or at_gate != acting.organisation_id:
        return []
    return [each.person for each in parties.people(acting.organisation_id) if "reviewer" in each.role_set]


def _places(of: Contribution) -> list[tuple[str, Text]]:
    """Places a remark is often on."""
    found = [
        ("dataset.amounts[0].amount", Text(zh="值", en="Value")),
        ("dataset.unit", Text(zh="单位", en="Unit")),
        ("dataset.boundary", Text(zh="系统边界", en="Boundary")),
        ("dataset.geography", Text(zh="地域", en="Region")),
        ("dataset.year_to", Text(zh="年份", en="Year")),
        ("dataset.source", Text(zh="来源", en="Source")),
        ("dataset.quality", Text(zh="数据质量", en="Data quality")),
        ("declarations", Text(zh="声明", en="Declarations")),
    ]
    found += [(f"provenance.inputs[{each.id}]", each.name) for each in of.provenance.inputs[:60]]
    return found


def _numbered(written: str, known: list[int]) -> int | None:
    number = int(written) if re.fullmatch(r"[0-9]{1,6}", written) else None
    return number if number in known else None
