"""Paths by position, `processes[1].energy[0].amount`, as findings and contributions name places, and places by id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tanzuji.documents.editing.places import (
    PLAIN_FIELD,
    Step,
    Trail,
    at_trail,
    find,
    item_steps,
    place_of,
    read_place,
    steps_of,
    write_place,
)
from tanzuji.documents.editing.values import Plain
from tanzuji.documents.errors import CodedError


def indexed_path(plain: Plain, place: str) -> str:
    """The path by positions that findings and contributions use: `processes[1].energy[0].amount`.

    Raises `edit.bad-place`, `edit.not-found`, `edit.wrong-shape`.
    """
    trail, _ = find(plain, read_place(place))
    path = ""
    for key in trail:
        path += f"[{key}]" if isinstance(key, int) else f".{key}" if path else key
    return path


_NUMBER = re.compile(r"\[([0-9]{1,9})\]")
_WORD = re.compile(r"[^.\[\]]+")


def keyed_path(plain: Plain, path: str) -> str:
    """The place by ids of a path by positions; what cannot be read of it stays at its end as it was."""
    trail, rest = _read_path(plain, path)
    return place_of(plain, trail) + rest


def keyed_paths(plain: Plain, paths: Iterable[str]) -> dict[str, str]:
    """`keyed_path` of many paths; every list is walked once, however many of its items are named."""
    known: dict[Trail, tuple[Step, ...]] = {(): ()}

    def steps(trail: Trail) -> tuple[Step, ...]:
        if trail not in known:
            around, last = trail[:-1], trail[-1]
            begun = steps(around)
            items = at_trail(plain, around) if isinstance(last, int) else None
            if isinstance(items, list):
                for i, step in enumerate(item_steps(items, around[-1] if around else None)):
                    known[(*around, i)] = (*begun, step)
            if trail not in known:
                known[trail] = (*begun, *steps_of({}, trail)[-1:])
        return known[trail]

    found = {}
    for path in paths:
        trail, rest = _read_path(plain, path)
        found[path] = write_place(steps(trail)) + rest
    return found


def _read_path(plain: Plain, path: str) -> tuple[Trail, str]:
    """The trail of a path by positions and what cannot be read. Keys of mappings stand in it unquoted."""
    trail: list[str | int] = []
    value: Any = plain
    at = 0
    while at < len(path):
        number = _NUMBER.match(path, at)
        if number and trail and not isinstance(value, dict):
            trail.append(int(number[1]))
            at = number.end()
        else:
            begins = at + (1 if trail and path[at] == "." else 0)
            key = _longest(value, path, begins) if begins > at or not trail else None
            if key is None:
                break
            trail.append(key)
            at = begins + len(key)
        value = at_trail(value, (trail[-1],))
    return tuple(trail), path[at:]


def _longest(value: Any, path: str, at: int) -> str | None:
    """The field of `value` that stands in `path` at a position; keys of mappings may hold dots and brackets."""
    known = [k for k in value if path.startswith(k, at)] if isinstance(value, dict) else []
    ends = [k for k in known if k and path[at + len(k) : at + len(k) + 1] in ("", ".", "[")]
    if ends:
        return str(max(ends, key=len))
    word = _WORD.match(path, at)
    return word[0] if word and PLAIN_FIELD.fullmatch(word[0]) else None


def in_places(plain: Plain, error: CodedError) -> CodedError:
    """The same error with every place written with ids, as pages name them."""
    return CodedError(replace(p, path=_both(plain, p.path)) for p in error.problems)


def _both(plain: Plain, path: str) -> str:
    """A path may name a second place behind it: `processes[0].inputs[1] (scenarios[0])`."""
    first, bracket, second = path.partition(" (")
    if not bracket or not second.endswith(")"):
        return keyed_path(plain, path)
    return f"{keyed_path(plain, first)} ({keyed_path(plain, second[:-1])})"
