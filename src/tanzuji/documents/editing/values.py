"""Plain values as an edit sees them: absent is a value of its own, and 12 is 12.0."""

from __future__ import annotations

import math
from enum import Enum
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import AfterValidator, BaseModel, JsonValue
from pydantic_core import PydanticUndefined, to_jsonable_python

from tanzuji.documents.base import Document
from tanzuji.documents.editing.messages import NOT_A_VALUE
from tanzuji.documents.models import ProductModel

Plain = dict[str, Any]
"""The plain data of a product model, `model.plain()`. Nothing here changes it in place."""

MAX_DEPTH = 24
"""Levels of a value; a product model has nine."""


_EXACT = 2**53 - 1
"""Larger whole numbers are written as floats: 1e16 comes back from canonical JSON as the integer 10000000000000000."""


class Absent(Enum):
    """Nothing stands there. Plain data holds no null, so that null means the same in JSON."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT


def or_none(value: Any) -> Any:
    """The value as JSON tells it: absent as null."""
    return None if value is ABSENT else value


def or_absent(value: Any) -> Any:
    """The value that JSON tells: null is absent."""
    return ABSENT if value is None else value


def same(a: Any, b: Any) -> bool:
    """Whether two plain values are equal: numbers by value, `true` never as 1, objects whatever their order."""
    if a is b:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return len(a) == len(b) and all(key in b and same(value, b[key]) for key, value in a.items())
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _checked(value: Any, depth: int = 0) -> Any:
    """The value without its null fields. Raises `edit.not-a-value`."""
    if depth > MAX_DEPTH:
        raise NOT_A_VALUE.error(detail_zh=f"超过 {MAX_DEPTH} 层", detail_en=f"deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return {k: _checked(v, depth + 1) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_checked(v, depth + 1) for v in value]
    if value is None:
        raise NOT_A_VALUE.error(detail_zh="null", detail_en="null")
    if isinstance(value, int) and abs(value) > _EXACT:
        value = float(value) if abs(value) < 1e300 else math.inf
    if isinstance(value, float) and not math.isfinite(value):
        raise NOT_A_VALUE.error(detail_zh="不是有限的数", detail_en="not a finite number")
    return value


def _seen(value: Any) -> Any:
    return None if value is None else _checked(value)


Value = Annotated[JsonValue, AfterValidator(_checked)]
"""A value to write: JSON without null at its root; null fields inside are left out."""

SeenValue = Annotated[JsonValue, AfterValidator(_seen)]
"""A value that somebody saw; null for absent."""


def default_at(fields: tuple[str | None, ...]) -> Any:
    """What an absent field means, as plain data: `("method", "gwp_set")` → `AR6`; None steps into an item.

    ABSENT where absence itself is the meaning (an unknown amount), or where the schema has no such field.
    """
    kind: Any = ProductModel
    found: Any = ABSENT
    for step in fields:
        kind, found = _inside(kind, step)
    return found


def _inside(kind: Any, step: str | None) -> tuple[Any, Any]:
    """The type and the default of what stands under `step` in a value of this type."""
    for choice in _choices(kind):
        if isinstance(choice, type) and issubclass(choice, BaseModel):
            field = choice.model_fields.get(step or "")
            if field is not None:
                return field.annotation, _plain_default(field.get_default(call_default_factory=True))
        elif get_origin(choice) in (tuple, dict):
            return get_args(choice)[-1 if get_origin(choice) is dict else 0], ABSENT
    return None, ABSENT


def _choices(kind: Any) -> list[Any]:
    """The alternatives of an annotation, without the wrappings."""
    if hasattr(kind, "__metadata__"):
        return _choices(get_args(kind)[0])
    if get_origin(kind) is None or get_origin(kind) in (tuple, dict):
        return [kind]
    return [inner for part in get_args(kind) for inner in _choices(part)]


def _plain_default(value: Any) -> Any:
    if value is None or value is PydanticUndefined:
        return ABSENT
    return value.plain() if isinstance(value, Document) else to_jsonable_python(value)
