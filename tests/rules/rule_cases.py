"""One study that breaks each check and one that keeps it, by the check's id."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from rule_studies import BOTH, Change, Plain, gate, grave, line, process, product

GENERAL = "gbt-24067-2024"


@dataclass(frozen=True)
class Case:
    """`breaks` makes the check fail, `keeps` makes it apply and pass; `late`: after the engine has computed."""

    base: Plain
    breaks: Change
    keeps: Change = lambda m: None
    late: bool = False
    pack: str = GENERAL


def put(path: str, value: Any) -> Change:
    """Set a place such as `processes.0.inputs.0.amount`; None removes it."""

    def change(model: Plain) -> None:
        *steps, last = path.split(".")
        here: Any = model
        given = copy.deepcopy(value)
        for step in steps:
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
        if isinstance(here, list):
            if value is None:
                here.pop(int(last))
            elif int(last) == len(here):
                here.append(given)
            else:
                here[int(last)] = given
        elif value is None:
            here.pop(last, None)
        else:
            here[last] = given

    return change


def every(*changes: Change) -> Change:
    def change(model: Plain) -> None:
        for each in changes:
            each(model)

    return change


def steel(*datasets: str) -> Change:
    return put("processes.0.inputs.0.datasets", list(datasets))


def power(*datasets: str, **fields: Any) -> Change:
    return every(
        put("processes.0.energy.0.datasets", list(datasets)),
        *(put(f"processes.0.energy.0.{name}", value) for name, value in fields.items()),
    )


def excluded(**fields: Any) -> Change:
    full = {"name": {"zh": "标签", "en": "labels"}, "reason": BOTH, "share": 0.005, "basis": "ghg"}
    return put("exclusions", [{k: v for k, v in {**full, **fields}.items() if v is not None}])


def gap(**fields: Any) -> Change:
    row = {"name": {"zh": "胶", "en": "glue"}, "amount": 1, "unit": "kg", "id": "glue", **fields}
    return put("processes.0.inputs.1", {k: v for k, v in row.items() if v is not None})


def shared(method: str = "mass", **allocation: Any) -> Change:
    """A second product, 200 kg beside 1000 kg."""
    return every(
        put("processes.0.coproducts", [{"id": "by", "name": {"zh": "副产品", "en": "by-product"}, "amount": 200, "unit": "kg", "price": 1, "share": 0.2}]),
        put("processes.0.output.price", 9),
        put("processes.0.output.share", 0.8),
        put("processes.0.allocation", {"method": method, "reason": BOTH, "sensitivity": BOTH, **allocation}),
    )  # fmt: skip


def bare(model: Plain) -> None:
    model["processes"][0]["allocation"] = {"method": "mass"}


CERTIFICATE = dict.fromkeys(
    ("conveys_generator", "unique_claim", "cancelled_for_user", "same_period", "same_market"), True
)
GREEN = power("wind", electricity="certificate", instrument=CERTIFICATE, grid_datasets=["grid"])
LOOP = {
    "id": "loop", "name": {"zh": "钢", "en": "steel"}, "amount": 1, "unit": "kg", "recycling_rate": 0.5, "data": {"citation": "x"},
    "datasets": {"disposal": ["landfill"]},
}  # fmt: skip
NOTHING: Change = every()
GAP_EXCLUDED = excluded(name={"zh": "胶", "en": "glue"})
PROXY = {"kind": "primary", "citation": "proxy for another alloy", "geography": "CN", "year_to": 2024}


def same_coproduct(second: str) -> Change:
    """Two processes with the same co-product; the second allocated by `second`."""

    def change(model: Plain) -> None:
        shared("mass")(model)
        other = process(
            "other", "raw_materials", output={"amount": 100, "unit": "kg", "price": 9},
            inputs=[line("钢", "steel", 1, "kg", "steel")],
            coproducts=[{"id": "by2", "name": {"zh": "副产品", "en": "by-product"}, "amount": 20, "unit": "kg", "price": 1}],
            allocation={"method": second, "reason": BOTH},
        )  # fmt: skip
        model["processes"].append(other)
        model["processes"][0]["inputs"].append(
            {"name": {"zh": "半成品", "en": "half"}, "amount": 1, "unit": "kg", "process": "other"}
        )

    return change


def flat(*changes: Change) -> Change:
    """A cradle-to-grave study whose processes have no output: biogenic release in the first."""
    return every(
        put("processes.0.inputs.1", line("木柴", "fuel wood", 100, "kg", "release", id="wood")), *changes
    )


def cases() -> dict[str, Case]:
    """Every check of the general rules."""
    g, full = gate(), grave()
    return {
        "GS-01": Case(g, put("goal.audience", None)),
        "GS-02": Case(g, put("scope.limitations", None)),
        "GS-03": Case(g, put("product.maker", None)),
        "GS-04": Case(full, put("unit.kind", "declared")),
        "GS-04.flow": Case(full, put("unit.reference_flow", None)),
        "GS-04.rule": Case(g, every(put("rules", [GENERAL, "cn.cement"]), put("unit.unit", "m3"), put("deliver", None), put("processes.0.output", None)), put("rules", [GENERAL, "cn.cement"])),
        "GS-05": Case(
            g, put("product.name", "重熔用铝锭"),
            every(put("product.name", "重熔用铝锭"), put("notes", "GB/T 44905-2024 不适用于再生料。")),
        ),
        "GS-05.guide": Case(
            g, put("product.name", "水泥"), every(put("product.name", "水泥"), put("notes", "cn.cement 为初步规则。"))
        ),
        "GS-06": Case(g, every(put("rules", ["cn.cement"]), put("boundary.type", "gate_to_gate"))),
        "GS-06.stages": Case(full, lambda m: m["processes"].pop(2)),
        "GS-06.required": Case(
            g, put("rules", ["cn.cement"]),
            every(put("rules", ["cn.cement"]), lambda m: m["processes"].append(process("ore", "raw_materials", inputs=[line("钢", "steel", 1, "kg", "steel")]))),
        ),
        "GS-06.excluded": Case(
            full, put("rules", ["cn.battery.li.ev"]),
            every(put("rules", ["cn.battery.li.ev"]), lambda m: m["processes"].pop(3)),
        ),
        "GS-07": Case(g, put("processes.0.emissions.0.category", "offset")),
        "GS-07.credit": Case(g, steel("steel-credit")),
        "GS-08": Case(g, put("version", "2"), every(put("version", "2"), put("scope.changes", BOTH))),
        "CO-01": Case(g, excluded(reason=None), excluded()),
        "CO-01.share": Case(g, excluded(share=-0.1), excluded()),
        "CO-02": Case(g, excluded(share=0.01), excluded(share=0.0099)),
        "CO-02.total": Case(
            g,
            put("exclusions", [{"name": f"item {i}", "reason": BOTH, "basis": "ghg", "share": 0.009} for i in range(6)]),
            put("exclusions", [{"name": f"item {i}", "reason": BOTH, "basis": "ghg", "share": 0.009} for i in range(5)]),
        ),
        "CO-06": Case(g, excluded(name={"zh": "六氟化硫", "en": "SF6"}), excluded()),
        "GAP-01": Case(g, gap(amount=None), every(gap(amount=None), GAP_EXCLUDED)),
        "GAP-02": Case(g, gap(), every(gap(), GAP_EXCLUDED)),
        "GAP-03": Case(g, gap(burden_free="水，不计负荷")),
        "GAP-04": Case(
            g, lambda m: m["processes"].append(process("spare", "raw_materials", output={"amount": 1, "unit": "kg"}, inputs=[line("钢", "steel", 1, "kg", "steel")]))
        ),
        "DQ-01": Case(g, put("processes.0.inputs.0.data.kind", "secondary")),
        "DQ-01.controlled": Case(g, put("processes.0.controlled", False)),
        "DQ-02": Case(g, put("processes.0.inputs.0.data.citation", None)),
        "DQ-02.coverage": Case(g, put("processes.0.inputs.0.data.year_to", None)),
        "DQ-03": Case(g, put("period", None)),
        "DQ-03.year": Case(g, put("period", {"start": "2024-01-01", "end": "2024-06-30"})),
        "DQ-05": Case(g, put("processes.0.inputs.0.amount", 500)),
        "DQ-07": Case(
            g, put("processes.0.inputs.0.data", PROXY),
            every(put("processes.0.inputs.0.data", PROXY), put("processes.0.inputs.0.note", BOTH)),
        ),
        "DQ-07.sensitivity": Case(
            g, every(put("processes.0.inputs.0.data", PROXY), put("scenarios", None)),
            put("processes.0.inputs.0.data", PROXY),
        ),
        "DQ-08": Case(g, steel("steel-old")),
        "DQ-08.preferred": Case(g, steel("steel-2017")),
        "DQ-09": Case(g, put("processes.0.inputs.0.data.kind", "secondary")),
        "DQ-09.kind": Case(g, put("processes.0.inputs.0.data.kind", "unknown")),
        "DQ-11": Case(g, steel("steel-weak")),
        "DQ-12": Case(g, put("materials", [{**LOOP, "data": {}}]), put("materials", [LOOP])),
        "AL-01": Case(g, shared(reason=None), shared()),
        "AL-01.none": Case(g, shared("none"), shared(), late=True),
        "AL-01.allowed": Case(g, shared("economic"), shared("mass"), pack="test.strict"),
        "AL-02": Case(
            g, every(shared("given"), put("processes.0.output.share", 0.7)), shared("given"), late=True
        ),
        "AL-03": Case(g, shared(sensitivity=None), shared()),
        "AL-04": Case(g, same_coproduct("economic"), same_coproduct("mass")),
        "AL-06": Case(g, shared("economic"), shared()),
        "GW-01": Case(g, put("method.gwp_set", "AR4"), put("method.gwp_set", "AR5")),
        "GW-01.latest": Case(g, put("method.gwp_set", "AR5")),
        "GW-02": Case(g, steel("steel-ar5"), every(steel("steel-ar5"), put("method.gwp_set", "AR5"))),
        "GW-02.unknown": Case(g, steel("steel-no-set"), steel("steel-ar5")),
        "SG-01": Case(
            full, flat(put("processes.0.inputs.1.datasets", ["release"])),
            flat(put("processes.0.inputs.2", line("木", "uptake", 100, "kg", "uptake", id="up"))),
        ),
        "SG-02": Case(
            g, put("processes.0.inputs.1", line("木", "uptake", 10, "kg", "uptake", id="up")),
            every(
                put("processes.0.inputs.1", line("木", "uptake", 10, "kg", "uptake", id="up")),
                put("biogenic_carbon_content", 4.1),
            ),
        ),
        "SG-03": Case(
            g, put("processes.0.inputs.1", line("棉", "cotton", 10, "kg", "steel", id="c")),
            put("processes.0.inputs.1", line("棉", "cotton", 10, "kg", "soy-land", id="c")),
        ),
        "SG-04": Case(g, steel("steel", "soy-iluc")),
        "SG-06": Case(
            g, every(put("processes.0.transports.0.datasets", ["air-unmarked"]), put("processes.0.transports.0.mode", "air")),
            every(put("processes.0.transports.0.datasets", ["air"]), put("processes.0.transports.0.mode", "air")),
        ),
        "SG-08": Case(g, power("grid-generation"), power("grid-generation", "grid-upstream")),
        "SG-08.losses": Case(g, power("grid-losses-excluded")),
        "SG-08.double": Case(g, power("grid", "losses")),
        "SG-08.unclear": Case(g, power("grid-losses-unknown", "losses"), power("grid-losses-unknown")),
        "SG-09": Case(
            g, power("wind", electricity="on_site", attributes_sold=True), power("wind", electricity="on_site")
        ),
        "SG-10": Case(
            g, power("wind", electricity="direct_line", attributes_sold=True),
            power("wind", electricity="direct_line"),
        ),
        "SG-11": Case(g, every(GREEN, put("processes.0.energy.0.instrument.same_period", False)), GREEN),
        "SG-11.free": Case(g, power(electricity="direct_line", burden_free=BOTH), power("wind", electricity="direct_line")),
        "SG-11.allowed": Case(g, NOTHING, put("processes.0.energy.0.electricity", "on_site"), pack="test.strict"),
        "SG-12": Case(
            g, every(GREEN, put("processes.0.energy.1", line("其余", "rest", 10, "kWh", "grid", id="rest", electricity="grid"))),
        ),
        "SG-13": Case(g, every(GREEN, put("processes.0.energy.0.grid_datasets", [])), GREEN),
        "SG-13.result": Case(g, GREEN),
        "SG-14": Case(
            g, power("grid-co2"), put("processes.0.energy.1", line("煤", "coal", 1, "kg", "coal-co2", id="coal"))
        ),
        "SG-14.combustion": Case(
            g, put("processes.0.energy.1", line("煤", "coal", 1, "kg", "coal-co2", id="coal")),
            put("processes.0.energy.1", line("煤", "coal", 1, "kg", "coal-gases", id="coal")),
        ),
        "US-01": Case(full, put("processes.3.inputs.0.data.citation", None)),
        "US-02": Case(
            full, every(put("processes.3.inputs.0.amount", 1e4), put("scenarios", None)),
            put("processes.3.inputs.0.amount", 1e4),
        ),
        "EL-01": Case(
            full, put("processes.4.inputs.0.amount", 1e6),
            every(put("processes.4.inputs.0.amount", 1e6), put("scenarios.0.kind", "end_of_life")),
        ),
        "EL-02": Case(g, NOTHING, put("method.end_of_life", "cff"), pack="test.strict"),
        "EL-03": Case(
            g, put("materials", [{**LOOP, "recycling_rate": 0.7, "recovery_rate": 0.4}]),
            put("materials", [LOOP]), late=True,
        ),
        "EL-04": Case(g, put("materials", [{**LOOP, "quality_out": 1.2}]), put("materials", [LOOP])),
        "EL-05": Case(
            g, put("materials", [{**LOOP, "recovery_rate": 0.4}]),
            put("materials", [{**LOOP, "recovery_rate": 0.4, "note": BOTH}]),
        ),
        "IN-01": Case(g, steel("steel-weak")),
        "IN-01.sensitivity": Case(g, put("scenarios", None)),
        "CM-02": Case(
            g, put("comparisons", [{"name": BOTH, "low": 1, "unit": "kg", "citation": "x"}]),
            every(
                put("comparisons", [{"name": BOTH, "low": 1, "unit": "kg", "citation": "x"}]),
                put("comparison_reason", BOTH),
            ),
        ),
        "VR-01": Case(
            g, every(put("goal.communicated", True), put("scope.review_type", None)), put("goal.communicated", True)
        ),
        "report.missing-boundary": Case(g, put("boundary.description", None)),
        "report.missing-sources": Case(g, steel("steel-no-source")),
        "report.missing-uncertainty": Case(g, put("processes.0.inputs.0.uncertainty", None)),
        "report.missing-biogenic-content": Case(
            g, put("processes.0.inputs.1", line("棉", "cotton", 10, "kg", "steel", id="c")),
            every(
                put("processes.0.inputs.1", line("棉", "cotton", 10, "kg", "steel", id="c")),
                put("biogenic_carbon_content", 4.1),
            ),
        ),
        **product_cases(),
    }  # fmt: skip


def aluminium() -> Plain:
    return product(
        "t",
        process("alumina", "raw_materials", inputs=[
            line("铝土矿", "bauxite ore", 5, "t", "landfill"), line("烧碱", "caustic soda", 140, "kg", "steel")],
            energy=[line("烟煤", "coal", 100, "kg", "coal-gases"), line("电力", "electricity", 300, "kWh", "grid", electricity="grid")]),
        process("electrolysis", "manufacturing", inputs=[
            line("氧化铝", "alumina", 1920, "kg", "steel"), line("预焙阳极", "prebaked anode", 430, "kg", "steel"),
            line("氟化铝", "aluminium fluoride", 16, "kg", "steel"),
            line("煅后焦", "calcined coke", 300, "kg", "steel"), line("沥青", "pitch", 60, "kg", "steel")],
            energy=[line("电解用电", "smelter electricity", 13500, "kWh", "grid", electricity="grid")],
            emissions=[{**line("四氟化碳", "CF4", 0.07, "kg"), "gas": "CF4"},
                       {**line("六氟乙烷", "C2F6", 0.004, "kg"), "gas": "C2F6"}]),
    )  # fmt: skip


def cement() -> Plain:
    model = product(
        "t",
        process("quarry", "raw_materials", inputs=[line("石灰石", "limestone", 1.1, "t", "road", conversion={"amount": 1, "unit": "km"})]),
        process("clinker", "manufacturing", output={"amount": 1000, "unit": "kg"},
            energy=[line("烟煤", "coal", 120, "kg", "coal-gases")],
            emissions=[{**line("碳酸盐分解CO2", "calcination CO2", 530, "kg"), "gas": "CO2"}]),
        process("grinding", "manufacturing",
            inputs=[{**line("熟料", "clinker", 800, "kg"), "process": "clinker"}],
            energy=[line("电力", "electricity", 90, "kWh", "grid", electricity="grid")]),
    )  # fmt: skip
    model["processes"][0]["inputs"] = [line("石灰石", "limestone", 1100, "kg", "landfill")]
    return model


def battery(kind: str) -> Plain:
    """60 kWh × 60 × 8 a = 28,800 kWh delivered; per kWh delivered 1/28,800 of the pack's burden."""
    each = 1 / 480 if kind == "functional" else 1.0
    model = product(
        "kWh",
        process("materials", "raw_materials", inputs=[
            line("磷酸铁锂", "LiFePO4", 20 * each, "kg", "steel"), line("石墨", "graphite", each, "kg", "steel"),
            line("电解液", "electrolyte", each, "kg", "steel")]),
        process("cell", "manufacturing", energy=[line("电力", "electricity", 40 * each, "kWh", "grid", electricity="grid")]),
        process("pack-assembly", "manufacturing", energy=[line("电力", "electricity", each, "kWh", "grid", electricity="grid")]),
        kind=kind,
        boundary="cradle_to_grave" if kind == "functional" else "cradle_to_gate",
    )  # fmt: skip
    model["parameters"] = [
        {"name": "cycles_per_year", "value": 60}, {"name": "service_years", "value": 8},
        {"name": "energy_delivered", "value": "=usable_capacity*cycles_per_year*service_years"},
        {"name": "usable_capacity", "value": 60},
    ]  # fmt: skip
    return model


def textile() -> Plain:
    return product(
        "kg", process("fibre", "raw_materials", inputs=[line("棉纤维", "cotton fibre", 1.2, "kg", "steel")])
    )


def module() -> Plain:
    return product("kWp", process("module", "manufacturing",
        inputs=[line("光伏玻璃", "solar glass", 45, "kg", "steel"), line("铝边框", "frame", 10, "kg", "steel")],
        energy=[line("组件电力", "module line electricity", 200, "kWh", "grid", electricity="grid")]))  # fmt: skip


def laptop() -> Plain:
    return product("piece",
        process("device", "raw_materials", inputs=[line("整机", "device", 60, "kg", "steel")]),
        process("use", "use", energy=[line("使用电力", "use electricity", 150, "kWh", "grid", electricity="grid")]),
        kind="functional", boundary="cradle_to_grave")  # fmt: skip


def reinforcing_steel() -> Plain:
    return product("t", process("furnace", "manufacturing", output={"amount": 1000, "unit": "kg"},
        inputs=[line("废钢", "scrap", 1100, "kg", "steel")],
        energy=[line("电力", "electricity", 400, "kWh", "grid", electricity="grid")]),
        process("product", "manufacturing", inputs=[{**line("钢坯", "billet", 1000, "kg"), "process": "furnace"}]))  # fmt: skip


def air_conditioner() -> Plain:
    return product("piece",
        process("device", "raw_materials", inputs=[line("整机", "device", 200, "kg", "steel")]),
        process("use", "use", energy=[line("使用电力", "use electricity", 4000, "kWh", "grid", electricity="grid")],
            emissions=[{**line("制冷剂泄漏", "refrigerant leakage", 0.5, "kg"), "gas": "HFC-32"}]),
        kind="functional", boundary="cradle_to_grave")  # fmt: skip


def without(index: int, kind: str, place: int) -> Change:
    return put(f"processes.{index}.{kind}.{place}", None)


def product_cases() -> dict[str, Case]:
    """Every check, flow and range of the product rules."""

    def of(pack: str, base: Plain, **breaks: Change) -> dict[str, Case]:
        return {name: Case(base, change, pack=pack) for name, change in breaks.items()}

    functional, capacity = battery("functional"), battery("declared")
    return {
        **of("cn.aluminium.primary", aluminium(), **{
            "AL-PFC.CF4": without(1, "emissions", 0), "AL-PFC.C2F6": without(1, "emissions", 1),
            "AL-ELECTRICITY": without(1, "energy", 0), "AL-ALUMINA": without(1, "inputs", 0),
            "AL-ANODE": without(1, "inputs", 1), "AL-FLUORIDE": without(1, "inputs", 2),
            "AL-BAUXITE": without(0, "inputs", 0), "AL-CAUSTIC": without(0, "inputs", 1),
            "AL-REFINERY-FUEL": without(0, "energy", 0), "AL-REFINERY-POWER": without(0, "energy", 1),
            "AL-ANODE-PLANT": without(1, "inputs", 4), "AL-ALUMINA-RATIO": put("processes.1.inputs.0.amount", 1700),
            "AL-KWH": put("processes.1.energy.0.amount", 11000), "AL-RANGE": put("processes.1.energy.0.amount", 60000)}),
        **of("cn.cement", cement(), **{
            "CEM-CALCINATION": without(1, "emissions", 0), "CEM-FUEL": without(1, "energy", 0),
            "CEM-ELECTRICITY": without(2, "energy", 0),
            "CEM-CLINKER-RATIO": every(put("processes.2.inputs.0.process", None), put("processes.2.inputs.0.name", "半成品"), put("processes.2.inputs.0.datasets", ["steel"]), put("processes.1.output", None)),
            "CEM-RATIO": put("processes.2.inputs.0.amount", 990), "CEM-CALC-RANGE": put("processes.1.emissions.0.amount", 700),
            "CEM-KWH": put("processes.2.energy.0.amount", 300), "CEM-RANGE": put("processes.1.emissions.0.amount", 5)}),
        **of("cn.battery.li.ev", functional, **{
            "BAT-CATHODE": without(0, "inputs", 0), "BAT-ANODE": without(0, "inputs", 1),
            "BAT-ELECTROLYTE": without(0, "inputs", 2), "BAT-CELL-ENERGY": without(1, "energy", 0),
            "BAT-PACK-ENERGY": without(2, "energy", 0), "BAT-FEQC": put("parameters.0.value", 75),
            "BAT-ETOTAL": put("parameters", [{"name": "usable_capacity", "value": 60}]),
            "BAT-ETOTAL.product": put("parameters.2.value", 28900),
            "BAT-RANGE.delivered": put("processes.1.energy.0.amount", 400)}),
        **of("cn.battery.li.ev", capacity, **{"BAT-RANGE.capacity": put("processes.1.energy.0.amount", 4000)}),
        **of("cn.textile", textile(), **{
            "TEX-FIBRE": put("processes.0.inputs.0.name", "纽扣"), "TEX-RANGE": put("processes.0.inputs.0.amount", 90)}),
        **of("cn.pv.module.csi", module(), **{
            "PV-MODULE-ENERGY": without(0, "energy", 0), "PV-GLASS": without(0, "inputs", 0),
            "PV-FRAME": without(0, "inputs", 1), "PV-RANGE": put("processes.0.inputs.0.amount", 450)}),
        **of("cn.electronics.pc", laptop(), **{
            "PC-USE": without(1, "energy", 0), "PC-RANGE": put("processes.0.inputs.0.amount", 600)}),
        **of("cn.steel.crude_rebar", reinforcing_steel(), **{
            "ST-IRON": put("processes.0.inputs.0.name", "合金"), "ST-ELECTRICITY": without(0, "energy", 0),
            "ST-RANGE": put("processes.0.inputs.0.amount", 3000)}),
        **of("cn.appliance.rac", air_conditioner(), **{
            "RAC-USE": without(1, "energy", 0), "RAC-REFRIGERANT": without(1, "emissions", 0),
            "RAC-RANGE": put("processes.1.energy.0.amount", 90000)}),
        "ST-ALLOCATION": Case(
            reinforcing_steel(), every(shared("economic"), bare), shared("economic"), pack="cn.steel.crude_rebar"),
    }  # fmt: skip
