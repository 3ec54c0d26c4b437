"""What kind of value belongs at a place of the product model: the model's own schema, read for forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined, to_jsonable_python

from tanzuji.documents.base import Document
from tanzuji.documents.editing.places import Step, read_place
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text

Kind = Literal["amount", "number", "numbers", "whole", "text", "choice", "truth", "date", "ids"]
"""A number or formula, a number, some numbers, a whole number, words, one of several, yes or no, a day, a list of ids."""

Fields = tuple[str, ...]
"""The fields on the way to a value, without items and keys: `("processes", "energy", "amount")`."""

_MAPPINGS: dict[Fields, Kind] = {
    ("product", "codes"): "text",
    ("scenarios", "parameters"): "amount",
    ("scenarios", "datasets"): "ids",
    ("scenarios", "shares"): "number",
    ("scenarios", "amounts"): "amount",
    ("scenarios", "materials"): "number",
}
"""Fields that hold values by key, and what the values are."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value a person writes. `default` is what an absent value means, as plain data, where it means something."""

    fields: Fields
    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False
    default: Any = None
    key: bool = False
    """Whether the value stands under a key of a mapping."""


def leaf_at(place: str) -> Leaf | None:
    """The kind of value at a place; None where there is none or where it is not a single value."""
    return _leaf(fields_of(read_place(place)))


def fields_of(steps: tuple[Step, ...]) -> Fields:
    """The fields among the steps of a place."""
    return tuple(step for step in steps if isinstance(step, str))


def _leaf(fields: Fields) -> Leaf | None:
    return _by_fields().get(fields)


@lru_cache(maxsize=1)
def _by_fields() -> dict[Fields, Leaf]:
    return {leaf.fields: leaf for leaf in leaves()}


@lru_cache(maxsize=1)
def leaves() -> tuple[Leaf, ...]:
    """Every single value of a product model, in the order of its schema; list items and keys are left out of the way."""
    return tuple(_walk(ProductModel, ()))


def children(fields: Fields) -> tuple[Leaf, ...]:
    """The single values inside what stands at these fields, nested parts among them."""
    return tuple(leaf for leaf in leaves() if leaf.fields[: len(fields)] == fields)


def _walk(kind: type[BaseModel], around: Fields) -> Iterator[Leaf]:
    for name, info in kind.model_fields.items():
        fields = (*around, name)
        if fields == ("format",):
            continue
        yield from _of(fields, info)


def _of(fields: Fields, info: FieldInfo) -> Iterator[Leaf]:
    inner = _without_none(info.annotation)
    required = info.is_required()
    default = None if required else _plain(info.get_default(call_default_factory=True))
    if fields in _MAPPINGS:
        yield Leaf(fields, _MAPPINGS[fields], key=True)
    elif isinstance(inner, type) and issubclass(inner, Text):
        for language in ("zh", "en"):
            yield Leaf((*fields, language), "text", required=required)
    elif isinstance(inner, type) and issubclass(inner, BaseModel):
        yield from _walk(inner, fields)
    elif get_origin(inner) is tuple and issubclass(get_args(inner)[0], BaseModel):
        yield from _walk(get_args(inner)[0], fields)
    else:
        kind = _kind(inner)
        choices = tuple(map(str, get_args(inner))) if kind == "choice" else ()
        yield Leaf(fields, kind, choices, required, default)


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) is Literal:
        return "choice"
    if get_origin(annotation) is tuple:
        return "numbers" if get_args(annotation)[0] is float else "ids"
    if annotation in (bool, int, float, date):
        kinds: dict[Any, Kind] = {bool: "truth", int: "whole", float: "number", date: "date"}
        return kinds[annotation]
    return "amount" if float in _bases(annotation) else "text"


def _without_none(annotation: Any) -> Any:
    parts = [part for part in get_args(annotation) if part is not NoneType]
    is_optional = NoneType in get_args(annotation)
    return parts[0] if is_optional and len(parts) == 1 else annotation


def _bases(annotation: Any) -> set[Any]:
    """The types in an annotation, whatever wraps them."""
    found = {annotation}
    for part in get_args(annotation):
        found |= _bases(part)
    return found


def _plain(value: Any) -> Any:
    if value is None or value is PydanticUndefined:
        return None
    return value.plain() if isinstance(value, Document) else to_jsonable_python(value)
