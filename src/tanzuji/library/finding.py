"""What the search page asks for, read from its address, and addresses of what it may ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from tanzuji.library.searching import FACETS
from tanzuji.library.sources_of_search import source
from tanzuji.library.words import sound

PER_PAGE = 20
MAX_PAGE = 1000
MAX_VALUES = 40
"""Values of facets that one address may choose."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data are looked for: unit of the amount, region, year and technology they are to stand for."""

    unit: str = ""
    region: str = ""
    year: str = ""
    technology: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Purpose:
        given = {name: sound(query.get(f"for_{name}", "")).strip()[:60] for name in PURPOSES}
        return cls(**given)

    @property
    def number(self) -> int | None:
        """The year; None where none or no year is written."""
        written = self.year
        return int(written) if written.isascii() and written.isdecimal() and len(written) == 4 else None

    @property
    def fields(self) -> dict[str, str]:
        """What is stated, by the name of its field."""
        return {f"for_{name}": value for name in PURPOSES if (value := getattr(self, name))}


PURPOSES = ("unit", "region", "year", "technology")


@dataclass(frozen=True)
class Asked:
    """Words, chosen facets, purpose, place and page; whatever else an address says is not looked at.

    `where` is the key of another registry that is looked through, `""` for datasets.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    purpose: Purpose = Purpose()
    where: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What an address asks; a page that is no number is the first."""
        left = MAX_VALUES
        filters = {}
        for facet in FACETS:
            values = tuple(dict.fromkeys(query.getlist(facet)))[:left]
            if values:
                filters[facet] = values
                left -= len(values)
        page = query.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        where = query.get("in", "")
        return cls(
            sound(query.get("q", "")),
            filters,
            min(max(1, number), MAX_PAGE),
            Purpose.of(query),
            where if source(where) else "",
        )

    @property
    def offset(self) -> int:
        return (self.page - 1) * PER_PAGE

    @property
    def narrowed(self) -> int:
        """How many values are chosen."""
        return sum(len(values) for values in self.filters.values())

    def without(self, facet: str, value: str) -> str:
        """The query string with one chosen value less, on the first page."""
        kept = {f: tuple(v for v in vs if (f, v) != (facet, value)) for f, vs in self.filters.items()}
        return replace(self, filters=kept, page=1).encoded()

    def only_words(self) -> str:
        """The query string without any chosen value."""
        return replace(self, filters={}, page=1).encoded()

    def without_purpose(self) -> str:
        """The query string without what data are looked for."""
        return replace(self, purpose=Purpose(), page=1).encoded()

    def within(self, where: str) -> str:
        """The query string of the same words in another registry."""
        return Asked(self.text, purpose=self.purpose, where=where).encoded()

    def at(self, page: int) -> str:
        """The query string of another page."""
        return replace(self, page=page).encoded()

    def encoded(self) -> str:
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        if self.where:
            query["in"] = self.where
        for name, value in self.purpose.fields.items():
            query[name] = value
        for facet, values in self.filters.items():
            query.setlist(facet, list(values))
        if self.page > 1:
            query["page"] = str(self.page)
        return query.urlencode()
