"""Tokens of programs: listed, created, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.documents.errors import CodedError
from tanzuji.parties import queries, rights, services
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.pages.frame import frame
from tanzuji.web.language import say

TERMS = (30, 90, 180, 365)
"""Days a token may be asked for."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def tokens(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The tokens there are; with POST, a new one, whose secret is shown in this answer only."""
    if request.method != "POST":
        return _page(request, acting)
    name, days = request.POST.get("name", ""), request.POST.get("days", "")
    may = request.POST.get("may", "read")
    try:
        issued = services.issue_token(
            acting, name, days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
            may_write=may != "read", signs=may == "sign",
        )  # fmt: skip
    except CodedError as error:
        return _page(request, acting, status=422, problems=error.problems, name=name, may=may)
    return _page(request, acting, issued=issued)


@require_POST
@signed_in
def withdraw(request: HttpRequest, acting: Acting, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    services.withdraw_token(acting, token_id)
    notes.success(
        request,
        say(
            "令牌已撤销，用它的程序不能再访问。",
            "The token was withdrawn; programs that use it have no access any more.",
        ),
    )
    return HttpResponseRedirect(reverse("parties:tokens"))


def _page(request: HttpRequest, acting: Acting, status: int = 200, **shown: Any) -> HttpResponse:
    context = frame(acting, "tokens") | {
        "tokens": list(queries.tokens(acting)),
        "now": timezone.now(),
        "issued": None,
        "terms": TERMS,
        "chosen_days": 90,
        "name": "",
        "may": "read",
        "may_sign": rights.may_sign(acting),
        "api": request.build_absolute_uri(reverse("api:me")),
    }
    return render(request, "parties/tokens.html", context | shown, status=status)
