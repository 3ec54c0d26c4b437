"""What a search narrows and sorts by, as arrays over all entries of the releases it looks through.

Half a million entries are ten megabytes and are counted by nine facets in a few milliseconds, which neither database
does in less than a second. Each release keeps its arrays (`SortKeys`), made when it is indexed; a process holds those
of the sets of releases that were asked for last.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.library.found import AVERAGE
from tanzuji.library.models import SortKeys

if TYPE_CHECKING:
    from tanzuji.library.models import Entry

Codes = NDArray[np.uint16]
Mask = NDArray[np.bool_]

TEXTS = ("topic", "unit_kind", "geography", "boundary", "gas_basis", "confidence", "unit", "usual")
"""Columns that hold one of a few texts: kept as numbers into a list of them."""

NO_YEAR = -1
FAR = 9_999
"""Years between data and a line where one of them is not stated."""
_CONFIDENCE = {"high": 0, "medium": 1}
_NO_RATING, _MIDDLE = 0, 30
"""Tenths of a data-quality rating that is not known, and where such data stand among others."""
USUAL = ("first", "second", "last")


@dataclass(frozen=True)
class Shelf:
    """The entries of some releases, one after the other in the order of the releases' ids and of positions.

    `codes[column]` has a number an entry, which counts in `texts[column]`.
    """

    releases: tuple[int, ...]
    starts: tuple[int, ...]
    """Where each release begins; one more than there are releases."""
    codes: dict[str, Codes]
    texts: dict[str, tuple[str, ...]]
    year: NDArray[np.int16]
    """The last year an entry stands for; `NO_YEAR` where it is not stated."""
    rating: NDArray[np.uint8]
    """Data quality in tenths, 10 best to 50; 0 where there are no scores."""
    length: NDArray[np.uint8]
    """Characters of both names, 255 at most."""
    refused: Mask
    replaced: Mask

    def __len__(self) -> int:
        return self.starts[-1]

    def place(self, at: int) -> tuple[int, int]:
        """Release and position of an entry."""
        i = int(np.searchsorted(self.starts, at, side="right")) - 1
        return self.releases[i], at - self.starts[i]

    @cached_property
    def of_release(self) -> Codes:
        """The number of each entry's release, which counts in `releases`."""
        return np.repeat(np.arange(len(self.releases), dtype=np.uint16), np.diff(self.starts))

    @cached_property
    def years(self) -> tuple[Codes, tuple[str, ...]]:
        """The number of each entry's year, and the years it counts in; `""` is none."""
        years, numbers = np.unique(self.year, return_inverse=True)
        return numbers.astype(np.uint16), tuple("" if y == NO_YEAR else str(y) for y in years.tolist())

    @cached_property
    def standing(self) -> NDArray[np.uint32]:
        """The order of entries that match alike and of which no year is asked: the usual, the newest, the best first."""
        return self.order(np.where(self.year == NO_YEAR, FAR, FAR - self.year.astype(np.int32)))

    def order(
        self, apart: NDArray[Any], among: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.uint32]:
        """One number an entry, least first: usual, years `apart`, confidence, data quality, short names."""
        usual = np.array([USUAL.index(text) for text in self.texts["usual"]] or [0], np.uint32)
        level = np.array([_CONFIDENCE.get(text, 2) for text in self.texts["confidence"]] or [0], np.uint32)
        rating = self.rating[among].astype(np.uint32)
        rating[rating == _NO_RATING] = _MIDDLE
        found: NDArray[Any] = usual[self.codes["usual"][among]]
        for bits, place in (
            (14, apart), (2, level[self.codes["confidence"][among]]), (6, rating), (8, self.length[among]),
        ):  # fmt: skip
            found = found << np.uint32(bits) | place.astype(np.uint32)
        return found


def pack(entries: Sequence[Entry]) -> bytes:
    """The arrays of a release's entries, which are in the order of their positions."""
    found: dict[str, NDArray[Any]] = {}
    for column in TEXTS:
        values = [_usual(e) if column == "usual" else str(getattr(e, column)) for e in entries]
        texts = {text: i for i, text in enumerate(dict.fromkeys(values))}
        found[column] = np.array([texts[value] for value in values], np.uint16)
        found[f"{column}_texts"] = np.array([text.encode() for text in texts] or [b""], np.bytes_)
    found["year"] = np.array([NO_YEAR if e.year is None else e.year for e in entries], np.int16)
    found["rating"] = np.array(
        [_NO_RATING if e.rating is None else round(10 * e.rating) for e in entries], np.uint8
    )
    found["length"] = np.array([min(len(e.name_zh) + len(e.name_en), 255) for e in entries], np.uint8)
    found["refused"] = np.array([e.refused for e in entries], np.bool_)
    found["replaced"] = np.array([bool(e.replaced_by) for e in entries], np.bool_)
    file = io.BytesIO()
    np.savez(file, **found)  # type: ignore[arg-type]
    return file.getvalue()


def _usual(entry: Entry) -> str:
    """Power from the grid is the average one unless somebody asks for another; factors per money are the last resort."""
    if entry.category in AVERAGE:
        return USUAL[0]
    return USUAL[2] if entry.topic == "spend-based" else USUAL[1]


def shelf(releases: tuple[int, ...]) -> Shelf:
    """The entries of these releases, by id in ascending order; again the same object while none was indexed anew."""
    made = SortKeys.objects.filter(release__in=releases).order_by("release_id")
    return _shelf(tuple(made.values_list("release_id", "release__digest", "release__indexed_by")))


@lru_cache(maxsize=8)
def _shelf(made: tuple[tuple[int, str, str], ...]) -> Shelf:
    ids = tuple(release for release, *_ in made)
    rows = SortKeys.objects.filter(release__in=ids).order_by("release_id")
    parts = [dict(np.load(io.BytesIO(bytes(arrays)))) for arrays in rows.values_list("arrays", flat=True)]
    codes, texts = {}, {}
    for column in TEXTS:
        known: dict[str, int] = {}
        codes[column] = _joined(np.uint16, [_renumbered(part, column, known) for part in parts])
        texts[column] = tuple(known)
    return Shelf(
        ids,
        (0, *(int(n) for n in np.cumsum([part["year"].size for part in parts]))),
        codes,
        texts,
        **{
            name: _joined(kind, [part[name] for part in parts])
            for name, kind in (
                ("year", np.int16), ("rating", np.uint8), ("length", np.uint8),
                ("refused", np.bool_), ("replaced", np.bool_),
            )
        },
    )  # fmt: skip


def _renumbered(part: dict[str, NDArray[Any]], column: str, known: dict[str, int]) -> Codes:
    """A release's numbers of a column as they count in the texts of all."""
    texts = [bytes(text).decode() for text in part[f"{column}_texts"]]
    numbers = np.array([known.setdefault(text, len(known)) for text in texts], np.uint16)
    found: Codes = numbers[part[column]] if part[column].size else part[column]
    return found


def _joined(kind: Any, parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, kind)
