"""Models to edit and edits of them, drawn by hypothesis: any valid model, any change of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tanzuji.documents import CodedError
from tanzuji.documents.editing import Insert, Move, Operation, Remove, Set, Unset, apply, with_line_ids
from tanzuji.documents.editing.places import LIST_KEYS, Trail, at_trail, place_of

sys.path.append(str(Path(__file__).resolve().parents[1] / "formats"))

from drawn_models import models

Plain = dict[str, Any]


def plains() -> st.SearchStrategy[Plain]:
    """Plain data of any valid model, with or without ids on its lines."""
    whole = models().map(lambda model: model.plain())
    return whole | whole.map(with_line_ids)


@st.composite
def edited(draw: st.DrawFn, plain: Plain, most: int = 6) -> tuple[Operation, ...]:
    """A few operations that can be made on `plain` one after the other."""
    operations: list[Operation] = []
    for _ in range(draw(st.integers(0, most))):
        operation = draw(_operation(plain))
        try:
            plain = apply(plain, (operation,)).plain
        except CodedError as error:  # the drawn id is taken
            assert error.code == "edit.exists"
            continue
        operations.append(operation)
    return tuple(operations)


def trails(value: Any, trail: Trail = ()) -> list[Trail]:
    """Every place of plain data, the whole left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [] if not trail else [trail]
    return found + [t for key, v in inner for t in trails(v, (*trail, key))]


def _operation(plain: Plain) -> st.SearchStrategy[Operation]:
    return st.sampled_from(trails(plain)).flatmap(lambda trail: _at(plain, trail))


def _at(plain: Plain, trail: Trail) -> st.SearchStrategy[Operation]:
    place, value = place_of(plain, trail), at_trail(plain, trail)
    if isinstance(trail[-1], int):
        ways: list[st.SearchStrategy[Operation]] = [
            st.just(Remove(place=place, was=value)),
            st.integers(0, 4).map(lambda at: Move(place=place, at=at)),
        ]
        return st.one_of(ways)
    if isinstance(value, list):
        return st.tuples(st.integers(0, 10**6), st.integers(0, 5)).map(
            lambda drawn: Insert(place=place, item=_new(value, trail, drawn[0]), at=drawn[1])
        )
    if trail[-1] in ("id", "name") and isinstance(value, str):
        return st.integers(0, 10**6).map(lambda n: Set(place=place, value=f"new-{n}", was=value))
    values = st.sampled_from([12, 12.5, "text", "=x*2", True])
    written = values.map(lambda v: Set(place=place, value=v, was=value))
    inside = st.tuples(st.sampled_from(["zh", "citation", "a key"]), values).map(
        lambda drawn: (
            Set(place=f'{place}["{drawn[0]}"]', value=drawn[1], was=value.get(drawn[0]))
            if isinstance(value, dict)
            else Set(place=place, value=drawn[1], was=value)
        )
    )
    return written | inside | st.just(Unset(place=place, was=value))


def _new(items: list[Any], trail: Trail, number: int) -> Any:
    """Another item for a list, with an id of its own where items have one."""
    key = LIST_KEYS.get(str(trail[-1]))
    like = items[number % len(items)] if items else {}
    if key is None or not isinstance(like, dict):
        return like
    return {**like, key: f"new-{number}"}
