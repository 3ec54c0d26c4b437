"""Material loops of a product model: the terms of the end-of-life formulas as rows of the result."""

from __future__ import annotations

from collections.abc import Mapping

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.footprints import ContributionKind, Gap
from tanzuji.documents.lines import Stage
from tanzuji.documents.models import LoopMethod, Material, ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine.activity import Amounts
from tanzuji.engine.background import Background
from tanzuji.engine.end_of_life import MaterialLoop, coefficients, recycled_share
from tanzuji.engine.rows import Row

NO_STAGE = define(
    "footprint.no-stage",
    zh="模型没有对应“{stage}”的生命周期阶段，材料“{material}”的末期结果无处可放。",
    en="The model has no stage for “{stage}”, where the end of life of “{material}” belongs.",
    remedy_zh="请在系统边界的“生命周期阶段”加上这个阶段。",
    remedy_en="Add the stage under boundary.stages.",
)
# term → (stage, kind, zh, en)
_TERMS: dict[str, tuple[Stage, ContributionKind, str, str]] = {
    "virgin": ("raw_materials", "material", "原生料", "virgin material"),
    "recycled_input": ("raw_materials", "material", "再生料", "recycled content"),
    "recycled_share": (
        "raw_materials",
        "material",
        "再生料的分摊",
        "recycled content shared with its source",
    ),
    "recycling_at_end": ("end_of_life", "material", "末期回收", "recycling at end of life"),
    "credit_material": ("end_of_life", "credit", "替代原生料", "virgin material replaced"),
    "energy_recovery": ("end_of_life", "material", "能量回收", "energy recovery"),
    "credit_energy": ("end_of_life", "credit", "替代能源", "energy replaced"),
    "disposal": ("end_of_life", "material", "处置", "disposal"),
}
_CREDITED = {"recycling_at_end": "credit_material", "energy_recovery": "credit_energy"}
"""Burden at the end of life → the credit that it earns."""
_DATASETS = {
    "Ev": "virgin",
    "Erec": "recycled",
    "ErecEoL": "recycling",
    "Ev_star": "substituted",
    "Ed": "disposal",
    "Eer": "energy_recovery",
    "ESE_heat": "substituted_heat",
    "ESE_elec": "substituted_electricity",
}


_HELD = ("请写产品中这种材料的量。", "Write how much of the material the product holds.")


def loop_rows(model: ProductModel, amounts: Amounts, background: Background) -> tuple[list[Row], list[Gap]]:
    """One row a term of every material's end-of-life formula, per unit of the study; terms without dataset as gaps.

    Where production stands among the inputs, what a method adds to it for the recycled content is a term.
    Raises `end-of-life.*` for parameters out of range, `footprint.no-stage`.
    """
    rows: list[Row] = []
    gaps: list[Gap] = []
    for i, material in enumerate(model.materials):
        path = f"materials[{i}]"
        amount = amounts.not_negative(material.amount, f"{path}.amount", _HELD) or 0.0
        for term, parts in _coefficients(background.method.end_of_life, material, path).items():
            parts = {name: factor for name, factor in parts.items() if factor}
            if not parts:
                continue
            stage = _stage(model, material, term, path)
            if any(not getattr(material.datasets, _DATASETS[name]) for name in parts):
                gaps.append(_gap(material, term, stage, amount, path))
                continue
            rows.append(_row(material, term, parts, amount, stage, path, amounts, background))
    return rows, gaps


def _coefficients(method: LoopMethod, material: Material, path: str) -> Mapping[str, Mapping[str, float]]:
    loop = MaterialLoop(
        R1=material.recycled_content,
        R2=material.recycling_rate,
        R3=material.recovery_rate,
        A=material.allocation_material,
        B=material.allocation_energy,
        q_in=material.quality_in,
        q_out=material.quality_out,
        LHV=material.heating_value,
        XER_heat=material.heat_efficiency,
        XER_elec=material.electricity_efficiency,
    )
    try:
        terms = coefficients(method, loop)
        if not material.production_in_inputs:
            return terms
        counted = {term: parts for term, parts in terms.items() if term not in ("virgin", "recycled_input")}
        return {"recycled_share": recycled_share(method, loop), **counted}
    except CodedError as error:
        raise error.at(path) from error


def _stage(model: ProductModel, material: Material, term: str, path: str) -> str:
    wanted = _TERMS[term][0]
    for stage in model.stages():
        if stage.canonical == wanted:
            return stage.id
    raise NO_STAGE.error(path, stage=wanted, material=material.name.to("en"))


def _named(material: Material, term: str) -> Text:
    _, _, zh, en = _TERMS[term]
    return Text(zh=f"{material.name.to('zh')}：{zh}", en=f"{material.name.to('en')}: {en}")


def credit_of(material: Material, burden: Text) -> Text | None:
    """The name of the credit that a burden at the end of life earns, by the burden's; None where it earns none."""
    return next(
        (_named(material, credit) for term, credit in _CREDITED.items() if _named(material, term) == burden),
        None,
    )


def _gap(material: Material, term: str, stage: str, amount: float, path: str) -> Gap:
    return Gap(
        path=path,
        process="materials",
        stage=stage,
        name=_named(material, term),
        reason="no_factor",
        amount=amount,
        unit=material.unit,
        note=material.note,
    )


def _row(
    material: Material,
    term: str,
    parts: Mapping[str, float],
    amount: float,
    stage: str,
    path: str,
    amounts: Amounts,
    background: Background,
) -> Row:
    kind = _TERMS[term][1]
    row = Row(
        path, -1, kind, _named(material, term), amount, material.unit, data=material.data, note=material.note
    )
    row.stage = stage
    for name, coefficient in parts.items():
        # Energy intensities are per MJ: the coefficient already holds MJ per unit of the material.
        unit = "MJ" if name.startswith("ESE") else material.unit
        field = _DATASETS[name]
        for dataset in getattr(material.datasets, field):
            factor = background.factor(dataset, f"{path}.datasets.{field}")
            each = amounts.per_unit(unit, None, factor.dataset.unit, path)
            row.add(factor, amount * coefficient * each, coefficient * each)
    return row
