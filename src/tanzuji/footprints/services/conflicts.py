"""Two people changed one place of a draft: what to say, and who the other is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tanzuji.documents.editing import Conflict
from tanzuji.documents.text import Text
from tanzuji.footprints import messages, queries
from tanzuji.footprints.models import Study
from tanzuji.web.numerals import number
from tanzuji.web.verdicts import Stale


class Conflicted(Stale):
    """Somebody else changed the same places meanwhile; nothing was stored. `authors`: who and when, by place."""

    def __init__(self, conflicts: Sequence[Conflict], study: Study) -> None:
        self.conflicts = tuple(conflicts)
        self.study = study
        self.authors = _authors(study, [c.place for c in conflicts])
        super().__init__(
            messages.CHANGED_MEANWHILE.problem(
                c.place, who=self.authors[c.place][0], theirs=_said(c.theirs), mine=_said(c.mine)
            )
            for c in conflicts
        )


def _authors(study: Study, places: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    """Who changed each place last, and when; the study's last editor where that is not to be found."""
    found: dict[str, tuple[str, datetime]] = {}
    for step in study.edits.select_related("by").order_by("-revision")[:100]:
        touched = [getattr(operation, "place", "") for operation in queries.operations_in(step.operations)]
        for place in places:
            if place not in found and any(_overlap(place, other) for other in touched):
                found[place] = (step.by.name, step.at)
        if len(found) == len(set(places)):
            break
    return {place: found.get(place, (study.edited_by.name, study.edited_at)) for place in places}


def _overlap(place: str, other: str) -> bool:
    """Whether one of the places holds the other."""
    shorter, longer = sorted((place, other), key=len)
    return longer.startswith(shorter) and (
        len(shorter) == len(longer) or not shorter or longer[len(shorter)] in ".["
    )


def _said(value: Any) -> Any:
    """A value in a sentence: what an item is called, a text in the reader's language, the parts of a list."""
    if isinstance(value, list):
        said = [_said(one) for one in value]
        parts = [one if isinstance(one, Text) else Text(zh=one or "–", en=one or "–") for one in said]
        return Text(
            zh="、".join(part.to("zh") for part in parts) or "无",
            en=", ".join(part.to("en") for part in parts) or "none",
        )
    if isinstance(value, bool):
        return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        name = value.get("name", value)
        words = {k: name[k] for k in ("zh", "en") if isinstance(name, dict) and isinstance(name.get(k), str)}
        return Text(**words) if words else "…"
    return "–" if value is None else str(value)
