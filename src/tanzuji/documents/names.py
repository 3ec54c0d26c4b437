"""What fields and their choices are called in Chinese and English: one table for forms, files and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from tanzuji.documents.lines import LINE_NAMES, STAGE_NAMES

Names = dict[str, tuple[str, str]]
Found = TypeVar("Found")

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
    "output.mass": ("整批产出的质量 kg", "Mass of the whole output kg"),
    "output.energy": ("整批产出的能量 MJ", "Energy of the whole output MJ"),
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
    "residual_datasets": ("剩余结构数据集", "Residual mix datasets"),
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
    "coproducts.mass": ("整批质量 kg", "Mass of the whole amount kg"),
    "coproducts.energy": ("整批能量 MJ", "Energy of the whole amount MJ"),
    "output.price": ("整批产出的总价", "Price of the whole output"),
    "output.share": ("产出分担份额", "Share of the output"),
    "coproducts.price": ("整批总价", "Price of the whole amount"),
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
    "quality.completeness": ("完整性", "Completeness"),
    "evidence": ("证据", "Evidence"),
    "title": ("标题", "Title"),
    "digest": ("摘要值", "Digest"),
    "location": ("位置", "Location"),
    "uncertainty": ("不确定度", "Uncertainty"),
    "distribution": ("分布", "Distribution"),
    "convention": ("用量是中位数还是均值", "Whether the amount is median or mean"),
    "sigma": ("标准差 σ", "Standard deviation σ"),
    "sd": ("标准差（与用量同单位）", "Standard deviation (unit of the amount)"),
    "minimum": ("最小值", "Minimum"),
    "uncertainty.mode": ("最可能值", "Most likely value"),
    "maximum": ("最大值", "Maximum"),
    "uncertainty.values": ("离散取值", "Discrete values"),
    "uncertainty.weights": ("取值权重", "Weights of the values"),
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
    "shares": ("改用的份额", "Shares of these datasets"),
    "amounts": ("改用用量", "Amounts instead"),
    "scenarios.materials": ("改用材料参数", "Material parameters instead"),
    "scenarios.biogenic": ("生物碳", "Biogenic carbon"),
    "method.electricity": ("电力处理", "Electricity treatment"),
    "scenarios.gwp_set": ("GWP", "GWP set"),
    "scenarios.end_of_life": ("末期方法", "End-of-life method"),
    "low": ("低值", "Low"),
    "high": ("高值", "High"),
    # the languages of a text
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
}
"""Names by the end of the dotted path of fields; the longest end that is known counts."""


DATA_KINDS: Names = {
    "primary": ("实测（初级）", "Primary"),
    "secondary": ("次级", "Secondary"),
    "estimate": ("估计", "Estimate"),
    "unknown": ("未知", "Unknown"),
}
ELECTRICITY: Names = {
    "grid": ("电网", "Grid"),
    "direct_line": ("直供", "Direct line"),
    "on_site": ("自发", "On site"),
    "certificate": ("凭证", "Certificate"),
}
TREATMENTS: Names = {
    "as_modelled": ("按模型", "As modelled"),
    "market": ("按市场（凭证合格才计）", "Market: instruments that hold"),
    "location": ("按所在电网", "Location: grid average"),
}
INSTRUMENTS: Names = {
    "green_certificate": ("绿证", "Green certificate"),
    "power_purchase": ("绿电交易", "Power purchase agreement"),
}
CATEGORIES: Names = {
    "emission": ("排放", "Emission"),
    "removal": ("清除", "Removal"),
    "offset": ("抵销", "Offset"),
}
ALLOCATION: Names = {
    "none": ("无", "None"),
    "mass": ("质量", "Mass"),
    "energy": ("能量", "Energy"),
    "economic": ("经济价值", "Economic"),
    "given": ("给定份额", "Given shares"),
    "substitution": ("系统扩展（替代）", "Substitution"),
}
BASIS: Names = {
    "ghg": ("温室气体", "Greenhouse gases"),
    "mass": ("质量", "Mass"),
    "energy": ("能量", "Energy"),
}
SCENARIOS: Names = {
    "use": ("使用", "Use"),
    "end_of_life": ("生命末期", "End of life"),
    "electricity": ("电力", "Electricity"),
    "supply": ("供应", "Supply"),
    "method": ("方法", "Method"),
    "other": ("其他", "Other"),
}
LOOPS: Names = {
    "cutoff": ("截断法", "Cut-off"),
    "substitution": ("替代法", "Substitution"),
    "closed_loop": ("闭环近似法", "Closed-loop approximation"),
    "fifty_fifty": ("50/50 法", "50/50"),
    "cff": ("循环足迹公式", "Circular footprint formula"),
}
UNIT_KINDS: Names = {
    "functional": ("功能单位", "Functional unit"),
    "declared": ("声明单位", "Declared unit"),
}
BOUNDARIES: Names = {
    "cradle_to_grave": ("从摇篮到坟墓", "Cradle to grave"),
    "cradle_to_gate": ("从摇篮到大门", "Cradle to gate"),
    "gate_to_gate": ("从大门到大门", "Gate to gate"),
    "gate_to_grave": ("从大门到坟墓", "Gate to grave"),
}
LINES: Names = {str(line): names for line, names in LINE_NAMES.items()}
STAGES: Names = {str(stage): names for stage, names in STAGE_NAMES.items()}
DISTRIBUTIONS: Names = {
    "none": ("无", "None"),
    "lognormal": ("对数正态", "Lognormal"),
    "normal": ("正态", "Normal"),
    "uniform": ("均匀", "Uniform"),
    "triangular": ("三角", "Triangular"),
    "pert": ("Beta-PERT", "Beta-PERT"),
    "discrete": ("离散", "Discrete"),
}
CONVENTIONS: Names = {"median": ("中位数", "median"), "mean": ("均值", "mean")}

_CHOICES: dict[str, Names] = {
    "data.kind": DATA_KINDS,
    "instrument.kind": INSTRUMENTS,
    "scenarios.kind": SCENARIOS,
    "unit.kind": UNIT_KINDS,
    "electricity": ELECTRICITY,
    "method.electricity": TREATMENTS,
    "category": CATEGORIES,
    "allocation.method": ALLOCATION,
    "basis": BASIS,
    "end_of_life": LOOPS,
    "boundary.type": BOUNDARIES,
    "line": LINES,
    "canonical": STAGES,
    "distribution": DISTRIBUTIONS,
    "convention": CONVENTIONS,
}
"""Names of choices by the end of the dotted path of fields."""


def named(fields: Sequence[str]) -> tuple[str, str]:
    """What the last of a path of fields is called; the field itself where it has no name."""
    found = _by_end(FIELD_NAMES, fields)
    return found or ((fields[-1], fields[-1]) if fields else ("", ""))


def choice_names(fields: Sequence[str]) -> Names:
    """What the choices of the last of a path of fields are called; empty where they have no names."""
    return _by_end(_CHOICES, fields) or {}


def _by_end(table: Mapping[str, Found], fields: Sequence[str]) -> Found | None:
    """The entry of the longest end of the path that the table has."""
    ends = (".".join(fields[i:]) for i in range(len(fields)))
    return next((table[end] for end in ends if end in table), None)
