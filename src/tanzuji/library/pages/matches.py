"""The matches an organisation remembers: what was confirmed for which line, and forgetting it."""

from __future__ import annotations

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.library import policy, queries, remembering, services
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import say

PER_PAGE = 50


@require_safe
@signed_in
def matches(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What was confirmed, newest first."""
    page = Paginator(remembering.matches(acting), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.rows_of({match.dataset for match in page}, None, acting)
    context = {
        "room": "library",
        "page": page,
        "rows": [(match, rows.get(match.dataset)) for match in page],
        "may_match": policy.may_match(acting),
    }
    return render(request, "library/matches.html", context)


@require_POST
@signed_in
def forget(request: HttpRequest, acting: Acting, match_id: int) -> HttpResponse:
    """One of them is proposed no longer."""
    services.forget_match(acting, match_id)
    flash.success(
        request, say("不再记住这条匹配；已用的数据不变。", "The match is forgotten; data in use stay.")
    )
    return HttpResponseRedirect(reverse("library:matches"))
