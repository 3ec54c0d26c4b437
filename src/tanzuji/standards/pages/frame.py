"""What the pages of the room share: their frame, names of words, and how a refused form comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tanzuji import jurisdictions
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of, organisations
from tanzuji.standards import kinds, policy, states
from tanzuji.standards.catalogue import groups, sectors
from tanzuji.standards.kinds import PROVINCES
from tanzuji.standards.models import Standard
from tanzuji.web.answers import status_of, wants_json
from tanzuji.web.language import language
from tanzuji.web.verdicts import Absent

STATUS_KINDS = {
    "in_force": "ok", "published": "ok", "under_revision": "ok", "approved": "now", "superseded": "", "abolished": "bad",
    "declined": "bad", "withdrawn": "", "consultation": "now", "technical_review": "now",
}  # fmt: skip
"""How a state looks beside its word."""

SYMBOLS = {"superseded": "clock", "withdrawn": "x", "published": "clock", "consultation": "voice"}


def context(request: HttpRequest, here: str, **more: Any) -> dict[str, Any]:
    """The frame: tab, names of everything, who acts; with what a page adds."""
    acting = acting_of(request)
    return {
        "room": "standards",
        "here": here,
        "kinds": kinds,
        "states": states,
        "groups": groups(),
        "sectors": sectors(),
        "places": places(),
        "packs": {code: jurisdictions.load(code).name for code in jurisdictions.codes()},
        "status_kinds": STATUS_KINDS,
        "symbols": SYMBOLS,
        "typed": {},
        "problems": (),
        "may_prepare": bool(acting and policy.may_prepare(acting, "authority")),
        "may_curate": bool(acting and policy.may_prepare(acting, "standards")),
        "may_decide": bool(acting and policy.may_decide(acting, "authority")),
        "authorities": _authorities(acting),
        "charged": bool(acting and acting.mandated("authority", "standards")),
    } | more


def _authorities(acting: Acting | None) -> list[Text]:
    """Names of who is the competent authority, for somebody who is not; at most three."""
    if acting is None or acting.mandated("authority"):
        return []
    return [o.name for o in organisations(mandate="authority")[:3]]


def places() -> dict[str, Text]:
    """Provinces by code with their names, and whatever jurisdiction has a pack."""
    return PROVINCES | {code: jurisdictions.load(code).name for code in jurisdictions.codes()}


def place_of(request: HttpRequest) -> str:
    """The jurisdiction a page is asked about, or else the installation's own."""
    asked = request.GET.get("jurisdiction", "") or request.POST.get("jurisdiction", "")
    return asked if asked in jurisdictions.codes() else settings.JURISDICTION


def answered(
    request: HttpRequest,
    change: Callable[[], Any],
    said: str,
    to: str | Callable[[Any], str],
    again: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Do what a form asks and go on; where it is refused, the page again with what was typed and the problems."""
    try:
        done = change()
    except Absent:
        raise
    except CodedError as error:
        if wants_json(request):
            raise
        response = again({"problems": error.problems, "typed": typed(request)})
        response.status_code = status_of(error)
        return response
    flash.success(request, said)
    return HttpResponseRedirect(to(done) if callable(to) else to)


def typed(request: HttpRequest) -> dict[str, str]:
    """What was typed, and in which form of the page."""
    return {name: value[:20_000] for name, value in request.POST.items() if isinstance(value, str)}


def shown(request: HttpRequest, template: str, values: Mapping[str, Any]) -> HttpResponse:
    """A page of the room."""
    return render(request, f"standards/{template}", dict(values))


OFFERED = 400
"""Most choices of a field; whoever needs more finds a standard by its page."""


def named_organisations() -> list[tuple[str, str]]:
    """Organisations of the directory as choices of a field."""
    return [(str(o.id), o.name.to(language())) for o in organisations()[:OFFERED]]


def named_standards(rows: QuerySet[Standard]) -> list[tuple[str, str]]:
    """Standards as choices of a field."""
    return [(str(s.id), s.named.to(language())) for s in rows[:OFFERED]]
