"""The technosphere made ready: references found, loops proved to converge, a solver to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tanzuji.engine.arrays import Positions, Vector
from tanzuji.engine.diagnosis import loops, refuse_gainful_loops, refuse_overdrawn, singular
from tanzuji.engine.productivity import still_worth, worth_of
from tanzuji.engine.reference import reference_processes, stated_processes
from tanzuji.engine.requirements import Requirements
from tanzuji.engine.solve import TOLERANCE, NotSolvedError, Solver, balance_error
from tanzuji.engine.triplets import NOT_FINITE, Axis, Cells, NonFinite


@dataclass(frozen=True)
class Technology:
    """What every question to one technosphere shares; `requirements` is its burden form."""

    cells: Cells
    products: Axis
    processes: Axis
    requirements: Requirements
    solver: Solver

    @classmethod
    def ready(
        cls,
        cells: Cells,
        products: Axis,
        processes: Axis,
        direct_scores: Vector,
        references: Mapping[Any, Any] | None,
        earlier: Technology | None,
    ) -> Technology:
        """Raises NonSquare or SingularTechnosphere, naming the culprits.

        direct_scores: (n_processes,) magnitudes, only a weight. earlier: the technology this one was edited from.
        """
        if references is None:
            refuse_overdrawn(cells.matrix, cells.overdrawn, products, processes)
        if earlier is not None and earlier.keeps_references(cells):
            process = earlier.requirements.process
        elif references is not None:
            process = stated_processes(cells.matrix, products, processes, references)
        else:
            process = reference_processes(cells.matrix, products, processes, direct_scores)
            refuse_overdrawn(cells.matrix, cells.overdrawn, products, processes, process)
        needs = Requirements.of(cells.matrix, process)
        worth = None if earlier is None else earlier.solver.worth
        if worth is None or not still_worth(needs.absolute, worth):
            burdens = direct_scores[process] / needs.size
            worth = worth_of(needs.absolute, burdens)
            if worth is None:
                refuse_gainful_loops(needs, products, processes, burdens)
                worth = worth_of(needs.absolute, burdens, thorough=True)
        return cls(cells, products, processes, needs, Solver(needs, worth))

    def keeps_references(self, cells: Cells) -> bool:
        """Whether every reference exchange still stands in `cells` with its sign."""
        process = self.requirements.process
        now = cells.matrix.tocsr()[np.arange(process.size), process]
        return bool((np.sign(now) == self.requirements.sign).all())

    def intensities(
        self, direct_scores: Vector, guess: Vector | None, progress: Callable[[int, int], None] | None = None
    ) -> Vector:
        """λ' (n, n_lines) in burden form from c B (n_processes, n_lines). Raises SingularTechnosphere.

        progress: told of lines solved and of all; what it raises ends the work.
        """
        burdens = self.requirements.burdens(direct_scores)
        scores = np.empty_like(burdens)
        for line in range(burdens.shape[1]):
            if progress is not None:
                progress(line, burdens.shape[1])
            start = None if guess is None else guess[:, line]
            scores[:, line] = self._solved(burdens[:, line], guess=start)
        made = scores * self.requirements.sign[:, None]
        for line in range(burdens.shape[1]):
            self._accept(self.cells.matrix.T, made[:, line], direct_scores[:, line])
        return scores

    def supply(self, products: Positions, amounts: Vector) -> Vector:
        """s (n_processes,) with A s = f. Raises SingularTechnosphere."""
        demand = np.zeros(len(self.products))
        np.add.at(demand, products, amounts)
        made = self._solved(self.requirements.sign * demand, transposed=True)
        supply = np.empty_like(made)
        supply[self.requirements.process] = made / self.requirements.size
        self._accept(self.cells.matrix, supply, demand)
        return supply

    def gross_intensities(self, burdens: Vector, scores: Vector) -> Vector:
        """γ (n,): the score of one unit with no credit and no removal cancelling anything, Σ over lines.

        (I − |M|) γ = Σ |β|. Where that has no finite answer, a loop of strong credits, Σ |λ'| stands in.
        """
        needs, magnitude = self.requirements, _row_sums(np.abs(burdens))
        if not needs.has_credits and (burdens >= 0).all():
            return _row_sums(np.maximum(scores, 0.0))
        if self.solver.worth is not None:
            alike = Requirements(needs.absolute, needs.process, needs.size, needs.sign)
            try:
                return Solver(alike, self.solver.worth).solve(magnitude)
            except NotSolvedError:
                pass
        return np.maximum(_row_sums(np.abs(scores)), magnitude)

    def _solved(self, b: Vector, *, transposed: bool = False, guess: Vector | None = None) -> Vector:
        try:
            return self.solver.solve(b, transposed=transposed, guess=guess)
        except NotSolvedError:
            raise self._failure from None

    def _accept(self, matrix: Any, x: Vector, b: Vector) -> None:
        """Last check, on the matrix as it was handed in."""
        if balance_error(matrix, x, b) > TOLERANCE:
            raise self._failure

    @cached_property
    def _failure(self) -> Exception:
        if loops(self.requirements.direct):
            return singular(self.requirements, self.products, self.processes)
        # Without a loop the solution is a finite sum: only its size can be beyond float64.
        return NonFinite([NOT_FINITE.problem("technosphere", place="the solution", value="beyond float64")])


def _row_sums(values: Vector) -> Vector:
    sums: Vector = values.sum(axis=1)
    return sums
