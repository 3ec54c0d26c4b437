"""GS1 Digital Link: the number of a trade item leads to its certificate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.trade_items import gtin_ok
from tanzuji.register import pages, queries
from tanzuji.register.messages import BAD_GTIN, NOT_REGISTERED
from tanzuji.register.verdicts import NAMES
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Absent


@require_safe
def trade_item(request: HttpRequest, gtin: str) -> HttpResponse:
    """To the page of the one certificate in force, else a list of all there are, newest first."""
    written = clean(gtin, 20)
    if not gtin_ok(written):
        raise Absent([BAD_GTIN.problem("gtin", gtin=written)])
    found = queries.by_gtin(written)
    if not found:
        raise Absent([NOT_REGISTERED.problem("gtin", number=written)])
    valid = [entry for entry in found if queries.status_of(entry) == "valid"]
    if len(valid) == 1 or len(found) == 1:
        response: HttpResponse = HttpResponseRedirect(
            reverse("public:certificate", args=[(valid or found)[0].number])
        )
    else:
        context = {"room": "register", "gtin": written, "names": NAMES,
                   "rows": [(entry, queries.status_of(entry)) for entry in found]}  # fmt: skip
        response = HttpResponse(
            render_to_string("register/trade_item.html", context, pages.stranger(request))
        )
    response["Cache-Control"] = "public, max-age=60"
    return response
