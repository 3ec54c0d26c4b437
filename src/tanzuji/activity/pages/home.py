"""The first page of the base data room, and the registering of facilities."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.activity import policy, queries, services
from tanzuji.activity.pages import forms
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import say

SHOWN = 8


@require_http_methods(["GET", "POST"])
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Facilities with the state of their meters, what was uploaded last, what was given access to; POST adds a facility."""
    tried = forms.Tried()
    if request.method == "POST":
        given = {
            name: forms.text(request.POST, name)
            for name in ("code", "name_zh", "name_en", "region", "address")
        }
        tried = forms.tried(lambda: services.register_facility(acting, **given))
        if tried:
            flash.success(request, say("设施已登记。", "The facility is registered."))
            return HttpResponseRedirect(reverse("activity:home"))
    facilities = list(
        queries.facilities(acting).prefetch_related("meters__calibrations", "products", "goods")
    )
    standing = {
        facility.id: [queries.standing(meter) for meter in facility.meters.all()] for facility in facilities
    }
    context = {
        "room": "activity",
        "facilities": facilities,
        "standing": standing,
        "uploads": list(queries.uploads(acting)[:SHOWN]),
        "received": list(queries.received(acting)[:SHOWN]),
        "to_collect": queries.reports_to_collect(acting).filter(state="handed").count(),
        "curator": acting.mandated("base_data"),
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }
    return render(request, "activity/home.html", context, status=tried.status)
