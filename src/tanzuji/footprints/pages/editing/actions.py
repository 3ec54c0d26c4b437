"""What the buttons of the editor do to a draft: add, copy, move, remove; and the values of a small form for a new item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.base import MISSING
from tanzuji.documents.editing import ABSENT, Insert, Move, Operation, Plain, Remove, Set, Unset
from tanzuji.documents.editing.places import LINE_KINDS, Item, Step, find, read_place, write_place
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.lines import STAGE_NAMES, STAGES
from tanzuji.documents.text import Text
from tanzuji.footprints.pages.editing.typed import operation, posted_text, read
from tanzuji.footprints.pages.schema import Fields, Leaf, children, fields_of, leaf_at
from tanzuji.footprints.pages.wording import label

NO_ACTION = define(
    "footprints.no-action",
    zh="没有“{action}”这个操作。",
    en="There is no action “{action}”.",
    remedy_zh="请刷新页面后再试。",
    remedy_en="Load the page again.",
)
ALREADY_SET = define(
    "footprints.key-taken",
    zh="“{key}”在这里已经有了。",
    en="“{key}” stands here already.",
    remedy_zh="请直接修改已有的那一行。",
    remedy_en="Change the line that is there.",
)


def new_name(place: str, field: str) -> str:
    """What the control of a field of something new at `place` is called in a form."""
    return f"new.{place}+{field}"


ASKED: dict[Fields, tuple[str, ...]] = {
    ("processes",): ("name", "stage", "output.amount", "output.unit"),
    ("processes", "inputs"): ("name", "amount", "unit", "datasets", "process"),
    ("processes", "energy"): ("name", "amount", "unit", "electricity", "datasets"),
    ("processes", "transports"): ("name", "mass", "mass_unit", "distance", "distance_unit", "datasets"),
    ("processes", "wastes"): ("name", "amount", "unit", "datasets"),
    ("processes", "emissions"): ("name", "gas", "amount", "unit"),
    ("processes", "coproducts"): ("name", "amount", "unit"),
    ("processes", "output"): ("amount", "unit"),
    ("conversion",): ("amount", "unit", "citation"),
    ("instrument",): ("kind", "number"),
    ("evidence",): ("title", "location", "digest"),
    ("boundary", "stages"): ("name", "canonical"),
    ("period",): ("start", "end"),
    ("parameters",): ("name", "value", "unit", "citation"),
    ("materials",): ("name", "amount", "unit"),
    ("scenarios",): ("name", "kind"),
    ("exclusions",): ("name", "reason", "share"),
    ("comparisons",): ("name", "low", "high", "unit", "citation"),
}
"""What the small form for a new item asks for; the rest is filled in afterwards."""

_NAMED = ("product", "codes"), ("scenarios", "parameters"), ("scenarios", "datasets")


def asked(fields: Fields) -> tuple[str, ...]:
    """The fields asked for in a new item of what stands at these fields."""
    return ASKED.get(fields) or ASKED.get(fields[-1:], ())


def operations(action: str, new: Mapping[str, str], plain: Plain, seen: Plain) -> tuple[Operation, ...]:
    """The edit that a button stands for. `new` are the texts of its form by field; `seen` is the draft as its
    author saw it, `plain` as it is now.

    Raises coded errors at `new_name(place, field)` for what the form lacks.
    """
    verb, _, place = action.partition(":")
    match verb:
        case "add":
            item = _item(place, new, plain)
            if place == "boundary.stages" and _at(plain, place) in (None, []):
                return (Set(place=place, value=[*_usual_stages(), item], was=_at(seen, place)),)
            return (Insert(place=place, item=item),)
        case "put" if asked(fields_of(read_place(place))):
            return (
                Set(
                    place=place, value=_values(fields_of(read_place(place)), place, new), was=_at(seen, place)
                ),
            )
        case "key":
            return (_keyed(place, new, plain),)
        case "remove":
            return (_removal(place, seen),)
        case "copy":
            return (_copy(place, plain),)
        case "up" | "down":
            return _shift(place, plain, -1 if verb == "up" else 1)
        case _:
            raise NO_ACTION.error(action=action[:80])


def _usual_stages() -> list[dict[str, Any]]:
    """The five usual stages as stated ones: a first stage of a model's own stands beside them, not in their place."""
    named = ((stage, STAGE_NAMES[stage]) for stage in STAGES)
    return [{"id": stage, "name": {"zh": zh, "en": en}, "canonical": stage} for stage, (zh, en) in named]


def _at(plain: Plain, place: str) -> Any:
    value = find(plain, read_place(place))[1]
    return None if value is ABSENT else value


def _item(place: str, new: Mapping[str, str], plain: Plain) -> dict[str, Any]:
    """A new item of the list at `place`, with an id of its own where its kind has one."""
    steps = read_place(place)
    fields = fields_of(steps)
    if not asked(fields):
        raise NO_ACTION.error(action=f"add:{place}"[:80])
    item = _values(fields, place, new)
    if any(leaf.fields == (*fields, "id") for leaf in children(fields)):
        item = {"id": free_id(plain, steps, item), **item}
    return item


def _values(fields: Fields, place: str, new: Mapping[str, str]) -> dict[str, Any]:
    """The values of a small form as one object. Raises, at the names of its fields, what is missing or wrong."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    inside = {".".join(leaf.fields[len(fields) :]): leaf for leaf in children(fields)}
    for name, text in new.items():
        leaf = inside.get(name)
        if leaf is None or not text.strip():
            continue
        try:
            _put(found, name.split("."), read(_leaf_place(place, leaf), text))
        except CodedError as error:
            problems += [Problem(p.message, new_name(place, name), p.fields) for p in error.problems]
    for name in asked(fields):
        around = name.partition(".")[0]
        here = new_name(place, name)
        if (
            _needed(inside, name)
            and around not in found
            and not any(p.path.startswith(here) for p in problems)
        ):
            problems.append(MISSING.problem(here, field=_said(fields, name)))
    if problems:
        raise CodedError(problems)
    return found


def _said(fields: Fields, name: str) -> Text:
    full = (*fields, *name.split("."))
    return Text(zh=label(full, "zh"), en=label(full, "en"))


def _needed(inside: Mapping[str, Leaf], name: str) -> bool:
    """Whether an item cannot do without this field; one inside an optional part is needed only with the part."""
    leaf = inside.get(name) or inside.get(f"{name}.zh")
    return leaf is not None and leaf.required and "." not in name


def _leaf_place(place: str, leaf: Leaf) -> str:
    """A place of the same kind as a field of a new item, for the reader of texts."""
    begun = fields_of(read_place(place))
    return ".".join((place, *leaf.fields[len(begun) :]))


def _put(found: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        found = found.setdefault(name, {})
    found[names[-1]] = value


def free_id(plain: Plain, steps: tuple[Step, ...], item: Mapping[str, Any]) -> str:
    """An id for a new item that no other has: from its English name, else the kind of the list and a number."""
    name = item.get("name")
    english = name.get("en", "") if isinstance(name, dict) else ""
    wanted = re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")[:40]
    kind = str(steps[-1])
    lists = LINE_KINDS if kind in LINE_KINDS else (kind,)
    taken: set[str] = set()
    for other in lists:
        items = find(plain, (*steps[:-1], other))[1]
        taken |= {str(i.get("id", "")).casefold() for i in (items if isinstance(items, list) else ())}
    stem = wanted or {"processes": "process"}.get(kind, kind.removesuffix("s"))
    if wanted and wanted not in taken:
        return wanted
    return next(f"{stem}-{n}" for n in range(1, len(taken) + 3) if f"{stem}-{n}" not in taken)


def _keyed(place: str, new: Mapping[str, str], plain: Plain) -> Operation:
    """A value under a new key of a mapping."""
    key = new.get("key", "").strip()
    if fields_of(read_place(place)) not in _NAMED:
        raise NO_ACTION.error(action=f"key:{place}"[:80])
    if not key:
        raise MISSING.error(new_name(place, "key"), field=Text(zh="名称", en="name"))
    at = write_place((*read_place(place), Item(key)))
    if _at(plain, at) is not None:
        raise ALREADY_SET.error(new_name(place, "key"), key=key[:60])
    try:
        value = read(at, new.get("value", ""))
    except CodedError as error:
        raise CodedError(
            Problem(p.message, new_name(place, "value"), p.fields) for p in error.problems
        ) from error
    if value is None:
        raise MISSING.error(new_name(place, "value"), field=Text(zh="值", en="value"))
    return Set(place=at, value=value, was=None)


def _removal(place: str, seen: Plain) -> Operation:
    steps = read_place(place)
    around = find(seen, steps[:-1])[1]
    if isinstance(around, list):
        return Remove(place=place, was=_at(seen, place), prune=1)
    return Unset(place=place, was=_at(seen, place), prune=1)


def _copy(place: str, plain: Plain) -> Operation:
    *around, last = read_place(place)
    trail, item = find(plain, read_place(place))
    if not isinstance(item, dict) or not isinstance(trail[-1], int):
        raise NO_ACTION.error(action=f"copy:{place}"[:80])
    copied = {key: value for key, value in item.items() if key not in ("id", "name")}
    if "name" in item and isinstance(item["name"], dict):
        suffix = {"zh": "（副本）", "en": " (copy)"}
        copied = {"name": {k: f"{v}{suffix.get(k, '')}" for k, v in item["name"].items()}, **copied}
    if "id" in item:
        copied = {"id": free_id(plain, tuple(around), copied), **copied}
    after = last.key if isinstance(last, Item) and "id" in item else None
    at = None if after else int(trail[-1]) + 1
    return Insert(place=write_place(around), item=copied, after=after, at=at)


def _shift(place: str, plain: Plain, by: int) -> tuple[Operation, ...]:
    """One place up or down its list; nothing at either end."""
    trail, _ = find(plain, read_place(place))
    if not trail or not isinstance(trail[-1], int):
        raise NO_ACTION.error(action=f"move:{place}"[:80])
    target = trail[-1] + by
    items = _list(plain, place)
    return (Move(place=place, at=target),) if 0 <= target < len(items) else ()


def _list(plain: Plain, place: str) -> list[Any]:
    """The list that the item at a place stands in."""
    items = find(plain, read_place(place)[:-1])[1]
    return items if isinstance(items, list) else []


def typed_operations(texts: Mapping[str, str], seen: Plain) -> tuple[list[Operation], dict[str, Problem]]:
    """The edit that a whole form stands for, and what is wrong in it by place: only what its author changed counts."""
    made: list[Operation] = []
    problems: dict[str, Problem] = {}
    for place, text in texts.items():
        leaf = leaf_at(place)
        if leaf is None:
            continue
        was = _at(seen, place)
        if text.replace("\r\n", "\n").strip() == posted_text(leaf, place, was).strip():
            continue
        try:
            made.append(operation(place, text, was, lambda at: texts.get(at) or str(_at(seen, at) or "")))
        except CodedError as error:
            problems[place] = error.problems[0]
    return made, problems
