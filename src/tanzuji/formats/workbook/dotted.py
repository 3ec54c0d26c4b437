"""Values at dotted paths of plain data, `unit.amount`: asked for, put there, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanzuji.formats.workbook.messages import GIVEN_TWICE


def value_at(plain: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    for step in path.split("."):
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain


def put(plain: dict[str, Any], path: str, value: Any) -> None:
    """Set `path` in `plain`; dicts meet, anything else may be given once. Raises `workbook.given-twice`."""
    *outer, last = path.split(".")
    for step in outer:
        plain = plain.setdefault(step, {})
        if not isinstance(plain, dict):
            raise GIVEN_TWICE.error(field=path[:60])
    if last in plain and not (plain[last] == {} and isinstance(value, dict)):
        raise GIVEN_TWICE.error(field=path[:60])
    plain[last] = value


def not_carried(whole: dict[str, Any], part: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """(dotted path, value) of everything in `whole` that `part` does not carry."""
    for key, value in whole.items():
        path = f"{prefix}{key}"
        inner = part.get(key)
        if isinstance(value, dict) and isinstance(inner, dict) and value != inner:
            yield from not_carried(value, inner, f"{path}.")
        elif inner != value:
            yield path, value
