"""The uncertainty of a result: interval, distribution, where it comes from, what it rests on, data quality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.footprints import Footprint
from tanzuji.documents.quality_schemes import INDICATOR_NAMES, schemes
from tanzuji.documents.rounding import figure
from tanzuji.documents.uncertainty import FootprintUncertainty, QualityRating, Spread
from tanzuji.engine.samples.release_samples import NO_SAMPLES
from tanzuji.figures import Figure, csv_text, distribution, effect_bars, standalone
from tanzuji.figures.amounts import amount, interval_of, percent, unit_of
from tanzuji.figures.spread import interval_text
from tanzuji.footprints import queries, uncertain
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.uncertain import ITERATIONS, NO_SCHEME, USUAL, Found, Options
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports import wording
from tanzuji.reports.study import Study as Told
from tanzuji.web.answers import absent
from tanzuji.web.language import language, say

WIDE, COLUMN, NARROW = 1080, 560, 340
"""Drawing units: a whole page, a column of two, a telephone."""
LINES = 15
"""Lines of the model in the table; the CSV has those that bring most."""

DRAWERS = {"distribution": distribution, "effects": effect_bars}


@require_safe
@signed_in
def uncertainty(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The uncertainty of a version or of the draft, under the scheme and as often drawn as the address says."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    context: dict[str, Any] = {
        **frame(acting, study, "result", version=shown.version),
        "edition": shown,
        "problems": shown.problems,
        "field": _fields(shown),
    }
    if shown.footprint is not None:
        context |= _page(shown, shown.footprint, asked(request))
    return render(request, "footprints/uncertainty.html", context)


@require_safe
@signed_in
def uncertainty_csv(request: HttpRequest, acting: Acting, study_id: UUID, name: str) -> HttpResponse:
    """The numbers of a figure of the page, at full precision."""
    found = _figure(request, acting, study_id, name)
    return _file(
        f"\ufeff{csv_text(found.table, language())}", "text/csv; charset=utf-8", f"uncertainty-{name}.csv"
    )


@require_safe
@signed_in
def uncertainty_svg(request: HttpRequest, acting: Acting, study_id: UUID, name: str) -> HttpResponse:
    """A figure of the page that carries its own colours."""
    found = _figure(request, acting, study_id, name)
    return _file(standalone(found.svg), "image/svg+xml; charset=utf-8", f"uncertainty-{name}.svg")


def _figure(request: HttpRequest, acting: Acting, study_id: UUID, name: str) -> Figure:
    shown = edition.chosen(queries.study(acting, study_id), request.GET.get("version"))
    if shown.footprint is None or name not in DRAWERS:
        raise absent()
    known = uncertain.uncertainty_of(shown.footprint, shown.releases, asked(request), sobol=True).uncertainty
    drawn = DRAWERS[name](shown.footprint, known, language(), width=WIDE) if known else None
    if drawn is None:
        raise absent()
    return drawn


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def asked(request: HttpRequest) -> Options:
    """How an address wants a result drawn."""
    return Options.read(
        request.GET.get("scheme", ""), request.GET.get("iterations", ""), request.GET.get("derive", "")
    )


def address(shown: Edition, options: Options = USUAL, name: str = "uncertainty", *args: str) -> str:
    """The address of the page, or of a file of it, for an edition and these options."""
    query = {
        "version": shown.number or "",
        "scheme": "" if options.scheme == USUAL.scheme else options.scheme or NO_SCHEME,
        "iterations": "" if options.iterations == USUAL.iterations else options.iterations,
        "derive": "" if options.derive else "no",
    }
    kept = urlencode({key: value for key, value in query.items() if value != ""})
    return reverse(f"footprints:{name}", args=[shown.study.id, *args]) + (f"?{kept}" if kept else "")


@dataclass(frozen=True, slots=True)
class Headline:
    """The interval under the number of a result."""

    interval: str
    around: str
    draws: str
    basis: str


def headline(footprint: Footprint, found: FootprintUncertainty) -> Headline | None:
    """None where nothing about the result is uncertain that we know of."""
    spread = found.spread
    if not spread.sd > 0:
        return None
    low, high = spread.interval.low, spread.interval.high
    around = ""
    if footprint.total > 0:
        around = f"−{percent(max(1 - low / footprint.total, 0.0))} / +{percent(max(high / footprint.total - 1, 0.0))}"
    return Headline(
        interval_text(low, high), around, f"{found.iterations - found.void:,}", basis_sentence(found)
    )


def basis_sentence(found: FootprintUncertainty) -> str:
    """What the interval mostly rests on, in a clause."""
    b = found.basis
    parts = [
        (b.stated, say("陈述的分布", "stated distributions")),
        (b.scores, say("数据质量评分", "data-quality scores")),
        (b.derived, say("推定的数据质量评分", "derived data-quality scores")),
        (b.samples, say("背景数据库的联合样本", "joint samples of the background database")),
        (b.certain, say("视为确定", "taken as certain")),
    ]
    told = [f"{name} {percent(share)}" for share, name in sorted(parts, key=lambda p: -p[0]) if share >= 5e-4]
    told += [
        say(f"{release} 自己的不确定度没有计入", f"without the uncertainty of {release} itself")
        for release in found.unsampled
    ]
    return say("，", ", ").join(told)


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A stage or a line with its deterministic value and how far it strays."""

    name: str
    total: str
    interval: str
    deviation: str
    share: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class RatingRow:
    """Data quality under one scheme."""

    id: str
    name: str
    source: str
    borrowed: bool
    rating: str
    grade: str
    indicators: tuple[tuple[str, str], ...]
    covered: str
    rated: str
    derived: str
    parts: str


def short(shown: Edition) -> dict[str, Any]:
    """What a page of results shows of it: the interval, the distribution, what brings most of the variance."""
    footprint = shown.footprint
    assert footprint is not None
    found = uncertain.uncertainty_of(footprint, shown.releases)
    known = found.uncertainty
    return {
        "uncertainty": known,
        "uncertainty_problems": found.problems,
        "uncertainty_headline": headline(footprint, known) if known else None,
        "uncertainty_address": address(shown),
        "uncertainty_files": files(shown, USUAL),
        "uncertainty_drawn": pair(footprint, known, "distribution", COLUMN) if known else None,
        "uncertainty_effects": effect_bars(footprint, known, language(), width=COLUMN, top=6)
        if known
        else None,
    }


def pair(
    footprint: Footprint, found: FootprintUncertainty, name: str, width: int = WIDE
) -> tuple[Figure, Figure] | None:
    """A figure drawn at its width and for a telephone."""
    wide, narrow = (DRAWERS[name](footprint, found, language(), width=each) for each in (width, NARROW))
    return (wide, narrow) if wide is not None and narrow is not None else None


def _fields(shown: Edition) -> Callable[[str], str]:
    """Path in the model → where it is edited."""
    plain = shown.plain
    return lambda path: field_address(shown.study, plain, path)


def _page(shown: Edition, footprint: Footprint, options: Options) -> dict[str, Any]:
    found: Found = uncertain.uncertainty_of(footprint, shown.releases, options, sobol=True)
    known = found.uncertainty
    context: dict[str, Any] = {
        "footprint": footprint,
        "told": Told(footprint, shown.check, language()),
        "options": options,
        "scheme_choices": [
            *((id, scheme.name.to(language())) for id, scheme in schemes().items()),
            (NO_SCHEME, say("不用评分，只用陈述的分布", "None: stated distributions only")),
        ],
        "iteration_choices": ITERATIONS,
        "no_scheme": NO_SCHEME,
        "moved": found.moved,
        "cannot": found.problems,
        "known": known,
        "unsampled": [NO_SAMPLES.problem(release=release) for release in known.unsampled] if known else (),
        "ratings": [_rating(r, footprint) for r in uncertain.ratings_of(footprint, derive=options.derive)],
    }
    if known is None:
        return context
    return context | {
        "headline": headline(footprint, known),
        "unit": unit_of(footprint, language()),
        "figures": figures_of(footprint, known),
        "total": figure(footprint.total),
        "drawn": pair(footprint, known, "distribution"),
        "effects": effect_bars(footprint, known, language(), width=WIDE),
        "effect_rows": known.effects,
        "stages": [
            _spread(footprint, s.name.to(language()), s.total, s.spread, s.variance_share)
            for s in known.stages
            if s.spread.sd or s.total
        ],
        "lines": _lines(shown, footprint, known),
        "basis": basis_rows(known),
        "files": files(shown, options),
    }


def files(shown: Edition, options: Options) -> dict[str, str]:
    """Addresses of the figures of the page, by `name_form`."""
    return {
        f"{name}_{form}": address(shown, options, f"uncertainty_{form}", name)
        for name in DRAWERS
        for form in ("csv", "svg")
    }


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the distribution: drawn, how far that may be off, and as first order estimates it."""

    name: str
    drawn: str
    error: str
    analytic: str


def figures_of(footprint: Footprint, found: FootprintUncertainty) -> list[FigureRow]:
    """Mean, median, standard deviation and interval: Monte Carlo with its errors, the estimate beside it."""
    spread, errors, analytic, interval = found.spread, found.errors, found.analytic, interval_of(footprint)
    mean, middle, sd, low, high = analytic.figures() if analytic is not None else (None,) * 5

    def row(name: str, drawn: float, error: float | None, estimate: float | None) -> FigureRow:
        off = f"± {amount(error, interval)}" if error is not None else ""
        estimated = "–" if estimate is None else amount(estimate, interval)
        return FigureRow(name, amount(drawn, interval), off, estimated)

    rows = [
        row(say("均值", "Mean"), spread.mean, errors.mean, mean),
        row(say("中位数", "Median"), spread.median, errors.median, middle),
        row(say("标准差", "Standard deviation"), spread.sd, None, sd),
        row(say("2.5 % 分位数", "2.5 percentile"), spread.interval.low, errors.low, low),
        row(say("97.5 % 分位数", "97.5 percentile"), spread.interval.high, errors.high, high),
    ]
    if spread.mean and mean != 0:
        name = say("变异系数", "Coefficient of variation")
        of = "–" if mean is None or sd is None else percent(sd / abs(mean))
        rows.insert(3, FigureRow(name, percent(spread.sd / abs(spread.mean)), "", of))
    return rows


def basis_rows(found: FootprintUncertainty) -> list[tuple[str, str, str]]:
    """Name, share and explanation of everything the uncertainty rests on."""
    b = found.basis
    rows = (
        (b.stated, "陈述的分布", "Stated distributions", "写在模型或数据集里", "written in the model or with the dataset"),
        (b.samples, "联合样本", "Joint samples", "单元过程数据库的 1 000 次联合抽样", "of a unit-process database"),
        (b.scores, "数据质量评分", "Data-quality scores", "写在模型或数据集里，按方案换算为方差", "written with the data, turned into variances by the scheme"),
        (b.derived, "推定的评分", "Derived scores", "没有写评分，由数据类型、年份、地域推定", "no scores are written; derived from kind, years and area"),
        (b.certain, "视为确定", "Taken as certain", "对它的不确定性一无所知，或是模型内部交付的产品", "nothing is known, or handed on within the model"),
    )  # fmt: skip
    return [
        (say(zh, en), percent(share), say(why_zh, why_en)) for share, zh, en, why_zh, why_en in rows if share
    ]


def _spread(
    footprint: Footprint, name: str, total: float, spread: Spread, share: float, where: str = ""
) -> SpreadRow:
    interval = interval_of(footprint)
    low, high = spread.interval.low, spread.interval.high
    joint = " … " if low < 0 or high < 0 else "–"
    return SpreadRow(
        name,
        amount(total, interval),
        f"{amount(low, interval)}{joint}{amount(high, interval)}",
        percent(spread.sd / abs(spread.mean)) if spread.mean else "",
        percent(share),
        where,
    )


def _lines(shown: Edition, footprint: Footprint, found: FootprintUncertainty) -> list[SpreadRow]:
    plain = shown.plain
    return [
        _spread(
            footprint,
            line.name.to(language()),
            line.total,
            line.spread,
            line.variance_share,
            field_address(shown.study, plain, line.path),
        )
        for line in found.lines[:LINES]
        if line.spread.sd
    ]


def _rating(found: QualityRating, footprint: Footprint) -> RatingRow:
    scheme = schemes()[found.scheme]
    apart: Sequence[tuple[str, float | None]] = (
        (say("现场 ", "site "), found.site),
        (say("背景 ", "background "), found.background),
    )
    return RatingRow(
        found.scheme,
        scheme.name.to(language()),
        scheme.source.to(language()),
        scheme.default_variances,
        wording.printed(found.rating) if found.rating is not None else "",
        found.grade.to(language()) if found.grade else "",
        tuple(
            (INDICATOR_NAMES[name].to(language()), figure(found.indicators[name], 2))
            for name in scheme.indicators
            if name in found.indicators
        ),
        percent(found.covered_share),
        percent(found.rated_share),
        percent(found.derived_share),
        say("，", ", ").join(f"{word}{figure(value, 2)}" for word, value in apart if value is not None),
    )
