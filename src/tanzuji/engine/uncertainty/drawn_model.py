"""A product model computed for many draws at once: every line of it, kg CO2e per unit of the study.

Nothing is computed here that `compute` does not: a draw in which every factor is 1 gives the footprint. Formulas are
evaluated on arrays, amounts and conversions are products of arrays, the background is one sparse product, and the
foreground is solved for all draws together.

A draw in which the model has no value (a formula divides by nothing, an output is not above 0, a loop feeds itself
without end) is void: told, and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from tanzuji.documents.exchanges import CoProduct, Output
from tanzuji.engine.arrays import Flags, Vector
from tanzuji.engine.footprint import Case
from tanzuji.engine.formulas import sample_parameters
from tanzuji.engine.rows import Row
from tanzuji.engine.uncertainty.drawn_amounts import ConversionPlan, Planner, Values, outputs_still, shares_of
from tanzuji.engine.uncertainty.drawn_foreground import Drawn, Link, Order, supplies
from tanzuji.engine.uncertainty.uncertain_inputs import Draws, Inputs


@dataclass(frozen=True, eq=False)
class Outcome:
    """What k draws gave: `lines` (k, rows) kg CO2e per unit of the study, and which of them are void, (k,)."""

    lines: Vector
    void: Flags

    @property
    def totals(self) -> Vector:
        """kg CO2e per unit of the study, (k,)."""
        found: Vector = self.lines.sum(axis=1)
        return found


class DrawnModel:
    """A case with its inputs, ready to be computed for any draws."""

    def __init__(self, case: Case, inputs: Inputs) -> None:
        self.case = case
        self.inputs = inputs
        self.rows: Sequence[Row] = case.rows
        self._planner = Planner(case, inputs)
        self._plans = [self._planner.plan(row) for row in self.rows]
        self._amounts = np.array([row.amount for row in self.rows])
        self._direct = np.array([plan.direct for plan in self._plans])
        self._taken_up = np.array([plan.taken_up for plan in self._plans], dtype=bool)
        self._own = _columns([plan.times for plan in self._plans])
        self._prepare_background()
        self._prepare_foreground()

    # what is known before anything is drawn

    def _prepare_background(self) -> None:
        """The datasets used, how each is drawn, and how many declared units of each a row takes a unit."""
        used = {(f.release, f.dataset.id): f for row in self.rows for f, _ in row.factors}
        place = {key: at for at, key in enumerate(used)}
        self._intensities = np.array([f.total for f in used.values()])
        self._drawn_factors = _columns(
            [self.inputs.place("factor", f"{release}/{id}") for release, id in used]
        )
        self._joint_places = [
            np.array([place[each.release.name, id] for id in each.datasets], dtype=np.int64)
            for each in self.inputs.joint
        ]
        varying = {(r, at) for r, p in enumerate(self._plans) if p.conversion for at in p.conversion.factors}
        entries: list[tuple[int, int, float]] = []
        self._converted: list[tuple[int, int, float]] = []
        for r, row in enumerate(self.rows):
            for at, ((factor, _), share) in enumerate(zip(row.factors, row.shares, strict=True)):
                entry = (r, place[factor.release, factor.dataset.id], share)
                (self._converted if (r, at) in varying else entries).append(entry)
        shape = (len(self.rows), len(used))
        rows, cols, shares = zip(*entries, strict=True) if entries else ((), (), ())
        self._shares = csr_array((np.array(shares, dtype=float), (rows, cols)), shape=shape)

    def _prepare_foreground(self) -> None:
        """Which rows hand products on, and whether anything about that is drawn."""
        case, foreground = self.case, self.case.foreground
        self._suppliers = [
            (r, foreground.column(row.supplier))
            for r, row in enumerate(self.rows)
            if row.supplier is not None
        ]
        processes = case.model.processes
        drawn_rows = any(
            plan.times is not None or plan.amount or plan.conversion
            for r, _ in self._suppliers
            if (plan := self._plans[r])
        )
        self._fixed = not drawn_rows and all(outputs_still(p, self._planner.still) for p in processes)
        self._takers: list[list[int]] = [[] for _ in processes]
        for p, process in enumerate(processes):
            if process.output is None:
                self._takers[p].append(0)
        for c, column in enumerate(foreground.columns):
            if column.process >= 0:
                self._takers[column.process].append(c)
        links = [
            (taker, supplier)
            for r, supplier in self._suppliers
            for taker in self._takers[self.rows[r].process]
        ]
        delivered = case.model.deliver
        self._target = foreground.column(delivered) if delivered is not None else None
        if self._target is not None:
            links.append((0, self._target))
        self._order = Order(len(foreground.columns), links)

    # computing

    def compute(self, draws: Draws) -> Outcome:
        """Every row in every draw. The caller keeps k × rows within the memory there is."""
        void = np.zeros(len(draws), dtype=bool)
        with np.errstate(all="ignore"):
            values = Values(self.case, self._parameters(draws), void)
            amounts = self._drawn_amounts(draws, values)
            conversions = {
                r: self._times_conversion(plan.conversion, draws, values)
                for r, plan in enumerate(self._plans)
                if plan.conversion
            }
            lines = self._per_run(draws, amounts, conversions)
            lines *= self._runs(amounts, conversions, values)
            void |= ~np.isfinite(lines).all(axis=1)
        lines[void] = np.nan
        return Outcome(lines, void)

    def _parameters(self, draws: Draws) -> dict[str, Drawn]:
        model = self.case.model
        times = {
            item.key: draws.times[:, at]
            for at, item in enumerate(self.inputs.items)
            if item.kind == "parameter"
        }
        return sample_parameters({p.name: p.value for p in model.parameters}, times)

    def _drawn_amounts(self, draws: Draws, values: Values) -> Vector:
        amounts = np.repeat(self._amounts[None, :], len(draws), axis=0)
        for r, plan in enumerate(self._plans):
            if plan.amount is not None:
                amounts[:, r] = plan.amount(values)
        rows, columns = self._own
        amounts[:, rows] *= draws.times[:, columns]
        return amounts

    def _times_conversion(self, plan: ConversionPlan, draws: Draws, values: Values) -> Drawn:
        """The conversion as drawn, by the conversion as stated."""
        factor: Drawn = 1.0 if plan.amount is None else plan.amount(values) / plan.base
        if plan.times is not None:
            factor = values.above(factor * draws.times[:, plan.times])
        return factor

    def _per_run(self, draws: Draws, amounts: Vector, conversions: Mapping[int, Drawn]) -> Vector:
        """kg CO2e that a run of its process adds by each row, (k, rows)."""
        intensities = np.repeat(self._intensities[None, :], len(draws), axis=0)
        places, columns = self._drawn_factors
        intensities[:, places] *= draws.times[:, columns]
        for own, samples in zip(self._joint_places, draws.joint, strict=True):
            if samples is not None:
                intensities[:, own] = samples
        each_unit = np.ascontiguousarray((self._shares @ intensities.T).T)
        for r, dataset, share in self._converted:
            each_unit[:, r] += share * conversions[r] * intensities[:, dataset]
        lines: Vector = amounts * each_unit
        lines += amounts * np.where(self._taken_up, 0.0, self._direct)
        if self._taken_up.any():
            lines[:, self._taken_up] -= np.abs(amounts[:, self._taken_up] * self._direct[self._taken_up])
        return lines

    def _runs(self, amounts: Vector, conversions: Mapping[int, Drawn], values: Values) -> Vector:
        """How often the process of each row runs per unit of the study, (k, rows) or (1, rows)."""
        foreground = self.case.foreground
        if self._fixed:
            by_process = foreground.runs[None, :]
        else:
            made, shares = self._products(values)
            links = self._links(amounts, conversions, shares)
            demand = np.zeros((len(amounts), len(made)))
            demand[:, 0] = 1.0
            supply, endless = supplies(self._order, made, links, demand)
            values.void |= endless
            by_process = np.zeros((len(amounts), len(self._takers)))
            for p, takers in enumerate(self._takers):
                for column in takers:
                    by_process[:, p] += shares[column] * supply[:, column]
        process = np.array([row.process for row in self.rows], dtype=np.int64)
        found: Vector = np.where(process < 0, 1.0, by_process[:, np.maximum(process, 0)])
        return found

    def _links(
        self, amounts: Vector, conversions: Mapping[int, Drawn], shares: Sequence[Drawn]
    ) -> list[Link]:
        links = []
        for r, supplier in self._suppliers:
            plan, row = self._plans[r], self.rows[r]
            taken = amounts[:, r] * row.each
            if plan.conversion is not None and plan.conversion.to_supplier:
                taken = taken * conversions[r]
            links += [Link(supplier, taker, shares[taker] * taken) for taker in self._takers[row.process]]
        if self._target is not None:
            links.append(Link(self._target, 0, self.case.foreground.delivered))
        return links

    def _products(self, values: Values) -> tuple[list[Drawn], list[Drawn]]:
        """What a run of each column yields, and the share of the inputs that it carries."""
        columns = self.case.foreground.columns
        made: list[Drawn] = [column.amount for column in columns]
        shares: list[Drawn] = [column.share for column in columns]
        for p, process in enumerate(self.case.model.processes):
            if process.output is None or outputs_still(process, self._planner.still):
                continue
            own = [c for c, column in enumerate(columns) if column.process == p]
            products: list[Output | CoProduct] = [process.output]
            if process.allocation.method not in ("none", "substitution"):
                products += process.coproducts
                carried = shares_of(process, values)
            else:
                carried = [1.0]
            kept = [i for i, product in enumerate(products) if not getattr(product, "is_waste", False)]
            for c, i in zip(own, kept, strict=True):
                made[c] = values.above(values.of(products[i].amount))
                shares[c] = carried[i]
        return made, shares


def _columns(places: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """Positions that have a column, and which."""
    found = [(at, column) for at, column in enumerate(places) if column is not None]
    return [at for at, _ in found], [column for _, column in found]
