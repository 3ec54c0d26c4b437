"""What everybody reads: measures and listings, draws and how to make them again, how inspections ended, a receipt."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.ledger import log
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.supervision import policy, publishing, queries, services
from tanzuji.supervision.kinds import CAUSES, MEASURES, OUTCOMES, POOLS
from tanzuji.supervision.models import Draw
from tanzuji.supervision.pages.overview import tabs
from tanzuji.supervision.services.measures import LIFTABLE
from tanzuji.supervision.states import COMPLAINT
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.limits import Limited, guessing

PAGE = 50


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Measures and listings, how inspections ended, and random draws."""
    acting = acting_of(request)
    today = timezone.localdate()
    part = request.GET.get("part", "measures")
    lists = {
        "measures": queries.measures(),
        "inspections": queries.conclusions(),
        "draws": queries.public_draws(),
    }
    part = part if part in lists else "measures"
    page = Paginator(lists[part], PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "public",
        "part": part,
        "page": page,
        "rows": list(page),
        "in_force": set(queries.in_force(today).values_list("id", flat=True)),
        "today": today,
        "measure_names": MEASURES,
        "outcomes": OUTCOMES,
        "causes": CAUSES,
        "targets": POOLS,
        "own": liftable(acting),
        "judges": acting is not None and bool(policy.may_judge(acting)),
        "sign": rights.may_sign(acting) if acting is not None else None,
    }
    return render(request, "supervision/public.html", context)


def liftable(acting: Acting | None) -> set[UUID]:
    """The measures in force that whoever reads a page may end before their time."""
    if acting is None or not policy.may_judge(acting):
        return set()
    return set(queries.liftable(acting).filter(kind__in=LIFTABLE, end=None).values_list("id", flat=True))


@require_POST
@signed_in
def lift(request: HttpRequest, acting: Acting, measure_id: str) -> HttpResponse:
    """A suspension or a listing ended before its time."""
    post = request.POST
    services.lift(
        acting,
        measure_id,
        reason=post.get("reason", ""),
        reason_en=post.get("reason_en", ""),
        order=post.get("order", ""),
    )
    return HttpResponseRedirect(reverse("supervision:measures"))


def _seen(request: HttpRequest, draw_id: str) -> tuple[Draw, bool]:
    """The draw, and whether its authority asks."""
    shown = queries.public_draw(draw_id)
    acting = acting_of(request)
    inside = acting is not None and acting.organisation_id == shown.plan.organisation_id
    return shown, inside and acting is not None and bool(policy.is_authority(acting))


@require_safe
def draw(request: HttpRequest, draw_id: str) -> HttpResponse:
    """One draw: the commitment at once, its lists and result from the day on that it names; made again on the page."""
    shown, inside = _seen(request, draw_id)
    open_ = inside or queries.is_public(shown)
    document, result = json.loads(shown.document), getattr(shown, "result", None)
    names = {each["code"]: each["name"] for each in document["pool"]}
    context = {
        "room": "supervision",
        "tabs": tabs(acting_of(request)),
        "here": "public",
        "shown": shown,
        "inside": inside,
        "open": open_,
        "public": queries.is_public(shown),
        "entry": json.loads(log.entry(shown.leaf).leaf.split(b"\n", 1)[1]),
        "result": result,
        "size": shown.leaf + 1 + document["after"],
        "left": max(shown.leaf + 1 + document["after"] - log.size(), 0),
        "drawn": json.loads(result.result)["drawn"] if result is not None and open_ else [],
        "names": names,
        "pool": document["pool"] if open_ and result is not None else [],
        "faults": publishing.faults(shown) if result is not None and open_ else [],
        "targets": POOLS,
    }
    return render(request, "supervision/draw.html", context)


@require_safe
def draw_file(request: HttpRequest, draw_id: str) -> HttpResponse:
    """The draw as a file that `drawing.py` checks."""
    shown, inside = _seen(request, draw_id)
    found = canonical_json(publishing.record(shown, inside=inside))
    return attachment(found, f"{shown.number}.json", TYPES["json"])


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program that makes a draw again."""
    return attachment(publishing.program(), "drawing.py", "text/x-python; charset=utf-8")


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """How a complaint stands, for whoever holds its receipt. The code is sent in a form, so that no address holds it."""
    found, problems, status = None, (), 200
    if request.method == "POST":
        try:
            number, code = request.POST.get("number", ""), request.POST.get("code", "")
            with guessing(request, "receipt", f"{number} {code}"):
                found = queries.progress(number, code)
        except Limited:
            raise
        except CodedError as error:
            problems, status = error.problems, status_of(error)  # type: ignore[assignment]
    context = {
        "room": "supervision",
        "tabs": tabs(acting_of(request)),
        "here": "public",
        "found": found,
        "state_names": COMPLAINT.states,
        "number": request.POST.get("number", request.GET.get("number", "")),
        "problems": problems,
    }
    return render(request, "supervision/follow.html", context, status=status)
