"""Pages of an enterprise's policy and financing offers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.archive import queries, services
from tanzuji.archive.matching import CADENCES, KINDS
from tanzuji.archive.pages.frame import OFFER_TONES, tabs, told
from tanzuji.archive.policy import may_file
from tanzuji.archive.states import ANSWERS, OFFER
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import say

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def offers(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the organisation was sent; a POST says how often it wants to be sent what."""
    if request.method == "POST":
        try:
            services.prefer(
                acting, cadence=request.POST.get("cadence", ""), muted=request.POST.getlist("muted")
            )
            flash.success(request, say("已保存推送设置。", "Settings stored."))
        except CodedError as error:
            told(request, error)
        return HttpResponseRedirect(reverse("archive:offers"))
    context = {
        "room": "archive", "tabs": tabs(acting), "here": "offers", "states": OFFER.states, "tones": OFFER_TONES,
        "page": Paginator(queries.offers(acting), PAGE).get_page(request.GET.get("page")), "kinds": KINDS,
        "cadences": CADENCES, "wish": queries.preference(acting.organisation_id), "answers": ANSWERS,
        "may": may_file(acting), "last": queries.last_digest(acting.organisation_id),
    }  # fmt: skip
    return render(request, "archive/offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def offer(request: HttpRequest, acting: Acting, push_id: UUID) -> HttpResponse:
    """One offer, which is read with that; a POST answers it."""
    if request.method == "POST":
        try:
            services.answer(
                acting, push_id, request.POST.get("answer", ""), note=request.POST.get("note", "")
            )
            flash.success(request, say("已答复。", "Answered."))
        except CodedError as error:
            told(request, error)
        return HttpResponseRedirect(reverse("archive:offer", args=[push_id]))
    of = services.read(acting, push_id) if request.method == "GET" else queries.offer(acting, push_id)
    context = {
        "room": "archive", "tabs": tabs(acting), "of": of, "states": OFFER.states, "tones": OFFER_TONES, "kinds": KINDS,
        "answers": ANSWERS, "may": OFFER.verdict(of.state, "respond", queries.offer_standing(acting, of)),
    }  # fmt: skip
    return render(request, "archive/offer.html", context)
