"""The submitted study, read only: result, checks, every line with its source; and what changed between submissions."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.editing import keyed_path
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.footprints.pages.results import changed, differences, drawings
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.results.result import facts_of
from tanzuji.footprints.pages.wording import place_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports import wording
from tanzuji.reports.opening import result as headline
from tanzuji.reports.study import Study as Told
from tanzuji.verification import queries
from tanzuji.verification.models import Engagement
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import frame, is_place
from tanzuji.web.answers import absent
from tanzuji.web.language import language

MOST_LINES = 1500


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the model as a verifier reads it."""

    place: str
    anchor: str
    name: str
    amount: str
    factors: tuple[tuple[str, str, str], ...]
    """Of each dataset: value with unit, name, source."""
    total: str
    share: str
    data_kind: str
    citation: str
    note: str


@dataclass(frozen=True, slots=True)
class Process:
    """A process with its lines, largest first."""

    name: str
    total: str
    share: str
    lines: tuple[Line, ...]


@require_safe
@signed_in
def study(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """`submission` chooses one; the newest without."""
    of = queries.engagement(acting, engagement_id)
    number = _number(request, "submission")
    shown = queries.readable_edition(acting, of, number)
    context = frame(acting, of, "study") | of_edition(shown)
    context |= {
        "submissions": queries.submissions(of),
        "submission": number or queries.newest(of).number,
        "marks": marks(of),
    }
    return render(request, "verification/study.html", context)


def of_edition(shown: Edition) -> dict[str, Any]:
    """What the templates of a study that is read need; also for reviewers without an account."""
    f = shown.footprint
    assert f is not None  # a version always has one
    told = Told(f, shown.check, language())
    plain = shown.plain
    found = shown.check.findings if shown.check else ()
    return {
        "edition": shown,
        "footprint": f,
        "told": told,
        "headline": headline(told),
        "facts": facts_of(told),
        "stages": drawings.drawing(f, "stage-bars"),
        "processes": processes_of(told, plain),
        "gaps": [(keyed_path(plain, gap.path.partition(" (")[0]), gap) for gap in f.gaps],
        "gap_reasons": wording.GAP_REASONS,
        "rule_findings": [one for one in found if one.severity != "info"],
        "check": shown.check,
        "releases": f.releases,
    }


def processes_of(told: Told, plain: dict[str, Any]) -> list[Process]:
    """Every process with its lines; the places are those of the editor."""
    by_process: dict[str, list[Contribution]] = {}
    for one in told.footprint.contributions[:MOST_LINES]:
        by_process.setdefault(one.process, []).append(one)
    totals = {p.process: p.total for p in told.footprint.processes}
    found = []
    for process, lines in by_process.items():
        total = totals.get(process, sum(line.total for line in lines))
        ordered = sorted(lines, key=lambda line: -abs(line.total))
        found.append((abs(total), Process(
            lines[0].process_name.to(told.language), told.kg(total), told.share_of_total(total),
            tuple(_line(told, plain, line) for line in ordered),
        )))  # fmt: skip
    return [process for _, process in sorted(found, key=lambda pair: -pair[0])]


def _line(told: Told, plain: dict[str, Any], of: Contribution) -> Line:
    place = keyed_path(plain, of.path.partition(" (")[0])
    factors = tuple((told.factor_value(use), use.name.to(told.language), use.source) for use in of.factors)
    return Line(
        place=place,
        anchor=anchor_of(place),
        name=of.name.to(told.language),
        amount=told.amount(of.amount, of.unit),
        factors=factors,
        total=told.kg(of.total),
        share=told.share_of_total(of.total),
        data_kind=of.data_kind,
        citation=of.citation,
        note=of.note.to(told.language) if of.note else "",
    )


def anchor_of(place: str) -> str:
    """The id of a line on the page."""
    return f"p{zlib.crc32(place.encode()):08x}"


def marks(of: Engagement) -> dict[str, list[tuple[str, str]]]:
    """Requests and findings by the anchor of the line they are on: what it is called, and its address."""
    found: dict[str, list[tuple[str, str]]] = {}
    evidence, findings = (reverse(f"verification:{page}", args=[of.id]) for page in ("evidence", "findings"))
    for place, name, address in (
        *((r.place, f"E{r.number}", f"{evidence}#e-{r.number}") for r in of.requests.order_by("number")),
        *((f.place, f"F{f.number}", f"{findings}#f-{f.number}") for f in of.findings.order_by("number")),
    ):
        for part in _around(place):
            found.setdefault(anchor_of(part), []).append((name, address))
    return found


def _around(place: str) -> list[str]:
    """The place and the line around it: a finding on an amount is shown at its line."""
    parts, cut = [place], place
    while cut and not cut.endswith("]"):
        cut = cut.rpartition(".")[0]
    return parts if cut in ("", place) else [*parts, cut]


def named_places(shown: Edition, places: Iterable[str]) -> dict[str, str]:
    """Places as people say them."""
    plain = shown.plain
    return {
        place: place_name(plain, place, language()) if is_place(place) else place
        for place in dict.fromkeys(places)
    }


def places_of(footprint: Footprint, plain: dict[str, Any]) -> list[tuple[str, str]]:
    """Places to choose from in a form: lines of the model, the largest first, then parts of its scope."""
    found: dict[str, str] = {}
    for one in sorted(footprint.contributions, key=lambda c: -abs(c.total))[:120]:
        place = keyed_path(plain, one.path.partition(" (")[0])
        found.setdefault(place, f"{one.process_name.to(language())} › {one.name.to(language())}")
    for place in ("unit", "boundary", "method", "exclusions", "period", "geography"):
        if place in plain:
            found.setdefault(place, place_name(plain, place, language()))
    return list(found.items())


@require_safe
@signed_in
def changes(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """What changed `from` one submission `to` another; without them from the last but one to the newest."""
    of = queries.engagement(acting, engagement_id)
    if not queries.may_read(acting, of):
        raise absent()
    numbers = [each.number for each in queries.submissions(of)]
    after = _number(request, "to") or numbers[0]
    before = _number(request, "from") or max(after - 1, 1)
    new = queries.readable_edition(acting, of, after)
    old = queries.readable_edition(acting, of, before) if before != after else None
    context = frame(acting, of, "changes") | compared(old, new, reverse("verification:study", args=[of.id]))
    context |= {
        "submissions": queries.submissions(of),
        "before_number": before,
        "after_number": after,
    }
    return render(request, "verification/changes.html", context)


def compared(old: Edition | None, new: Edition, page: str) -> dict[str, Any]:
    """Two editions beside each other, with links to the lines on `page` instead of the editor."""
    told, count = changed.changes(old, new) if old else ([], 0)
    difference = differences.difference(old, new) if old else None

    def at(place: str) -> str:
        return f"{page}#{anchor_of(_around(place)[-1])}"

    if difference is not None:
        steps = tuple(
            replace(step, lines=tuple(replace(line, address=at(line.place)) for line in step.lines))
            for step in difference.steps
        )
        difference = replace(difference, steps=steps)
    return {
        "old": old,
        "new": new,
        "difference": difference,
        "changes": [replace(one, address=at(one.place)) for one in told],
        "count": count,
        "listed": differences.LISTED,
    }


def _number(request: HttpRequest, name: str) -> int | None:
    return forms.whole(request.GET.get(name, ""))
