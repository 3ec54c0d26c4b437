"""Plan and sample, requests of evidence, findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.activity import queries as activity
from tanzuji.documents.rounding import figure
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports.study import Study as Told
from tanzuji.verification import messages, policy, queries, sampling, services
from tanzuji.verification.models import Engagement
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import frame
from tanzuji.verification.pages.study import anchor_of, named_places, places_of
from tanzuji.verification.papers import OUTCOMES
from tanzuji.verification.states import FINDING
from tanzuji.web.language import language, say
from tanzuji.web.typed import clean

PAPERS = 200


def _readable(acting: Acting, engagement_id: UUID) -> tuple[Engagement, Any]:
    """The engagement with the newest submission. Raises `web.absent` where it may not be read."""
    of = queries.engagement(acting, engagement_id)
    return of, queries.readable_edition(acting, of)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """The plan with its sample; a POST makes another one, or puts down what was examined of the sample."""
    of, shown = _readable(acting, engagement_id)
    result = forms.Tried()
    if request.method == "POST":
        notes = request.POST.get("action") == "examine"
        result = forms.tried(lambda: (_examine if notes else _plan)(acting, of, request.POST))
        if result:
            kept = say("审查记录已保存。", "What was examined is kept.")
            flash.success(request, kept if notes else say("核查计划已保存。", "The plan is kept."))
            return HttpResponseRedirect(reverse("verification:plan", args=[of.id]))
    row = queries.current_plan(of)
    paper = queries.plan_of(row) if row else None
    told = Told(shown.footprint, shown.check, language())
    context = frame(acting, of, "plan") | {
        "row": row,
        "plan": paper,
        "told": told,
        "lines": [(line, anchor_of(line.item.place)) for line in queries.sample(of)],
        "may_examine": policy.may_examine(queries.standing(acting, of)) if of.state == "examining" else None,
        "outcomes": OUTCOMES,
        "typed": _typed(request.POST),
        "procedures": sampling.PROCEDURES,
        "interval": figure(paper.interval) if paper else "",
        "factor": figure(sampling.factor(paper.confidence), 3) if paper else "",
        "default": sampling.MATERIALITY,
        "confidence": sampling.CONFIDENCE[of.level],
        "places": places_of(shown.footprint, shown.plain),
        "plans": list(of.plans.select_related("by").order_by("-number")),
        "problems": result.problems,
        "given": request.POST,
    }
    return render(request, "verification/plan.html", context, status=result.status)


def _plan(acting: Acting, of: Engagement, posted: Any) -> Any:
    percent = forms.number(posted, "materiality")
    places, words = posted.getlist("at"), posted.getlist("procedure")
    return services.plan(
        acting,
        of.id,
        materiality=None if percent is None else percent / 100,
        added=posted.getlist("added"),
        procedures=dict(zip(places, words, strict=False)),
        risks=forms.text(posted, "risks"),
        visit=forms.text(posted, "visit"),
        criteria=forms.text(posted, "criteria"),
        seen=forms.whole(posted.get("seen", "")),
    )


def _typed(posted: Any) -> dict[str, tuple[str, str]]:
    """Outcome and words by the place of a line, as a form holds them."""
    rows = zip(posted.getlist("line"), posted.getlist("outcome"), posted.getlist("done"), strict=False)
    return {place: (outcome, words.strip()) for place, outcome, words in rows}


def _examine(acting: Acting, of: Engagement, posted: Any) -> Any:
    """The lines of the form that something was written on."""
    lines = [(place, outcome, words) for place, (outcome, words) in _typed(posted).items() if words]
    return services.examine(acting, of.id, lines)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def evidence(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """Requests of evidence with their answers; a POST asks, answers or puts one down as checked."""
    of, shown = _readable(acting, engagement_id)
    result = forms.Tried()
    if request.method == "POST":
        result = forms.tried(lambda: _evidence(acting, of, request.POST))
        if result:
            flash.success(request, say("已记录。", "It is recorded."))
            return HttpResponseRedirect(reverse("verification:evidence", args=[of.id]))
    rows = list(queries.requests(of))
    standing = queries.standing(acting, of)
    context = frame(acting, of, "evidence") | {
        "requests": [(row, list(row.answers.all())) for row in rows],
        "names": named_places(shown, [row.place for row in rows]),
        "anchor_of": anchor_of,
        "places": places_of(shown.footprint, shown.plain),
        "papers": list(activity.evidence(acting)[:PAPERS]) if policy.is_client(standing) else [],
        "may_ask": policy.may_examine(standing),
        "may_answer": policy.for_client(standing),
        "problems": result.problems,
        "given": request.POST,
    }
    return render(request, "verification/evidence.html", context, status=result.status)


def _evidence(acting: Acting, of: Engagement, posted: Any) -> Any:
    action, text = posted.get("action", ""), forms.text(posted, "text")
    if action == "ask":
        due = forms.day(posted, "due")
        return services.ask(acting, of.id, text, place=forms.text(posted, "place"), due=due)
    if action == "answer":
        paper = forms.text(posted, "evidence")
        return services.answer(acting, of.id, forms.text(posted, "request"), text=text, evidence=paper)
    if action == "check":
        return services.check(acting, of.id, forms.text(posted, "request"))
    raise messages.BAD_CHOICE.error("action", value=clean(action)[:40], known="ask, answer, check")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def findings(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """Findings with what was done about them; a POST makes one, or acts on one."""
    of, shown = _readable(acting, engagement_id)
    result = forms.Tried()
    if request.method == "POST":
        result = forms.tried(lambda: _finding(acting, of, request.POST))
        if result:
            flash.success(request, say("已记录。", "It is recorded."))
            return HttpResponseRedirect(reverse("verification:findings", args=[of.id]))
    rows = list(queries.findings(of))
    standing = queries.standing(acting, of)
    told = Told(shown.footprint, shown.check, language())
    running = of.state == "examining"
    context = frame(acting, of, "findings") | {
        "findings": [
            (row, list(row.steps.all()), [a for a, v in FINDING.next(row.state, standing) if v and running])
            for row in rows
        ],
        "names": named_places(shown, [row.place for row in rows]),
        "anchor_of": anchor_of,
        "places": places_of(shown.footprint, shown.plain),
        "asked_place": request.GET.get("place", "")[:300],
        "finding_actions": FINDING.actions,
        "told": told,
        "may_find": policy.may_examine(standing) if running else None,
        "plan": queries.current_plan(of),
        "limit": queries.plan_of(row).materiality if (row := queries.current_plan(of)) else None,
        "problems": result.problems,
        "given": request.POST,
    }
    return render(request, "verification/findings.html", context, status=result.status)


def _finding(acting: Acting, of: Engagement, posted: Any) -> Any:
    action, text = posted.get("action", ""), forms.text(posted, "text")
    if action == "find":
        return services.find(
            acting,
            of.id,
            text,
            severity=forms.text(posted, "severity"),
            place=forms.text(posted, "place"),
            clause=forms.text(posted, "clause"),
            effect=forms.number(posted, "effect"),
        )
    return services.settle(
        acting, of.id, forms.text(posted, "finding"), action, text=text, cause=forms.text(posted, "cause")
    )
