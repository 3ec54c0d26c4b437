"""Joint Monte Carlo: all footprints of a system in every iteration, block by block.

A `Sampler` holds what a worker needs and no more; it computes any iteration by itself, from nothing but the seed
and its number, so that blocks, their order and the machines that work on them change no result.

In an iteration every uncertain exchange is its amount times its factor, the technosphere is put into burden form
(see `requirements`) and λ' is solved for, starting from that of the stated amounts. Where the drawn amounts leave
a product without a meaningful answer (its process takes in what it should make, a loop needs more of it than it
makes, a number is beyond float64), that product and all that use it are NaN in this iteration, and only they;
nobody is given a wrong number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from tanzuji.engine.arrays import Flags, Positions, Rows, Vector
from tanzuji.engine.productivity import still_worth, worth_of
from tanzuji.engine.requirements import Requirements
from tanzuji.engine.samples.draws import Draws, Form
from tanzuji.engine.samples.executors import Block, Executor, Serial
from tanzuji.engine.samples.uncertain_exchanges import Uncertain
from tanzuji.engine.solve import NotSolvedError, Solver, backward_error, bicgstab_scaled, gross, reach
from tanzuji.engine.technology import Technology

Progress = Callable[[int, int], None]
"""Told of iterations done and of all; what it raises ends the work."""

TOLERANCE = 1e-10
"""Backward error of a sampled footprint, eight digits beyond what ten thousand iterations tell apart."""

_SURE = 2000  # products up to which a loop is factorised before it is called gainful
_TOGETHER = 4  # iterations drawn at a time: a look-up of random numbers gives four


@dataclass(frozen=True, eq=False)
class Sampler:
    """All that decides the samples of a system: `work(first, count)` → (count, n_products, k) kg CO2e a net unit.

    `weights` (interventions, k): kg CO2e per unit of each intervention under each of k ways to characterise.
    `stated` (n, k): λ' of the stated amounts; `gross` (n,): its gross scale; `worth`: see `Solver`.
    """

    seed: int
    technosphere: Draws
    interventions: Draws
    form: Form
    process: Positions
    columns: Positions
    weights: Vector
    stated: Vector
    gross: Vector
    worth: Vector | None

    def __call__(self, first: int, count: int) -> Vector:
        n, k = self.stated.shape
        found = np.empty((count, n, k))
        matrix = self._matrix()
        for at in range(0, count, _TOGETHER):
            some = min(_TOGETHER, count - at)
            made = self.technosphere.amounts(self.seed, first + at, some)
            emitted = self.interventions.amounts(self.seed, first + at, some)
            for i in range(some):
                with np.errstate(all="ignore"):
                    found[at + i] = self._iteration(matrix, made[i], emitted[i])
        return found

    def _matrix(self) -> Rows:
        """M, whose values are written anew in every iteration; one a call, for threads may share a sampler."""
        n = self.process.size
        form = self.form
        return csr_array((np.zeros(form.rest.size), form.indices, form.indptr), shape=(n, n))

    def _iteration(self, matrix: Rows, made: Vector, emitted: Vector) -> Vector:
        """λ (n, k) of one iteration; NaN for what has no answer."""
        values, size, lost = self.form.fill(made)
        n, k = self.stated.shape
        burdens = np.empty((n, k))
        for column in range(k):
            direct = np.bincount(self.columns, emitted * self.weights[:, column], minlength=n)
            burdens[:, column] = direct[self.process] / size
        lost |= ~np.isfinite(burdens).all(axis=1)
        needs = self._requirements(matrix, values, size, lost)
        scores = self._scores(needs, burdens, lost)
        if scores is None:
            lost |= self._gainful(needs, burdens)
            needs = self._requirements(matrix, values, size, lost)
            scores = self._scores(needs, burdens, lost)
        if scores is None:
            return np.full((n, k), np.nan)
        if lost.any():
            scores[reach(needs.absolute, lost.astype(np.float64))] = np.nan
        signed: Vector = self.form.sign[:, None] * scores
        return signed

    def _requirements(self, matrix: Rows, values: Vector, size: Vector, lost: Flags) -> Requirements:
        """The burden form of these values, in which what is lost needs nothing."""
        matrix.data[:] = values
        if lost.any():
            matrix.data[lost[self.form.owner]] = 0.0
        return Requirements(matrix, self.process, size, self.form.sign)

    def _scores(self, needs: Requirements, burdens: Vector, lost: Flags) -> Vector | None:
        """λ' (n, k), with nothing for what is lost; None where it cannot be solved."""
        scores = np.empty_like(self.stated)
        for column in range(scores.shape[1]):
            borne = np.where(lost, 0.0, burdens[:, column])
            found = self._solved(needs, borne, self._guess(scores, column))
            if found is None:
                return None
            scores[:, column] = found
        return scores

    def _gainful(self, needs: Requirements, burdens: Vector) -> Flags:
        """The products of loops that need one or more of a product for one of it."""
        gainful = np.zeros(self.process.size, dtype=bool)
        magnitude = np.nan_to_num(np.abs(burdens).sum(axis=1))
        for members in self.form.loops:
            inner = needs.consumption[members][:, members].tocsr()
            thorough = members.size < _SURE
            if worth_of(inner, magnitude[members], thorough=thorough) is None:
                gainful[members] = True
        return gainful

    def _guess(self, scores: Vector, column: int) -> Vector:
        """λ' of the stated amounts, moved as the characterisation before this one moved."""
        stated = self.stated[:, column]
        if column == 0:
            return stated
        before = self.stated[:, column - 1]
        ratio = np.divide(scores[:, column - 1], before, out=np.ones_like(before), where=before != 0)
        guess: Vector = stated * ratio
        return guess

    def _solved(self, needs: Requirements, burdens: Vector, guess: Vector) -> Vector | None:
        absolute = needs.absolute
        x = bicgstab_scaled(needs.direct, burdens, guess, self.gross, TOLERANCE / 2)
        if x is not None and backward_error(needs.direct, absolute, x, burdens) > TOLERANCE:
            x = None
        # Where all is burden and nothing is credited, an answer that is nowhere negative proves itself:
        # no loop can have a gain of one or more (Hawkins & Simon 1949).
        plain = not needs.has_credits and (burdens >= 0).all()
        if x is not None and plain and (x >= -TOLERANCE * gross(absolute, x, burdens)).all():
            return x
        worth = self._proof(needs, burdens)
        if worth is None and not _gainless(needs, burdens):
            return None
        if x is not None and worth is not None:
            return x
        try:
            return Solver(needs, worth).solve(burdens, guess=guess)
        except NotSolvedError:
            return None

    def _proof(self, needs: Requirements, burdens: Vector) -> Vector | None:
        """A vector that proves that every loop converges with the drawn amounts; None where none is found."""
        if self.worth is not None and still_worth(needs.absolute, self.worth):
            return self.worth
        return worth_of(needs.absolute, burdens)


def sampler_of(technology: Technology, uncertain: Uncertain, weights: Vector, seed: int) -> Sampler:
    """The sampler of a technosphere that is ready; weights (n_flows, k): kg CO2e per unit of each flow.

    Raises what solving the system with its stated amounts raises.
    """
    made, emitted = uncertain.exchanges
    needs, worth = technology.requirements, technology.solver.worth
    n = needs.process.size
    each = weights[emitted.rows]
    direct = np.empty((n, each.shape[1]))
    for column, weight in enumerate(each.T):
        direct[:, column] = np.bincount(emitted.cols, emitted.values * weight, minlength=n)
    stated = technology.intensities(direct, None)
    burdens = needs.burdens(direct)
    whole = technology.gross_intensities(burdens, stated)
    # Nowhere zero: what only a drawn amount brings to life is measured against its worth.
    least = 1e-12 * (np.full(n, whole.max(initial=0.0) or 1.0) if worth is None else worth)
    form, order = Form.of(made, needs.process, needs.sign)
    return Sampler(
        seed,
        Draws.of(made, order),
        Draws.of(emitted, np.arange(emitted.values.size)),
        form,
        needs.process,
        emitted.cols,
        each,
        stated,
        np.maximum(whole, least),
        worth,
    )


def _gainless(needs: Requirements, burdens: Vector) -> bool:
    """Whether the loops converge without their credits; those with credits are for the direct solvers to judge."""
    return worth_of(needs.consumption, burdens, thorough=burdens.size < _SURE) is not None


def sample(
    work: Sampler,
    iterations: int,
    *,
    executor: Executor | None = None,
    block: int | None = None,
    progress: Progress | None = None,
    into: Callable[[int, Vector], None] | None = None,
) -> Vector:
    """The samples of iterations 0 … iterations − 1, (iterations, n_products, k); NaN where there is no answer.

    executor: serial by default. block: iterations of one piece of work, chosen by size where not given; neither
    changes a number. into: takes each (first iteration, block) as it comes, and nothing is gathered; then the
    answer is empty.
    """
    executor = executor or Serial()
    n, k = work.stated.shape
    count = block or block_size(n, iterations, executor.workers)
    if count < 1 or iterations < 0:
        raise ValueError(
            f"iterations must be at least 0 and a block at least 1, not {iterations} and {count}"
        )
    blocks: list[Block] = [(at, min(count, iterations - at)) for at in range(0, iterations, count)]
    gathered = np.empty((0 if into else iterations, n, k))
    done = 0
    if progress:
        progress(0, iterations)
    for at, found in executor.run(work, blocks):
        first, size = blocks[at]
        if into:
            into(first, found)
        else:
            gathered[first : first + size] = found
        done += size
        if progress:
            progress(done, iterations)
    return gathered


def block_size(n: int, iterations: int, workers: int) -> int:
    """Iterations of a block: some tenths of a second, at most 4 million numbers, several blocks a worker."""
    fair = -(-iterations // (4 * workers))
    size = max(1, min(500_000 // max(n, 1), fair, 1000))
    return size + -size % _TOGETHER
