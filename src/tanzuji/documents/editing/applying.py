"""Making an edit: the plain data after it, and the operations that undo it exactly.

Only the containers on the way to a changed place are copied; the rest is shared with the version before,
so that an edit of a model with a thousand lines takes well under a millisecond and nothing given is changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.canonical import digest
from tanzuji.documents.editing.messages import EXISTS, NOT_FOUND, WRONG_SHAPE
from tanzuji.documents.editing.operations import Insert, Move, Operation, Remove, ReplaceAll, Set, Unset
from tanzuji.documents.editing.places import (
    LINE_KINDS,
    Item,
    Trail,
    at_trail,
    find,
    item_step,
    key_field,
    place_of,
    position,
)
from tanzuji.documents.editing.renaming import Followed, followers
from tanzuji.documents.editing.values import ABSENT, Plain, or_none, same

Undo = tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The plain data after an edit, and the operations that lead back to the plain data before it."""

    plain: Plain
    inverse: Undo


def apply(plain: Plain, operations: Iterable[Operation]) -> Applied:
    """The model with all operations made, in order; `plain` stays as it is.

    Whether the result is a valid model is for `ProductModel.parse` to say. Raises `edit.bad-place`,
    `edit.not-found`, `edit.exists` and `edit.wrong-shape`, with the place.
    """
    undo: list[Operation] = []
    for operation in operations:
        plain, back = _made(plain, operation)
        undo[:0] = back
    return Applied(plain, tuple(undo))


def _made(plain: Plain, operation: Operation) -> tuple[Plain, Undo]:
    match operation:
        case Set():
            return _set(plain, operation)
        case Unset():
            return _unset(plain, operation)
        case Insert():
            return _insert(plain, operation)
        case Remove():
            return _remove(plain, operation)
        case Move():
            return _move(plain, operation)
        case ReplaceAll():
            back = ReplaceAll.model_construct(document=plain, was=digest(operation.document))
            return operation.document, (back,)


def _set(plain: Plain, operation: Set) -> tuple[Plain, Undo]:
    trail, before = _field(plain, operation)
    made = _missing_around(plain, trail)
    id_at = _id_trail(plain, trail)
    if id_at and operation.references == "follow":
        _refuse_taken(plain, id_at, operation.value, operation.place)
    result = put(plain, trail, operation.value)
    if id_at == trail and operation.references == "follow" and isinstance(before, str):
        return _followed(plain, result, trail, before, operation)
    place = place_of(result, trail)
    if before is ABSENT:
        return result, (Unset.model_construct(place=place, was=operation.value, prune=made),)
    return result, (_put_back(place, before, operation.value),)


def _put_back(place: str, value: Any, was: Any) -> Set:
    return Set.model_construct(place=place, value=value, was=was, references="leave")


def _followed(plain: Plain, result: Plain, trail: Trail, before: str, operation: Set) -> tuple[Plain, Undo]:
    """The model with a changed id and what refers to it; undone the same way where that is exact."""
    new = operation.value
    if not isinstance(new, str):
        raise WRONG_SHAPE.error(operation.place, wanted_zh="文字", wanted_en="text")
    changes = followers(plain, trail, before, new)
    for other, value in changes:
        result = put(result, other, value)
    back = Set.model_construct(place=place_of(result, trail), value=before, was=new, references="follow")
    twin = _holder(result, trail, before)
    if not twin and _leads_back(plain, followers(result, trail, new, before), changes):
        return result, (back,)
    # another item has the old id too, something referred to the new one already, or a formula spelled it otherwise
    earlier = tuple(
        _put_back(place_of(result, other), at_trail(plain, other), value) for other, value in changes
    )
    return result, (*earlier, back.model_copy(update={"references": "leave"}))


def _leads_back(plain: Plain, back: Followed, changes: Followed) -> bool:
    return {trail for trail, _ in back} == {trail for trail, _ in changes} and all(
        same(value, at_trail(plain, trail)) for trail, value in back
    )


def _unset(plain: Plain, operation: Unset) -> tuple[Plain, Undo]:
    trail, before = _field(plain, operation)
    if isinstance(trail[-1], int):
        raise WRONG_SHAPE.error(operation.place, wanted_zh="字段", wanted_en="a field")
    if before is ABSENT:
        return plain, ()
    emptied = pruned(plain, trail, operation.prune)
    back = Set.model_construct(place=place_of(plain, trail), value=before, was=None, references="leave")
    if _id_trail(plain, trail):  # the item will have no id to be named by
        back = back.model_copy(update={"place": place_of(emptied, trail)})
    return emptied, (back,)


def _insert(plain: Plain, operation: Insert) -> tuple[Plain, Undo]:
    trail, items = find(plain, operation.steps)
    items = [] if items is ABSENT else items
    if not trail or not isinstance(items, list):
        raise WRONG_SHAPE.error(operation.place, wanted_zh="列表", wanted_en="a list")
    made = _missing_around(plain, trail) + (at_trail(plain, trail) is ABSENT)
    if key_field(trail[-1]):
        if not isinstance(operation.item, dict):
            raise WRONG_SHAPE.error(operation.place, wanted_zh="对象", wanted_en="an object")
        _refuse_taken(plain, (*trail, len(items)), operation.item, operation.place)
    index = _target(items, trail, operation)
    result = put(plain, trail, [*items[:index], operation.item, *items[index:]])
    place = place_of(result, (*trail, index))
    return result, (Remove.model_construct(place=place, was=operation.item, prune=made),)


def _remove(plain: Plain, operation: Remove) -> tuple[Plain, Undo]:
    trail, item = _item(plain, operation)
    items, index = at_trail(plain, trail[:-1]), int(trail[-1])
    rest = [*items[:index], *items[index + 1 :]]
    result = put(plain, trail[:-1], rest)
    if not rest and operation.prune:
        result = pruned(result, trail[:-1], operation.prune - 1)
    around = place_of(plain, trail[:-1])
    if key_field(trail[-2]) and _holder(result, (*trail[:-1], len(rest)), item):
        # a twin with the same id is left, so that this one could not be inserted again
        return result, (_put_back(around, items, or_none(at_trail(result, trail[:-1]))),)
    where = _where(items, trail[-2], index)
    return result, (Insert.model_construct(place=around, item=item, **where),)


def _move(plain: Plain, operation: Move) -> tuple[Plain, Undo]:
    trail, item = _item(plain, operation)
    items, index = at_trail(plain, trail[:-1]), int(trail[-1])
    rest = [*items[:index], *items[index + 1 :]]
    target = _target(rest, trail[:-1], operation)
    result = put(plain, trail[:-1], [*rest[:target], item, *rest[target:]])
    place = place_of(result, (*trail[:-1], target))
    return result, (Move.model_construct(place=place, **_where(items, trail[-2], index)),)


def _field(plain: Plain, operation: Set | Unset) -> tuple[Trail, Any]:
    trail, value = find(plain, operation.steps)
    if not trail:
        raise WRONG_SHAPE.error(operation.place, wanted_zh="字段", wanted_en="a field")
    return trail, value


def _item(plain: Plain, operation: Remove | Move) -> tuple[Trail, Any]:
    trail, item = find(plain, operation.steps)
    if not trail or not isinstance(trail[-1], int):
        raise WRONG_SHAPE.error(operation.place, wanted_zh="列表的一项", wanted_en="an item of a list")
    return trail, item


def _target(items: list[Any], trail: Trail, operation: Insert | Move) -> int:
    """Where the item goes in the list. Raises `edit.not-found`."""
    if operation.after is None:
        return len(items) if operation.at is None else min(operation.at, len(items))
    index = position(items, trail[-1], operation.after)
    if index is None:
        name = key_field(trail[-1]) or ""
        known = ", ".join(str(i[name]) for i in items[:20] if isinstance(i, dict) and name in i) or "–"
        raise NOT_FOUND.error(operation.place, missing=operation.after[:200], known=known)
    return index + 1


def _where(items: list[Any], field: str | int, index: int) -> dict[str, Any]:
    """How an insertion names the place of the item at `index`: behind the one before it, where that has an id."""
    if index and key_field(field) and isinstance(step := item_step(items, field, index - 1), Item):
        return {"after": step.key, "at": None}
    return {"after": None, "at": index}


def put(plain: Any, trail: Trail, value: Any) -> Any:
    """The data with `value` at a trail; containers on the way are copied, missing ones made."""
    if not trail:
        return value
    key = trail[0]
    if isinstance(plain, list) and isinstance(key, int):
        copied = list(plain)
        copied[key] = put(plain[key], trail[1:], value)
        return copied
    around = plain if isinstance(plain, dict) else {}
    return {**around, key: put(around.get(key), trail[1:], value)}


def pruned(plain: Plain, trail: Trail, prune: int) -> Plain:
    """The data without the field at a trail, and without up to `prune` containers around that this leaves empty."""
    around = at_trail(plain, trail[:-1])
    rest = {key: value for key, value in around.items() if key != trail[-1]}
    if not rest and prune and len(trail) > 1 and isinstance(trail[-2], str):
        return pruned(plain, trail[:-1], prune - 1)
    result: Plain = put(plain, trail[:-1], rest)
    return result


def _missing_around(plain: Plain, trail: Trail) -> int:
    """How many containers around a trail do not exist yet."""
    return sum(at_trail(plain, trail[:i]) is ABSENT for i in range(1, len(trail)))


def _id_trail(plain: Plain, trail: Trail) -> Trail:
    """Where the id stands that setting a value at `trail` writes: `trail` itself, or within the item; else ()."""
    if len(trail) >= 3 and isinstance(trail[-2], int) and trail[-1] == key_field(trail[-3]):
        return trail
    if len(trail) >= 2 and isinstance(trail[-1], int) and key_field(trail[-2]):
        return (*trail, key_field(trail[-2]) or "")
    return ()


def _refuse_taken(plain: Plain, trail: Trail, value: Any, place: str) -> None:
    """Raises `edit.exists` where another item has the id that `value` brings to `trail`."""
    holder = _holder(plain, trail, value)
    if holder:
        name = key_field(holder[-2]) or ""
        raise EXISTS.error(place_of(plain, holder) or place, id=str(at_trail(plain, (*holder, name)))[:200])


def _holder(plain: Plain, trail: Trail, value: Any) -> Trail:
    """The trail of another item that has the id which `value`, an id or an item with one, brings; else ().

    `trail` is that of the id or of the item. Lines of all kinds share their ids.
    """
    depth = next(i for i in range(len(trail) - 1, -1, -1) if isinstance(trail[i], int))
    field, own = trail[depth - 1], trail[: depth + 1]
    name = key_field(field) or ""
    id_ = value.get(name) if isinstance(value, dict) else value
    if not isinstance(id_, str):
        return ()
    folded = str.casefold if name == "name" else str  # parameters are read without regard to case
    for kind in LINE_KINDS if field in LINE_KINDS else (field,):
        lists: Trail = (*trail[: depth - 1], kind)
        items = at_trail(plain, lists)
        for i, item in enumerate(items if isinstance(items, list) else ()):
            other = item.get(name) if isinstance(item, dict) else None
            if isinstance(other, str) and folded(other) == folded(id_) and (*lists, i) != own:
                return (*lists, i)
    return ()
