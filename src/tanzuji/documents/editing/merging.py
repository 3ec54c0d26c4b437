"""Three-way merge of whole models: a file read over a study that others have changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tanzuji.documents.editing.line_ids import item_keys
from tanzuji.documents.editing.locking import Conflict
from tanzuji.documents.editing.places import Item, Step, write_place
from tanzuji.documents.editing.values import ABSENT, Plain, or_none, same

_TOGETHER = {
    "amount": ("unit",),
    "unit": ("amount", "value", "low", "high"),
    "mass": ("mass_unit",),
    "mass_unit": ("mass",),
    "distance": ("distance_unit",),
    "distance_unit": ("distance",),
    "value": ("unit",),
    "low": ("high", "unit"),
    "high": ("low", "unit"),
}
"""Fields that are one quantity: 1200 kWh and 1 MWh do not merge to 1200 MWh."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged plain data, which holds mine where both changed the same, and what both changed."""

    plain: Plain
    conflicts: tuple[Conflict, ...]


def merge(base: Plain, mine: Plain, theirs: Plain) -> Merged:
    """What both made of `base`, place by place; items of lists are matched by id.

    Whether the result is a valid model is for `ProductModel.parse` to say: a process that one removed may be
    one that the other began to use.
    """
    work = _Merge()
    merged = work.values((), base, mine, theirs, (base, mine, theirs))
    return Merged(merged, tuple(work.conflicts))


@dataclass(slots=True)
class _Merge:
    conflicts: list[Conflict] = field(default_factory=list)

    def values(self, steps: tuple[Step, ...], b: Any, m: Any, t: Any, around: Sequence[Any]) -> Any:
        """The merged value, ABSENT for none; `around` are the containers in base, mine and theirs."""
        if same(m, t) or same(b, t):
            return m
        if same(b, m):
            return t
        if isinstance(m, dict) and isinstance(t, dict) and (b is ABSENT or isinstance(b, dict)):
            return self.fields(steps, {} if b is ABSENT else b, m, t)
        if isinstance(m, list) and isinstance(t, list) and (b is ABSENT or isinstance(b, list)):
            return self.lists(steps, [] if b is ABSENT else b, m, t, around)
        return self.mine(steps, b, m, t)

    def mine(self, steps: tuple[Step, ...], b: Any, m: Any, t: Any, *, together: bool = False) -> Any:
        """My value, and a conflict to tell of the other."""
        self.conflicts.append(
            Conflict(
                place=write_place(steps),
                reason="together" if together else "changed",
                was=or_none(b),
                mine=or_none(m),
                theirs=or_none(t),
            )
        )
        return m

    def fields(self, steps: tuple[Step, ...], b: Plain, m: Plain, t: Plain) -> Plain:
        found = {}
        split = set()
        for key in [*m, *(key for key in t if key not in m)]:
            known = len(self.conflicts)
            sides = (b.get(key, ABSENT), m.get(key, ABSENT), t.get(key, ABSENT))
            found[key] = self.values((*steps, key), *sides, (b, m, t))
            if len(self.conflicts) > known and not isinstance(found[key], dict | list):
                split.add(key)
        for key in sorted({other for one in split for other in _TOGETHER.get(one, ())} - split):
            sides = (b.get(key, ABSENT), m.get(key, ABSENT), t.get(key, ABSENT))
            if not same(sides[1], sides[2]):
                found[key] = self.mine((*steps, key), *sides, together=True)
        return {key: value for key, value in found.items() if value is not ABSENT}

    def lists(
        self, steps: tuple[Step, ...], b: list[Any], m: list[Any], t: list[Any], around: Sequence[Any]
    ) -> list[Any]:
        name = str(steps[-1])
        keys = [item_keys(parent, name, items) for parent, items in zip(around, (b, m, t), strict=True)]
        if all(k is not None for k in keys):
            sides = [dict(zip(k or (), items, strict=True)) for k, items in zip(keys, (b, m, t), strict=True)]
            return self.items(steps, *sides)
        if len(b) == len(m) == len(t) and all(isinstance(i, dict) for i in (*b, *m, *t)):
            return [
                self.values((*steps, Item(str(i))), *sides, ({}, {}, {}))
                for i, sides in enumerate(zip(b, m, t, strict=True))
            ]
        whole: list[Any] = self.mine(steps, b, m, t)
        return whole

    def items(self, steps: tuple[Step, ...], b: Plain, m: Plain, t: Plain) -> list[Any]:
        """Items by key: kept, added and removed by either side, in the order of whoever changed the order."""
        found = {}
        for key in [*m, *(key for key in t if key not in m)]:
            sides = (b.get(key, ABSENT), m.get(key, ABSENT), t.get(key, ABSENT))
            at = (*steps, Item(key))
            # two new items with one id may be different things: they are not mixed
            mixed = key not in b and key in m and key in t and not same(m[key], t[key])
            found[key] = self.mine(at, *sides) if mixed else self.values(at, *sides, ({}, {}, {}))
        left = {key for key, item in found.items() if item is not ABSENT}
        return [found[key] for key in _order(list(b), list(m), list(t), left)]


def _order(b: list[str], m: list[str], t: list[str], left: set[str]) -> list[str]:
    """The keys that are left: in mine's order where it changed base's, else in theirs; others follow their neighbour."""
    kept = [key for key in b if key in m]
    first, second = (t, m) if kept == [key for key in m if key in b] else (m, t)
    order = [key for key in first if key in left]
    placed = set(order)
    before: str | None = None
    for key in second:
        if key in left and key not in placed:
            order.insert(order.index(before) + 1 if before in placed and before is not None else 0, key)
            placed.add(key)
        if key in placed:
            before = key
    return order
