"""How sure a footprint is: its distribution, what moves it, and the same question for the difference of two.

    uncertainty(model, releases)                    interval, histogram, stages, lines, Sobol indices, data quality
    compare_uncertainty((a, releases), (b, …))      the difference on common samples, and how likely it is a saving

1 000 draws of a product of forty lines take some tens of milliseconds: a model is drawn as arrays (`drawn_model`), and
a background release brings its joint samples. The seed alone decides; the same input of two products is drawn alike,
so that what they share cancels in their difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tanzuji.documents.errors import define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.quality_schemes import DEFAULT_SCHEME, scheme_named
from tanzuji.documents.uncertainty import (
    BasisShares,
    FootprintUncertainty,
    LineSpread,
    StageSpread,
    UncertaintyComparison,
)
from tanzuji.engine.arrays import Flags, Positions, Vector
from tanzuji.engine.background import Background
from tanzuji.engine.footprint import Case, preview
from tanzuji.engine.release import Release
from tanzuji.engine.uncertainty.data_quality import rate
from tanzuji.engine.uncertainty.drawn_model import DrawnModel
from tanzuji.engine.uncertainty.effects import analytic, effects_of, estimate
from tanzuji.engine.uncertainty.input_finding import inputs_of
from tanzuji.engine.uncertainty.spreads import errors_of, histogram_of, repetition, spread_of

CELLS = 2_000_000
"""Draws × lines computed at once: 16 MB an array."""
KEPT = 1_000_000
"""Draws × lines kept for the intervals of single lines; beyond them those of the largest lines."""
LISTED = 40
"""Lines that are told one by one."""
MOST_ITERATIONS = 100_000
LEAST_ITERATIONS = 100

BAD_ITERATIONS = define(
    "uncertainty.bad-iterations",
    zh="不能抽取 {iterations} 次。",
    en="{iterations} draws cannot be made.",
    remedy_zh="请写 {least} 到 {most} 之间的整数，通常用 1000。",
    remedy_en="Use a whole number from {least} to {most}; 1000 is usual.",
)
MOSTLY_VOID = define(
    "uncertainty.mostly-void",
    zh="{iterations} 次抽样中有 {void} 次模型没有数值（如产出不大于 0、公式无定义、循环增益达到 1）。",
    en="In {void} of {iterations} draws the model has no value (an output not above 0, an undefined formula, a loop "
    "without end).",
    remedy_zh="请收窄参数、换算系数或用量的分布，使抽到的值都说得通。",
    remedy_en="Narrow the distributions of parameters, conversions or amounts, so that what is drawn makes sense.",
)

LARGEST = 1e150
"""kg CO2e of a line beyond which a draw is void: the square of a greater number leaves float64."""

Progress = Callable[[int, int], None]
"""Told how many draws are done of how many; it may raise to stop."""
Releases = Release | Sequence[Release]


@dataclass(frozen=True, eq=False)
class Sampled:
    """A product with its draws. `totals` (iterations,), `stages` (iterations, stages): kg CO2e per unit, NaN if void.

    `kept` are the positions of the contributions whose draws are held, `lines` (iterations, kept) those draws.
    """

    footprint: Footprint
    drawn: DrawnModel
    seed: int
    scheme: str | None
    derive: bool
    totals: Vector
    stages: Vector
    kept: list[int]
    lines: Vector

    @cached_property
    def valid(self) -> Flags:
        """Which draws have a value, (iterations,)."""
        found: Flags = np.isfinite(self.totals)
        return found

    def repeats(self, which: Flags) -> tuple[Positions, ...]:
        """Which joint sample each of these draws took, for releases that have fewer of them than there are draws."""
        return self.drawn.inputs.repeats(np.flatnonzero(which).astype(np.int64))

    @property
    def iterations(self) -> int:
        return int(self.totals.size)

    @property
    def void(self) -> int:
        return int(self.iterations - np.count_nonzero(self.valid))


def sample(
    model: ProductModel,
    releases: Releases,
    *,
    method: Method | None = None,
    iterations: int = 1000,
    seed: int = 0,
    scheme: str | None = DEFAULT_SCHEME,
    derive: bool = True,
    progress: Progress | None = None,
) -> Sampled:
    """The draws of a product model. Raises what `compute` raises, `uncertainty.bad-iterations`, `.mostly-void`."""
    if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise BAD_ITERATIONS.error(
            "iterations", iterations=iterations, least=LEAST_ITERATIONS, most=MOST_ITERATIONS
        )
    opened = (releases,) if isinstance(releases, Release) else tuple(releases)
    chosen = scheme_named(scheme) if scheme is not None else None
    footprint = preview(model, opened, method=method)
    background = Background(opened, footprint.method)
    case = Case(model, background)
    inputs = inputs_of(model, background, case.amounts, case.rows, chosen, derive=derive)
    drawn = DrawnModel(case, inputs)
    totals, stages, kept, lines = _drawn(drawn, footprint, seed, iterations, progress)
    found = Sampled(footprint, drawn, seed, scheme, derive, totals, stages, kept, lines)
    if found.void * 2 > iterations:
        raise MOSTLY_VOID.error(void=found.void, iterations=iterations)
    return found


def _drawn(
    drawn: DrawnModel, footprint: Footprint, seed: int, iterations: int, progress: Progress | None
) -> tuple[Vector, Vector, list[int], Vector]:
    """All draws in blocks that fit: totals, stage totals, which contributions are kept, and their draws."""
    counted = [r for r, row in enumerate(drawn.rows) if row.supplier is None or row.factors]
    contributions = footprint.contributions
    room = max(LISTED, KEPT // iterations)
    kept = sorted(range(len(counted)), key=lambda at: -abs(contributions[at].total))[:room]
    stage_of = {stage.stage: at for at, stage in enumerate(footprint.stages)}
    into = np.zeros((len(counted), len(stage_of)))
    for at, contribution in enumerate(contributions):
        into[at, stage_of[contribution.stage]] = 1.0
    totals, stages = np.empty(iterations), np.empty((iterations, len(stage_of)))
    lines = np.empty((iterations, len(kept)))
    size = max(16, CELLS // max(len(drawn.rows), len(drawn.inputs), 1))
    for start in range(0, iterations, size):
        part = slice(start, min(start + size, iterations))
        outcome = drawn.compute(drawn.inputs.draws(seed, part.start, part.stop - part.start)).lines[
            :, counted
        ]
        beyond = (np.abs(outcome) > LARGEST).any(axis=1)
        totals[part] = np.where(beyond, np.nan, outcome.sum(axis=1))
        stages[part] = outcome @ into
        lines[part] = outcome[:, kept]
        if progress is not None:
            progress(part.stop, iterations)
    return totals, stages, kept, lines


def uncertainty(
    model: ProductModel,
    releases: Releases,
    *,
    method: Method | None = None,
    iterations: int = 1000,
    seed: int = 0,
    scheme: str | None = DEFAULT_SCHEME,
    derive: bool = True,
    sobol: bool = True,
    progress: Progress | None = None,
) -> FootprintUncertainty:
    """How sure the footprint of a model is, and what moves it.

    `scheme` turns data-quality scores into variances where no distribution is stated (None: it does not), `derive`
    allows scores that follow from kind, years and area of a datum. Without `sobol` the global indices are left out.
    """
    return told(
        sample(
            model,
            releases,
            method=method,
            iterations=iterations,
            seed=seed,
            scheme=scheme,
            derive=derive,
            progress=progress,
        ),
        sobol=sobol,
    )


def told(sampled: Sampled, *, sobol: bool = True) -> FootprintUncertainty:
    """The figures of a product's draws."""
    footprint, valid = sampled.footprint, sampled.valid
    totals = sampled.totals[valid]
    found = estimate(sampled.drawn)
    chosen = None if sampled.scheme is None else scheme_named(sampled.scheme)
    variance = float(np.var(totals))
    return FootprintUncertainty(
        footprint_id=footprint.id.removeprefix("preview:"),
        iterations=sampled.iterations,
        void=sampled.void,
        seed=sampled.seed,
        scheme=sampled.scheme,
        derive=sampled.derive,
        total=footprint.total,
        spread=spread_of(totals),
        errors=errors_of(totals, sampled.repeats(valid)),
        analytic=analytic(sampled.drawn, found),
        histogram=histogram_of(totals),
        stages=tuple(
            StageSpread(
                stage=stage.stage,
                name=stage.name,
                total=stage.total,
                spread=spread_of(sampled.stages[valid, at]),
                variance_share=_share(sampled.stages[valid, at], totals, variance),
            )
            for at, stage in enumerate(footprint.stages)
        ),
        lines=_lines(sampled, totals, variance),
        effects=effects_of(sampled.drawn, footprint.total, found, seed=sampled.seed, sobol=sobol),
        effects_known=len(sampled.drawn.inputs) + len(sampled.drawn.inputs.joint),
        basis=basis_of(sampled),
        incomplete=sampled.drawn.inputs.incomplete,
        unsampled=sampled.drawn.inputs.unsampled,
        quality=rate(footprint.model, footprint.contributions, chosen, derive=sampled.derive)
        if chosen is not None
        else None,
    )


def _share(part: Vector, totals: Vector, variance: float) -> float:
    """Covariance of a part with the whole by the variance of the whole: the parts of a sum bring 1 together."""
    if not variance > 0:
        return 0.0
    return float(np.mean((part - part.mean()) * (totals - totals.mean()))) / variance


def _lines(sampled: Sampled, totals: Vector, variance: float) -> tuple[LineSpread, ...]:
    shares = [
        _share(sampled.lines[sampled.valid, column], totals, variance) for column in range(len(sampled.kept))
    ]
    order = sorted(range(len(shares)), key=lambda column: (-abs(shares[column]), column))[:LISTED]
    found = []
    for column in order:
        contribution = sampled.footprint.contributions[sampled.kept[column]]
        found.append(
            LineSpread(
                path=contribution.path,
                process=contribution.process,
                name=contribution.name,
                total=contribution.total,
                spread=spread_of(sampled.lines[sampled.valid, column]),
                variance_share=shares[column],
            )
        )
    return tuple(found)


def basis_of(sampled: Sampled) -> BasisShares:
    """What the uncertainty rests on, by the size of contributions; of a pair each of amount and factor counts half."""
    weights = dict.fromkeys(BasisShares.model_fields, 0.0)
    bases = sampled.drawn.inputs.bases
    for contribution in sampled.footprint.contributions:
        weight = abs(contribution.total) / 2
        weights[bases.get(contribution.path, "certain")] += weight
        scale = sum(abs(use.kg_co2e) for use in contribution.factors)
        if not scale:
            weights[bases.get(contribution.path, "certain")] += weight
        for use in contribution.factors:
            basis = bases.get(f"{use.release}/{use.dataset}", "certain")
            weights[basis] += weight * abs(use.kg_co2e) / scale if scale else 0.0
    whole = sum(weights.values()) or 1.0
    return BasisShares(**{basis: weight / whole for basis, weight in weights.items()})


def compare_uncertainty(
    before: tuple[ProductModel, Releases],
    after: tuple[ProductModel, Releases],
    *,
    iterations: int = 1000,
    seed: int = 0,
    scheme: str | None = DEFAULT_SCHEME,
    derive: bool = True,
) -> UncertaintyComparison:
    """The difference of two products on common samples. Whether they may be compared at all is for others to say."""
    first, second = (
        sample(model, releases, iterations=iterations, seed=seed, scheme=scheme, derive=derive)
        for model, releases in (before, after)
    )
    return compared(first, second)


def compared(before: Sampled, after: Sampled) -> UncertaintyComparison:
    """`compare_uncertainty` of two products already drawn, with the same seed and as often."""
    valid = before.valid & after.valid
    first, second = before.totals[valid], after.totals[valid]
    if not first.size:
        raise MOSTLY_VOID.error(void=int(valid.size), iterations=int(valid.size))
    difference = second - first
    # where nothing tells the two apart neither is lower: such draws count half
    lower = float(np.mean(difference < 0) + np.mean(difference == 0) / 2)
    repeats = (*before.repeats(valid), *after.repeats(valid))
    return UncertaintyComparison(
        before=before.footprint.id.removeprefix("preview:"),
        after=after.footprint.id.removeprefix("preview:"),
        iterations=before.iterations,
        void=int(np.count_nonzero(~valid)),
        seed=before.seed,
        scheme=before.scheme,
        derive=before.derive,
        difference=after.footprint.total - before.footprint.total,
        spread=spread_of(difference),
        errors=errors_of(difference, repeats),
        histogram=histogram_of(difference),
        lower=lower,
        lower_error=_share_error(lower, difference.size / repetition(difference, repeats)),
        correlation=_correlation(first, second),
    )


def _share_error(share: float, n: float) -> float:
    """Standard error of a share of n draws, with two draws added to either side so that 0 and 1 are not certain
    (Agresti & Coull 1998)."""
    moved = (share * n + 2) / (n + 4)
    return float(np.sqrt(moved * (1 - moved) / (n + 4)))


def _correlation(first: Vector, second: Vector) -> float | None:
    if not (np.std(first) > 0 and np.std(second) > 0):
        return None
    return float(np.corrcoef(first, second)[0, 1])
