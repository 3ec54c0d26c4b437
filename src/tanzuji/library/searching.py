"""The search over the index: two statements, one that counts by facet and one that reads a page of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection

from tanzuji.documents.regions import GLOBAL, country, region
from tanzuji.documents.text import Text
from tanzuji.library import kinds, matching
from tanzuji.library.found import Facet, Option
from tanzuji.library.matching import Parameter, Sql
from tanzuji.library.words import Query

Groups = tuple[tuple[Any, ...], ...]

Releases = Mapping[str, tuple[str, Text]]
"""`name@version` and title by the id that the database knows a release by."""

Filters = Mapping[str, Collection[str]]
"""Chosen values by facet."""

FACETS: dict[str, tuple[str, Text]] = {
    "topic": ("e.topic", Text(zh="类别", en="Category")),
    "unit_kind": ("e.unit_kind", Text(zh="单位", en="Unit")),
    "region": ("e.geography", Text(zh="地域", en="Region")),
    "year": ("e.year", Text(zh="数据年份", en="Year of the data")),
    "boundary": ("e.boundary", Text(zh="边界", en="Boundary")),
    "gas_basis": ("e.gas_basis", Text(zh="气体口径", en="Gases")),
    "confidence": ("e.confidence", Text(zh="可信度", en="Confidence")),
    "state": ("CASE WHEN e.replaced_by = '' THEN 'current' ELSE 'replaced' END", Text(zh="状态", en="State")),
    "release": ("e.release_id", Text(zh="数据库", en="Library")),
}
"""Facets by id: the expression that gives an entry's value, and the name."""

_NUMBERS = ("year", "release")

LINE_TOPICS: dict[str, tuple[str, ...]] = {
    "energy": ("electricity", "fuels", "heat"),
    "electricity": ("electricity",),
    "input": ("materials", "water", "refrigerants", "process-emissions"),
    "transport": ("transport",),
    "waste": ("waste",),
}
"""By kind of line, the topics that usually supply it; they come first."""

COLUMNS = (
    "id", "release_id", "dataset", "version", "name_zh", "name_en", "unit", "geography", "year_from", "year_to",
    "boundary", "gas_basis", "gwp_set", "category", "value", "confidence", "includes_losses", "replaced_by",
    "replaced_year", "refused", "source",
)  # fmt: skip

_USUAL = (
    "CASE WHEN e.category IN ('electricity > footprint-factors', 'electricity > country-mix') THEN 0 "
    "WHEN e.topic = 'spend-based' THEN 2 ELSE 1 END"
)
"""Power from the grid is the average one unless somebody asks for another; factors per money are the last resort."""

_CONFIDENCE = "CASE e.confidence WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END"


@dataclass(frozen=True)
class Search:
    """A query over some releases, seen from a line: its unit's fitting units, its kind, its study's region."""

    query: Query
    releases: tuple[int, ...]
    filters: Filters = field(default_factory=dict)
    units: tuple[str, ...] | None = None
    geography: str = ""
    kind: str = ""
    every: bool = True
    refused: bool | None = None
    """Only those that may not be chosen, or only others; None: all."""

    def _where(self, filters: Filters) -> Sql:
        parts = [Sql(f"e.release_id IN ({_marks(self.releases)})", self.releases)]
        if self.query.terms:
            parts.append(matching.matching(self.query, every=self.every))
        if self.refused is not None:
            parts.append(Sql("e.refused" if self.refused else "NOT e.refused"))
        for facet, values in filters.items():
            parts.append(_among(facet, values))
        return Sql(
            " AND ".join(f"({part.text})" for part in parts),
            tuple(parameter for part in parts for parameter in part.parameters),
        )

    def _order(self) -> Sql:
        keys = [_descending(matching.matched(self.query))] if not self.every else []
        keys.append(Sql("e.refused"))
        if self.units is not None:
            keys.append(
                Sql(f"CASE WHEN e.unit IN ({_marks(self.units)}) THEN 0 ELSE 1 END", self.units)
                if self.units
                else Sql("1")
            )
        topics = LINE_TOPICS.get(self.kind)
        if topics:
            keys.append(Sql(f"CASE WHEN e.topic IN ({_marks(topics)}) THEN 0 ELSE 1 END", topics))
        if self.query.terms:
            keys.append(_descending(matching.closeness(self.query)))
        keys.append(Sql("CASE WHEN e.replaced_by = '' THEN 0 ELSE 1 END"))  # before the region: none second
        if self.geography:
            keys.append(_distance(self.geography))
        keys += [
            Sql(_USUAL),
            Sql("e.year DESC NULLS LAST"),
            Sql(_CONFIDENCE),
            Sql("LENGTH(e.name_zh) + LENGTH(e.name_en)"),
            Sql("e.release_id"),
            Sql("e.position"),
        ]
        return Sql(", ".join(key.text for key in keys), tuple(p for key in keys for p in key.parameters))

    def page(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """The rows of a page, best first."""
        where, order = self._where(self.filters), self._order()
        columns = ", ".join(f"e.{column}" for column in COLUMNS)
        rows = _rows(
            f"SELECT {columns} FROM library_entry e WHERE {where.text} ORDER BY {order.text} LIMIT %s OFFSET %s",
            (*where.parameters, *order.parameters, limit, offset),
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def groups(self) -> Groups:
        """How many of what the words find have which values of the facets: a row a combination, its count last."""
        return self._groups() if self.query.terms else _all_groups(self.releases, _indexed(self.releases))

    def _groups(self) -> Groups:
        where = self._where({})
        keys = ", ".join(expression for expression, _ in FACETS.values())
        numbers = ", ".join(str(i + 1) for i in range(len(FACETS)))
        found = _rows(
            f"SELECT {keys}, COUNT(*) FROM library_entry e WHERE {where.text} GROUP BY {numbers}",
            where.parameters,
        )
        return tuple((*("" if value is None else str(value) for value in row[:-1]), row[-1]) for row in found)


@lru_cache(maxsize=16)
def _all_groups(releases: tuple[int, ...], indexed: str) -> Groups:
    """Those of everything in some releases: what the page shows that most people come to first."""
    return Search(Query(()), releases)._groups()


def counted(groups: Groups, filters: Filters, releases: Releases) -> tuple[int, tuple[Facet, ...]]:
    """How many are left by all filters, and each facet with what the others leave of it."""
    places = {facet: i for i, facet in enumerate(FACETS)}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    total = 0
    for group in groups:
        missed = [facet for facet, values in filters.items() if group[places[facet]] not in values]
        count = group[-1]
        if not missed:
            total += count
            for facet, i in places.items():
                counts[facet][group[i]] += count
        elif len(missed) == 1:
            counts[missed[0]][group[places[missed[0]]]] += count
    return total, tuple(_facet(facet, counts[facet], filters, releases) for facet in FACETS)


def _facet(facet: str, counts: Counter[str], filters: Filters, releases: Releases) -> Facet:
    chosen = filters.get(facet, ())
    for value in chosen:
        counts.setdefault(value, 0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if facet == "year":
        ordered = sorted(counts.items(), reverse=True)
    if facet == "release":
        found = [(*releases[i], n, i in chosen) for i, n in ordered if i in releases]
        return Facet(facet, FACETS[facet][1], tuple(Option(*option) for option in found))
    options = tuple(Option(v, _named(facet, v), n, v in chosen) for v, n in ordered)
    return Facet(facet, FACETS[facet][1], options)


def _named(facet: str, value: str) -> Text:
    if not value:
        return Text(zh="未说明", en="not stated")
    if facet == "region":
        return region(value).name
    return kinds.topic(value) if facet == "topic" else kinds.named(facet, value)


def units_of(releases: tuple[int, ...]) -> tuple[str, ...]:
    """The units of the releases' datasets, each once."""
    return _units(releases, _indexed(releases))


@lru_cache(maxsize=64)
def _units(releases: tuple[int, ...], indexed: str) -> tuple[str, ...]:
    found = _rows(
        f"SELECT DISTINCT e.unit FROM library_entry e WHERE e.release_id IN ({_marks(releases)})", releases
    )
    return tuple(sorted(unit for (unit,) in found))


def _indexed(releases: tuple[int, ...]) -> str:
    """When the releases were indexed last; what is kept of them is good until then."""
    found = _rows(
        f"SELECT MAX(r.indexed_at) FROM library_release r WHERE r.id IN ({_marks(releases)})", releases
    )
    return str(found[0][0])


def _among(facet: str, values: Collection[str]) -> Sql:
    """Entries with one of the values; an empty one is none."""
    expression, chosen = FACETS[facet][0], tuple(values)
    if facet not in _NUMBERS:
        return Sql(f"{expression} IN ({_marks(chosen)})", chosen)
    numbers = tuple(int(value) for value in chosen if value.isdecimal() and len(value) < 10)
    among = Sql(f"{expression} IN ({_marks(numbers)})" if numbers else "1 = 0", numbers)
    return Sql(f"{among.text} OR {expression} IS NULL", numbers) if "" in chosen else among


def _distance(geography: str) -> Sql:
    """How far a dataset's region is from the study's: itself, its country, a part of it, the world, elsewhere."""
    begins = geography + "-"
    return Sql(
        "CASE WHEN e.geography = %s THEN 0 WHEN e.geography = %s THEN 1 "
        f"WHEN SUBSTR(e.geography, 1, {len(begins)}) = %s THEN 2 "
        f"WHEN e.geography IN ({_marks(GLOBAL)}) THEN 3 ELSE 4 END",
        (geography, country(geography), begins, *GLOBAL),
    )


def _descending(key: Sql) -> Sql:
    return Sql(f"({key.text}) DESC", key.parameters)


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(statement: str, parameters: Sequence[Parameter]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
