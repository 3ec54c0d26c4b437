"""What predicates see of a study: `study`, and the collections whose items are checked one by one.

Everything is plain data. A figure that is unknown is absent (`has(item.share)`), never 0. Names are
`{zh, en}`. FIELDS lists every name with its meaning; a test holds the two together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tanzuji.documents.footprints import Footprint
from tanzuji.documents.lines import STAGE_NAMES, STAGES
from tanzuji.documents.models import Process
from tanzuji.documents.quantities import convertible, factor
from tanzuji.engine.activity import Amounts
from tanzuji.rules.fields import FIELDS, PER_UNITS
from tanzuji.rules.lines import Item, both, dataset_items, factor_items, known, line_items, lines_of
from tanzuji.rules.predicates import Words
from tanzuji.rules.statements import statement_items

COLLECTIONS = tuple(name for name in FIELDS if name != "study")

_POTENT = Words([r"SF6|NF3|N2O|PFC|HFC|CF4|C2F6|六氟化硫|三氟化氮|氧化亚氮|全氟|氢氟|制冷剂|refrigerant"])
_PRECIOUS = Words(
    [r"贵金属|黄金|\bgold\b|\bsilver\b|白银|铂|钯|platinum|palladium|稀土|rare earth|\bcobalt\b|钴"]
)
_BIO_BASED = Words(
    [r"棉|木材|木质|竹|稻|小麦|玉米|大豆|棕榈|天然橡胶|cotton|\bwood|bamboo|\brice\b|wheat|maize|palm oil"]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A study as predicates see it: its aggregates and its collections by name."""

    study: Item
    collections: dict[str, list[Item]] = field(default_factory=dict)


def subject_of(footprint: Footprint, unused_rules: Sequence[Item] = ()) -> Subject:
    """The view of a footprint and the model inside it. `unused_rules`: packs for this product it does not follow."""
    amounts = Amounts(footprint.model)
    lines, factors = line_items(footprint, amounts), factor_items(footprint)
    collections = {
        "lines": lines,
        "factors": factors,
        "datasets": dataset_items(factors),
        "processes": _processes(footprint, lines, amounts),
        "exclusions": _exclusions(footprint),
        "gaps": _gaps(footprint),
        "materials": _materials(footprint),
        "stages": _stages(footprint, lines),
        "statements": statement_items(footprint),
        "unused_rules": list(unused_rules),
    }
    return Subject(_study(footprint, lines, factors, amounts), collections)


def _study(footprint: Footprint, lines: list[Item], factors: list[Item], amounts: Amounts) -> Item:
    model = footprint.model
    gross = sum(abs(c.total) for c in footprint.contributions) or 1.0
    unknown_kind = sum(abs(c.total) for c in footprint.contributions if c.data_kind == "unknown")
    other_gwp, unknown_gwp = _gwp_shares(footprint, factors, gross)
    electricity = sorted({i["electricity"] for i in lines if i["electricity"]})
    shares = [e.share for e in model.exclusions if e.share is not None]
    return known(
        total=footprint.total,
        partial=footprint.partial,
        boundary=footprint.boundary,
        has_boundary_description=model.boundary.description is not None,
        unit=_unit(footprint),
        per=_per(footprint),
        lines=footprint.lines.model_dump(),
        biogenic_co2=sum(g.kg_co2e for g in footprint.gases if g.gas == "CO2" and g.line == "biogenic"),
        biogenic_convention=footprint.method.biogenic,
        has_biogenic_content=model.biogenic_carbon_content is not None,
        bio_based=footprint.lines.removal != 0
        or any(_BIO_BASED.found_in(*i["name"].values()) for i in lines),
        parameters=_parameters(amounts),
        gwp_set=footprint.method.gwp_set,
        other_gwp_share=other_gwp,
        unknown_gwp_share=unknown_gwp,
        end_of_life=footprint.method.end_of_life,
        primary_share=footprint.data_quality.primary_share,
        unknown_kind_share=unknown_kind / gross,
        low_confidence_share=footprint.data_quality.low_confidence_share,
        low_confidence_names=_listed(sorted((i for i in lines if i["low_confidence"]), key=_weight)),
        period=_period(footprint),
        exclusions_total=math.fsum(shares),
        scenarios=len(model.scenarios),
        scenario_kinds=sorted({s.kind for s in model.scenarios}),
        comparisons=len(model.comparisons),
        has_comparison_reason=model.comparison_reason is not None,
        communicated=bool(model.goal.communicated),
        has_review=model.scope.review_type is not None,
        revised=model.version.strip() not in ("1", "1.0", "1.0.0"),
        has_changes=model.scope.changes is not None,
        has_uncertainty=any(line.uncertainty is not None for line in lines_of(footprint)),
        electricity_kinds=electricity,
        instruments="certificate" in electricity,
        grid_average_total=footprint.grid_average_total,
        losses_included=any(i["electricity"] and i["losses"] in ("included", "both") for i in lines),
        controlled_processes=sum(p.controlled for p in model.processes),
        allocation_conflicts=_allocation_conflicts(footprint),
        use_share=_stage_share(footprint, "use"),
        end_of_life_share=_stage_share(footprint, "end_of_life"),
    )


def _parameters(amounts: Amounts) -> dict[str, float]:
    """The model's parameters as numbers, by name in small letters."""
    return {name.casefold(): float(value) for name, value in amounts.parameters.items()}


def _weight(item: Item) -> float:
    return -abs(float(item["kg_co2e"]))


def _listed(items: list[Item], most: int = 3) -> dict[str, str]:
    """The first few names, as a list in each language."""
    return {
        "zh": "、".join(i["name"]["zh"] for i in items[:most]) or "–",
        "en": ", ".join(i["name"]["en"] for i in items[:most]) or "–",
    }


def _gwp_shares(footprint: Footprint, factors: list[Item], gross: float) -> tuple[float, float]:
    """Shares of the gross footprint from characterised totals of another GWP set, and of an unknown one."""
    fixed = [f for f in factors if not f["recharacterised"] and f["gas_basis"] == "co2e"]
    other = sum(abs(f["kg_co2e"]) for f in fixed if f["gwp_set"] not in ("", footprint.method.gwp_set))
    return other / gross, sum(abs(f["kg_co2e"]) for f in fixed if not f["gwp_set"]) / gross


def _unit(footprint: Footprint) -> Item:
    unit = footprint.model.unit
    return known(
        kind=unit.kind,
        amount=unit.amount,
        unit=unit.unit,
        kg=unit.amount * factor(unit.unit, "kg") if convertible(unit.unit, "kg") else None,
        has_reference_flow=unit.reference_flow is not None,
    )


def _per(footprint: Footprint) -> Item:
    unit = footprint.model.unit
    return {
        name: footprint.total / (unit.amount * factor(unit.unit, name))
        for name in PER_UNITS
        if convertible(unit.unit, name)
    }


def _period(footprint: Footprint) -> Item:
    period = footprint.model.period
    if period is None:
        return {"given": False}
    days = (period.end - period.start).days + 1
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return {
        "given": True,
        "ordered": period.end >= period.start,
        "months": round(days / 30.4375, 1),
        "calendar_year": whole and period.start.year == period.end.year,
        "has_reason": period.reason is not None,
    }


def _stage_share(footprint: Footprint, canonical: str) -> float:
    return math.fsum(s.share or 0.0 for s in footprint.stages if s.canonical == canonical)


def _allocation_conflicts(footprint: Footprint) -> list[str]:
    """Co-products that different processes allocate by different methods."""
    methods: dict[str, set[str]] = {}
    for process in footprint.model.processes:
        for coproduct in process.coproducts:
            methods.setdefault(coproduct.name.to("zh").casefold(), set()).add(process.allocation.method)
    return sorted(name for name, used in methods.items() if len(used) > 1)


def _processes(footprint: Footprint, lines: list[Item], amounts: Amounts) -> list[Item]:
    own: dict[str, list[Item]] = defaultdict(list)
    for line in lines:
        own[line["process"]].append(line)
    return [
        _process(footprint, i, process, own[process.id], amounts)
        for i, process in enumerate(footprint.model.processes)
    ]


def _process(footprint: Footprint, index: int, process: Process, own: list[Item], amounts: Amounts) -> Item:
    counted = [i for i in own if i["gap"] == ""]
    sourceless = [i for i in counted if not i["has_source"] and not i["supplier"]]
    uncovered = [i for i in counted if not (i["has_year"] and i["has_geography"]) and not i["supplier"]]
    allocation = process.allocation
    stated = [process.output.share if process.output else None, *(c.share for c in process.coproducts)]
    shares = [amounts.value(s, "share") for s in stated if s is not None]
    return known(
        path=f"processes[{index}]",
        id=process.id,
        name=both(process.name),
        controlled=process.controlled,
        runs=footprint.processes[index].runs,
        products=sum(not c.is_waste for c in process.coproducts) + 1,
        allocation=allocation.method,
        has_reason=allocation.reason is not None,
        has_sensitivity=allocation.sensitivity is not None,
        shares_stated=len(shares),
        shares_sum=math.fsum(shares) if allocation.method == "given" and shares else None,
        without_source=len(sourceless),
        without_source_names=_listed(sourceless),
        without_coverage=len(uncovered),
        without_coverage_names=_listed(uncovered),
        **_masses(process, own, amounts),
    )


def _masses(process: Process, own: list[Item], amounts: Amounts) -> Item:
    """kg a run that go in and come out, where every one of them is a known mass; air is not counted."""
    runs_in: list[float] = []
    taken = [(line, line.unit) for line in (*process.inputs, *process.energy)]
    materials = {id(line) for line in process.inputs}
    for line, unit in taken:
        amount = amounts.known(line.amount, "amount")
        if amount is None and id(line) in materials:
            return {}
        if convertible(unit, "kg"):
            runs_in.append((amount or 0.0) * factor(unit, "kg"))
        elif id(line) in materials:
            return {}
    if not runs_in or process.output is None or not convertible(process.output.unit, "kg"):
        return {}
    out = [amounts.value(process.output.amount, "amount") * factor(process.output.unit, "kg")]
    leaving: list[tuple[float | str | None, str]] = [(c.amount, c.unit) for c in process.coproducts]
    leaving += [(waste.amount, waste.unit) for waste in process.wastes]
    out += [
        amounts.value(amount, "amount") * factor(unit, "kg")
        for amount, unit in leaving
        if amount is not None and convertible(unit, "kg")
    ]
    return {"mass_in": math.fsum(runs_in), "mass_out": math.fsum(out)}


def _exclusions(footprint: Footprint) -> list[Item]:
    return [
        known(
            path=f"exclusions[{i}]",
            name=both(exclusion.name),
            has_reason=exclusion.reason is not None,
            has_basis=exclusion.basis is not None,
            share=exclusion.share,
            never=_POTENT.found_in(*both(exclusion.name).values())
            or _PRECIOUS.found_in(*both(exclusion.name).values()),
        )
        for i, exclusion in enumerate(footprint.model.exclusions)
    ]


def _gaps(footprint: Footprint) -> list[Item]:
    settled = {
        name.casefold()
        for e in footprint.model.exclusions
        if e.reason is not None and e.share is not None
        for name in both(e.name).values()
    }
    return [
        known(
            path=gap.path,
            name=both(gap.name),
            reason=gap.reason,
            amount=gap.amount,
            unit=gap.unit,
            excluded=any(name.casefold() in settled for name in both(gap.name).values()),
        )
        for gap in footprint.gaps
    ]


def _materials(footprint: Footprint) -> list[Item]:
    return [
        {
            "path": f"materials[{i}]",
            "name": both(material.name),
            "shares": [
                material.recycled_content,
                material.recycling_rate,
                material.recovery_rate,
                material.allocation_material,
                material.allocation_energy,
            ],
            "recycling_rate": material.recycling_rate,
            "recovery_rate": material.recovery_rate,
            "end_total": material.recycling_rate + material.recovery_rate,
            "qualities": [material.quality_in, material.quality_out],
            "has_note": material.note is not None,
            "has_source": bool(material.data.citation or material.data.read_in or material.data.evidence),
        }
        for i, material in enumerate(footprint.model.materials)
    ]


def _stages(footprint: Footprint, lines: list[Item]) -> list[Item]:
    """A stage is present where a line of its own stands in it, not only what the model's own processes hand on."""
    present = {line["canonical"] for line in lines if not line["supplier"]}
    if footprint.model.materials:
        present.add("end_of_life")
    left_out = " ".join(name for e in footprint.model.exclusions for name in both(e.name).values()).casefold()
    return [
        {
            "stage": stage,
            "name": {"zh": STAGE_NAMES[stage][0], "en": STAGE_NAMES[stage][1]},
            "present": stage in present,
            "excused": any(name.casefold() in left_out for name in STAGE_NAMES[stage]),
        }
        for stage in STAGES
    ]
