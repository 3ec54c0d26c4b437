"""Datasets suggested for the lines of a bill of materials, each with how sure that is and why.

What the organisation confirmed for a line like it comes first. Otherwise a dataset is as likely as its words agree
with the line's, both ways, times how well unit, region, year, kind and quality fit. A person decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tanzuji.documents.regions import code_of
from tanzuji.documents.text import Text
from tanzuji.library import fit, kinds, queries, words
from tanzuji.library.found import Row
from tanzuji.library.models import Entry, Match
from tanzuji.library.queries import ReleaseName
from tanzuji.library.remembering import key_of, remembered
from tanzuji.library.searching import LINE_TOPICS, Hits, Search, distance, units_of
from tanzuji.library.words import Query, Term
from tanzuji.parties.acting import Acting

Sureness = Literal["confirmed", "high", "medium", "low"]

SURENESS: dict[Sureness, Text] = {
    "confirmed": Text(zh="本单位确认过", en="confirmed before"),
    "high": Text(zh="把握大", en="likely"),
    "medium": Text(zh="有可能", en="possible"),
    "low": Text(zh="仅供参考", en="a guess"),
}

HIGH, MEDIUM, LOW = 0.62, 0.4, 0.15
"""Scores from which a suggestion is likely, possible, worth showing: see `tests/library/test_suggesting.py`."""

_LOOKED_AT = 15
"""Best hits by the search's own order that are weighed."""
_NEAR = 0.9
"""A second one within this share of the first makes the first no more than possible."""

_REGION = (1.0, 0.97, 0.92, 0.9, 0.75)
_QUALITY = {"high": 1.0, "medium": 0.97, "low": 0.92}
_WRONG_UNIT, _REPLACED, _OTHER_KIND, _UNUSUAL = 0.3, 0.6, 0.8, 0.8
_PART_OF_IT = 0.75
"""Carbon dioxide alone, or the reaction of a process without what goes into it."""
_GENERIC: dict[str, tuple[str, ...]] = {
    "transport": ("运输", "配送", "transport", "freight", "delivery"),
    "waste": ("处理", "处置", "treatment", "disposal"),
}
"""By kind of line, terms that say no more than the kind."""
_ASIDE, _NOUN, _UNKNOWN = 0.15, 5.0, 1.5
"""Weights of terms: in brackets, of what the line is, of what no dataset has; the rarest of 3 000 weighs 7."""


@dataclass(frozen=True, slots=True)
class Need:
    """A line that needs a dataset: what it is called, its unit and kind (`LINE_TOPICS`), where and when it is used."""

    name: Text
    unit: str = ""
    kind: str = ""
    geography: str = ""
    year: int | None = None

    @property
    def key(self) -> str:
        return key_of(self.name.to("zh"), self.kind, self.unit)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A dataset for a line; `score` 0 to 1 (1: confirmed), `why` the reasons in the order in which they count."""

    row: Row
    sureness: Sureness
    score: float
    why: tuple[Text, ...]
    match: Match | None = None

    @property
    def name(self) -> Text:
        return SURENESS[self.sureness]


def suggestions(
    acting: Acting,
    needs: Sequence[Need],
    *,
    releases: Sequence[ReleaseName] | None = None,
    count: int = 3,
) -> list[tuple[Suggestion, ...]]:
    """For every need at most `count` datasets a footprint may stand on, the likeliest first."""
    known = remembered(acting, (need.key for need in needs))
    on = queries.looked_through(releases, acting)
    return [_for(acting, need, on, known.get(need.key), count) for need in needs]


def _for(
    acting: Acting, need: Need, on: queries.LookedThrough, match: Match | None, count: int
) -> tuple[Suggestion, ...]:
    found: dict[tuple[str, str], Suggestion] = {}
    if match is not None:
        told = _confirmed(match, need, on)
        found.update({(told.row.release, told.row.dataset): told} if told else {})
    weighed: dict[tuple[str, str], Suggestion] = {}
    for text in dict.fromkeys((need.name.to("zh"), need.name.to("en"))):
        for one in _weighed(text, need, on):
            key = (one.row.release, one.row.dataset)
            if key not in weighed or weighed[key].score < one.score:
                weighed[key] = one
    best = sorted(weighed.values(), key=lambda one: -one.score)
    for one in _levelled(best):
        found.setdefault((one.row.release, one.row.dataset), one)
    return tuple(found.values())[:count]


def _confirmed(match: Match, need: Need, on: queries.LookedThrough) -> Suggestion | None:
    """What was confirmed, as it stands in the newest version of its library; its successor's reason is with its row."""
    release = next((row for row in on.values() if row.name == match.release), None)
    entry = Entry.objects.filter(release=release, dataset=match.dataset).select_related("release").first()
    if release is None or entry is None:
        return None
    row = queries.row_of(entry, need.unit)
    day = match.at.date().isoformat()
    who = match.by.name
    why = Text(
        zh=f"{who}于 {day} 为“{match.written}”确认，共 {match.times} 次",
        en=f"confirmed by {who} on {day} for “{match.written}”, {match.times} "
        f"{'time' if match.times == 1 else 'times'}",
    )
    reasons = tuple(reason.text for reason in row.reasons)
    level: Sureness = "confirmed" if row.choosable and row.fits and not row.replaced else "medium"
    return Suggestion(row, level, 1.0 if level == "confirmed" else MEDIUM, (why, *reasons), match)


def _levelled(best: Sequence[Suggestion]) -> list[Suggestion]:
    """With how sure each is; of two that are as near, neither is likely."""
    told = []
    for i, one in enumerate(best):
        if one.score < LOW:
            break
        level: Sureness = "high" if one.score >= HIGH else "medium" if one.score >= MEDIUM else "low"
        why = one.why
        if i == 0 and level == "high" and len(best) > 1 and best[1].score >= _NEAR * one.score:
            level = "medium"
            why = (*why, Text(zh="另有一条同样接近", en="another one is as near"))
        elif i and level == "high":
            level = "medium"
        told.append(Suggestion(one.row, level, one.score, why))
    return told


def _weighed(text: str, need: Need, on: queries.LookedThrough) -> list[Suggestion]:
    """The best hits for a name with their scores."""
    query = words.query(text)
    if not query.terms or not on:
        return []
    ids = tuple(on)
    fits = kinds.fitting(need.unit, units_of(ids))
    asked = Search(query, ids, fits, code_of(need.geography), need.kind, need.year)
    hits = asked.hits(relaxed=True)
    plain = hits.page(0, _LOOKED_AT, refused=False)
    if hits.every and len(plain) < _LOOKED_AT and len(query.terms) > 1:
        known = {entry["id"] for entry in plain}
        others = asked.hits(some=True).page(0, _LOOKED_AT, refused=False)
        plain += [entry for entry in others if entry["id"] not in known][: _LOOKED_AT - len(plain)]
    held = dict(Entry.objects.filter(id__in=[p["id"] for p in plain]).values_list("id", "words"))
    weights = _weights(text, hits)
    found = []
    for entry in plain:
        row = queries.shown(entry, on, need.unit, fits)
        if row.choosable:
            has = held[entry["id"]].split()
            score = _agreement(query, has, row, weights) * _fit(row, asked)
            found.append(Suggestion(row, "low", score, fit.why(row, has, asked, need.unit)))
    return found


def _weights(text: str, hits: Hits) -> dict[str, float]:
    """How much each term tells: a word that few datasets have tells more (logarithm of its rarity), what the line *is*
    more than what it is for (`steel` of `steel in housing`), and a word that no dataset has is likely the user's own.
    """
    count = len(hits.on)
    aside, noun = _aside(text), _noun(text)
    weights = {}
    for term in hits.asked.query.terms:
        holding = int(np.count_nonzero(hits.looked.points(term)[0]))
        told = math.log((count + 1) / (holding + 1)) + 0.1
        if term.written in aside:
            told *= _ASIDE
        elif term.written == noun:
            told = max(told, _NOUN)
        elif not holding:
            told = min(told, _UNKNOWN)
        if term.written in _GENERIC.get(hits.asked.kind, ()):
            told *= _ASIDE
        weights[term.written] = told
    return weights


_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_FOR_WHAT = re.compile(r"[,，;；:：/+]|\b(?:in|for|at|from|of|to|by|with)\b")


def _aside(text: str) -> set[str]:
    """The terms of a name that only stand in brackets."""
    return _terms(text) - _terms(_BRACKETS.sub(" ", text))


def _noun(text: str) -> str:
    """The term that says what a line is: the last before a comma or preposition (`aluminium`, in `cast aluminium in …`)."""
    first = next((part for part in _FOR_WHAT.split(_BRACKETS.sub(" ", text)) if words.runs(part)), text)
    terms = [term.written for term in words.query(first).terms]
    return terms[-1] if terms else ""


def _terms(text: str) -> set[str]:
    return {term.written for term in words.query(text).terms}


def _agreement(query: Query, held: Sequence[str], row: Row, weights: Mapping[str, float]) -> float:
    """How far the words of line and dataset agree, 0 to 1: what the dataset has of the line, and the line of its name."""
    has = set(held)
    got = sum(weights[term.written] * _worth(term, has) for term in query.terms)
    forward = got / sum(weights[term.written] for term in query.terms)
    name = row.name.to("zh") if words.is_han(query.terms[0].written) else row.name.to("en")
    said = {word for term in query.terms for form in term.forms for word in form.words}
    told = [word for run in words.runs(name) for word in (words.pairs(run) if words.is_han(run) else [run])]
    backward = sum(word in said for word in told) / len(told) if told else 0.0
    return forward * (0.7 + 0.3 * backward)


def _worth(term: Term, held: set[str]) -> float:
    """1 where the head of the dataset has the term, less where it only has a word that begins so or means the same."""
    for worth, forms in ((1.0, term.whole), (0.85, (*term.begun, *term.called))):
        if forms and words.place(Term(term.written, forms), held) == "head":
            return worth
    return 0.5 if words.place(term, held) == "body" else 0.0


def _fit(row: Row, asked: Search) -> float:
    """How well unit, region, year, kind and quality fit, 0 to 1."""
    topics = LINE_TOPICS.get(asked.kind)
    years = fit.years_apart(row, asked.year) if asked.year is not None and row.years else 5
    return (
        (1.0 if row.fits else _WRONG_UNIT)
        * (_REPLACED if row.replaced else 1.0)
        * (_PART_OF_IT if row.gas_basis == "co2" or row.boundary in ("process", "characterisation") else 1.0)
        * (1.0 if not topics or (row.category and row.category[0] in topics) else _OTHER_KIND)
        * (_UNUSUAL if row.category and row.category[0] == "electricity" and not row.is_average else 1.0)
        * (_REGION[distance(asked.geography, row.geography)] if asked.geography else 1.0)
        * max(0.8, 1.0 - 0.02 * max(0, years - 2))
        * _QUALITY.get(row.confidence, 0.92)
    )
