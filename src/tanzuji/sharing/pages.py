"""Pages of shared footprints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.footprints.published import published_products
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.sharing import queries, services
from tanzuji.sharing.models import Share
from tanzuji.sharing.states import SHARE, may_work
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say

TONES = {
    "requested": "warn",
    "granted": "now",
    "linked": "ok",
    "refused": "bad",
    "ended": "",
    "withdrawn": "",
}


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the organisation asked for and is asked for."""
    context = {
        "room": "sharing", "states": SHARE.states, "tones": TONES, "may": may_work(acting),
        "asked_for": [(one, queries.newest(one)) for one in queries.asked_for(acting)[:200]],
        "asked_of": [(one, queries.newest(one)) for one in queries.asked_of(acting)[:200]],
    }  # fmt: skip
    return render(request, "sharing/home.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Name a supplier and say what is asked for."""
    may_work(acting).enforce()
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            made = services.ask(
                acting, request.POST.get("supplier", ""), product=request.POST.get("product", ""),
                purpose=request.POST.get("purpose", ""),
            )  # fmt: skip
            return HttpResponseRedirect(reverse("sharing:share", args=[made.id]))
        except CodedError as error:
            problems, status = error.problems, status_of(error)
    context = {"room": "sharing", "problems": problems, "given": request.POST}
    return render(request, "sharing/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def share(request: HttpRequest, acting: Acting, share_id: UUID) -> HttpResponse:
    """One of them: what may happen next, what was given; a POST does it."""
    of = queries.share(acting, share_id)
    if request.method == "POST":
        try:
            _do(request, acting, of)
        except CodedError as error:
            if status_of(error) == 404:
                raise
            for problem in error.problems:
                flash.error(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(reverse("sharing:share", args=[share_id]))
    supplies = of.supplier_id == acting.organisation_id
    context = {
        "room": "sharing", "of": of, "supplies": supplies, "states": SHARE.states, "tones": TONES,
        "next": {name: verdict for name, verdict in SHARE.next(of.state, queries.standing(acting, of)) if verdict},
        "deliveries": list(queries.deliveries(of)),
        "products": published_products(acting) if supplies and of.state == "requested" else [],
        "buyer": of.buyer_id == acting.organisation_id,
    }  # fmt: skip
    return render(request, "sharing/share.html", context)


def _do(request: HttpRequest, acting: Acting, of: Share) -> None:
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    if action == "grant":
        services.grant(
            acting, of.id, request.POST.get("study", ""), follows=request.POST.get("follows") == "on",
            terms=request.POST.get("terms", ""),
        )  # fmt: skip
    elif action == "refuse":
        services.refuse(acting, of.id, reason)
    elif action == "end":
        services.end(acting, of.id, reason)
    elif action == "give":
        services.give(acting, of.id)
    elif action == "withdraw":
        services.withdraw(acting, of.id)
    else:
        services.take(acting, of.id)
        flash.success(
            request,
            say(
                "已放进“供应商提供的碳足迹”，核算里可以选用。",
                "Put among the footprints received; studies can choose it.",
            ),
        )
