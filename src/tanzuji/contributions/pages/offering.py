"""The form of an offer: new, and edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.contributions import forms, policy, queries, services
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.papers import KINDS, LAWFUL_BASES, SCOPES
from tanzuji.contributions.states import OWN
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports.wording import FACTOR_BOUNDARIES
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import Verdict

SCORES = {
    "technology": Text(zh="技术代表性", en="Technology"),
    "geography": Text(zh="地域代表性", en="Geography"),
    "time": Text(zh="时间代表性", en="Time"),
    "precision": Text(zh="可靠性", en="Reliability"),
    "completeness": Text(zh="完整性", en="Completeness"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A new offer; a POST keeps it as a draft."""
    kind = request.GET.get("kind", request.POST.get("kind", "factor"))
    kind = kind if kind in KINDS else "factor"
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        try:
            papers = forms.papers_in(request.POST, kind)
            made = services.offer(acting, kind=kind, key=request.POST.get("key", ""), **papers)
            flash.success(
                request, say("已存为草稿。请自检后提交。", "Kept as a draft. Check it, then submit it.")
            )
            return HttpResponseRedirect(reverse("contributions:contribution", args=[made.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    return _form(request, acting, None, kind, problems, status, policy.may_offer(acting))


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, contribution_id: UUID) -> HttpResponse:
    """A draft, or what was returned, edited."""
    of = queries.contribution(acting, contribution_id)
    problems: Sequence[Problem] = ()
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        try:
            edition = request.POST.get("edition", "")
            papers = forms.papers_in(request.POST, of.kind, of)
            services.edit(
                acting,
                of.id,
                edition=int(edition) if edition.isascii() and edition.isdigit() else 0,
                **papers,
            )
            return HttpResponseRedirect(reverse("contributions:contribution", args=[of.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    may = policy.may_edit(queries.standing(acting, of))
    if of.state not in OWN:
        return HttpResponseRedirect(reverse("contributions:contribution", args=[of.id]))
    return _form(request, acting, of, of.kind, problems, status, may)


def _form(
    request: HttpRequest,
    acting: Acting,
    of: Contribution | None,
    kind: str,
    problems: Sequence[Problem],
    status: int,
    may: Verdict,
) -> HttpResponse:
    fields = forms.given(of, request.POST if request.method == "POST" else None)
    more = _whole(request.POST.get("rows", "0")) + ("more" in request.POST)
    context: dict[str, Any] = {
        "room": "contributions",
        "of": of,
        "kind": kind,
        "kind_tabs": [(key, name.to(language()), f"?kind={key}") for key, name in KINDS.items()],
        "given": fields,
        "rows": forms.rows_of(fields, more),
        "more": more,
        "simple": forms.simple(of),
        "problems": problems,
        "paths": [problem.path for problem in problems],
        "may": may,
        "bounds": [(key, say(*pair)) for key, pair in FACTOR_BOUNDARIES.items()],
        "bases": LAWFUL_BASES,
        "scopes": SCOPES,
        "scores": SCORES,
        "key": request.POST.get("key") or _key(),
    }
    return render(request, "contributions/form.html", context, status=status)


def _key() -> str:
    """A key of the page that is shown: sent twice, it is kept once."""
    return uuid4().hex


def _whole(text: str) -> int:
    return min(int(text), 60) if text.isascii() and text.isdigit() and len(text) < 4 else 0
