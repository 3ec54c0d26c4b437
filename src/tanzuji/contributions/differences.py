"""What changed between two states of the papers, field by field, with the change of numbers in per cent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tanzuji.contributions.models import Contribution, Revision

Papers = Contribution | Revision


@dataclass(frozen=True, slots=True)
class Change:
    """A place that differs; `before` or `after` is None where it was not there."""

    place: str
    before: Any
    after: Any

    @property
    def percent(self) -> float | None:
        """Of the value before; None where the two are no numbers, or the first is 0."""
        numbers = (self.before, self.after)
        if (
            any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers)
            or not self.before
        ):
            return None
        return float((self.after - self.before) / abs(self.before) * 100)


def changes(before: Papers, after: Papers) -> list[Change]:
    """Every place that differs, in the order of the papers."""
    found: list[Change] = []
    for name, attribute in (
        ("dataset", "document"), ("comparable", "comparable"), ("declarations", "declared"), ("provenance", "trail"),
    ):  # fmt: skip
        old, new = (json.loads(getattr(of, attribute) or "{}") for of in (before, after))
        one, other = dict(_flat(name, old)), dict(_flat(name, new))
        places = list(dict.fromkeys((*one, *other)))
        found += [
            Change(place, one.get(place), other.get(place))
            for place in places
            if one.get(place) != other.get(place)
        ]
    return found


def _flat(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Leaves by place; inputs of a trail by their id, so that one put before others changes nothing else."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{place}.{key}", inner)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            key = inner.get("id", at) if isinstance(inner, dict) else at
            yield from _flat(f"{place}[{key}]", inner)
    else:
        yield place, value
