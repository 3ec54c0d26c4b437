"""The marginal table: what 1 % and one unit of every amount do to the total, largest first."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Lines
from tanzuji.documents.models import Material
from tanzuji.documents.names import FIELD_NAMES
from tanzuji.documents.text import Text
from tanzuji.documents.what_if import Marginal
from tanzuji.engine.results import NEAR_ZERO, from_supplier
from tanzuji.engine.what_if.ground import NOTHING, Ground

STEP = 1e-4
"""Relative step of the central difference for parameters: its error is of the order of 1e-8 of the curvature."""

SHARES = ("recycled_content", "recycling_rate", "recovery_rate", "allocation_material", "allocation_energy")
"""Parameters of material loops that are shares: told per percentage point."""


def marginals(ground: Ground, *, links: bool = False) -> tuple[Marginal, ...]:
    """Every amount of a line, output, numeric parameter and material parameter, by what 1 % of it moves.

    Lines and outputs are exact derivatives (Heijungs & Suh 2002, 6.2); parameters, which reach the total through
    formulas, are central differences. `links` tells the amounts that the model's own processes hand on as well.
    """
    found = [
        *_lines(ground, links=links),
        *_outputs(ground),
        *_parameters(ground),
        *_materials(ground),
    ]
    return tuple(sorted(found, key=lambda m: (-abs(m.per_percent), m.kind, m.place)))


def _elasticity(ground: Ground, per_percent: float) -> float | None:
    total = ground.base.total
    scale = fsum(abs(value) for value in _values(ground.base.lines))
    return None if abs(total) <= NEAR_ZERO * scale or scale == 0 else per_percent * 100 / total


def _values(lines: Lines) -> tuple[float, ...]:
    return lines.fossil, lines.biogenic, lines.removal, lines.land_use_change, lines.aircraft


def _lines(ground: Ground, *, links: bool) -> Iterator[Marginal]:
    foreground = ground.foreground
    for item, own in ground.rows_by_path():
        if not item.line.id or (not links and any(row.supplier is not None for row in own)):
            continue
        times = float(foreground.runs[item.index])
        effect = fsum(float(row.lines.sum()) + from_supplier(row, foreground) for row in own) * times
        amount = fsum(row.amount for row in own)
        yield Marginal(
            kind="line",
            place=f"{item.process.id}/{item.line.id}",
            path=item.path,
            name=item.line.name,
            of=item.process.name,
            stage=item.process.stage,
            amount=amount,
            unit=item.line.unit,
            per_percent=effect / 100,
            per_unit=effect / amount if amount else None,
            elasticity=_elasticity(ground, effect / 100),
            link=any(row.supplier is not None for row in own),
        )


def _outputs(ground: Ground) -> Iterator[Marginal]:
    """More product a run: d total / d A_ii = −λ_i s_i. Outputs that share a burden are left to their lines."""
    foreground = ground.foreground
    for i, process in enumerate(ground.model.processes):
        if process.output is None or process.coproducts:
            continue
        column = foreground.column(process.id)
        made = foreground.columns[column].amount
        per_unit = -foreground.scores[column] * float(foreground.supply[column])
        if not per_unit:
            continue
        yield Marginal(
            kind="output",
            place=process.id,
            path=f"processes[{i}].output",
            name=process.output.name or process.name,
            of=process.name,
            stage=process.stage,
            amount=made,
            unit=process.output.unit,
            per_percent=per_unit * made / 100,
            per_unit=per_unit,
            elasticity=_elasticity(ground, per_unit * made / 100),
        )


def _parameters(ground: Ground) -> Iterator[Marginal]:
    for i, parameter in enumerate(ground.model.parameters):
        value = ground.amounts.parameters[parameter.name]
        if isinstance(parameter.value, str) or value == 0:
            continue
        step = value * STEP
        try:
            above, below = (
                ground.answer(NOTHING.model_copy(update={"parameters": {parameter.name: value + d}})).total
                for d in (step, -step)
            )
        except CodedError:  # the model does not hold beside this value: there is no slope to tell
            continue
        slope = (above - below) / (2 * step)
        if not slope:
            continue
        yield Marginal(
            kind="parameter",
            place=parameter.name,
            path=f"parameters[{i}].value",
            name=parameter.description or Text(zh=parameter.name, en=parameter.name),
            amount=value,
            unit=parameter.unit,
            per_percent=slope * value / 100,
            per_unit=slope,
            elasticity=_elasticity(ground, slope * value / 100),
        )


def _materials(ground: Ground) -> Iterator[Marginal]:
    """Shares of material loops, a percentage point each, towards the side where there is room."""
    for i, material in enumerate(ground.model.materials):
        for name in SHARES:
            slope = _slope(ground, material, name)
            if slope is None:
                continue
            zh, en = FIELD_NAMES[name]
            yield Marginal(
                kind="material",
                place=f"{material.id}/{name}",
                path=f"materials[{i}].{name}",
                name=Text(zh=zh, en=en),
                of=material.name,
                stage="",
                amount=getattr(material, name),
                per_percent=slope / 100,
                per_unit=slope,
                elasticity=None,
            )


def _slope(ground: Ground, material: Material, name: str) -> float | None:
    """d total / d share: the terms are straight lines in every share, so that one step tells it."""
    value = getattr(material, name)
    for step in (-0.01, 0.01) if value >= 0.5 else (0.01, -0.01):
        tried = NOTHING.model_copy(update={"materials": {f"{material.id}/{name}": value + step}})
        try:
            return (ground.answer(tried).total - ground.base.total) / step
        except CodedError:  # beyond its range, or together with another share beyond 1
            continue
    return None
