"""What a dataset of the library has to state (DOMAIN A.7.1), its units and years."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from tanzuji.contributions.guards import messages
from tanzuji.contributions.guards.findings import Finding, Offer
from tanzuji.contributions.papers import RealScene
from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import convertible
from tanzuji.documents.regions import country, region, regions
from tanzuji.documents.text import Text
from tanzuji.reports.wording import FACTOR_BOUNDARIES

AGED = 10
"""Years after which data are called old; the time score of ILCD pedigrees is worst from 15."""

_FOOTPRINT_BOUNDARIES = ("cradle_to_gate", "cradle_to_grave", "gate_to_gate")


def required(offer: Offer) -> Iterator[Finding]:
    """Fields without which nothing enters: source, licence, region, year, boundary, gas basis, data quality."""
    dataset = offer.dataset
    lacking = (
        ("dataset.source.title", not dataset.source.title, Text(zh="来源", en="Source")),
        ("dataset.source.publisher", not dataset.source.publisher, Text(zh="发布者", en="Publisher")),
        ("dataset.source.licence", not dataset.source.licence, Text(zh="许可", en="Licence")),
        ("dataset.geography", not dataset.geography, Text(zh="地域", en="Geography")),
        ("dataset.year_from", dataset.year_from is None and dataset.year_to is None,
         Text(zh="参考年份", en="Reference year")),
        ("dataset.boundary", dataset.boundary == "unknown", Text(zh="系统边界", en="System boundary")),
        ("dataset.quality", dataset.quality is None or dataset.quality.rating is None,
         Text(zh="数据质量评分", en="Data-quality scores")),
    )  # fmt: skip
    for place, missing, name in lacking:
        if missing:
            yield Finding("error", messages.FIELD_NEEDED.problem(place, field=name))
    if not dataset.amounts:
        yield Finding("error", messages.NO_AMOUNTS.problem("dataset.amounts"))
    if dataset.geography and dataset.geography not in regions():
        yield Finding(
            "error", messages.UNKNOWN_REGION.problem("dataset.geography", code=dataset.geography[:40])
        )
    yield from _years(offer)
    yield from _scene(offer)


def _years(offer: Offer) -> Iterator[Finding]:
    dataset, now = offer.dataset, timezone.localdate().year
    first = dataset.year_from if dataset.year_from is not None else dataset.year_to
    last = dataset.year_to if dataset.year_to is not None else dataset.year_from
    if first is None or last is None:
        return
    if first > last or last > now:
        yield Finding("error", messages.YEARS_ODD.problem("dataset.year_to", first=first, last=last))
    elif now - last > AGED:
        yield Finding("warning", messages.OLD.problem("dataset.year_to", year=last, age=now - last))


def _scene(offer: Offer) -> Iterator[Finding]:
    scene = offer.declarations.real_scene
    if scene is None:
        return
    if representativeness(scene) is None:
        yield Finding("error", messages.SCENE_UNPLACED.problem("declarations.real_scene"))
    elif country(scene.region) != country(offer.dataset.geography) or (
        "-" in offer.dataset.geography and scene.region != offer.dataset.geography
    ):
        yield Finding(
            "warning",
            messages.SCENE_ELSEWHERE.problem(
                "declarations.real_scene.region",
                scene=region(scene.region).name,
                dataset=region(offer.dataset.geography).name,
            ),
        )


def representativeness(scene: RealScene) -> float | None:
    """How well real-scene data stand for their region, 1 (best) to 5; None where what it takes is not stated.

    The worst of three scores, since a year at one odd site is no better than a week at all of them: share of the
    region's production covered (from 80, 50, 20, 5 %), months measured (from 12, 6, 3, 1), sites (from 10, 5, 3, 2; one
    that is all of the production counts as best). Our own scale: no standard sets one.
    """
    if not (scene.region and scene.sites and scene.months and scene.share):
        return None
    shares = _score(scene.share, (0.8, 0.5, 0.2, 0.05))
    months = _score(scene.months, (12, 6, 3, 1))
    sites = shares if scene.share >= 0.8 else _score(scene.sites, (10, 5, 3, 2))
    return float(max(shares, months, sites))


def _score(value: float, bounds: tuple[float, float, float, float]) -> int:
    return 1 + sum(value < bound for bound in bounds)


def boundary(offer: Offer, family: list[tuple[str, str]]) -> Iterator[Finding]:
    """A boundary that does not go with the kind, or differs from its family: names and boundaries of those."""
    dataset = offer.dataset
    if offer.kind == "footprint" and dataset.boundary not in (*_FOOTPRINT_BOUNDARIES, "unknown"):
        yield Finding(
            "error",
            messages.BOUNDARY_UNFIT.problem("dataset.boundary", boundary=boundary_name(dataset.boundary)),
        )
    for name, before in family:
        if before not in (dataset.boundary, "unknown") and dataset.boundary != "unknown":
            yield Finding(
                "warning",
                messages.BOUNDARY_CHANGED.problem(
                    "dataset.boundary",
                    now=boundary_name(dataset.boundary), before=boundary_name(before), other=name,
                ),
            )  # fmt: skip
            return


def unit(offer: Offer, replaced: tuple[str, str] | None) -> Iterator[Finding]:
    """A unit of another kind than that of what it replaces (name and unit)."""
    if replaced is None:
        return
    name, before = replaced
    try:
        same = convertible(offer.dataset.unit, before)
    except CodedError:
        same = False
    if not same:
        yield Finding(
            "error",
            messages.UNIT_CHANGED.problem("dataset.unit", now=offer.dataset.unit, before=before, other=name),
        )


def boundary_name(code: str) -> Text:
    """What a boundary is called."""
    zh, en = FACTOR_BOUNDARIES.get(code, (code, code))
    return Text(zh=zh, en=en)
