"""Places of a product model, written with ids: `processes[grinding].energy[power].amount`.

Findings and contributions name places by position, `processes[1].energy[0].amount`, which holds for one
version only. Edits name them by id, which holds whatever other people insert meanwhile::

    place    = step *( "." field / "[" key "]" )     the first field has no dot; "" is the whole model
    field    = a letter or _, then letters, digits, _ and -
    key      = bare / position / quoted
    bare     = characters other than [ ] " \\ and control characters, no blank at either end, no # in front
    position = "#" digits                            of an item that has no id
    quoted   = a JSON string, which may hold anything

A key is the id of an item (the name, of a parameter), or a key of a mapping: `scenarios[pv].parameters.mass`
and `product.codes["GB/T 7635"]`. Items of the other lists have no id: there a bare number is a position,
`exclusions[0].reason.zh`, while `processes[3]` is the process with id `3`. Ids may contain dots; they are read
to the closing bracket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from tanzuji.documents.editing.messages import BAD_PLACE, NOT_FOUND, WRONG_SHAPE
from tanzuji.documents.editing.values import ABSENT, Plain
from tanzuji.documents.errors import CodedError

LINE_KINDS = ("inputs", "energy", "transports", "wastes", "emissions")
"""The lists of lines of a process; the ids of all of them are one set."""

LIST_KEYS = dict.fromkeys(
    ("processes", *LINE_KINDS, "coproducts", "materials", "stages", "scenarios"), "id"
) | {"parameters": "name"}
"""Lists whose items are told apart by a field of their own, and that field."""


class Item(NamedTuple):
    """A step in brackets: an id, a position in a list without ids, or a key of a mapping."""

    key: str


Step: TypeAlias = str | Item | int
"""A field, what stands in brackets, or the position of an item without id."""

Trail: TypeAlias = tuple[str | int, ...]
"""The keys and positions that lead to a value in one version of the plain data."""

PLAIN_FIELD = re.compile(r"[^\W\d][\w-]*")
"""A field, and a key of a mapping that can be written like one."""
_BARE = re.compile(r"""(?![#\s])[^\[\]"\\\x00-\x1f\x7f]+(?<!\s)""")
_POSITION = re.compile(r"#([0-9]{1,9})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def read_place(place: str) -> tuple[Step, ...]:
    """The steps of a place. Raises `edit.bad-place`."""
    steps: list[Step] = []
    at = 0
    while at < len(place):
        if place[at] == "[":
            step, at = _read_key(place, at + 1)
            steps.append(step)
            continue
        begins = at + (1 if steps and place[at] == "." else 0)
        match = PLAIN_FIELD.match(place, begins) if begins > at or not steps else None
        if match is None:
            raise _unreadable(place, at)
        steps.append(match[0])
        at = match.end()
    return tuple(steps)


def _read_key(place: str, at: int) -> tuple[Step, int]:
    for pattern in (_POSITION, _QUOTED, _BARE):
        match = pattern.match(place, at)
        if match is None or place[match.end() : match.end() + 1] != "]":
            continue
        if pattern is _POSITION:
            return int(match[1]), match.end() + 1
        try:
            return Item(json.loads(match[0]) if pattern is _QUOTED else match[0]), match.end() + 1
        except ValueError:
            break
    raise _unreadable(place, at)


def _unreadable(place: str, at: int) -> CodedError:
    return BAD_PLACE.error(place[:200], place=place[:200], position=at + 1)


def write_place(steps: Iterable[Step]) -> str:
    """The place with these steps; `read_place` reads them back. Fields that need quotes become keys."""
    place = ""
    for step in steps:
        if isinstance(step, int):
            place += f"[#{step}]"
        elif isinstance(step, Item) or not PLAIN_FIELD.fullmatch(step):
            key = step.key if isinstance(step, Item) else step
            place += f"[{key}]" if _BARE.fullmatch(key) else f"[{json.dumps(key)}]"
        else:
            place += f".{step}" if place else step
    return place


def key_field(field: str | int | None) -> str | None:
    """The field by which items of this list are told apart, if any."""
    return LIST_KEYS.get(field) if isinstance(field, str) else None


def position(items: Sequence[Any], field: str | int | None, key: str) -> int | None:
    """Where the item with this key stands in the list of a field."""
    name = key_field(field)
    if name is None:
        inside = key.isascii() and key.isdigit() and len(key) < 10 and int(key) < len(items)
        return int(key) if inside else None
    return next((i for i, item in enumerate(items) if isinstance(item, dict) and item.get(name) == key), None)


def item_step(items: Sequence[Any], field: str | int | None, index: int) -> Step:
    """How a place names the item at `index`: by its id where only it has it, else by its position."""
    name = key_field(field)
    if name is None:
        return Item(str(index))
    key = items[index].get(name) if index < len(items) and isinstance(items[index], dict) else None
    return Item(key) if isinstance(key, str) and position(items, field, key) == index else index


def item_steps(items: Sequence[Any], field: str | int | None) -> list[Step]:
    """`item_step` of every item of a list."""
    name = key_field(field)
    if name is None:
        return [Item(str(i)) for i in range(len(items))]
    first: dict[str, int] = {}
    steps: list[Step] = []
    for i, item in enumerate(items):
        key = item.get(name) if isinstance(item, dict) else None
        steps.append(Item(key) if isinstance(key, str) and first.setdefault(key, i) == i else i)
    return steps


def find(plain: Plain, steps: Sequence[Step]) -> tuple[Trail, Any]:
    """The trail of a place and what stands there, ABSENT where optional fields have not been written yet.

    Raises `edit.not-found` for an item that is not there, `edit.wrong-shape` for a step into a text or number.
    """
    trail: list[str | int] = []
    value: Any = plain
    for i, step in enumerate(steps):
        if isinstance(value, list):
            index = _index(value, trail[-1] if trail else None, step)
            if index is None:
                raise _missing(value, trail, steps[: i + 1])
            trail.append(index)
            value = value[index]
        elif isinstance(step, int):
            raise _missing([], trail, steps[: i + 1])
        elif isinstance(value, dict) or value is ABSENT:
            key = step.key if isinstance(step, Item) else step
            # an item of a list that is not there cannot be made by writing one of its fields
            if value is ABSENT and isinstance(step, Item) and not _holds_keys(trail):
                raise _missing([], trail, steps[: i + 1])
            trail.append(key)
            value = value.get(key, ABSENT) if isinstance(value, dict) else ABSENT
        else:
            raise WRONG_SHAPE.error(
                write_place(steps[:i]), wanted_zh="对象或列表", wanted_en="an object or a list"
            )
    return tuple(trail), value


SCENARIO_MAPPINGS = ("parameters", "datasets", "shares", "amounts", "materials")
"""Fields of a scenario that hold values by key."""


def _holds_keys(trail: Sequence[str | int]) -> bool:
    """Whether what belongs at this trail is a mapping, so that a key can be written where nothing stands yet."""
    in_scenario = len(trail) == 3 and trail[0] == "scenarios" and trail[2] in SCENARIO_MAPPINGS
    return in_scenario or tuple(trail) == ("product", "codes")


def _index(items: Sequence[Any], field: str | int | None, step: Step) -> int | None:
    if isinstance(step, int):
        return step if step < len(items) else None
    return position(items, field, step.key) if isinstance(step, Item) else None


def _missing(items: Sequence[Any], trail: Sequence[str | int], steps: Sequence[Step]) -> CodedError:
    name = key_field(trail[-1] if trail else None)
    known = [str(item.get(name)) for item in items[:20] if isinstance(item, dict) and name in item]
    place = write_place(steps)
    return NOT_FOUND.error(place, missing=place, known=", ".join(known) or "–")


def at_trail(plain: Any, trail: Trail) -> Any:
    """What stands at a trail; ABSENT where nothing does."""
    for key in trail:
        if isinstance(plain, dict):
            plain = plain.get(key, ABSENT)
        else:
            plain = (
                plain[key]
                if isinstance(plain, list) and isinstance(key, int) and key < len(plain)
                else ABSENT
            )
    return plain


def steps_of(plain: Plain, trail: Trail) -> tuple[Step, ...]:
    """A trail with ids instead of positions."""
    steps: list[Step] = []
    value: Any = plain
    for i, key in enumerate(trail):
        if isinstance(key, int):
            items = value if isinstance(value, list) else []
            steps.append(item_step(items, trail[i - 1] if i else None, key))
        else:
            steps.append(key if PLAIN_FIELD.fullmatch(key) else Item(key))
        value = at_trail(value, (key,))
    return tuple(steps)


def place_of(plain: Plain, trail: Trail) -> str:
    """The place of a trail, with ids."""
    return write_place(steps_of(plain, trail))
