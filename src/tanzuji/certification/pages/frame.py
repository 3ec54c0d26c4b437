"""What all pages of the room share: names of states and words, and how a refused action is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tanzuji.certificates.facts import unit_of
from tanzuji.certification import kinds
from tanzuji.certification.states import APPLICATION, EDITION
from tanzuji.documents.errors import CodedError
from tanzuji.documents.rule_sources import SOURCE_NAMES
from tanzuji.documents.text import Text
from tanzuji.rules.schemes import FAMILIES, PLACEMENTS, STEPS, TAGS, VARIANTS
from tanzuji.web.numerals import spelled
from tanzuji.web.verdicts import Absent

BOUNDARIES: dict[str, Text] = {
    "cradle_to_gate": Text(zh="摇篮到大门", en="cradle to gate"),
    "cradle_to_grave": Text(zh="摇篮到坟墓", en="cradle to grave"),
    "gate_to_gate": Text(zh="大门到大门", en="gate to gate"),
    "gate_to_grave": Text(zh="大门到坟墓", en="gate to grave"),
}
SOURCES = {tag: Text(zh=zh, en=en) for tag, (zh, en) in SOURCE_NAMES.items()}
LEVELS = {
    "limited": Text(zh="有限保证", en="limited assurance"),
    "reasonable": Text(zh="合理保证", en="reasonable assurance"),
}


def names() -> dict[str, Any]:
    """Words that templates of the room use."""
    return {
        "room": "certification",
        "states": APPLICATION.states,
        "actions": APPLICATION.actions,
        "edition_states": EDITION.states,
        "edition_actions": EDITION.actions,
        "families": FAMILIES,
        "variants": VARIANTS,
        "placements": PLACEMENTS,
        "step_names": STEPS,
        "tags": TAGS,
        "tasks": kinds.TASKS,
        "verdicts": kinds.VERDICTS,
        "severities": kinds.SEVERITIES,
        "correction_states": kinds.CORRECTION_STATES,
        "qualification_states": kinds.QUALIFICATION_STATES,
        "cycle_states": kinds.SURVEILLANCE_STATES,
        "outcomes": kinds.OUTCOMES,
        "boundaries": BOUNDARIES,
        "source_names": SOURCES,
        "levels": LEVELS,
        "per": spelled,
        "unit_of": unit_of,
    }


def done(
    request: HttpRequest,
    act: Callable[[], object],
    address: str,
    again: Callable[[CodedError], HttpResponse],
    said: str | Callable[[], str] = "",
) -> HttpResponse:
    """Do it, say so and go to the address; where it is refused, the page once more with what is wrong."""
    try:
        act()
    except Absent:
        raise
    except CodedError as error:
        return again(error)
    if said:
        flash.success(request, said if isinstance(said, str) else said())
    return HttpResponseRedirect(address)


def at(name: str, *args: Any, part: str = "") -> str:
    """The address of a page of the room, with a place in it."""
    return reverse(f"certification:{name}", args=args) + (f"#{part}" if part else "")
