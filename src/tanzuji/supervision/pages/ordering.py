"""Where an authority orders something against a certificate without an inspection, and lifts what was ordered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.services.recording import LONGEST
from tanzuji.documents.errors import CodedError
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.supervision import policy, queries, services
from tanzuji.supervision.kinds import MEASURES, OF_CERTIFICATE
from tanzuji.supervision.pages.overview import tabs
from tanzuji.supervision.pages.public import liftable
from tanzuji.supervision.pages.typed import both, day
from tanzuji.supervision.services.measures import MeasureGiven
from tanzuji.web.answers import status_of
from tanzuji.web.typed import clean

_FIELDS = ("certificate", "kind", "order", "public_zh", "public_en", "until")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def order(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What stands against `certificate`, each measure with its lifting, and the form that orders one."""
    policy.is_authority(acting).enforce()
    if request.method != "POST":
        return _page(request, acting, request.GET)
    post = request.POST
    try:
        made = services.order_against(acting, _given(post))
    except CodedError as error:
        if status_of(error) in (403, 404):
            raise
        return _page(request, acting, post, error)
    return HttpResponseRedirect(f"{reverse('supervision:measures')}#{made.number}")


def _given(post: Mapping[str, Any]) -> MeasureGiven:
    kind = post.get("kind", "")
    return MeasureGiven(
        kind,
        both(post.get("public_zh", ""), post.get("public_en", "")),
        order=post.get("order", ""),
        until=day(post, "until") if kind == "suspension" else None,
        certificate=post.get("certificate", ""),
    )


def _page(
    request: HttpRequest, acting: Acting, given: Mapping[str, Any], error: CodedError | None = None
) -> HttpResponse:
    number = clean(given.get("certificate", ""), 64)
    view = certificates.by_number(number) if number else None
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "public",
        "view": view,
        "number": view.number if view else number,
        "measures": list(queries.against(view.number)) if view else [],
        "own": liftable(acting),
        "kinds": {kind: MEASURES[kind] for kind in OF_CERTIFICATE},
        "measure_names": MEASURES,
        "judge": policy.may_judge(acting),
        "sign": rights.may_sign(acting),
        "given": given,
        "fields": _FIELDS,
        "longest": LONGEST,
        "today": timezone.localdate(),
        "problems": error.problems if error else (),
    }
    return render(request, "supervision/order.html", context, status=status_of(error) if error else 200)
