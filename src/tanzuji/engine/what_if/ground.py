"""The solved base case of a model, on which scenarios are tried one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.footprints import Gap, Lines
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Method, ProductModel, Scenario
from tanzuji.documents.what_if import BackgroundEdit, Outcome
from tanzuji.engine.activity import NOT_FINITE, Amounts
from tanzuji.engine.background import Background
from tanzuji.engine.footprint import Case
from tanzuji.engine.foreground import UNIT, runs_of
from tanzuji.engine.instead import Instead, instead_of, with_materials
from tanzuji.engine.loops import loop_rows
from tanzuji.engine.release import Release
from tanzuji.engine.rows import Item, Row, of_item
from tanzuji.engine.what_if.background import EditedBackground
from tanzuji.engine.what_if.index import Index

NOTHING = Scenario.model_validate({"id": "what-if", "name": {"zh": "推演", "en": "What if"}})
"""A scenario that changes nothing: where trying begins."""

KEPT = 12
"""Grounds of other methods and releases that one keeps; one of a thousand rows takes about two megabytes."""

_Key = tuple[tuple[Release, ...], Method, tuple[BackgroundEdit, ...]]
_CHANGES = ("parameters", "datasets", "shares", "amounts", "materials")
_METHOD = ("end_of_life", "gwp_set", "biogenic")


class Ground:
    """A model on its releases under a method; `answer` tries scenarios on it. Threads may share it.

    Grounds of other methods, releases and backgrounds are made when they are first asked for, and kept.
    """

    def __init__(
        self,
        model: ProductModel,
        releases: Release | Sequence[Release],
        method: Method | None = None,
        *,
        background: Sequence[BackgroundEdit] = (),
        like: Ground | None = None,
    ) -> None:
        """Raises what `compute` raises. `like` is a ground that differs in the end-of-life method alone."""
        self.model, self.releases, self.method = model, _opened(releases), method or model.method
        self.edits = tuple(background)
        self.background: Background = (
            EditedBackground(self.releases, self.method, self.edits)
            if self.edits
            else Background(self.releases, self.method)
        )
        with np.errstate(all="ignore"):
            if like is None:
                case = Case(model, self.background)
                self.amounts, self.foreground = case.amounts, case.foreground
                self.rows = [row for row in case.rows if row.process >= 0]
                self.loops = [row for row in case.rows if row.process < 0]
                self.index = Index.of(model, self.rows)
            else:
                self.amounts, self.foreground = like.amounts, like.foreground
                self.rows, self.index = like.rows, like.index
                self.loops = loop_rows(model, self.amounts, self.background)[0]
        self._others: dict[_Key, Ground] = {}
        self._lock = Lock()
        self._stages = {stage.id: i for i, stage in enumerate(model.stages())}
        self._sums = self._by_stage(self.index.by_process, self.foreground.runs)
        self.base = self._outcome(self._sums, self.loops, None)

    def rows_by_path(self) -> Iterator[tuple[Item, list[Row]]]:
        """Every line of the model that has rows in the base case, with its rows."""
        for path, positions in self.index.rows.items():
            item = self.index.items.get(path)
            if item is not None:
                yield item, [self.rows[at] for at in positions]

    def answer(
        self,
        scenario: Scenario,
        *,
        releases: Release | Sequence[Release] | None = None,
        background: Sequence[BackgroundEdit] = (),
    ) -> Outcome:
        """What the product would come to under `scenario`, on other `releases`, with an edited `background`.

        Equals the scenario's result in `compute` within rounding. Raises what `compute` raises for it, and
        `what-if.*` for edits of a background that cannot be made.
        """
        ground = self.on(scenario, releases=releases, background=background)
        return ground._answer(scenario, self.base.total)

    def on(
        self,
        scenario: Scenario,
        *,
        releases: Release | Sequence[Release] | None = None,
        background: Sequence[BackgroundEdit] = (),
    ) -> Ground:
        """The ground of the same model under the method of `scenario`, on other `releases` and `background`."""
        method = self.method.model_copy(
            update={name: value for name in _METHOD if (value := getattr(scenario, name)) is not None}
        )
        opened = self.releases if releases is None else _opened(releases)
        key = opened, method, (*self.edits, *background)
        if key == (self.releases, self.method, self.edits):
            return self
        with self._lock:
            found = self._others.get(key)
        if found is None:
            found = Ground(self.model, opened, method, background=key[2], like=self._like(key))
            with self._lock:
                self._others[key] = found
                while len(self._others) > KEPT:
                    self._others.pop(next(iter(self._others)))
        return found

    def _like(self, key: _Key) -> Ground | None:
        """This ground, where the other one differs in the end-of-life method alone."""
        releases, method, background = key
        ends_alike = method.model_copy(update={"end_of_life": self.method.end_of_life})
        return (
            self if (releases, ends_alike, background) == (self.releases, self.method, self.edits) else None
        )

    def _answer(self, scenario: Scenario, base: float) -> Outcome:
        if not any(getattr(scenario, name) for name in _CHANGES):
            return self._outcome(self._sums, self.loops, base)
        index = self.index
        model = with_materials(self.model, scenario)
        instead = instead_of(self.model, scenario, index.places)
        amounts = Amounts(model, scenario.parameters, instead.amounts)
        moved = self._moved(amounts)
        made = {path for path in instead.amounts if path.endswith("].output.amount")}
        with np.errstate(all="ignore"):
            if index.shared & moved or any(path not in index.outputs for path in made):
                return self._whole(scenario, base)
            trial = _Trial(self, amounts, instead)
            for path in self._changed(scenario, instead, moved):
                trial.replace(path)
            for path, names in index.outputs.items():
                if path in made or names & moved:
                    trial.yields(path)
            sums = self._by_stage(index.by_process + trial.change, trial.runs())
            loops = self.loops
            if scenario.materials or index.in_loops & moved:
                loops = loop_rows(model, amounts, self.background)[0]
        return self._outcome(sums, loops, base)

    def _whole(self, scenario: Scenario, base: float) -> Outcome:
        """Everything computed anew: where the shares of co-products move."""
        case = Case(self.model, self.background, scenario)
        by_process = np.zeros_like(self.index.by_process)
        for row in case.rows:
            if row.process >= 0:
                by_process[row.process] += row.lines
        loops = [row for row in case.rows if row.process < 0]
        return self._outcome(self._by_stage(by_process, case.foreground.runs), loops, base)

    def _moved(self, amounts: Amounts) -> frozenset[str]:
        """The parameters whose values differ from the base case's, names case-folded."""
        base = self.amounts.parameters
        return frozenset(n.casefold() for n, value in amounts.parameters.items() if value != base[n])

    def _changed(self, scenario: Scenario, instead: Instead, moved: frozenset[str]) -> list[str]:
        """Paths of the lines to be computed anew, each once."""
        index = self.index
        found = dict.fromkeys(index.places[place] for place in scenario.datasets)
        found |= dict.fromkeys(path.removesuffix(".amount") for path in instead.amounts)
        found |= dict.fromkeys(path for name in sorted(moved) for path in index.used.get(name, ()))
        return [path for path in found if path in index.items]

    def _by_stage(self, by_process: NDArray[np.float64], runs: NDArray[np.float64]) -> NDArray[np.float64]:
        """kg CO2e per unit of the study by stage and line, (stages, 5)."""
        found = np.zeros((len(self._stages), len(LINES)))
        np.add.at(found, self.index.stages, by_process * runs[:, None])
        return found

    def _outcome(self, sums: NDArray[np.float64], loops: Sequence[Row], base: float | None) -> Outcome:
        sums = sums.copy()
        for row in loops:
            sums[self._stages[row.stage or ""]] += row.lines
        if not np.isfinite(sums).all():
            raise NOT_FINITE.error()
        lines = Lines(**dict(zip(LINES, sums.sum(axis=0).tolist(), strict=True)))
        return Outcome(
            total=lines.total,
            difference=0.0 if base is None else lines.total - base,
            lines=lines,
            stages=dict(zip(self._stages, sums.sum(axis=1).tolist(), strict=True)),
        )


def _opened(releases: Release | Sequence[Release]) -> tuple[Release, ...]:
    return (releases,) if isinstance(releases, Release) else tuple(releases)


class _Trial:
    """A scenario on a ground: what changes in the burdens of a run, and in the cells of the foreground."""

    def __init__(self, ground: Ground, amounts: Amounts, instead: Instead) -> None:
        self.ground, self.amounts, self.instead = ground, amounts, instead
        self.change: NDArray[np.float64] = np.zeros_like(
            ground.index.by_process
        )  # (processes, 5) kg CO2e a run
        self._cells: dict[tuple[str, str], float] = {}

    def replace(self, path: str) -> None:
        """Computes the line at `path` anew."""
        ground = self.ground
        for at in ground.index.rows.get(path, ()):
            self._count(ground.rows[at], -1)
        for found in of_item(ground.index.items[path], self.amounts, ground.background, self.instead):
            if isinstance(found, Gap):
                continue
            if found.supplier is not None:
                column = ground.foreground.columns[ground.foreground.column(found.supplier)]
                found.each = self.amounts.per_unit(found.unit, found.conversion, column.unit, found.path)
            self._count(found, +1)

    def _count(self, row: Row, sign: int) -> None:
        self.change[row.process] += sign * row.lines
        if row.supplier is None:
            return
        foreground = self.ground.foreground
        for column, share in foreground.takers[row.process]:
            self._add(row.supplier, foreground.columns[column].product, -sign * share * row.amount * row.each)

    def yields(self, path: str) -> None:
        """The process whose output stands at `path` makes another amount a run."""
        ground = self.ground
        process = ground.model.processes[int(path[len("processes[") : path.index("]")])]
        assert process.output is not None
        made = self.amounts.positive(process.output.amount, path)
        before = ground.amounts.positive(process.output.amount, path)
        self._add(process.id, process.id, made - before)

    def _add(self, product: str, process: str, amount: float) -> None:
        self._cells[product, process] = self._cells.get((product, process), 0.0) + amount

    def runs(self) -> NDArray[np.float64]:
        """How often each process runs; the base case's where no link changed."""
        foreground = self.ground.foreground
        matrix, at = foreground.system.technosphere, foreground.column
        edits = [
            (product, process, float(matrix[at(product), at(process)]) + change)
            for (product, process), change in self._cells.items()
            if change
        ]
        if not edits:
            return foreground.runs
        supply = np.asarray(foreground.system.with_edits(edits).inventory({UNIT: 1.0})[0])
        return runs_of(foreground.takers, supply)
