"""Pages of what other nodes sent here."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.nodes import queries, services
from tanzuji.nodes.pages.frame import frame, tell
from tanzuji.nodes.parcels import Parcel, row_of
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of

PAGE = 30


@require_safe
@signed_in
def arrivals(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What arrived: what one sent oneself, or everything for the curator."""
    page = Paginator(queries.arrivals(acting), PAGE).get_page(request.GET.get("page"))
    rows = [(one, json.loads(one.conflicts)) for one in page]
    return render(request, "nodes/arrivals.html", {**frame(acting, "arrivals"), "page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@signed_in
def arrival(request: HttpRequest, acting: Acting, arrival_id: UUID) -> HttpResponse:
    """One of them with what it contradicts here; a POST decides."""
    one = queries.arrival(acting, arrival_id)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if request.POST.get("action") == "acknowledge":
                services.acknowledge(acting, arrival_id, reason)
            else:
                services.reject(acting, arrival_id, reason)
        except CodedError as error:
            if status_of(error) in (403, 404):
                raise
            tell(request, error)
        return HttpResponseRedirect(reverse("nodes:arrival", args=[arrival_id]))
    parcel = Parcel.parse(json.loads(one.parcel))
    context = {
        **frame(acting, "arrivals"), "one": one, "parcel": parcel, "row": row_of(parcel.dataset, services.value_of(parcel)),
        "conflicts": json.loads(one.conflicts),
    }  # fmt: skip
    return render(request, "nodes/arrival.html", context)
