"""What differs between two versions of a model, place by place, and the operations from one to the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import Field, JsonValue

from tanzuji.documents.base import Document
from tanzuji.documents.editing.line_ids import item_keys
from tanzuji.documents.editing.operations import Insert, Move, Operation, Remove, Set, Unset
from tanzuji.documents.editing.places import Item, Step, key_field, read_place, write_place
from tanzuji.documents.editing.values import ABSENT, Plain, or_absent, or_none, same

Steps = tuple[Step, ...]


class Change(Document):
    """One difference: a field or an item that was added, removed, changed, or an item that moved in its list.

    `before` and `after` are the values, null for none; a move has none. `follows` is the id of the item that
    an added or moved one stands behind, null where it is the first or its list has no ids.
    """

    place: str
    kind: Literal["added", "removed", "changed", "moved"]
    before: JsonValue = None
    after: JsonValue = None
    follows: str | None = None
    item: bool = Field(False, description="an item of a list, not a field")


def changes(before: Plain, after: Plain) -> tuple[Change, ...]:
    """Every difference in the order of the model; items are matched by id. Removed items stand with their list."""
    return tuple(_fields((), before, after))


def _values(steps: Steps, b: Any, a: Any, around: tuple[Any, Any]) -> Iterator[Change]:
    if same(b, a):
        return
    if isinstance(b, dict) and isinstance(a, dict):
        yield from _fields(steps, b, a)
    elif isinstance(a, list) and (b is ABSENT or isinstance(b, list)) and a:
        yield from _lists(steps, b, a, around)
    elif isinstance(b, list) and b and a is ABSENT and item_keys(around[0], str(steps[-1]), b) is not None:
        yield from _lists(steps, b, [], around)
    else:
        yield _change(steps, b, a)


def _change(steps: Steps, b: Any, a: Any, follows: str | None = None, *, item: bool = False) -> Change:
    kind: Literal["added", "removed", "changed"] = (
        "added" if b is ABSENT else "removed" if a is ABSENT else "changed"
    )
    # the values come from plain data: checking them again would cost more than comparing them
    return Change.model_construct(
        place=write_place(steps), kind=kind, before=or_none(b), after=or_none(a), follows=follows, item=item
    )


def _fields(steps: Steps, b: Plain, a: Plain) -> Iterator[Change]:
    for key in [*b, *(key for key in a if key not in b)]:
        yield from _values((*steps, key), b.get(key, ABSENT), a.get(key, ABSENT), (b, a))


def _lists(steps: Steps, b: Any, a: list[Any], around: tuple[Any, Any]) -> Iterator[Change]:
    name = str(steps[-1])
    listed = [] if b is ABSENT else b
    keys = _own_keys(listed, name), _own_keys(a, name)
    if keys[0] is not None and keys[1] is not None:
        yield from _keyed(steps, dict(zip(keys[0], listed, strict=True)), dict(zip(keys[1], a, strict=True)))
    elif b is not ABSENT and _can_be_numbered(listed, name) and _can_be_numbered(a, name):
        yield from _numbered(steps, listed, a)
    else:
        yield _change(steps, b, a)


def _own_keys(items: list[Any], name: str) -> list[str] | None:
    """The ids that items of a list have themselves, where each has one of its own."""
    keys = item_keys(None, name, items)
    return keys if keys is not None and _can_be_numbered(items, name) else None


def _can_be_numbered(items: list[Any], name: str) -> bool:
    """Whether items can come and go one by one: they are objects, and no two have the same id."""
    key = key_field(name)
    ids = [id_ for item in items if isinstance(item, dict) and isinstance(id_ := item.get(key), str)]
    folded = {id_.casefold() if key == "name" else id_ for id_ in ids}
    return all(isinstance(item, dict) for item in items) and len(folded) == len(ids)


def _keyed(steps: Steps, b: Plain, a: Plain) -> Iterator[Change]:
    for key, item in b.items():
        if key not in a:
            yield _change((*steps, Item(key)), item, ABSENT, item=True)
    still = _unmoved([key for key in b if key in a], [key for key in a if key in b])
    before: str | None = None
    for key, item in a.items():
        at = (*steps, Item(key))
        if key not in b:
            yield _change(at, ABSENT, item, follows=before, item=True)
        else:
            yield from _values(at, b[key], item, ({}, {}))
            if key not in still:
                yield Change.model_construct(
                    place=write_place(at), kind="moved", before=None, after=None, follows=before, item=True
                )
        before = key


def _unmoved(old: list[str], new: list[str]) -> set[str]:
    """The most items that kept their order: a longest rising run of old positions (patience sorting)."""
    where = {key: i for i, key in enumerate(old)}
    tails: list[int] = []
    ends: list[str] = []
    previous: dict[str, str | None] = {}
    for key in new:
        at = bisect_left(tails, where[key])
        previous[key] = ends[at - 1] if at else None
        tails[at : at + 1] = [where[key]]
        ends[at : at + 1] = [key]
    kept: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return kept


def _numbered(steps: Steps, b: list[Any], a: list[Any]) -> Iterator[Change]:
    """Items without ids: what is equal at both ends stays, what is between is matched by position."""
    shorter = min(len(b), len(a))
    head = next((i for i in range(shorter) if not same(b[i], a[i])), shorter)
    tail = next((i for i in range(shorter - head) if not same(b[-1 - i], a[-1 - i])), shorter - head)
    paired = shorter - tail
    named = key_field(steps[-1] if isinstance(steps[-1], str) else None)

    def at(index: int) -> Steps:
        return (*steps, index if named else Item(str(index)))

    for i in range(head, paired):
        yield from _values(at(i), b[i], a[i], ({}, {}))
    for i in range(paired, len(b) - tail):
        yield _change(at(i), b[i], ABSENT, item=True)
    for i in range(paired, len(a) - tail):
        yield _change(at(i), ABSENT, a[i], item=True)


def operations_from(found: Iterable[Change]) -> tuple[Operation, ...]:
    """Operations that lead from the version before to the version after these changes.

    Items go first, then fields change, then items come and move: an id is free before another takes it.
    """
    found = tuple(found)
    removals = [c for c in found if c.kind == "removed" and c.item]
    fields = [c for c in found if not c.item]
    arrivals = [c for c in found if c.kind in ("added", "moved") and c.item]
    # from the end, so that positions of items without id still hold
    operations: list[Operation] = [
        Remove.model_construct(place=c.place, was=c.before, prune=1) for c in reversed(removals)
    ]
    for change in fields:
        after = or_absent(change.after)
        operations.append(
            Unset.model_construct(place=change.place, was=change.before, prune=0)
            if after is ABSENT
            else Set.model_construct(place=change.place, value=after, was=change.before, references="leave")
        )
    return (*operations, *map(_arrival, arrivals))


def _arrival(change: Change) -> Operation:
    *around, last = read_place(change.place)
    named = bool(key_field(around[-1] if isinstance(around[-1], str) else None))
    at: int | None = 0
    if change.follows is not None:
        at = None
    elif isinstance(last, int):
        at = last
    elif isinstance(last, Item) and not named:
        at = int(last.key)
    if change.kind == "moved":
        return Move.model_construct(place=change.place, after=change.follows, at=at)
    return Insert.model_construct(place=write_place(around), item=change.after, after=change.follows, at=at)
