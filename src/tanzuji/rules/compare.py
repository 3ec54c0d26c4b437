"""Two rules, or two versions of one, held against each other: item by item, and line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tanzuji.documents.rules import RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.items import PART_NAMES, key_of, line_of, lines_of, titles_of, values_of
from tanzuji.rules.lint import lint
from tanzuji.rules.load import parse_pack

Turn = Literal["added", "removed", "tightened", "loosened", "changed"]
TURN_NAMES: dict[Turn, Text] = {
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删去", en="removed"),
    "tightened": Text(zh="收紧", en="tightened"),
    "loosened": Text(zh="放松", en="loosened"),
    "changed": Text(zh="改动", en="changed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs: its key, what it was and is now, and the lines it stands in."""

    key: str
    part: str
    title: Text | None
    was: Any
    now: Any
    turn: Turn
    line_was: int | None
    line_now: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the first text beside one of the second; None where there is none."""

    same: bool
    line_was: int | None
    was: str | None
    line_now: int | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two rules, in the order of the document's parts, and their lines side by side."""

    first: RulePack
    second: RulePack
    changes: tuple[Change, ...]
    hunks: tuple[tuple[Pair, ...], ...]

    def count(self, turn: Turn) -> int:
        return sum(change.turn == turn for change in self.changes)


def compare(first: str, second: str, *, context: int = 2) -> Comparison:
    """The comparison of two rules as they are written. Raises what `parse_pack` raises."""
    was, now = parse_pack(first), parse_pack(second)
    return Comparison(
        was, now, tuple(_changes(first, was, second, now)), tuple(_hunks(first, second, context))
    )


def _changes(first: str, was: RulePack, second: str, now: RulePack) -> Iterator[Change]:
    before, after = values_of(was), values_of(now)
    for mine, other in ((before, after), (after, before)):
        _whole_items(mine, other, was, now)
    lines_was, lines_now = lines_of(first, was), lines_of(second, now)
    titles = {**titles_of(was), **titles_of(now)}
    looser, stricter = _turned(was, now)
    parts = list(PART_NAMES)
    keys = sorted(
        (k for k in {**before, **after} if before.get(k) != after.get(k) or (k in before) != (k in after)),
        key=lambda k: (_rank(k, parts), line_of(k, lines_now) or line_of(k, lines_was) or 0, k),
    )
    for key in keys:
        yield Change(
            key,
            key.partition(".")[0],
            _title(key, titles),
            before.get(key),
            after.get(key),
            _turn(key, before, after, looser, stricter),
            line_of(key, lines_was) if key in before else None,
            line_of(key, lines_now) if key in after else None,
        )


def _whole_items(mine: dict[str, Any], other: dict[str, Any], was: RulePack, now: RulePack) -> None:
    """An item that the other rule has nothing of stands as one value, told by what it asks."""
    items = [*titles_of(was), *titles_of(now)]
    items += [f"parameters.{name}" for name in {**was.parameters, **now.parameters}]
    for item in dict.fromkeys(items):
        own = [key for key in mine if key.startswith(f"{item}.") and not _longer(key, item, items)]
        if own and not any(key.startswith(f"{item}.") and not _longer(key, item, items) for key in other):
            telling = next((f"{item}.{name}" for name in _TELLING if f"{item}.{name}" in mine), own[0])
            value = mine[telling]
            for key in own:
                del mine[key]
            mine[item] = value


def _longer(key: str, item: str, items: list[str]) -> bool:
    """Whether the key belongs to an item whose id only begins alike: `GS-06.stages` beside `GS-06`."""
    return any(
        len(other) > len(item) and key.startswith(f"{other}.") and other.startswith(f"{item}.")
        for other in items
    )


_TELLING = ("value", "require", "quantity", "severity", "text", "name")
"""What tells an item best, in this order."""


def _rank(key: str, parts: list[str]) -> int:
    part = key.partition(".")[0]
    return parts.index(part) if part in parts else len(parts)


def _title(key: str, titles: dict[str, Text]) -> Text | None:
    while key:
        if key in titles:
            return titles[key]
        key = key.rpartition(".")[0]
    return None


def _turned(was: RulePack, now: RulePack) -> tuple[set[str], set[str]]:
    """Keys in which the second is looser than the first, and in which it is stricter."""
    bare_was, bare_now = (pack.model_copy(update={"inherits": "another"}) for pack in (was, now))
    looser = {key_of(problem.path, now) for problem in lint(bare_now, bare_was)}
    stricter = {key_of(problem.path, was) for problem in lint(bare_was, bare_now)}
    return looser, stricter


def _turn(
    key: str, before: dict[str, Any], after: dict[str, Any], looser: set[str], stricter: set[str]
) -> Turn:
    if key not in before:
        return "added"
    if key not in after:
        return "removed"
    if key in looser and key not in stricter:
        return "loosened"
    if key in stricter and key not in looser:
        return "tightened"
    return "changed"


def _hunks(first: str, second: str, context: int) -> Iterator[tuple[Pair, ...]]:
    """Where the texts differ, with `context` lines around."""
    a, b = first.splitlines(), second.splitlines()
    for group in SequenceMatcher(None, a, b, autojunk=False).get_grouped_opcodes(context):
        pairs: list[Pair] = []
        for what, i1, i2, j1, j2 in group:
            for k in range(max(i2 - i1, j2 - j1)):
                i, j = (i1 + k if i1 + k < i2 else None), (j1 + k if j1 + k < j2 else None)
                pairs.append(
                    Pair(
                        what == "equal",
                        None if i is None else i + 1,
                        None if i is None else a[i],
                        None if j is None else j + 1,
                        None if j is None else b[j],
                    )
                )
        yield tuple(pairs)
