"""What the fields of a product model are called, in Chinese and English: for forms, and for lists of changes.

The words are those of the workbook's headers, so that a person meets one name for one thing.
"""

from __future__ import annotations

from typing import Any

from tanzuji.documents.editing.places import LINE_KINDS, Item, Step, find, key_field, read_place
from tanzuji.documents.editing.values import Plain, or_none
from tanzuji.documents.errors import CodedError, Language

WHOLE_MODEL = ("整个模型", "Whole model")
SEPARATOR = " › "

FIELD_NAMES: dict[str, tuple[str, str]] = {
    # the model
    "format": ("格式", "Format"),
    "id": ("标识", "Id"),
    "version": ("模型版本", "Model version"),
    "product": ("产品", "Product"),
    "unit": ("单位", "Unit"),
    "boundary": ("系统边界", "System boundary"),
    "period": ("核算期", "Period"),
    "goal": ("目的", "Goal"),
    "scope": ("范围", "Scope"),
    "method": ("方法", "Method"),
    "rules": ("适用规则", "Rules"),
    "parameters": ("参数", "Parameters"),
    "processes": ("过程", "Processes"),
    "deliver": ("交付过程", "Delivering process"),
    "materials": ("材料循环", "Materials"),
    "exclusions": ("排除", "Exclusions"),
    "scenarios": ("情景", "Scenarios"),
    "comparisons": ("比较", "Comparisons"),
    "comparison_reason": ("比较说明", "Why it differs from others"),
    "biogenic_carbon_content": ("产品含生物碳 kg C", "Biogenic carbon content kg C"),
    "notes": ("备注", "Notes"),
    # its heads
    "product.name": ("产品名称", "Product name"),
    "maker": ("生产者", "Maker"),
    "product.model": ("型号", "Model number"),
    "product.site": ("生产场所", "Production site"),
    "product.description": ("产品描述", "Product description"),
    "specification": ("规格", "Specification"),
    "codes": ("产品编码", "Product codes"),
    "unit.kind": ("单位类型", "Kind of unit"),
    "unit.amount": ("单位数量", "Unit amount"),
    "unit.unit": ("计量单位", "Unit of measure"),
    "unit.description": ("单位描述", "Unit description"),
    "reference_flow": ("基准流", "Reference flow"),
    "type": ("系统边界", "System boundary"),
    "boundary.description": ("边界描述", "Boundary description"),
    "boundary.geography": ("地理范围", "Geography"),
    "stages": ("生命周期阶段", "Life-cycle stages"),
    "canonical": ("对应的标准阶段", "Canonical stage"),
    "period.start": ("核算期开始", "Period from"),
    "period.end": ("核算期结束", "Period to"),
    "period.reason": ("非整年的理由", "Reason for another period"),
    "gwp_set": ("GWP 数据集", "GWP set"),
    "end_of_life": ("生命末期方法", "End-of-life method"),
    "biogenic": ("生物碳处理", "Biogenic carbon"),
    "application": ("预期用途", "Intended application"),
    "reasons": ("开展理由", "Reasons"),
    "audience": ("目标受众", "Audience"),
    "communicated": ("是否对外公布", "Told to the public"),
    "data_quality": ("数据质量要求", "Data quality"),
    "cut_off": ("取舍准则", "Cut-off"),
    "assumptions_use": ("使用阶段假设", "Assumptions on use"),
    "assumptions_end_of_life": ("末期阶段假设", "Assumptions on end of life"),
    "scope.allocation": ("分配程序", "Allocation procedure"),
    "report_type": ("报告类型", "Type of report"),
    "review_type": ("评审类型", "Type of review"),
    "limitations": ("局限性", "Limitations"),
    "changes": ("变更", "Changes"),
    # processes
    "name": ("名称", "Name"),
    "stage": ("阶段", "Stage"),
    "output": ("产出", "Output"),
    "output.amount": ("产出量", "Output"),
    "output.unit": ("产出单位", "Output unit"),
    "output.name": ("产出名称", "Name of the output"),
    "output.mass": ("质量 kg", "Mass kg"),
    "output.energy": ("能量 MJ", "Energy MJ"),
    "inputs": ("物料清单", "Bill of materials"),
    "energy": ("能源", "Energy"),
    "transports": ("运输", "Transport"),
    "wastes": ("废弃物", "Waste"),
    "emissions": ("直接排放", "Emissions"),
    "coproducts": ("副产品", "Co-products"),
    "allocation": ("分配", "Allocation"),
    "allocation.method": ("分配方法", "Allocation"),
    "allocation.reason": ("分配理由", "Reason for allocation"),
    "sensitivity": ("另一种分配的结果", "Result of another allocation"),
    "controlled": ("自有运营控制", "Own control"),
    "site": ("场所", "Site"),
    "technology": ("工艺", "Technology"),
    "note": ("备注", "Note"),
    # lines
    "amount": ("用量", "Amount"),
    "datasets": ("数据集", "Datasets"),
    "process": ("供给过程", "Supplied by"),
    "wastes.process": ("处理过程", "Treated by"),
    "conversion": ("换算", "Conversion"),
    "conversion.amount": ("换算系数", "Conversion factor"),
    "conversion.unit": ("换算单位", "Conversion unit"),
    "conversion.citation": ("换算出处", "Conversion source"),
    "burden_free": ("免负担原因", "Burden-free because"),
    "electricity": ("电力来源", "Electricity"),
    "attributes_sold": ("环境权益已售出", "Attributes sold"),
    "grid_datasets": ("电网平均数据集", "Grid average datasets"),
    "instrument": ("凭证", "Instrument"),
    "instrument.kind": ("凭证类型", "Instrument"),
    "instrument.number": ("凭证编号", "Instrument number"),
    "conveys_generator": ("凭证载明电厂", "Tells the generator"),
    "unique_claim": ("唯一主张", "Unique claim"),
    "cancelled_for_user": ("已为用户核销", "Cancelled for the user"),
    "same_period": ("同一时段", "Same period"),
    "same_market": ("同一市场", "Same market"),
    "transports.amount": ("周转量", "Freight"),
    "transports.unit": ("周转量单位", "Freight unit"),
    "mass": ("质量", "Mass"),
    "mass_unit": ("质量单位", "Mass unit"),
    "distance": ("距离", "Distance"),
    "distance_unit": ("距离单位", "Distance unit"),
    "mode": ("方式", "Mode"),
    "gas": ("气体", "Gas"),
    "line": ("报告项", "Line"),
    "category": ("类别", "Category"),
    "coproducts.mass": ("质量 kg", "Mass kg"),
    "coproducts.energy": ("能量 MJ", "Energy MJ"),
    "price": ("价格", "Price"),
    "share": ("份额", "Share"),
    "coproducts.datasets": ("替代的数据集", "Replaces datasets"),
    "is_waste": ("属于废弃物", "Is waste"),
    # where a number was read, and how sure it is
    "data": ("数据来源", "Origin of the datum"),
    "data.kind": ("数据类型", "Kind of datum"),
    "citation": ("出处", "Source"),
    "read_in": ("读取自", "Read in"),
    "confidence": ("可信度", "Confidence"),
    "data.geography": ("数据地域", "Data geography"),
    "year_from": ("数据年份起", "Data year from"),
    "year_to": ("数据年份止", "Data year to"),
    "quality": ("数据质量评分", "Data-quality scores"),
    "quality.technology": ("技术代表性", "Technology"),
    "quality.geography": ("地理代表性", "Geography"),
    "quality.time": ("时间代表性", "Time"),
    "quality.precision": ("精度", "Precision"),
    "evidence": ("证据", "Evidence"),
    "title": ("标题", "Title"),
    "digest": ("摘要值", "Digest"),
    "location": ("位置", "Location"),
    "uncertainty": ("不确定度", "Uncertainty"),
    "distribution": ("分布", "Distribution"),
    "convention": ("用量是中位数还是均值", "Whether the amount is median or mean"),
    "sigma": ("标准差 σ", "Standard deviation σ"),
    "minimum": ("最小值", "Minimum"),
    "maximum": ("最大值", "Maximum"),
    # parameters, materials, exclusions, scenarios, comparisons
    "parameters.name": ("参数名", "Parameter"),
    "value": ("数值", "Value"),
    "description": ("说明", "Description"),
    "materials.datasets": ("数据集", "Datasets"),
    "virgin": ("原生料数据集", "Virgin datasets"),
    "recycled": ("再生料数据集", "Recycled datasets"),
    "recycling": ("末期回收数据集", "Recycling datasets"),
    "substituted": ("被替代数据集", "Substituted datasets"),
    "disposal": ("处置数据集", "Disposal datasets"),
    "energy_recovery": ("能量回收数据集", "Energy recovery datasets"),
    "substituted_heat": ("被替代热数据集", "Substituted heat datasets"),
    "substituted_electricity": ("被替代电数据集", "Substituted electricity datasets"),
    "production_in_inputs": ("生产已在投入中", "Production among inputs"),
    "recycled_content": ("再生料比例 R1", "Recycled content R1"),
    "recycling_rate": ("回收率 R2", "Recycling rate R2"),
    "recovery_rate": ("能量回收率 R3", "Energy recovery R3"),
    "allocation_material": ("材料分配 A", "Allocation A"),
    "allocation_energy": ("能量分配 B", "Allocation B"),
    "quality_in": ("投入质量比 Qsin/Qp", "Quality in Qsin/Qp"),
    "quality_out": ("产出质量比 Qsout/Qp", "Quality out Qsout/Qp"),
    "heating_value": ("热值 LHV", "Heating value LHV"),
    "heat_efficiency": ("供热效率", "Heat efficiency"),
    "electricity_efficiency": ("发电效率", "Electricity efficiency"),
    "reason": ("理由", "Reason"),
    "exclusions.share": ("估计份额 (0.01 = 1 %)", "Estimated share (0.01 = 1 %)"),
    "basis": ("份额依据", "Basis of the share"),
    "kind": ("类型", "Kind"),
    "scenarios.datasets": ("改用数据集", "Datasets instead"),
    "scenarios.gwp_set": ("GWP", "GWP set"),
    "scenarios.end_of_life": ("末期方法", "End-of-life method"),
    "low": ("低值", "Low"),
    "high": ("高值", "High"),
    # the languages of a text
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
}
"""Names by the end of the dotted path of fields; the longest end that is known counts."""


BOUNDARY_NAMES: dict[str, tuple[str, str]] = {
    "cradle_to_grave": ("从摇篮到坟墓", "Cradle to grave"),
    "cradle_to_gate": ("从摇篮到大门", "Cradle to gate"),
    "gate_to_gate": ("从大门到大门", "Gate to gate"),
    "gate_to_grave": ("从大门到坟墓", "Gate to grave"),
}
UNIT_KIND_NAMES: dict[str, tuple[str, str]] = {
    "functional": ("功能单位", "Functional unit"),
    "declared": ("声明单位", "Declared unit"),
}
LOOP_NAMES: dict[str, tuple[str, str]] = {
    "cutoff": ("截断法", "Cut-off"),
    "substitution": ("替代法", "Substitution"),
    "fifty_fifty": ("50/50 法", "50/50"),
    "cff": ("循环足迹公式", "Circular footprint formula"),
}
"""What the choices of some fields are called."""


def field_name(place: str, language: Language = "zh") -> str:
    """What the last field of a place is called: `amount` → 用量, `processes[x].output.amount` → 产出量.

    The name of a field without entry is the field itself.
    """
    fields = [step for step in read_place(place) if isinstance(step, str)]
    return _named(fields, language) if fields else _chosen(WHOLE_MODEL, language)


def _named(fields: list[str], language: Language) -> str:
    for i in range(len(fields)):
        known = FIELD_NAMES.get(".".join(fields[i:]))
        if known is not None:
            return _chosen(known, language)
    return fields[-1]


def _chosen(names: tuple[str, str], language: Language) -> str:
    return names[0] if language == "zh" else names[1]


def place_name(plain: Plain, place: str, language: Language = "zh") -> str:
    """A place in words: `processes[grinding].energy[power].amount` → 水泥粉磨 › 电力 › 用量.

    Items go by their names; those that are no longer there by their ids. Lists around an item and parts whose
    fields have names of their own are left out. Raises `edit.bad-place`.
    """
    steps = read_place(place)
    words: list[str] = []
    fields: list[str] = []
    for i, step in enumerate(steps):
        if ".".join(fields) in _MAPPINGS:
            words.append(_key_name(plain, step, language))
            break
        if isinstance(step, str):
            fields.append(step)
            if _has_a_word(steps, i, fields):
                words.append(_named(fields, language))
        else:
            words.append(_item_name(plain, steps[: i + 1], language))
    return SEPARATOR.join(words) or _chosen(WHOLE_MODEL, language)


_MAPPINGS = ("product.codes", "scenarios.parameters", "scenarios.datasets")
"""Fields whose keys are words of whoever wrote the model."""


def _has_a_word(steps: tuple[Step, ...], i: int, fields: list[str]) -> bool:
    """Whether a field is told: the last one, one before a language, a mapping, a list without ids."""
    if i + 1 == len(steps) or ".".join(fields) in _MAPPINGS:
        return True
    after = steps[i + 1]
    if isinstance(after, str):
        return after in ("zh", "en") and i + 2 == len(steps)
    return key_field(fields[-1]) is None


def _key_name(plain: Plain, step: Step, language: Language) -> str:
    """A key of a mapping; `process/line` by the names of both."""
    key = step.key if isinstance(step, Item) else str(step)
    process, slash, line = key.partition("/")
    if not slash:
        return key
    owner: tuple[Step, ...] = ("processes", Item(process))
    for kind in LINE_KINDS:
        found = _found(plain, (*owner, kind, Item(line)))
        if found is not None:
            names = (
                _item_name(plain, owner, language),
                _item_name(plain, (*owner, kind, Item(line)), language),
            )
            return " / ".join(names)
    return key


def _found(plain: Plain, steps: tuple[Step, ...]) -> Any:
    """What stands at a place; None for nothing."""
    try:
        return or_none(find(plain, steps)[1])
    except CodedError:
        return None


def _item_name(plain: Plain, steps: tuple[Step, ...], language: Language) -> str:
    """An item by its name or title; a plain text by itself; else its id, or its number in the list."""
    item, last, field = _found(plain, steps), steps[-1], steps[-2]
    for key in ("name", "title"):
        name = item.get(key) if isinstance(item, dict) else None
        if isinstance(name, dict):
            name = (
                (name.get("zh") or name.get("en")) if language == "zh" else (name.get("en") or name.get("zh"))
            )
        if isinstance(name, str) and name:
            return name
    if isinstance(item, str):
        return item
    if isinstance(last, Item) and ((isinstance(field, str) and key_field(field)) or not last.key.isdigit()):
        return last.key
    number = int(last.key if isinstance(last, Item) else last) + 1
    return f"第 {number} 项" if language == "zh" else f"item {number}"
