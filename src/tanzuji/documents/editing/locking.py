"""Optimistic locking a field at a time: an edit made on an older version meets what stands there now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import JsonValue

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import digest
from tanzuji.documents.editing.applying import apply
from tanzuji.documents.editing.messages import EXISTS, NOT_FOUND
from tanzuji.documents.editing.operations import Insert, Move, Operation, Remove, ReplaceAll, Set, Unset
from tanzuji.documents.editing.places import Trail, at_trail, find, key_field, position, read_place
from tanzuji.documents.editing.values import ABSENT, Absent, Plain, default_at, or_absent, or_none, same
from tanzuji.documents.errors import CodedError


class Conflict(Document):
    """Two people changed one place: what its author saw, what stands there now, what the author wants.

    null stands for absent. `vanished`: the item was removed or renamed meanwhile. `taken`: another item has
    the id by now. `together`: the unit of an amount in conflict, which goes with the amount.
    """

    place: str
    reason: Literal["changed", "vanished", "taken", "together"] = "changed"
    was: JsonValue = None
    theirs: JsonValue = None
    mine: JsonValue = None


@dataclass(frozen=True, slots=True)
class Rebased:
    """The operations that can still be made on what stands there now, and those that met another change."""

    operations: tuple[Operation, ...]
    conflicts: tuple[Conflict, ...]


def stale(operations: Iterable[Operation], plain_now: Plain) -> tuple[Conflict, ...]:
    """The places where the model is no longer as the author of the operations saw it."""
    return rebase(operations, plain_now).conflicts


def rebase(operations: Iterable[Operation], plain_now: Plain) -> Rebased:
    """Fits an edit to what stands there now.

    What is already as its author wants it needs no operation any more; what was to stand behind an item that
    vanished stands at the end. An operation is judged after those before it in the same edit.
    """
    kept: list[Operation] = []
    conflicts: dict[str, Conflict] = {}
    plain = plain_now
    for operation in operations:
        verdict = _judged(plain, operation)
        if verdict is not None and not isinstance(verdict, Conflict):
            try:
                plain = apply(plain, (verdict,)).plain
                kept.append(verdict)
            except CodedError as error:
                if error.code != EXISTS.code:
                    raise
                verdict = _taken(plain, verdict, error.problems[0].path)
        if isinstance(verdict, Conflict):
            earlier = conflicts.get(verdict.place)
            conflicts[verdict.place] = (
                verdict if earlier is None else earlier.model_copy(update={"mine": verdict.mine})
            )
        elif verdict is None and isinstance(operation, Set | Unset):
            conflicts.pop(operation.place, None)  # came back to what the others wrote
    return Rebased(tuple(kept), tuple(conflicts.values()))


def _taken(plain: Plain, operation: Operation, place: str) -> Conflict:
    """Another item, at `place`, has the id that the operation brings."""
    mine = operation.item if isinstance(operation, Insert) else getattr(operation, "value", None)
    return Conflict(place=place, reason="taken", theirs=find(plain, read_place(place))[1], mine=mine)


def _judged(plain: Plain, operation: Operation) -> Operation | Conflict | None:
    """The operation as it can be made, None where nothing is left to do, or what it conflicts with."""
    if isinstance(operation, ReplaceAll):
        return _whole(plain, operation)
    try:
        trail, now = find(plain, operation.steps)
    except CodedError as error:
        if error.code != NOT_FOUND.code:
            raise
        return _vanished(operation)
    match operation:
        case Set():
            return _field(plain, operation, trail, now, operation.value)
        case Unset():
            return _field(plain, operation, trail, now, ABSENT)
        case Remove():
            if _equal(plain, trail, or_absent(operation.was), now):
                return operation
            return Conflict(place=operation.place, was=operation.was, theirs=now, mine=None)
        case Insert():
            return _insertion(operation, trail, now) if trail else operation  # no list: applying it says so
        case Move():
            if not trail or not isinstance(trail[-1], int):
                return operation  # no item of a list: applying it says so
            items = find(plain, operation.steps[:-1])[1]
            if operation.after is not None and position(items, trail[-2], operation.after) is None:
                return None
            return operation


def _whole(plain: Plain, operation: ReplaceAll) -> Operation | Conflict | None:
    if same(plain, operation.document):
        return None
    if digest(plain) == operation.was:
        return operation
    # the author's own version is not at hand: the digest stands for what was seen
    return Conflict(place="", was=operation.was, theirs=plain, mine=operation.document)


def _vanished(operation: Set | Unset | Insert | Remove | Move) -> Conflict | None:
    """What to say where an item on the way is gone; who wanted it removed has nothing left to do."""
    if isinstance(operation, Remove):
        return None
    if isinstance(operation, Insert):
        return Conflict(place=operation.place, reason="vanished", mine=operation.item)
    mine = operation.value if isinstance(operation, Set) else None
    was = None if isinstance(operation, Move) else operation.was
    return Conflict(place=operation.place, reason="vanished", was=was, mine=mine)


def _field(
    plain: Plain, operation: Set | Unset, trail: Trail, now: Any, mine: Any
) -> Operation | Conflict | None:
    if same(now, mine):
        return None
    if _equal(plain, trail, or_absent(operation.was), now):
        return operation
    return Conflict(place=operation.place, was=operation.was, theirs=or_none(now), mine=or_none(mine))


def _insertion(operation: Insert, trail: Trail, items: Any) -> Operation | None:
    """The insertion as it can be made; None where the same item stands there already."""
    listed = items if isinstance(items, list) else []
    name = key_field(trail[-1])
    id_ = operation.item.get(name) if name and isinstance(operation.item, dict) else None
    index = position(listed, trail[-1], id_) if isinstance(id_, str) else None
    if index is not None and same(listed[index], operation.item):
        return None
    if operation.after is not None and position(listed, trail[-1], operation.after) is None:
        return operation.model_copy(update={"after": None})
    return operation


def _equal(plain: Plain, trail: Trail, seen: Any, now: Any) -> bool:
    """Whether what was seen still holds: an absent field and its default value mean the same."""
    if same(seen, now):
        return True
    if isinstance(seen, Absent) == isinstance(now, Absent):
        return False
    fields = tuple(key if isinstance(key, str) else None for key in trail)
    for i in range(1, len(trail)):  # a field of a part that does not exist has no default
        if at_trail(plain, trail[:i]) is ABSENT and default_at(fields[:i]) is ABSENT:
            return False
    default = default_at(fields)
    return default is not ABSENT and same(default, now if seen is ABSENT else seen)
