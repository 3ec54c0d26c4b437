"""What a report is made of, independent of the form it is handed over in.

All texts are in one language and all numbers are rounded; a writer only arranges them. `cleaned` removes from
every text what no form of output may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from tanzuji.documents.errors import Language
from tanzuji.figures import Figure


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is stated for it; None is shown as not stated."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind a number: a heading and its facts. Unfolded on a page."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    role: Literal["text", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in two columns."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the study under its own name, in the words of whoever made it; None: not stated."""

    name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """The result: name, number, unit, what one unit is, and how the number came about."""

    name: str
    number: str
    unit: str
    per: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `weight` is its share of the width, 0 as narrow as its contents."""

    head: str
    kind: Literal["text", "number", "code"] = "text"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as they are shown; None is shown as not stated. `group` rows head the rows below them."""

    cells: tuple[str | None, ...]
    role: Literal["row", "total", "sub", "group"] = "row"
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (numbered in the report) and a note below."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure; `narrow` is the same one drawn for a telephone."""

    figure: Figure
    narrow: Figure | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the reader must know, and what to do about it."""

    title: str
    text: str
    state: Literal["info", "ok", "warn", "bad"] = "info"


Block = Paragraph | Bullets | Facts | Statement | Value | Table | Drawing | Notice


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report. `clause` hints at the clause it answers; `number` reads `3.2` or `A`."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    clause: str = ""
    number: str = ""

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what was studied, the one large number, who stands behind it."""

    kind: str
    product: str
    value: Value
    boundary: str
    badge: str
    facts: tuple[Fact, ...]
    notices: tuple[Notice, ...]
    strip: Drawing | None = None
    stands: Literal["self", "verified"] = "self"
    """Who stands behind it, which frames the badge: dashed for the maker alone, a thin line for a verifier."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words that a writer adds itself, in the report's language."""

    not_stated: str
    contents: str
    figure: str
    table: str
    as_table: str
    source: str
    page: str
    page_of: str
    continued: str


@dataclass(frozen=True, slots=True)
class Report:
    """A study report in one language."""

    language: Language
    title: str
    author: str
    study: str
    generator: str
    cover: Cover
    sections: tuple[Section, ...]
    labels: Labels
    date: str | None = None

    def walk(self) -> Iterator[Section]:
        """Every section in reading order."""
        for section in self.sections:
            yield from section.walk()

    def drawings(self) -> list[Drawing]:
        """Every figure in reading order, the one on the cover first."""
        found = [self.cover.strip] if self.cover.strip else []
        return found + [b for s in self.walk() for b in s.blocks if isinstance(b, Drawing)]


# XML 1.0 has no place for these; marks that turn the reading direction could show a name backwards.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

T = TypeVar("T")


def clean(text: str) -> str:
    """`text` without characters that a document cannot hold and marks that turn the reading direction."""
    return _DIRECTION.sub("", _FORBIDDEN.sub("\ufffd", text))


def cleaned(value: T) -> T:
    """The same tree of blocks with every text cleaned; figures clean their own texts."""
    return _cleaned(value)  # type: ignore[no-any-return]


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(item) for item in value)
    if isinstance(value, Figure) or not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
