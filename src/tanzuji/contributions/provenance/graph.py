"""The trail of a contribution as a drawing: what its references are called for whoever looks, and what they cover."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import fsum

from django.urls import reverse

from tanzuji.activity import queries as activity
from tanzuji.contributions.guards.findings import value_of
from tanzuji.contributions.models import Contribution, Revision
from tanzuji.contributions.papers import Input
from tanzuji.contributions.provenance.coverage import Coverage, coverage
from tanzuji.contributions.provenance.resolving import KINDS, kind_of, references, resolved
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.engine.store import open_for
from tanzuji.figures import Figure, TrailInput, TrailSource, provenance_graph
from tanzuji.figures.amounts import unit_name
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Source:
    """What a reference leads to, and a page on which to look at it (empty: none, or nothing that may be seen)."""

    reference: str
    kind: Text
    name: Text
    there: bool
    page: str = ""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An input as a page lists it."""

    input: Input
    sources: tuple[Source, ...]
    share: float
    traced: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """A trail as whoever looks sees it."""

    rows: tuple[TrailRow, ...]
    sources: tuple[Source, ...]
    coverage: Coverage
    figure: Figure | None


def trail(
    acting: Acting,
    of: Contribution | Revision,
    language: Language,
    *,
    confirmed: Collection[str] | None = None,
) -> Trail:
    """The trail of the papers of `of`, its references followed as whoever looks may."""
    papers, value = of.provenance, value_of(of.dataset)
    there = resolved(acting, papers)
    covered = coverage(papers, value, there, confirmed)
    found = {each: _source(acting, each, there[each]) for each in references(papers)}
    tops = fsum(abs(each.result) for each in papers.inputs if not each.feeds)
    whole = tops / (1 - covered.unexplained) if covered.unexplained < 1 else tops
    rows = tuple(
        TrailRow(
            each,
            tuple(found[reference] for reference in each.references),
            each.result / whole if whole else 0.0,
            each.id in covered.traced or any(e.feeds == each.id for e in papers.inputs),
        )
        for each in papers.inputs
    )
    drawn = provenance_graph(
        Text(zh=f"{_number(value)} kgCO₂e/{of.dataset.unit}", en=f"{_number(value)} kg CO₂e/{of.dataset.unit}"),
        [
            TrailInput(
                row.input.id, row.input.name, f"{figure(row.input.amount)} {unit_name(row.input.unit, language)}",
                row.share, row.input.references, row.input.feeds, row.traced,
            )
            for row in rows
        ],
        [TrailSource(each.reference, each.kind, each.name, each.there) for each in found.values()],
        coverage=covered.share,
        language=language,
    )  # fmt: skip
    return Trail(rows, tuple(found.values()), covered, drawn)


def _number(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _source(acting: Acting, reference: str, there: bool) -> Source:
    """What a reference is called; its own text where it leads nowhere for whoever looks."""
    kind, (_, _, named) = kind_of(reference), reference.partition(":")
    words = KINDS[kind] if kind else Text(zh="写法不明", en="Unknown form")
    plain = Source(reference, words, Text(zh=named[:120] or "–", en=named[:120] or "–"), there)
    if not there or kind is None:
        return plain
    name, page = {"evidence": _evidence, "meter": _meter, "dataset": _dataset}.get(kind, _estimate)(
        acting, named
    )
    return Source(reference, words, name or plain.name, True, page)


def _evidence(acting: Acting, digest: str) -> tuple[Text | None, str]:
    paper = activity.evidence_by_digest(acting, digest)
    return (
        (None, "")
        if paper is None
        else (Text.parse(paper.title), reverse("activity:evidence", args=[paper.id]))
    )


def _meter(acting: Acting, number: str) -> tuple[Text | None, str]:
    try:
        found = activity.readable_meter(acting, number)
    except CodedError:
        return None, ""
    return Text(zh=found.code, en=found.code), reverse("activity:meter", args=[found.id])


def _dataset(acting: Acting, named: str) -> tuple[Text | None, str]:
    release, _, dataset = named.partition("/")
    name, _, version = release.partition("@")
    try:
        found = open_for(acting.organisation_id, name, version).dataset(dataset)
    except CodedError:
        return None, ""
    return found.name, f"{reverse('library:dataset', args=[dataset])}?release={name}@{version}"


def _estimate(acting: Acting, named: str) -> tuple[Text | None, str]:
    return None, ""
