"""What was changed from one edition of a study to another, place by place and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents import editing
from tanzuji.documents.comparisons import Comparison
from tanzuji.documents.editing import Change
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.editing.values import ABSENT, default_at
from tanzuji.figures.amounts import interval_of, signed
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.pages.results.differences import FOLDED, compared, dataset_names
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.schema import fields_of
from tanzuji.footprints.pages.wording import place_name, value_name
from tanzuji.web.language import language, say


@dataclass(frozen=True, slots=True)
class Told:
    """One field or item that was changed, in words."""

    where: str
    address: str
    kind: str
    before: str
    after: str
    effect: str
    place: str = ""


def changes(before: Edition, after: Edition) -> tuple[list[Told], int]:
    """What was changed, in the order of the model and with the effect of its line, and how many changes there are."""
    one, other = before.plain, after.plain
    found = [leaf for change in editing.changes(one, other) for leaf in _leaves(change)]
    interval = interval_of(after.footprint) if after.footprint else None
    names = dataset_names(before, after)
    effects = _effects(compared(before, after), found)
    told = []
    for place, change in enumerate(found[:FOLDED]):
        effect = effects.get(place)
        shown = "" if effect is None or interval is None else signed(effect, interval)
        told.append(_told(change, one, other, after, shown, names))
    return told, len(found)


def _leaves(change: Change) -> Iterator[Change]:
    """A part of the model that came or went, field by field; an item of a list stays one change."""
    value = change.after if change.kind == "added" else change.before
    *_, last = read_place(change.place) or ("",)
    if (
        change.kind not in ("added", "removed")
        or not isinstance(value, dict)
        or not isinstance(last, str)
        or set(value) <= {"zh", "en"}
    ):
        yield change
    else:
        for key, inner in value.items():
            place = f"{change.place}.{key}"
            sides = (None, inner) if change.kind == "added" else (inner, None)
            yield from _leaves(Change(place=place, kind=change.kind, before=sides[0], after=sides[1]))


def _effects(found: Comparison | None, listed: Sequence[Change]) -> dict[int, float]:
    """What lines add to the real change, by the change that tells it: the amount or factor rather than the name."""
    effects: dict[int, float] = {}
    for line in found.real.lines if found and found.real else ():
        own = [
            i
            for i, change in enumerate(listed)
            if change.place == line.place or change.place.startswith(f"{line.place}.")
        ]
        told = [i for i in own if not re.search(r"\.(name|note|data)(\.|$)", listed[i].place)]
        if own:
            effects[(told or own)[0]] = line.effect
    return effects


def _told(
    change: Change,
    before: dict[str, Any],
    after: dict[str, Any],
    shown: Edition,
    effect: str,
    names: Mapping[str, str],
) -> Told:
    fields = fields_of(read_place(change.place))

    def said(value: Any) -> str:
        if isinstance(value, list) and fields[-1:] == ("datasets",):
            return " + ".join(names.get(dataset, str(dataset)) for dataset in value)
        return value_name(fields, value, language())

    meant = default_at(fields) if change.kind in ("added", "removed") else ABSENT
    default = "" if meant is ABSENT or isinstance(meant, dict | list) else say("（默认）", " (default)")
    standing = f"{said(meant)}{default}" if default else ""
    return Told(
        place_name(before if change.kind == "removed" else after, change.place, language()),
        place_address(shown.study, change.place),
        change.kind,
        said(change.before) if change.before is not None else standing,
        said(change.after) if change.after is not None else standing,
        effect,
        change.place,
    )
