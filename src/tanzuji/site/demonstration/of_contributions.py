"""Data on their way into the library, one at each place where somebody has something to do.

A battery maker contributes a reviewed footprint; a rice grower's real-scene factor waits for its provenance check; of a
cement works one factor was returned with a point to answer and one is with its verifier; a textile maker keeps a draft
whose self-check finds what is wrong. The footprint is that of the demonstration study; the other values are invented for houses that are invented.
"""

from __future__ import annotations

from typing import Any

from tanzuji.contributions import services as contributing
from tanzuji.footprints import contributing as studies
from tanzuji.parties.acting import Acting

_OURS = "本单位授权在库内使用 Granted by us for use through the library"


def tell(people: dict[str, Acting]) -> None:
    """Five contributions of four houses, through the services alone."""
    centre = people["ming.yuan@data-centre.example"]
    verifier, checker = people["ge.wen@duheng.example"], people["yan.su@mingsu.example"]
    _battery(people)
    _rice(people, centre, verifier, checker)
    _returned(people, centre, verifier)
    _draft(people)


def _battery(people: dict[str, Acting]) -> None:
    """A reviewed study as a draft of a footprint, with its trail; what it still lacks is listed."""
    maker = people["xu.ke@ningtu.example"]
    for study in studies.finished(maker)[:1]:
        (made,) = studies.contribute(maker, [study.id], _declared(scope="national"), licence=_OURS)
        contributing.remark(maker, made, "提交前补上数据质量评分", place="dataset.quality")


def _rice(people: dict[str, Acting], centre: Acting, verifier: Acting, checker: Acting) -> None:
    """Real-scene data of a prefecture, verified, before the provenance check."""
    grower = people["tian.qing@qinghe.example"]
    document = _dataset(
        "demo-rice-paddy-methane", "粳稻（示例市实景）", "Japonica rice, real-scene data of an example prefecture", "kg",
        1.18, quality={"technology": 2, "geography": 1, "time": 1, "precision": 2},
        source={"title": "示例市稻田监测年报", "publisher": "青禾农业", "year": 2026, "licence": _OURS, "location": "表 3"},
    )  # fmt: skip
    inputs = _inputs(
        ("methane", "稻田甲烷", "Methane of the paddy", 0.021, "kg", 0.62, "estimate:监测年报表 3，静态箱法"),
        ("fertiliser", "氮肥", "Nitrogen fertiliser", 0.028, "kg", 0.31, "estimate:农户台账抽样 40 户"),
        ("diesel", "农机柴油", "Diesel of machines", 0.045, "L", 0.15, "estimate:合作社加油台账"),
        ("power", "灌溉用电", "Power for irrigation", 0.17, "kWh", 0.10, "estimate:灌溉站电表抄表"),
    )
    scene = {"region": "CN-JS", "sites": 12, "months": 12, "share": 0.34}
    said = _declared(real_scene=scene, collected_by="示例市", tags=["特优农产品"])
    of = contributing.offer(grower, document, kind="factor", declarations=said, provenance=inputs)
    _submitted(grower, of.id)
    contributing.assign(centre, of.id, verifier.organisation_id)
    contributing.verify(verifier, of.id, reason="按年报逐项复算，结果 1.18 kgCO2e/kg，与申报值一致。")
    contributing.assign(centre, of.id, checker.organisation_id)


def _returned(people: dict[str, Acting], centre: Acting, verifier: Acting) -> None:
    """A clinker factor that was returned with one point to answer, and a second that is under verification."""
    works = people["lin.lan@lanshi.example"]
    for id_, zh, en, value, back in (
        ("demo-clinker-lanshi-2025", "澜石一厂熟料", "Clinker of Lanshi works 1", 0.842, True),
        ("demo-slag-powder-2025", "矿渣粉（粉磨）", "Slag powder, ground", 0.0553, False),
    ):
        document = _dataset(id_, zh, en, "kg", value, quality={"technology": 1, "geography": 1, "time": 1, "precision": 2},
                            source={"title": "生产与能源统计台账", "publisher": "澜石水泥", "year": 2026, "licence": _OURS})  # fmt: skip
        inputs = _inputs(
            ("process", "石灰石分解", "Calcination", 1.5, "kg", value * 0.62, "estimate:生料化验月报"),
            ("fuel", "燃料与电力", "Fuel and power", 3.4, "MJ", value * 0.38, "estimate:能源台账"),
        )
        of = contributing.offer(works, document, kind="factor", declarations=_declared(), provenance=inputs)
        _submitted(works, of.id)
        contributing.assign(centre, of.id, verifier.organisation_id)
        if back:
            contributing.return_(
                verifier, of.id, reason="燃料低位发热量用的是缺省值，请改用实测值，或说明理由。",
                reasons=[("provenance.inputs[fuel]", "低位发热量是实测值还是缺省值？")],
            )  # fmt: skip
        else:
            contributing.remark(
                verifier, of.id, "请补充粉磨电耗的计量范围。", place="provenance.inputs[fuel]"
            )


def _draft(people: dict[str, Acting]) -> None:
    """A draft in which the self-check finds a factor of CO2 alone, and losses that are not stated."""
    maker = people["su.he@zhihe.example"]
    document = _dataset(
        "demo-grid-zhihe", "2023年全国电力平均排放因子", "National grid, 2023", "kWh", 0.5306,
        category=["electricity"], source={"title": "2023年电力二氧化碳排放因子", "publisher": "示例", "licence": "公开"},
    )  # fmt: skip
    contributing.offer(maker, document, kind="factor", declarations=_declared(lawful_basis="public_source"))


def _submitted(acting: Acting, id_: Any) -> None:
    contributing.self_check(acting, id_)
    contributing.submit(acting, id_)


def _declared(**changes: Any) -> dict[str, Any]:
    return {
        "consent": True,
        "scope": "province",
        "lawful_basis": "own_data",
        "method_profile": "GB/T 24067-2024",
    } | changes


def _dataset(id_: str, zh: str, en: str, unit: str, value: float, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "name": {"zh": zh, "en": en},
        "unit": unit,
        "geography": "CN-JS",
        "year_from": 2025,
        "year_to": 2025,
        "boundary": "cradle_to_gate",
        "gwp_set": "AR6",
        "amounts": [{"gas": "CO2e", "amount": value}],
    } | more


def _inputs(*rows: tuple[str, str, str, float, str, float, str]) -> dict[str, Any]:
    return {
        "inputs": [
            {"id": id_, "name": {"zh": zh, "en": en}, "amount": amount, "unit": unit, "result": result,
             "references": [reference]}
            for id_, zh, en, amount, unit, result, reference in rows
        ]
    }  # fmt: skip
