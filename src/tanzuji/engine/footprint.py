"""A product's footprint: footprint = f(product model, library releases, method, engine version, seed)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from pydantic import ValidationError

from tanzuji.documents.canonical import digest, ten_digits
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.footprints import Footprint, Gap, ScenarioResult
from tanzuji.documents.models import Method, ProductModel, Scenario
from tanzuji.documents.text import Text
from tanzuji.engine import results
from tanzuji.engine.activity import NOT_FINITE, Amounts
from tanzuji.engine.background import Background
from tanzuji.engine.foreground import Foreground, solve_foreground
from tanzuji.engine.instead import Instead, instead_of, with_materials
from tanzuji.engine.loops import loop_rows
from tanzuji.engine.release import Release
from tanzuji.engine.rows import Row, credits_of, rows_of

ENGINE_VERSION = "1"
"""Raised whenever the same inputs would give another result."""


def compute(
    model: ProductModel, releases: Release | Sequence[Release], *, method: Method | None = None, seed: int = 0
) -> Footprint:
    """The footprint of a product model on top of one or more library releases, kg CO2e per unit of the study.

    `method` replaces the model's own. Releases are asked in the order given. Scenarios of the model are
    computed beside the base case. Raises coded errors with the place in the model: unknown dataset,
    unit that does not convert, formula, allocation, loop without end, numbers beyond float64.
    """
    return _guarded(model, releases, method, seed, None, kept=True)


PREVIEW = "preview:"
"""How the id of a preview begins: no digest does, so that no shelf of documents takes one for a footprint."""


def preview(
    model: ProductModel,
    releases: Release | Sequence[Release],
    *,
    method: Method | None = None,
    seed: int = 0,
    model_digest: str | None = None,
) -> Footprint:
    """What `compute` gives but for the scenarios, for an answer while a person is still writing; never to be kept.

    Everything there is equals the footprint's to the last bit, `result_digest` and every finding of `check`
    included; `scenarios` is empty although the model may have some. The id is `preview:` before the id that
    `compute` would give. `model_digest` spares computing it where the caller holds the model with its digest.
    Raises what `compute` raises, but for the faults that only a scenario has.
    """
    return _guarded(model, releases, method, seed, model_digest, kept=False)


def is_preview(footprint: Footprint) -> bool:
    """Whether `preview` made it: its scenarios are not computed, so that it is no document to store or report."""
    return footprint.id.startswith(PREVIEW)


def _guarded(
    model: ProductModel,
    releases: Release | Sequence[Release],
    method: Method | None,
    seed: int,
    model_digest: str | None,
    *,
    kept: bool,
) -> Footprint:
    opened = (releases,) if isinstance(releases, Release) else tuple(releases)
    try:
        with np.errstate(all="ignore"):  # what overflows shows in the result, which holds finite numbers only
            return _computed(
                model, opened, method or model.method, seed, model_digest or digest(model), kept=kept
            )
    except (OverflowError, ValidationError, ValueError) as error:
        if _overflowed(error):
            raise NOT_FINITE.error() from error
        raise


def _overflowed(error: Exception) -> bool:
    """Whether a sum ran over: `fsum` says so in two ways, and a document refuses to hold what is not finite."""
    if isinstance(error, CodedError):
        return (
            error.code == "engine.not-finite"
        )  # names rows of a matrix that whoever wrote the model never saw
    if isinstance(error, ValidationError):
        return any(item["type"] == "finite_number" for item in error.errors())
    return isinstance(error, OverflowError) or "inf + inf" in str(error)


def _computed(
    model: ProductModel,
    opened: tuple[Release, ...],
    chosen: Method,
    seed: int,
    model_digest: str,
    *,
    kept: bool,
) -> Footprint:
    background = Background(opened, chosen)
    case = Case(model, background)
    references = background.references()
    identity = {
        "model": model_digest,
        "releases": [reference.plain() for reference in references],
        "method": chosen.plain(),
        "engine": ENGINE_VERSION,
        "seed": seed,
    }
    burdens = case.burdens()
    contributions = results.contributions(model, burdens, chosen.gwp_set)
    lines = results.sum_lines(burdens)
    stages = results.by_stage(model, burdens)
    scenarios = model.scenarios if kept else ()
    return Footprint(
        id=("" if kept else PREVIEW) + digest(identity),
        model_digest=model_digest,
        releases=references,
        method=chosen,
        engine_version=ENGINE_VERSION,
        seed=seed,
        model=model,
        unit_label=Text(zh=unit_label(model, "zh"), en=unit_label(model, "en")),
        boundary=model.boundary.type,
        partial=model.boundary.type != "cradle_to_grave",
        lines=lines,
        total=lines.total,
        gross_emissions=results.gross(burdens, +1),
        gross_credits=results.gross(burdens, -1),
        stages=stages,
        processes=results.by_process(model, case.rows, case.foreground, burdens),
        contributions=contributions,
        gaps=tuple(case.gaps),
        gases=results.by_gas(case.rows, case.runs),
        sensitivities=results.sensitivities(model, case.rows, case.foreground, burdens),
        trails=results.trails(model, case.rows, case.foreground),
        data_quality=results.data_quality(contributions),
        grid_average_total=results.grid_average(model, case.rows, case.amounts),
        scenarios=tuple(_scenario(model, background, scenario, lines.total) for scenario in scenarios),
        result_digest=digest(
            [
                ten_digits(lines.total),
                *(ten_digits(c.total) for c in contributions),
                *(ten_digits(s.total) for s in stages),
            ]
        ),
    )


class Case:
    """One way to compute a model: its method, and what a scenario replaces."""

    def __init__(
        self,
        model: ProductModel,
        background: Background,
        scenario: Scenario | None = None,
    ) -> None:
        instead = instead_of(model, scenario) if scenario else Instead()
        model = with_materials(model, scenario) if scenario else model
        self.model = model
        self.background = background
        self.amounts = Amounts(model, scenario.parameters if scenario else None, instead.amounts)
        self.rows: list[Row]
        self.gaps: list[Gap]
        self.rows, self.gaps = rows_of(model, self.amounts, self.background, instead)
        rows, gaps = credits_of(model, self.amounts, self.background)
        self.rows += rows
        self.gaps += gaps
        self.foreground: Foreground = solve_foreground(model, self.rows, self.amounts)
        rows, gaps = loop_rows(model, self.amounts, self.background)
        self.rows += rows
        self.gaps += gaps

    def runs(self, row: Row) -> float:
        """How often the process of a row runs per unit of the study; material loops stand per unit."""
        return 1.0 if row.process < 0 else float(self.foreground.runs[row.process])

    def burdens(self) -> tuple[results.Burden, ...]:
        return results.burdens(self.model, self.rows, self.runs)


def _scenario(model: ProductModel, background: Background, scenario: Scenario, base: float) -> ScenarioResult:
    method = background.method
    chosen = method.model_copy(
        update={
            key: value
            for key in ("end_of_life", "gwp_set", "biogenic")
            if (value := getattr(scenario, key)) is not None
        }
    )
    if chosen != method:
        background = Background(background.releases, chosen)
    try:
        burdens = Case(model, background, scenario).burdens()
    except CodedError as error:
        raise CodedError(_in_scenario(model, scenario, problem) for problem in error.problems) from error
    lines = results.sum_lines(burdens)
    return ScenarioResult(
        id=scenario.id,
        name=scenario.name,
        kind=scenario.kind,
        total=lines.total,
        difference=lines.total - base,
        lines=lines,
        stages={stage.stage: stage.total for stage in results.by_stage(model, burdens)},
    )


def _in_scenario(model: ProductModel, scenario: Scenario, problem: Problem) -> Problem:
    """The problem with the scenario that brings it about named in its path."""
    if problem.path.startswith("scenarios["):
        return problem
    place = f"scenarios[{model.scenarios.index(scenario)}]"
    return replace(
        problem, path=f"{problem.path} ({place})" if problem.path not in ("", "scenarios") else place
    )


def unit_label(model: ProductModel, language: str) -> str:
    unit = model.unit
    amount = f"{unit.amount:g}"
    spelled = {"piece": "件", "t": "t"}.get(unit.unit, unit.unit) if language == "zh" else unit.unit
    return f"{amount} {spelled}"
