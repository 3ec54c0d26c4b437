"""Where two nodes contradict each other: what is the same thing, and in what it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.text import Text
from tanzuji.nodes.parcels import Row

Kind = Literal["same", "content", "value", "unit", "gas_basis", "boundary", "older", "duplicate"]

KINDS: dict[Kind, Text] = {
    "same": Text(zh="内容一致", en="the same content"),
    "content": Text(zh="数值一致，说明不同", en="the same number, other words"),
    "value": Text(zh="数值不同", en="another value"),
    "unit": Text(zh="单位不能换算", en="units that do not convert"),
    "gas_basis": Text(zh="气体口径不同", en="another gas basis"),
    "boundary": Text(zh="系统边界不同", en="another boundary"),
    "older": Text(zh="年份比已有的早", en="older than what is held"),
    "duplicate": Text(zh="疑似重复：编号不同，内容相同", en="perhaps a duplicate: other id, same thing"),
}

TELLING: frozenset[Kind] = frozenset({"value", "unit", "gas_basis", "boundary"})
"""What a curator has to decide on; the others are told."""

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something in which two rows differ; `share` is (theirs − ours) / |ours| in one unit, where both have a value."""

    kind: Kind
    ours: Row
    theirs: Row
    share: float | None = None

    def plain(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "ours": self.ours.plain(),
            "theirs": self.theirs.plain(),
            "share": self.share,
        }


def between(ours: Row, theirs: Row) -> list[Conflict]:
    """In what two rows that mean the same differ; one `same` where they do not."""
    if ours.digest == theirs.digest:
        return [Conflict("same", ours, theirs)]
    if not convertible(theirs.unit, ours.unit):
        return [Conflict("unit", ours, theirs)]
    found = []
    share = difference(ours, theirs)
    if share is not None and abs(share) > TOLERANCE:
        found.append(Conflict("value", ours, theirs, share))
    if ours.gas_basis != theirs.gas_basis:
        found.append(Conflict("gas_basis", ours, theirs, share))
    if ours.boundary != theirs.boundary:
        found.append(Conflict("boundary", ours, theirs, share))
    if ours.year and theirs.year and theirs.year < ours.year:
        found.append(Conflict("older", ours, theirs, share))
    return found or [Conflict("content", ours, theirs, share)]


def difference(ours: Row, theirs: Row) -> float | None:
    """(theirs − ours) / |ours| in our unit; none where a value is missing or zero."""
    if ours.value is None or theirs.value is None or not ours.value:
        return None
    in_our_unit = theirs.value * factor(ours.unit, theirs.unit)
    return (in_our_unit - ours.value) / abs(ours.value)


def named_alike(a: Row, b: Row) -> bool:
    """Whether two rows bear the same name for the same place, year and kind of unit."""
    names = {_plain(a.name_zh), _plain(a.name_en)} & {_plain(b.name_zh), _plain(b.name_en)} - {""}
    return bool(names) and (a.geography, a.year) == (b.geography, b.year) and convertible(a.unit, b.unit)


def against(theirs: Row, ours: Iterable[Row], mapped: str = "") -> list[Conflict]:
    """What a row that arrives contradicts here: the dataset it is mapped to or bears the id of, and its doubles."""
    found: list[Conflict] = []
    for row in ours:
        if row.id in (mapped, theirs.id):
            found += between(row, theirs)
        elif named_alike(row, theirs):
            found.append(Conflict("duplicate", row, theirs, difference(row, theirs)))
    return found


def suggestions(row: Row, theirs: Sequence[Row]) -> list[Row]:
    """The rows of the other node that may be this one: the same id first, then the same name, then nothing else."""
    same = [r for r in theirs if r.id == row.id]
    alike = [r for r in theirs if r.id != row.id and named_alike(row, r)]
    return [*same, *alike]


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
