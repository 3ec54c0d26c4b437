"""The index of words: for each word of a release, the entries that hold it. Plain rows that either database keeps alike.

Chinese needs pairs of characters, which neither database's own full-text search parts words into, and both read the
text of every row that holds a frequent word before they can count. Here a word is one row of packed positions, so that
a query reads a few dozen rows however often its words stand in the library.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from tanzuji.library.models import Posting
from tanzuji.library.shelves import Mask, Shelf
from tanzuji.library.words import HEAD, Form, Query, Term

_BATCH = 2000
_END = b"\xff"
"""Behind every continuation of a word: no byte of UTF-8."""


def postings(columns: Iterable[str]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Word, positions of entries with it in their head, of those with it elsewhere only; `columns` by position."""
    head: dict[str, array[int]] = {}
    rest: dict[str, array[int]] = {}
    for position, column in enumerate(columns):
        words = column.split(" ")
        marked = {word[1:] for word in words if word.startswith(HEAD)}
        for word in words:
            if word and not word.startswith(HEAD):
                into = head if word in marked else rest
                into.setdefault(word, array("I")).append(position)
    for word in sorted({*head, *rest}):
        yield word.encode(), _packed(head.get(word)), _packed(rest.get(word))


def _packed(positions: array[int] | None) -> bytes:
    return b"" if positions is None else np.asarray(positions, "<u4").tobytes()


def _positions(packed: bytes | memoryview) -> NDArray[np.int64]:
    return np.frombuffer(bytes(packed), "<u4").astype(np.int64)


def write(release: int, columns: Iterable[str]) -> None:
    """The postings of a release in place of those it had."""
    Posting.objects.filter(release=release).delete()
    rows = (Posting(release_id=release, word=w, head=h, rest=r) for w, h, r in postings(columns))
    Posting.objects.bulk_create(rows, batch_size=_BATCH)


@dataclass
class _Held:
    """Which entries hold a word: in their head, and anywhere."""

    head: Mask
    anywhere: Mask

    def __and__(self, other: _Held) -> _Held:
        return _Held(self.head & other.head, self.anywhere & other.anywhere)

    def __or__(self, other: _Held) -> _Held:
        return _Held(self.head | other.head, self.anywhere | other.anywhere)


@dataclass
class Looked:
    """What was read of the index for a query: which entries hold its terms, and how well."""

    shelf: Shelf
    _words: dict[bytes, _Held] = field(default_factory=dict)
    _begun: dict[bytes, _Held] = field(default_factory=dict)

    @classmethod
    def up(cls, shelf: Shelf, *queries: Query) -> Looked:
        """Reads every word of the queries at once."""
        forms = [form for query in queries for term in query.terms for form in term.forms]
        words = {w.encode() for f in forms for w in (f.words[:-1] if f.prefix else f.words)}
        begun = {f.words[-1].encode() for f in forms if f.prefix}
        looked = cls(shelf)
        looked._read(words, begun)
        return looked

    def _read(self, words: set[bytes], begun: set[bytes]) -> None:
        """One statement for all words and one a beginning: each walks the index of words."""
        if words:
            self._take(Q(word__in=sorted(words)), self._words)
        for word in begun:
            self._take(Q(word__gte=word, word__lt=word + _END), self._begun, word)

    def _take(self, wanted: Q, into: dict[bytes, _Held], begun: bytes = b"") -> None:
        starts = dict(zip(self.shelf.releases, self.shelf.starts, strict=False))
        rows = Posting.objects.filter(wanted, release__in=self.shelf.releases)
        for release, word, head, rest in rows.values_list("release_id", "word", "head", "rest"):
            held = into.get(key := begun or bytes(word))
            if held is None:
                held = into[key] = self._none()
            first, other = (_positions(packed) + starts[release] for packed in (head, rest))
            held.head[first] = held.anywhere[first] = held.anywhere[other] = True

    def _none(self) -> _Held:
        return _Held(np.zeros(len(self.shelf), np.bool_), np.zeros(len(self.shelf), np.bool_))

    def _form(self, form: Form) -> _Held:
        *first, last = (word.encode() for word in form.words)
        found = (self._begun if form.prefix else self._words).get(last)
        for word in first:
            other = self._words.get(word)
            found = found & other if found is not None and other is not None else None
        return found if found is not None else self._none()

    def _any(self, forms: Sequence[Form]) -> _Held | None:
        found: _Held | None = None
        for form in forms:
            held = self._form(form)
            found = held if found is None else found | held
        return found

    def points(self, term: Term) -> tuple[Mask, NDArray[np.uint8]]:
        """Which entries hold a term, and how well: 4 where the head of the dataset has it, 3 where it has a word that
        begins so, 2 where it has another name of the same, 1 where it stands elsewhere (category, source)."""
        holding = np.zeros(len(self.shelf), np.bool_)
        points = np.zeros(len(self.shelf), np.uint8)
        for worth, forms in ((2, term.called), (3, term.begun), (4, term.whole)):
            held = self._any(forms)
            if held is not None:
                holding |= held.anywhere
                points[held.head] = worth
        np.maximum(points, holding, out=points)
        return holding, points
