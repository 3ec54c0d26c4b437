"""Pages that write rules: the editor with its linter, the cases, and making a version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import policy, queries, services
from tanzuji.rulebook.models import Draft
from tanzuji.rulebook.pages.reading import names
from tanzuji.rules.cases import CaseOutcome, examples, run
from tanzuji.rules.diagnosis import Diagnosis, diagnose
from tanzuji.rules.skeleton import SKELETON
from tanzuji.web.answers import status_of
from tanzuji.web.language import say

CASE = """\
id: without-electricity
title: {zh: 没有电力, en: electricity is missing}
expects: fail
rules: [EX-ELECTRICITY]
example: cement_po425
changes:
  scenarios: null
  processes[cement_mill].energy[electricity-whole-plant]: null
"""
"""What the field of a new case begins with."""


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Begin a draft: from the template, from a rule that holds, or with a text of one's own."""
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        try:
            made = _begun(acting, request)
            return HttpResponseRedirect(reverse("rulebook:draft", args=[made.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {
        **names(),
        "rules": queries.active(),
        "chosen": request.POST.get("rule") or request.GET.get("rule", ""),
        "text": request.POST.get("text", ""),
        "may_write": policy.may_write(acting),
        "problems": problems,
    }
    return render(request, "rulebook/new.html", context, status=status)


def _begun(acting: Acting, request: HttpRequest) -> Draft:
    match request.POST.get("way"):
        case "rule":
            known = queries.public_rule(request.POST.get("rule", ""), acting=acting)
            return services.begin(acting, known.text, cases=known.cases(), origin=known.name)
        case "text":
            return services.begin(acting, request.POST.get("text", ""), origin="text")
        case _:
            return services.begin(acting, SKELETON, origin="template")


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """The editor; a POST saves, or only looks where `do` is `lint`."""
    one = queries.draft(acting, rule_draft_id)
    text = one.text
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if request.POST.get("do") != "lint":
            try:
                one = services.save(acting, one.id, text, revision=_revision(request))
                flash.success(
                    request, say(f"已保存，第 {one.revision} 次修订。", f"Saved as revision {one.revision}.")
                )
                return HttpResponseRedirect(reverse("rulebook:draft", args=[one.id]))
            except CodedError as error:
                problems, status = error.problems, status_of(error)
    return _editor(request, acting, one, text, problems=problems, status=status)


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _editor(
    request: HttpRequest,
    acting: Acting,
    one: Draft,
    text: str,
    *,
    problems: Sequence[Problem] = (),
    case: str = CASE,
    case_problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    found = diagnose(text)
    context = {
        **names(),
        "draft": one,
        "text": text,
        "began": _revision(request)
        if problems and request.method == "POST" and "text" in request.POST
        else one.revision,
        "found": found,
        "pack": found.pack,
        "trials": tried(one, found),
        "version": queries.version_of(acting, found.pack) if found.pack else None,
        "case": case,
        "case_problems": case_problems,
        "examples": examples(),
        "may_write": policy.may_write(acting),
        "problems": problems,
        "ready": found.sound and not problems,
    }
    return render(request, "rulebook/editor.html", context, status=status)


def tried(one: Draft, found: Diagnosis) -> list[dict[str, Any]]:
    """The cases of a draft with how they come out under the rule as it reads; None while it is not sound."""
    rows = []
    for trial, case in queries.trials(one):
        outcome: CaseOutcome | None = run(found.pack, case) if found.sound and found.pack else None
        rows.append({"id": trial.id, "case": case, "outcome": outcome})
    return rows


@require_POST
@signed_in
def lint(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """What is wrong with the text as it stands in the form; nothing is kept."""
    one = queries.draft(acting, rule_draft_id)
    found = diagnose(request.POST.get("text", "").replace("\r\n", "\n"))
    context = {**names(), "draft": one, "found": found, "trials": tried(one, found)}
    return render(request, "rulebook/lint_part.html", context)


@require_POST
@signed_in
def preview(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """The rule in the form as people will read it, in both languages."""
    queries.draft(acting, rule_draft_id)
    found = diagnose(request.POST.get("text", "").replace("\r\n", "\n"))
    return render(request, "rulebook/preview_part.html", {**names(), "pack": found.pack, "found": found})


@require_POST
@signed_in
def add_case(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """Keep a case with the draft."""
    one = queries.draft(acting, rule_draft_id)
    written = request.POST.get("case", "")
    try:
        services.add_trial(acting, one.id, services.read_case(written))
    except CodedError as error:
        return _editor(
            request,
            acting,
            one,
            one.text,
            case=written,
            case_problems=error.problems,
            status=status_of(error),
        )
    return HttpResponseRedirect(reverse("rulebook:draft", args=[one.id]) + "#cases")


@require_POST
@signed_in
def remove_case(request: HttpRequest, acting: Acting, rule_draft_id: UUID, trial_id: UUID) -> HttpResponse:
    """Take a case away."""
    services.remove_trial(acting, rule_draft_id, trial_id)
    return HttpResponseRedirect(reverse("rulebook:draft", args=[rule_draft_id]) + "#cases")


@require_POST
@signed_in
def make_version(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """Make a version of the draft as it was saved last."""
    one = queries.draft(acting, rule_draft_id)
    try:
        made = services.fix(acting, one.id, changes=request.POST.get("changes", ""))
    except CodedError as error:
        return _editor(request, acting, one, one.text, problems=error.problems, status=status_of(error))
    return HttpResponseRedirect(reverse("rulebook:version", args=[made.id]))


@require_POST
@signed_in
def remove(request: HttpRequest, acting: Acting, rule_draft_id: UUID) -> HttpResponse:
    """Take the draft out of the list."""
    services.remove(acting, rule_draft_id)
    flash.success(
        request,
        say("草稿已删除；已生成的版本不受影响。", "The draft is removed; versions that were made stay."),
    )
    return HttpResponseRedirect(reverse("rulebook:home"))
