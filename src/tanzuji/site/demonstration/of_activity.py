"""A year at the cement works: meters, readings, coal, output, a verified report, and a measurement plan. Figures are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from tanzuji.activity import queries, services
from tanzuji.activity.uploads.mapping import UploadMapping
from tanzuji.parties.acting import Acting

YEAR = 2025

OUTPUT = {
    "clinker": (88, 52, 91, 95, 97, 94, 90, 86, 93, 96, 92, 84),
    "cement": (105, 61, 118, 124, 127, 121, 116, 112, 120, 125, 119, 102),
}
"""Thousand tonnes a month; February is the winter stop (错峰停窑)."""

_PER_TONNE = {"RM-01": 21.4, "KL-01": 31.6, "CM-01": 30.2}
"""kWh a tonne: raw mill and kiln a tonne of clinker, cement mill a tonne of cement."""

_WOBBLE = (1.01, 1.06, 0.99, 0.985, 0.98, 1.0, 1.005, 1.01, 0.995, 0.99, 1.0, 1.02)
_LOOSE = {("CM-01", 7): 1.32}
"""The cement mill's August stands out: a page shows it."""

Table = list[list[object]]

_MONTHS = [f"{YEAR}-{n:02d}" for n in range(1, 13)]


def tell(people: dict[str, Acting]) -> None:
    """The cement works gets its base data; the curator gets a report to collect."""
    lin = people["lin.lan@lanshi.example"]
    facility = services.register_facility(
        lin, code="LS-1", name_zh="澜石一厂", name_en="Lanshi works 1", region="示例省 Example Province"
    )
    clinker = services.register_product(
        lin, facility.id, code="SL", unit="t", name_zh="水泥熟料", name_en="Cement clinker"
    )
    cement = services.register_product(
        lin,
        facility.id,
        code="PO425",
        unit="t",
        name_zh="普通硅酸盐水泥 P·O 42.5",
        name_en="Portland cement P·O 42.5",
    )
    meters = _meters(lin, facility)
    coal = services.register_good(
        lin, facility.id, code="YM", kind="fuel", unit="t", name_zh="烟煤", name_en="Bituminous coal",
        heating_value=24_100.0, heating_source="入厂煤检测月报 Laboratory, monthly",
    )  # fmt: skip
    _readings(lin)
    day = date(YEAR, 1, 1)
    for code, product in (("RM-01", clinker), ("KL-01", clinker), ("CM-01", cement)):
        services.set_key(
            lin,
            meters[code],
            method="direct",
            weights={product.id: 1.0},
            reason="专线供电 A line of its own",
            valid_from=day,
        )
    services.set_key(
        lin, meters["HV-01"], method="output", weights={clinker.id: 1.0, cement.id: 0.4}, valid_from=day,
        reason="公用系统未装分表，按产量和工序负荷系数分 Common services have no meter; shared by output and load",
    )  # fmt: skip
    services.set_key(
        lin,
        coal,
        method="direct",
        weights={clinker.id: 1.0},
        reason="全部入窑 All of it goes to the kiln",
        valid_from=day,
    )
    _report(lin, people["ming.yuan@data-centre.example"], facility)
    _plan(lin, people["zhou.ning@lanshi.example"], cement, meters)
    _grant(lin, people["yan.su@mingsu.example"], meters["CM-01"])


def _meters(lin: Acting, facility: Any) -> dict[str, Any]:
    """The gate and three sub-meters; the raw mill's calibration has lapsed, the cement mill's is in order."""
    found: dict[str, Any] = {}
    for code, zh, en, accuracy, due in (
        ("HV-01", "进厂总表", "Works gate", "0.2S", date(2027, 1, 14)),
        ("RM-01", "生料磨", "Raw mill", "0.5", date(YEAR, 6, 30)),
        ("KL-01", "回转窑系统", "Kiln system", "0.5", date(2027, 3, 9)),
        ("CM-01", "水泥磨", "Cement mill", "0.5", date(2027, 3, 9)),
    ):
        found[code] = services.register_meter(
            lin, facility.id, code=code, carrier="electricity", unit="kWh", kind="interval", name_zh=zh, name_en=en,
            parent=found["HV-01"].id if found else None, accuracy=accuracy, calibration_months=24,
        )  # fmt: skip
        paper = services.keep_evidence(
            lin, data=f"{code} 检定证书 calibration certificate, demonstration\n".encode(), name=f"{code}-检定证书.txt",
            kind="calibration", title=f"{zh} 检定证书", dated=None,
        )  # fmt: skip
        for until in (due, date(due.year - 2, due.month, due.day))[: 2 if due.year > YEAR else 1]:
            services.calibrate(
                lin, found[code].id, done_on=date(until.year - 2, until.month, until.day), due_on=until,
                certificate=f"DEMO-{code}-{until.year}", laboratory="示例省计量院 Example Institute of Metrology",
                evidence_id=paper.id,
            )  # fmt: skip
    return found


def _readings(lin: Acting) -> None:
    used = {
        code: [
            round(per * (OUTPUT["cement" if code == "CM-01" else "clinker"][n] * 1000) * _WOBBLE[n] * _LOOSE.get((code, n), 1.0))
            for n in range(12)
        ]
        for code, per in _PER_TONNE.items()
    }  # fmt: skip
    gate = [round(sum(used[code][n] for code in used) * 1.06) for n in range(12)]
    table: Table = [["月份", "HV-01 (kWh)", *[f"{code} (kWh)" for code in used]]]
    table += [[month, gate[n], *[used[code][n] for code in used]] for n, month in enumerate(_MONTHS)]
    _store(lin, "readings", "2025年用电台账.csv", table, layout="by_time", columns={"time": "月份"})
    made: Table = [["月份", "产品", "产量(t)"]]
    made += [[month, code, OUTPUT[name][n] * 1000] for code, name in (("SL", "clinker"), ("PO425", "cement")) for n, month in enumerate(_MONTHS)]  # fmt: skip
    _store(
        lin,
        "outputs",
        "2025年产量统计.csv",
        made,
        columns={"time": "月份", "subject": "产品", "value": "产量(t)"},
    )
    coal: Table = [
        ["日期", "物料", "数量(t)", "供应商", "磅单号", "运距(km)", "盘存量"],
        ["2024-12-31", "YM", "", "", "", "", 18_200],
    ]
    coal += [
        [f"{month}-20", "YM", round(OUTPUT["clinker"][n] * 1000 * 0.132), "示例煤业 Example Coal", f"DEMO-{n + 1:02d}", 310 if n % 2 else 180, ""]
        for n, month in enumerate(_MONTHS)
    ]  # fmt: skip
    coal.append([f"{YEAR}-12-31", "YM", "", "", "", "", 16_900])
    columns = {"time": "日期", "subject": "物料", "value": "数量(t)", "supplier": "供应商", "document": "磅单号", "distance": "运距(km)", "stock": "盘存量"}  # fmt: skip
    _store(lin, "purchases", "2025年入厂煤.csv", coal, columns=columns)


def _store(
    lin: Acting,
    kind: str,
    name: str,
    table: Table,
    *,
    columns: dict[str, str],
    layout: str = "rows",
) -> None:
    data = "\n".join(",".join(str(cell) for cell in row) for row in table).encode()
    papers = {"readings": "readings", "outputs": "production", "purchases": "purchase"}
    paper = services.keep_evidence(lin, data=data, name=name, kind=papers[kind], title=name, dated=None)
    mapping = UploadMapping.parse({"layout": layout, "columns": columns})
    services.store_file(lin, kind, paper.id, mapping)


def _report(lin: Acting, curator: Acting, facility: Any) -> None:
    """A verified report that agrees within the tolerance, handed to the curator of base data."""
    total = sum(
        m.total.amount for m in queries.Books(facility, queries.year(YEAR)).meters if m.meter.code == "HV-01"
    )
    data = f"能源品种,消耗量,单位,排放量(tCO2e)\n外购电力,{total * 1.012 / 1000:.1f},MWh,\n烟煤,140300,t,\n".encode()
    paper = services.keep_evidence(
        lin, data=data, name="2025年度温室气体排放报告.csv", kind="verified_report",
        title="2025 年度温室气体排放报告（核查后）", dated=None,
    )  # fmt: skip
    report = services.keep_report(
        lin, facility.id, kind="ghg", title="2025 年度温室气体排放报告（核查后）", first=date(YEAR, 1, 1), last=date(YEAR, 12, 31),
        evidence_id=paper.id, verifier="度衡核查有限公司", verified_on=date(2026, 4, 20),
    )  # fmt: skip
    services.hand_in(lin, report.id, curator.organisation_id)


def _plan(lin: Acting, zhou: Acting, cement: Any, meters: dict[str, Any]) -> None:
    plan = services.write_plan(
        lin,
        cement.id,
        [
            services.Planned("水泥粉磨用电 Electricity of the cement mill", "meter", "month", meter=str(meters["CM-01"].id), accuracy="0.5", responsible="能源科 Energy office"),
            services.Planned("公用系统用电 Electricity of common services", "meter", "month", meter=str(meters["HV-01"].id), accuracy="0.5", responsible="能源科 Energy office"),
            services.Planned("石膏运距 Distance of gypsum", "estimate", "year", responsible="采购部 Purchasing"),
        ],
    )  # fmt: skip
    services.approve_plan(zhou, plan.id, seen=plan.revision)


def _grant(lin: Acting, verifier: Acting, meter: Any) -> None:
    services.grant_meter(lin, meter.id, verifier.organisation_id, reason="溯源性核验 Provenance check")
