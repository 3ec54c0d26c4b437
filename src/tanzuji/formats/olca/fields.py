"""The fields of an openLCA object, by every name the dialects use, each refused with its place where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.text import Text

WRONG_SHAPE = define(
    "olca.wrong-shape",
    zh="“{field}”应为{expected_zh}。",
    en="“{field}” should be {expected}.",
    remedy_zh="请对照 openLCA 数据格式说明改正，或重新导出。",
    remedy_en="Compare with the openLCA schema, or export again.",
)

OWN = "tanzuji"
"""What our writer keeps of its own stands under this key of `otherProperties`."""


def other_name(names: Text | None, name: str) -> str:
    """A process's name in the other language, with which its description begins in a package of ours."""
    others = [part for part in (names.zh, names.en) if part and part != name] if names else []
    return "\n".join(others)


class Record:
    """A JSON object with its place; fields are asked for by every name the dialects use, newest first."""

    __slots__ = ("fields", "place")

    def __init__(self, value: Any, place: str) -> None:
        if not isinstance(value, Mapping):
            raise WRONG_SHAPE.error(
                place, field=place.rsplit(".", 1)[-1], expected="an object", expected_zh="对象"
            )
        self.fields: Mapping[str, Any] = value
        self.place = place

    def _first(self, names: tuple[str, ...]) -> Any:
        for name in names:
            value = self.fields.get(name)
            if value is not None:
                return value
        return None

    def _wrong(self, name: str, expected: str, expected_zh: str) -> CodedError:
        return WRONG_SHAPE.error(
            f"{self.place}.{name}", field=name, expected=expected, expected_zh=expected_zh
        )

    def text(self, *names: str) -> str:
        """The text, stripped: published databases carry trailing blanks. Empty where absent."""
        value = self._first(names)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise self._wrong(names[0], "a text", "文字")

    def number(self, *names: str, default: float | None = None) -> float:
        value = self._first(names)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(names[0], "a number", "数")
        return float(value)

    def flag(self, *names: str) -> bool:
        value = self._first(names)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(names[0], "true or false", "true 或 false")
        return bool(value)

    def record(self, *names: str) -> Record:
        """The object under the first name present; an empty one where absent."""
        value = self._first(names)
        return Record({} if value is None else value, f"{self.place}.{names[0]}")

    def records(self, *names: str) -> Iterator[Record]:
        value = self._first(names)
        if value is None:
            return
        if not isinstance(value, list):
            raise self._wrong(names[0], "a list", "列表")
        for at, item in enumerate(value):
            yield Record(item, f"{self.place}.{names[0]}[{at}]")

    def texts(self, *names: str) -> tuple[str, ...]:
        """A list of texts, or one text with separators."""
        value = self._first(names)
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(";") if part.strip())
        return tuple(str(item).strip() for item in value) if isinstance(value, list) else ()

    @property
    def id(self) -> str:
        return self.text("@id", "id")
