"""A model computed in one state: total, lines, stages, and what each line of the model brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from tanzuji.documents.footprints import Gap, Lines
from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine.background import Background
from tanzuji.engine.footprint import Case
from tanzuji.engine.profiles.state import State, own_state
from tanzuji.engine.release import Release
from tanzuji.engine.results import Burden, burdens, gross, sum_lines

Key = tuple[str, str]
"""A line of the model by its path, and the term of a material loop by its name."""

MATERIALS = Text(zh="材料循环", en="Material loops")
LEFT_OUT = Text(zh="舍弃项（按所述份额估计）", en="Exclusions (estimated by their stated shares)")


@dataclass(frozen=True, slots=True)
class Part:
    """What a line brings, kg CO2e per unit of the study."""

    name: Text
    of: Text
    stage: str
    total: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A result in one state."""

    total: float
    estimated: float
    lines: Lines
    stages: dict[str, float]
    parts: dict[Key, Part]
    gaps: tuple[Gap, ...]
    gross: float
    emitted: float  # of the gross, before removals and credits
    fixed: float  # of the gross, on factors whose gases are not told, in another GWP set or none


class Evaluator:
    """Computes states of one model, each once; `method` is that of the study as it stands."""

    def __init__(self, model: ProductModel, releases: Sequence[Release], method: Method) -> None:
        self.model, self.releases = model, tuple(releases)
        self.own = own_state(model, method)
        self._canonical = {stage.id: stage.canonical for stage in model.stages()}
        self._known: dict[State, Evaluation] = {}

    def evaluate(self, state: State) -> Evaluation:
        """Raises what `compute` raises for the model in this state."""
        found = self._known.get(state)
        if found is None:
            found = self._known[state] = self._evaluate(state)
        return found

    def _evaluate(self, state: State) -> Evaluation:
        model = allocated(self.model, state.allocation)
        with np.errstate(all="ignore"):
            case = Case(model, Background(self.releases, state.method))
            items = [
                item
                for item in burdens(model, case.rows, case.runs)
                if self._canonical[item.stage] not in state.left_out
            ]
        lines = sum_lines(items)
        parts = {_key(item): self._part(item) for item in items}
        estimated = {}
        for i in state.put_back:
            exclusion = model.exclusions[i]
            assert exclusion.share is not None
            # the same kilograms under every profile: a share of what the study emits, not of what is left of it here
            kg = exclusion.share * self.evaluate(self.own).emitted
            estimated[f"exclusions[{i}]"] = kg
            parts[f"exclusions[{i}]", ""] = Part(exclusion.name, LEFT_OUT, "", kg)
        return Evaluation(
            total=fsum((lines.total, *estimated.values())),
            estimated=fsum(estimated.values()),
            lines=lines,
            stages={
                stage.id: fsum(item.total for item in items if item.stage == stage.id)
                for stage in model.stages()
                if stage.canonical not in state.left_out
            },
            parts=parts,
            gaps=tuple(gap for gap in case.gaps if self._canonical[gap.stage] not in state.left_out),
            gross=gross(items, +1) - gross(items, -1),
            emitted=gross(items, +1),
            fixed=fsum(_fixed(item, state) for item in items),
        )

    def _part(self, item: Burden) -> Part:
        row = item.row
        of = MATERIALS if row.process < 0 else self.model.processes[row.process].name
        return Part(row.name, of, item.stage, item.total)


def _key(item: Burden) -> Key:
    return item.row.path, item.row.name.to("en") if item.row.process < 0 else ""


def _fixed(item: Burden, state: State) -> float:
    """What a burden brings on factors that no GWP set can move."""
    return fsum(
        abs(declared * factor.total * item.runs)
        for factor, declared in item.row.factors
        if not factor.recharacterised and factor.dataset.gwp_set != state.method.gwp_set
    )


def allocated(model: ProductModel, methods: tuple[str, ...]) -> ProductModel:
    """The model with an allocation method for each of its processes."""
    processes = tuple(
        process
        if process.allocation.method == method
        else process.model_copy(
            update={"allocation": process.allocation.model_copy(update={"method": method})}
        )
        for process, method in zip(model.processes, methods, strict=True)
    )
    return model if processes == model.processes else model.model_copy(update={"processes": processes})
