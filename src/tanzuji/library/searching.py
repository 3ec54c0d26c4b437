"""The search over the index: what holds the words, counted by facet, the best first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.regions import GLOBAL, country, region
from tanzuji.documents.text import Text
from tanzuji.library import kinds
from tanzuji.library.found import Facet, Option
from tanzuji.library.models import Entry
from tanzuji.library.postings import Looked
from tanzuji.library.shelves import FAR, NO_YEAR, Mask, Shelf, shelf
from tanzuji.library.words import Query

Releases = Mapping[str, tuple[str, Text]]
"""`name@version` and title by the id that the database knows a release by."""

Filters = Mapping[str, Collection[str]]
"""Chosen values by facet."""

Numbers = NDArray[np.int64]

FACETS: dict[str, tuple[str, Text]] = {
    "topic": ("topic", Text(zh="类别", en="Category")),
    "unit_kind": ("unit_kind", Text(zh="单位", en="Unit")),
    "region": ("geography", Text(zh="地域", en="Region")),
    "year": ("", Text(zh="数据年份", en="Year of the data")),
    "boundary": ("boundary", Text(zh="边界", en="Boundary")),
    "gas_basis": ("gas_basis", Text(zh="气体口径", en="Gases")),
    "confidence": ("confidence", Text(zh="可信度", en="Confidence")),
    "state": ("", Text(zh="状态", en="State")),
    "release": ("", Text(zh="数据库", en="Library")),
}
"""Facets by id: the column of texts that gives an entry's value, and the name."""

_STATES = ("current", "replaced")

LINE_TOPICS: dict[str, tuple[str, ...]] = {
    "energy": ("electricity", "fuels", "heat"),
    "electricity": ("electricity",),
    "input": ("materials", "water", "refrigerants", "process-emissions"),
    "transport": ("transport",),
    "waste": ("waste",),
}
"""By kind of line, the topics that usually supply it; they come first."""

COLUMNS = (
    "id", "release_id", "position", "dataset", "version", "name_zh", "name_en", "unit", "geography", "year_from", "year_to",
    "boundary", "gas_basis", "gwp_set", "category", "value", "confidence", "includes_losses", "replaced_by",
    "replaced_year", "refused", "source", "rating",
)  # fmt: skip


NOTHING = Query(())


@dataclass(frozen=True)
class Search:
    """A query over some releases, seen from a line: its unit's fitting units, its kind, its study's region and year.

    `releases` by id in ascending order. `geography`, `year` and `technology` are what the data are to stand for.
    """

    query: Query
    releases: tuple[int, ...]
    units: tuple[str, ...] | None = None
    geography: str = ""
    kind: str = ""
    year: int | None = None
    technology: Query = NOTHING

    def hits(self, *, relaxed: bool = False, some: bool = False) -> Hits:
        """What holds every term; where nothing does and `relaxed` is asked for, or with `some`, what holds any."""
        on = shelf(self.releases)
        looked = Looked.up(on, self.query, self.technology)
        if not self.query.terms:
            nothing = np.zeros(len(on), np.uint8)
            return Hits(self, looked, np.arange(len(on)), nothing, nothing)
        held = np.zeros(len(on), np.uint8)
        points = np.zeros(len(on), np.uint8)
        for term in self.query.terms:
            holding, worth = looked.points(term)
            held += holding
            points += worth
        count = len(self.query.terms)
        among = np.flatnonzero(held == count)
        every = not some and (bool(among.size) or count == 1 or not relaxed)
        if not every:
            among = np.flatnonzero(held)
        return Hits(self, looked, among, points[among], held[among], every)


@dataclass(frozen=True)
class Hits:
    """What a search found, before it is narrowed: entries of the shelf, how well each matches, how many terms it holds."""

    asked: Search
    looked: Looked
    among: Numbers
    points: NDArray[np.uint8]
    held: NDArray[np.uint8]
    every: bool = True

    @property
    def on(self) -> Shelf:
        return self.looked.shelf

    def _of(self, column: NDArray[Any]) -> NDArray[Any]:
        """What hits have in a column; all of it where everything was found."""
        return column if self.among.size == column.size else column[self.among]

    @cached_property
    def _facets(self) -> dict[str, tuple[NDArray[Any], tuple[str, ...]]]:
        """The value of every hit by facet, as a number, and the texts it counts in."""
        on = self.on
        found: dict[str, tuple[NDArray[Any], tuple[str, ...]]] = {
            facet: (self._of(on.codes[column]), on.texts[column])
            for facet, (column, _) in FACETS.items()
            if column
        }
        found["year"] = (self._of(on.years[0]), on.years[1])
        found["state"] = (self._of(on.replaced).view(np.uint8), _STATES)
        found["release"] = (self._of(on.of_release), tuple(map(str, on.releases)))
        return found

    def _missed(self, filters: Filters) -> dict[str, Mask]:
        """Which hits each filter leaves out."""
        found = {}
        for facet, chosen in filters.items():
            numbers, texts = self._facets[facet]
            left_out = np.array([text not in chosen for text in texts] or [True])
            found[facet] = left_out[numbers]
        return found

    def counted(self, filters: Filters, releases: Releases) -> tuple[int, tuple[Facet, ...]]:
        """How many are left by all filters, and each facet with what the others leave of it."""
        missed = self._missed(filters)
        misses = np.zeros(self.among.size, np.uint8)
        for mask in missed.values():
            misses += mask
        left = misses == 0
        facets = []
        for facet in FACETS:
            numbers, texts = self._facets[facet]
            kept = left if facet not in missed else misses == missed[facet]
            counts = np.bincount(numbers[kept] if missed else numbers, minlength=len(texts)).tolist()
            by_value = {text: n for text, n in zip(texts, counts, strict=True) if n}
            facets.append(_facet(facet, by_value, filters, releases))
        return int(np.count_nonzero(left)), tuple(facets)

    def page(
        self, offset: int, limit: int, filters: Filters | None = None, *, refused: bool | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a page, best first. `refused`: only those that may not be chosen, or only others; None: all."""
        at = np.arange(self.among.size)
        masks = [~mask for mask in self._missed(filters or {}).values()]
        if refused is not None:
            masks.append(self._of(self.on.refused) == refused)
        if masks:
            at = np.flatnonzero(np.logical_and.reduce(masks))
        return _rows([self.on.place(int(i)) for i in self.among[_best(self._key(at), at, offset, limit)]])

    def _key(self, at: Numbers) -> NDArray[np.uint64]:
        """One number a hit, least first: its places in all orders that count, the first in the highest bits."""
        on, asked, among = self.on, self.asked, self.among[at]
        key = np.zeros(at.size, np.uint64)

        def then(bits: int, place: NDArray[Any]) -> None:
            nonlocal key
            key = (key << np.uint64(bits)) | place.astype(np.uint64)

        def by_text(column: str, rank: Mapping[str, int]) -> NDArray[Any]:
            return np.array([rank[text] for text in on.texts[column]] or [0])[on.codes[column][among]]

        if not self.every:
            then(4, 15 - self.held[at])
        then(1, on.refused[among])
        if asked.units is not None:
            then(1, by_text("unit", {unit: unit not in asked.units for unit in on.texts["unit"]}))
        topics = LINE_TOPICS.get(asked.kind)
        if topics:
            then(1, by_text("topic", {topic: topic not in topics for topic in on.texts["topic"]}))
        if asked.query.terms:
            then(6, 63 - self.points[at])
        if asked.technology.terms:
            then(4, 15 - np.sum([self.looked.points(t)[0][among] for t in asked.technology.terms], axis=0))
        then(1, on.replaced[among])  # before the region: none second
        if asked.geography:
            then(3, by_text("geography", {g: distance(asked.geography, g) for g in on.texts["geography"]}))
        then(
            32, on.standing[among] if asked.year is None else on.order(self._apart(among, asked.year), among)
        )
        return key

    def _apart(self, among: Numbers, year: int) -> NDArray[Any]:
        """Years from the one asked for."""
        years = self.on.year[among].astype(np.int32)
        return np.where(years == NO_YEAR, FAR, np.minimum(np.abs(years - year), FAR))


def _best(key: NDArray[np.uint64], at: Numbers, offset: int, limit: int) -> Numbers:
    """The hits of a page by their keys; those of one key in their own order."""
    if offset >= at.size:
        return at[:0]
    last = min(offset + limit, at.size) - 1
    near = np.flatnonzero(key <= np.partition(key, last)[last])
    return at[near[np.argsort(key[near], kind="stable")][offset : last + 1]]


def distance(asked: str, geography: str) -> int:
    """How far a dataset's region is from the study's: itself, its country, a part of it, the world, elsewhere."""
    if geography == asked:
        return 0
    if geography == country(asked):
        return 1
    if geography.startswith(f"{asked}-"):
        return 2
    return 3 if geography in GLOBAL else 4


def _rows(places: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """The entries at these releases and positions, in this order."""
    by_release: dict[int, list[int]] = {}
    for release, position in places:
        by_release.setdefault(release, []).append(position)
    found = {
        (row["release_id"], row["position"]): row
        for release, positions in by_release.items()
        for row in Entry.objects.filter(release=release, position__in=positions).values(*COLUMNS)
    }
    return [found[place] for place in places if place in found]


def _facet(facet: str, counts: dict[str, int], filters: Filters, releases: Releases) -> Facet:
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
    return tuple(sorted(shelf(releases).texts["unit"]))
