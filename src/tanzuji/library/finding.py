"""What the search page asks for, read from its address, and addresses of what it may ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from tanzuji.library.searching import FACETS
from tanzuji.library.words import sound

PER_PAGE = 20
MAX_PAGE = 1000
MAX_VALUES = 40
"""Values of facets that one address may choose."""


@dataclass(frozen=True)
class Asked:
    """Words, chosen facets and page; whatever else an address says is not looked at."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

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
        return cls(sound(query.get("q", "")), filters, min(max(1, number), MAX_PAGE))

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
        return Asked(self.text, kept).encoded()

    def only_words(self) -> str:
        """The query string without any chosen value."""
        return Asked(self.text).encoded()

    def at(self, page: int) -> str:
        """The query string of another page."""
        return Asked(self.text, self.filters, page).encoded()

    def encoded(self) -> str:
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        for facet, values in self.filters.items():
            query.setlist(facet, list(values))
        if self.page > 1:
            query["page"] = str(self.page)
        return query.urlencode()
