"""A product system as matrices, and every question one asks of it.

    Aᵀ λ = (c B)ᵀ      one solve a reporting line, and λ_i is the score of one net unit of product i
    A s = f            solved only when somebody asks for supply or inventory

Signs are physical: in A a process's outputs are positive and its inputs negative, and so are the amounts of a
demand and of λ: one *more* unit of the product leaves the system.

- A **product** has a process whose net output (production less self-use, any size) it is. λ_i is its footprint.
- A **waste** has a process that takes it in: −1 kg in the treatment's column, +0.5 kg in the column of the process
  that leaves it behind. λ_i is then the score of one more kilogram coming *out* of the system, i.e. of one kilogram
  less being treated, and is negative where treatment burdens. One kilogram handed in for treatment is the demand
  `{waste: -1}`, and its score, −λ_i, is positive. `system.is_waste` tells which rows are of this kind.
- A waste may as well be modelled as the service of treating it (+1 for the treatment, −0.5 for the producer);
  the score of the producer is the same and λ of the service is positive.
- **Avoided production** is a second positive output of a process; it lowers the supply of the process whose
  reference product it is, and may turn it negative.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from tanzuji.engine.arrays import Columns, Flags, Positions, Vector, frozen
from tanzuji.engine.contributions import NOTHING, By, Contributions, table
from tanzuji.engine.samples.executors import Executor
from tanzuji.engine.samples.sampling import Progress, Sampler, sample, sampler_of
from tanzuji.engine.samples.uncertain_exchanges import Given, Uncertain
from tanzuji.engine.score import Score
from tanzuji.engine.sensitivity import Sensitivities, sensitivities_of
from tanzuji.engine.technology import Technology
from tanzuji.engine.tree import Tree, tree_of
from tanzuji.engine.triplets import (
    NOT_FINITE,
    Axis,
    Cells,
    Exchanges,
    NonFinite,
    Triplets,
    assemble,
    axis,
    bad_shape,
    characterization_matrix,
    edited,
)

Demand = Mapping[Any, float]
Edit = tuple[Any, Any, float]


class System:
    """Technosphere, interventions and characterization of one database or product model; immutable.

    Build it with `from_triplets`. What is solved once is kept; arrays that are kept cannot be written to.
    """

    def __init__(
        self,
        technosphere: Cells,
        interventions: Cells,
        factors: Vector,
        lines: tuple[str, ...],
        axes: tuple[Axis, Axis, Axis],
        *,
        uncertain: Uncertain | None = None,
        references: Mapping[Any, Any] | None = None,
        earlier: System | None = None,
    ) -> None:
        self.lines = lines
        self._uncertain = uncertain
        self._technosphere, self._interventions, self._factors = technosphere, interventions, frozen(factors)
        self._products, self._processes, self._flows = axes
        self._references = references
        # Only what was already worked out helps; asking for it here would cost what it is to save.
        known = {} if earlier is None else vars(earlier)
        self._earlier_technology: Technology | None = known.get("_technology")
        self._earlier_scores: Vector | None = known.get("_scores")

    @classmethod
    def from_triplets(
        cls,
        technosphere: Triplets,
        interventions: Triplets,
        characterization: Mapping[str, Any],
        uncertainty: Given = None,
        process_ids: Iterable[Hashable] | None = None,
        product_ids: Iterable[Hashable] | None = None,
        flow_ids: Iterable[Hashable] | None = None,
        *,
        references: Mapping[Any, Any] | None = None,
    ) -> System:
        """The system of (rows, columns, values) triplets; those that fall into one cell are summed.

        technosphere: products × processes, + produced, − consumed. interventions: flows × processes.
        characterization: reporting line → one factor a flow, kg CO2e per unit. Ids default to 0, 1, 2, …
        uncertainty: for `sample`, the distributions of the triplets: `(technosphere's, interventions')`, each one
        `Uncertainty` (or None) a triplet or `Factors`; or `Uncertainties`, with keys.
        references: product → the process that supplies or treats it, for all products, where the numbers leave
        a doubt (see `engine.reference`).
        Raises BadShape (`engine.bad-shape`) and NonFinite (`engine.not-finite`); whether the technosphere can
        be solved shows when it is first asked.
        """
        made = Exchanges.read("technosphere", technosphere)
        emitted = Exchanges.read("interventions", interventions)
        columns = int(max(made.cols.max(initial=-1), emitted.cols.max(initial=-1))) + 1
        longest = max((len(vector) for vector in characterization.values()), default=0)
        products = axis("product", product_ids, int(made.rows.max(initial=-1)) + 1)
        processes = axis("process", process_ids, columns)
        flows = axis("flow", flow_ids, max(longest, int(emitted.rows.max(initial=-1)) + 1))
        made.check(products, processes)
        emitted.check(flows, processes)
        return cls(
            assemble(made, (len(products), len(processes))),
            assemble(emitted, (len(flows), len(processes))),
            characterization_matrix(characterization, flows),
            tuple(characterization),
            (products, processes, flows),
            uncertain=Uncertain.read(uncertainty, made, emitted, (products, processes, flows)),
            references=references,
        )

    def __repr__(self) -> str:
        sizes = f"{len(self._products)} products, {len(self._processes)} processes, {len(self._flows)} flows"
        return f"System({sizes}, {self._technosphere.matrix.nnz} exchanges, lines {', '.join(self.lines)})"

    @property
    def product_ids(self) -> Sequence[Hashable]:
        return self._products.ids

    @property
    def process_ids(self) -> Sequence[Hashable]:
        return self._processes.ids

    @property
    def flow_ids(self) -> Sequence[Hashable]:
        return self._flows.ids

    @property
    def technosphere(self) -> Columns:
        """A, products × processes, summed; to be read, not written."""
        return self._technosphere.matrix

    @property
    def interventions(self) -> Columns:
        """B, flows × processes, summed; to be read, not written."""
        return self._interventions.matrix

    @cached_property
    def reference_processes(self) -> Positions:
        """Position of the process that supplies or treats each product, (n_products,)."""
        return self._technology.requirements.process.copy()

    @cached_property
    def is_waste(self) -> Flags:
        """Whether the reference process takes the product in instead of making it, (n_products,)."""
        flags: Flags = self._technology.requirements.sign < 0
        return flags

    @cached_property
    def direct_scores(self) -> Vector:
        """c B: what each process itself scores at unit scale, (n_processes, n_lines), kg CO2e."""
        return frozen(np.asarray(self._interventions.matrix.T @ self._factors))

    def intensities(self, progress: Progress | None = None) -> Vector:
        """λ: score of one net unit of each product, (n_products, n_lines), kg CO2e; negative for burdensome wastes.

        Where it is not solved yet, `progress` is told of the lines that are, and of all; what it raises ends the work.
        Raises NonSquare or SingularTechnosphere. Heijungs & Suh 2002, transposed.
        """
        if progress is not None and "_scores" not in vars(self):
            vars(self)["_scores"] = self._technology.intensities(
                self.direct_scores, self._earlier_scores, progress
            )
        return self._intensities

    def score(self, demand: Demand) -> Score:
        """Score of `{product id: amount}` by line, kg CO2e. Raises Unknown (`engine.unknown-product`)."""
        at, amounts = self._demanded(demand)
        return Score.of(self.lines, amounts @ self._intensities[at])

    def inventory(self, demand: Demand) -> tuple[Vector, Vector]:
        """Supply s (n_processes,), the scale of each process, and interventions g = B s (n_flows,)."""
        supply = self._technology.supply(*self._demanded(demand))
        return frozen(supply), frozen(np.asarray(self._interventions.matrix @ supply))

    def tree(self, demand: Demand, cutoff: float = 1e-4, max_nodes: int = 100_000) -> Tree:
        """The supply chain of a demand, down to `cutoff` of its gross score, at most `max_nodes` nodes.

        Demanded products are always shown. Needs no solve beyond λ.
        """
        if not (0 <= cutoff <= 1 and max_nodes >= 1):
            raise ValueError(
                f"cutoff must lie in 0…1 and max_nodes be at least 1, not {cutoff} and {max_nodes}"
            )
        return tree_of(
            self._technology.requirements,
            self._burdens,
            self._scores,
            self._gross_intensities,
            self._demanded(demand),
            cutoff=cutoff,
            max_nodes=max_nodes,
            lines=self.lines,
            product_ids=self.product_ids,
            process_ids=self.process_ids,
        )

    def contributions(self, demand: Demand, by: By = "process") -> Contributions:
        """Who contributes to the score, largest first; rows that contribute nothing are left out.

        by: "process" and "product" give direct emissions, under the id of the process or of the product it
        supplies; "flow" gives elementary flows; "line" the reporting lines.
        """
        if by == "line":
            score = np.array(self.score(demand).values_by_line)
            places = np.arange(score.size)
            return table(by, self.lines, self.lines, places, score, np.diag(score))
        supply, flows = self.inventory(demand)
        if by == "flow":
            values = flows[:, None] * self._factors
            return table(by, self.lines, self.flow_ids, np.arange(flows.size), flows, values)
        values = supply[:, None] * self.direct_scores
        if by == "process":
            return table(by, self.lines, self.process_ids, np.arange(supply.size), supply, values)
        if by == "product":
            needs = self._technology.requirements
            made = needs.sign * needs.size * supply[needs.process]
            places = np.arange(made.size)
            return table(by, self.lines, self.product_ids, places, made, values[needs.process])
        raise ValueError(f"by must be one of: process, flow, line, product; not {by!r}")

    def sensitivities(self, demand: Demand) -> Sensitivities:
        """d score / d a_ij of every technosphere exchange, kg CO2e per unit of the exchange, and elasticities."""
        at, amounts = self._demanded(demand)
        supply = self._technology.supply(at, amounts)
        total = self.score(demand).total
        gross = float(np.abs(amounts) @ self._gross_intensities[at])
        return sensitivities_of(
            self._technosphere.matrix,
            self._intensities,
            supply,
            total if abs(total) > NOTHING * gross else None,
            self.lines,
            (self.product_ids, self.process_ids),
        )

    def sample(
        self,
        iterations: int,
        seed: int = 0,
        *,
        executor: Executor | None = None,
        block: int | None = None,
        progress: Progress | None = None,
        lines: bool = False,
    ) -> Vector:
        """Joint Monte Carlo samples of λ, (iterations, n_products), total kg CO2e of one net unit of each product.

        With `lines`, (iterations, n_products, n_lines). Seed and ids alone decide: not the executor, the size of
        the blocks or the order of the exchanges. An iteration without an answer is NaN (see `engine.sampling`).
        What `progress` (done, all) raises ends the work. Raises `engine.workers-lost`.
        """
        weights = self._factors if lines else self._factors.sum(axis=1, keepdims=True)
        found = sample(
            self.sampler(weights, seed), iterations, executor=executor, block=block, progress=progress
        )
        return found if lines else found[:, :, 0]

    def sampler(self, weights: Vector, seed: int) -> Sampler:
        """What samples this system under k ways to characterise; weights: (n_flows, k) kg CO2e per unit."""
        uncertain = self._uncertain or Uncertain.certain(self._technosphere, self._interventions)
        return sampler_of(self._technology, uncertain, weights, seed)

    def with_edits(self, technosphere: Iterable[Edit] = (), *, interventions: Iterable[Edit] = ()) -> System:
        """A new system in which (product, process, new net value) exchanges are replaced; this one stays.

        interventions: (flow, process, new value). Zero removes an exchange. An exchange that only becomes larger
        or smaller stays as uncertain as it was. Raises Unknown and NonFinite.
        """
        made = _changes("edits", technosphere, self._products, self._processes)
        emitted = _changes("interventions", interventions, self._flows, self._processes)
        system = System(
            edited(self._technosphere, made) if made else self._technosphere,
            edited(self._interventions, emitted) if emitted else self._interventions,
            self._factors,
            self.lines,
            (self._products, self._processes, self._flows),
            uncertain=self._uncertain and self._uncertain.edited(made, emitted),
            references=self._references,
            earlier=self,
        )
        if not made and "_technology" in vars(self):
            vars(system)["_technology"] = self._technology
        return system

    @cached_property
    def _technology(self) -> Technology:
        return Technology.ready(
            self._technosphere,
            self._products,
            self._processes,
            np.abs(self.direct_scores).sum(axis=1),
            self._references,
            self._earlier_technology,
        )

    @cached_property
    def _scores(self) -> Vector:
        return self._technology.intensities(self.direct_scores, self._earlier_scores)

    @cached_property
    def _burdens(self) -> Vector:
        return self._technology.requirements.burdens(self.direct_scores)

    @cached_property
    def _intensities(self) -> Vector:
        return frozen(self._technology.requirements.sign[:, None] * self._scores)

    @cached_property
    def _gross_intensities(self) -> Vector:
        return self._technology.gross_intensities(self._burdens, self._scores)

    def _demanded(self, demand: Demand) -> tuple[Positions, Vector]:
        """Positions and amounts of a demand. Raises Unknown, NonFinite or BadShape."""
        at = np.fromiter(
            (self._products.position(product, f"demand[{product}]") for product in demand),
            np.int64,
            len(demand),
        )
        return at, np.array(
            [_number(f"demand[{name}]", amount) for name, amount in demand.items()], dtype=np.float64
        )


def _changes(path: str, edits: Iterable[Edit], rows: Axis, processes: Axis) -> dict[tuple[int, int], float]:
    """(row, column) → new value; of two edits of one exchange the later holds."""
    return {
        (
            rows.position(row, f"{path}[{at}]"),
            processes.position(process, f"{path}[{at}]"),
        ): _number(f"{path}[{at}]", value)
        for at, (row, process, value) in enumerate(edits)
    }


def _number(path: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise bad_shape(path, f"{value!r} is not a number") from None
    if not np.isfinite(number):
        raise NonFinite([NOT_FINITE.problem(path, place=path, value=number)])
    return number
