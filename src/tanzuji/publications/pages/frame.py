"""What the pages of the publications room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import unit_name
from tanzuji.library.kinds import topic
from tanzuji.publications import presenting, scopes, standings
from tanzuji.publications.states import STATES
from tanzuji.web import answers
from tanzuji.web.language import language
from tanzuji.web.numerals import unit


def frame(**more: Any) -> dict[str, Any]:
    """Context of every page here."""
    return {
        "room": "publications",
        "kinds": presenting.KINDS,
        "scopes": scopes.SCOPES,
        "scope_meanings": scopes.MEANINGS,
        "states": STATES,
        "standing_names": standings.KINDS,
        "topic": topic,
        "per": per,
        **more,
    }


def both(zh: str, en: str) -> Text | None:
    """A text as it was written in one language or two; none where it is empty in both."""
    return Text(zh=zh or None, en=en or None) if zh or en else None


def per(of: str) -> str:
    """The unit of an intensity: `kWh` → `kgCO₂e/kWh`."""
    return unit(unit_name(of, language()))


def done(request: HttpRequest, to: str, act: Callable[[], object], said: str = "") -> HttpResponse:
    """`act` done and the page `to` shown with a word; with the reasons where it was refused for what was sent."""
    try:
        act()
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        for problem in error.problems[:5]:
            flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(to)
    if said:
        flash.success(request, said)
    return HttpResponseRedirect(to)
