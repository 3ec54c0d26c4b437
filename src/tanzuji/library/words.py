"""Words of a text as the search knows them: pairs of Chinese characters, Latin words, numbers.

Chinese has no blanks between words, so that a run of characters is kept as its overlapping pairs (`全国电力` →
全国 国电 电力) with the last character by itself: a word of two characters is one pair, and a single character is the
beginning of a pair. Both databases hold and look for these words exactly, so that they find the same.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from tanzuji.documents.regions import regions

HEAD = "_"
"""Marks a word of the head of a dataset (name, region, years, id); without it, a word of anywhere."""

MAX_CHARACTERS = 200
MAX_TERMS = 10
"""What of a query is looked for; nobody types more."""

MAX_WORD = 64
"""Characters of a Latin word that count; PostgreSQL keeps no word beyond 2 kB."""

_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
_EMPTY = {"的", "之", "与", "和", "及", "每", "个", "年", "年度"} | {
    "the",
    "of",
    "for",
    "and",
    "in",
    "per",
    "an",
    "a",
    "to",
}
"""Words that tell nothing as long as others stand beside them."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a term: words that must all be there; a `prefix` needs its last word begun only."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: as it was written, whole or begun, and what else it is called."""

    written: str
    whole: tuple[Form, ...]
    begun: tuple[Form, ...] = ()
    called: tuple[Form, ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        return (*self.whole, *self.begun, *self.called)


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of a query; `cut` where it held more than is looked for."""

    terms: tuple[Term, ...]
    cut: bool = False


def plain(text: str) -> str:
    """One form of a text: full width as half width, capitals as small letters, `ö` as `o`, `CO₂` as `co2`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


def sound(text: str) -> str:
    """A text as every database can take it: PostgreSQL knows no NUL, and neither half a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def runs(text: str) -> list[str]:
    """Runs of Chinese characters and of other letters and digits, in order."""
    return [run if is_han(run) else run[:MAX_WORD] for run in _RUNS.findall(plain(text))]


def is_han(run: str) -> bool:
    return bool(_IS_HAN.match(run))


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run of Chinese characters; of a single one, itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def words(*texts: str) -> dict[str, None]:
    """The words under which texts are found, in order, each once."""
    return dict.fromkeys(word for text in texts for word in _words(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """Those of one text; sources, categories and places come again and again."""
    found: list[str] = []
    for run in runs(text):
        found += [*pairs(run), run[-1]] if is_han(run) else [run]
    return tuple(found)


def column(head: Iterable[str], body: Iterable[str]) -> str:
    """The words of a dataset as one column keeps them: those of the head twice, once with their mark."""
    first = words(*head)
    rest = words(*body)
    return " ".join([*(HEAD + word for word in first), *first, *(word for word in rest if word not in first)])


def query(text: str) -> Query:
    """What a person looks for."""
    found: dict[str, Term] = {}
    for run in runs(text[:MAX_CHARACTERS]):
        for piece in _pieces(run) if is_han(run) else [run]:
            found.setdefault(piece, _term(piece))
    telling = {piece: term for piece, term in found.items() if piece not in _EMPTY} or found
    terms = tuple(telling.values())
    return Query(terms[:MAX_TERMS], cut=len(text.strip()) > MAX_CHARACTERS or len(terms) > MAX_TERMS)


def _pieces(run: str) -> Iterator[str]:
    """A run cut at the words of the field and the names of places that are known; the rest as pairs."""
    start = rest = 0
    while start < len(run):
        known = next(
            (n for n in range(min(8, len(run) - start), 1, -1) if run[start : start + n] in _known()), 0
        )
        if known:
            yield from pairs(run[rest:start]) if rest < start else ()
            yield run[start : start + known]
            start = rest = start + known
        else:
            start += 1
    if rest < len(run):
        yield from pairs(run[rest:])


def _term(piece: str) -> Term:
    # a single character begins too many words to be what another one is called
    others = tuple(_form(other) for other in _synonyms().get(piece, ()) if len(other) > 1)
    if is_han(piece):
        # a single character is looked for at the beginning of pairs
        return Term(piece, (Form(tuple(pairs(piece)), prefix=len(piece) == 1),), (), others)
    spellings = _inflections(piece)
    whole = tuple(Form((spelling,)) for spelling in (*spellings, *_plurals(piece)))
    # one letter begins too much to tell anything, and so do the first digits of a number
    tells = len(piece) > (4 if piece.isdecimal() else 1)
    begun = tuple(Form((spelling,), prefix=True) for spelling in spellings) if tells else ()
    return Term(piece, whole, begun, others)


def _form(text: str) -> Form:
    """A synonym as a form: a Chinese word as its pairs, an English one begun, so that its plural counts."""
    parts = [part for run in runs(text) for part in (pairs(run) if is_han(run) else [run])]
    return Form(tuple(parts), prefix=not is_han(parts[-1]) and len(parts[-1]) > 3)


def _inflections(word: str) -> list[str]:
    """An English word and its singular."""
    if word.endswith("ies") and len(word) > 4:
        return [word, word[:-3] + "y"]
    if word.endswith(("ses", "xes", "zes", "ches", "shes")) and len(word) > 4:
        return [word, word[:-2]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return [word, word[:-1]]
    # batteries does not begin with battery
    return [word, word[:-1] + "ies"] if word.endswith("y") and len(word) > 3 else [word]


def _plurals(word: str) -> list[str]:
    if not (word.isascii() and word.isalpha()) or len(word) < 3 or word.endswith(("s", "y")):
        return []
    return [word + ("es" if word.endswith(("x", "z", "ch", "sh")) else "s")]


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    """By word, what else it is called (`synonyms.csv`); a word of several rows has the others of all of them."""
    found: dict[str, dict[str, None]] = {}
    table = resources.files("tanzuji.library").joinpath("synonyms.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        group = [plain(word) for cell in (row["zh"], row["en"]) for word in cell.split(";") if word]
        for word in group:
            found.setdefault(word, {}).update({other: None for other in group if other != word})
    return {word: tuple(others) for word, others in found.items()}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Chinese words of two characters or more at which a run is cut."""
    names = [name for region in regions().values() for name in region.names]
    return frozenset(w for w in (*_synonyms(), *map(plain, names)) if is_han(w) and len(w) > 1)


def place(term: Term, held: Iterable[str]) -> str:
    """Where a dataset that holds these words (`column`) has a term: `head`, `body` or `none`."""
    kept = set(held)
    for mark, where in ((HEAD, "head"), ("", "body")):
        if any(_holds(form, kept, mark) for form in term.forms):
            return where
    return "none"


def _holds(form: Form, held: set[str], mark: str) -> bool:
    *first, last = [mark + word for word in form.words]
    if not held.issuperset(first):
        return False
    return last in held or (form.prefix and any(word.startswith(last) for word in held))
