"""The gap report (对标报告): a result against limit, reference and best value, and against its peers (DOMAIN ZJ-404)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.benchmarks.comparing import Against, Gap
from tanzuji.benchmarks.pages import showing
from tanzuji.benchmarks.scoring import OWN_DEFAULT
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import unit_of
from tanzuji.figures.figure import Figure
from tanzuji.footprints import benchmarking, policy, queries, services
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say
from tanzuji.web.numerals import figure, percent

THIS = Text(zh="本产品", en="This product")
PLACES: dict[str, Text] = {
    "best": Text(zh="在最好的十分之一左右", en="about the best tenth"),
    "better": Text(zh="好于中位数", en="better than the median"),
    "worse": Text(zh="不如中位数", en="worse than the median"),
    "last": Text(zh="在最差的十分之一左右", en="about the worst tenth"),
}
"""Where a value stands among those that were counted."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far it is to a value, as the page says it."""

    name: str
    value: str
    gap: str
    share: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Short:
    """What the result page says of the benchmark: grade and distance to the reference value."""

    grade: str
    borderline: bool
    score: str
    distance: Distance
    number: str
    address: str


def address(shown: Edition) -> str:
    """Of the gap report of an edition."""
    return reverse("footprints:benchmark", args=[shown.study.id]) + shown.query


def short(shown: Edition) -> dict[str, Any]:
    """A line for the result page; None where nothing comparable is published."""
    footprint = shown.footprint
    assert footprint is not None
    found, _ = benchmarking.held_against(footprint, shown.check, shown.releases)
    gap = found[0].gap if found else None
    if gap is None:
        return {"benchmark": None}
    told = Short(
        gap.graded.name.to(language()), gap.graded.borderline, figure(gap.graded.score, 3),
        distances(gap)[1], gap.benchmark.number, address(shown),
    )  # fmt: skip
    return {"benchmark": told}


def distances(gap: Gap) -> list[Distance]:
    """To limit, reference and best value, in this order."""
    values = gap.values
    told = (
        ("limit", values.limit, gap.to_limit),
        ("reference", values.reference, gap.to_reference),
        ("best", values.best, gap.to_best),
    )
    return [
        Distance(
            showing.NAMES[name].to(language()),
            f"{value:,.6g}",
            _signed(distance),
            percent(abs(distance) / value, 2),
            distance <= 0,
        )
        for name, value, distance in told
    ]


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + figure(value, 3)


@require_safe
@signed_in
def benchmark(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The draft, or the `version` asked for, against everything comparable that is published."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    context = {
        **frame(acting, study, "result", version=shown.version),
        "edition": shown,
        "problems": shown.problems,
        "footprint": shown.footprint,
        "own_default": OWN_DEFAULT,
        "may_take_over": bool(policy.may_edit(acting)),
        "field": lambda path: field_address(study, shown.plain, path),
        **(_report(shown) if shown.footprint is not None else {}),
    }
    return render(request, "footprints/benchmark.html", context)


def _report(shown: Edition) -> dict[str, Any]:
    footprint = shown.footprint
    assert footprint is not None
    found, interval = benchmarking.held_against(footprint, shown.check, shown.releases)
    unit = unit_of(footprint, language())
    comparable = [one for one in found if one.gap]
    gap = comparable[0].gap if comparable else None
    context: dict[str, Any] = {
        "unit": unit,
        "total": figure(footprint.total),
        "gap": gap,
        "interval": [figure(end) for end in interval] if interval else None,
        "others": [_other(one) for one in found if one.gap is None],
        "more": comparable[1:],
        "facts": showing.facts_of(benchmarking.subject_of(footprint, shown.check)),
    }
    if gap is None:
        return context
    excess, toward = (gap.to_reference, "reference") if gap.to_reference > 0 else (gap.to_best, "best")
    levers = benchmarking.levers(footprint, excess)
    cells = gap.benchmark.snapshot.cells
    drawn: tuple[Figure, Figure] = showing.of_gap(gap, unit, THIS, *(interval or (None, None)))
    return context | {
        "drawn": drawn,
        "distances": distances(gap),
        "score": figure(gap.graded.score, 3),
        "grade": gap.graded.name.to(language()),
        "place": PLACES[benchmarking.place_among(gap)].to(language()),
        "cells": cells,
        "toward": showing.NAMES[toward].to(language()),
        "excess": figure(excess, 3) if excess > 0 else "",
        "excess_share": percent(excess / footprint.total, 2) if excess > 0 else "",
        "levers": [
            (
                one.contribution.name.to(language()),
                one.contribution.process_name.to(language()),
                one.contribution.path,
                figure(one.kg, 3),
                percent(one.share, 2),
                percent(one.cut, 2) if one.cut is not None else "",
            )
            for one in levers
        ],
    }


def _other(one: Against) -> tuple[Any, str]:
    names = [text.to(language()) for text in one.differs]
    return one.benchmark, say("、", ", ").join(names)


@require_POST
@signed_in
def take_over(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Takes `benchmark`; its grades become those of the product."""
    services.take_over_bands(acting, study_id, request.POST.get("benchmark", "")[:40])
    flash.success(
        request, say("已采用为本产品的等级界限。", "These are the limits of the product's grades now.")
    )
    return HttpResponseRedirect(reverse("footprints:product", args=[study_id]) + "#limits-title")
