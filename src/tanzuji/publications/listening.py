"""What the publications room hears of the contributions room: data in the library that fell, or may be used again."""

from __future__ import annotations

import json

from tanzuji.contributions import events as contributions
from tanzuji.ledger.services import News, listen
from tanzuji.parties import queries as parties
from tanzuji.publications import queries
from tanzuji.publications.services import keep_standing

_STANDINGS = {"withdraw": "withdrawn", "suspend": "suspended", "reinstate": "good", "supersede": "superseded"}
"""What an action of the contributions room makes of a published dataset."""


def begin() -> None:
    """Hear of contributions from now on."""
    for action in _STANDINGS:
        listen(contributions.STEPS[action], _stepped)


def _stepped(event: News) -> None:
    detail = json.loads(event.detail)
    kind = next(_STANDINGS[a] for a, name in contributions.STEPS.items() if name == event.kind)
    if kind == "superseded" and detail.get("release"):
        return  # by the release that is being made, which says so itself
    held = queries.held_from(event.subject_id)
    if held is None or queries.taken_over(held):
        return
    acting = parties.acting_as(event.actor, event.organisation)
    if acting is not None:
        keep_standing(
            acting,
            held.publication.library,
            held.dataset,
            kind,
            event.reason,
            replaced_by=str(detail.get("dataset") or ""),
        )
