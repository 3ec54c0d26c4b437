"""The sheets of a product model's workbook: which fields stand in which columns, under which headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanzuji.documents.base import Document
from tanzuji.documents.exchanges import CoProduct, Emission, Energy, Exchange, Transport
from tanzuji.documents.models import Comparison, Exclusion, Material, Parameter, Process, Scenario
from tanzuji.documents.names import (
    ALLOCATION,
    BASIS,
    BOUNDARIES,
    CATEGORIES,
    DATA_KINDS,
    DISTRIBUTIONS,
    ELECTRICITY,
    INSTRUMENTS,
    LINES,
    LOOPS,
    SCENARIOS,
    STAGES,
    TREATMENTS,
    UNIT_KINDS,
    Names,
)
from tanzuji.formats.workbook.cells import (
    AMOUNT,
    AMOUNTS,
    CODES,
    DATE,
    FLAG,
    INTEGER,
    LIST,
    NUMBER,
    SWAPS,
    TEXT,
    TEXTS,
    VALUE,
    Way,
    choice,
)

OWNER = "@process"
"""Path of the column that tells which process a row belongs to."""
KEY = "@key"
"""Path of the column whose key ties a row to lines of the sheet 其他 / More."""

UNITS = (
    "kg",
    "t",
    "g",
    "kWh",
    "MWh",
    "MJ",
    "GJ",
    "m3",
    "l",
    "t*km",
    "km",
    "m2",
    "m",
    "piece",
    "h",
    "a",
    "CNY",
)

GWP_SETS: Names = {name: (name, name) for name in ("AR4", "AR5", "AR6")}
BIOGENIC: Names = {"-1/+1": ("-1/+1", "-1/+1"), "0/0": ("0/0", "0/0")}


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record: its path inside the record, its headers (one a cell of its way) and how it is written.

    `names` are the choices of a drop-down. `suggest` offers `units` or `processes` without insisting on them.
    `shown` fields stand in the sheet even at their default. `former` is a header of older workbooks, still read.
    """

    path: str
    headers: tuple[tuple[str, str], ...]
    way: Way = TEXT
    required: bool = False
    names: Names | None = None
    suggest: Literal["units", "processes", "stages", ""] = ""
    shown: bool = False
    width: int = 14
    hint: tuple[str, str] = ("", "")
    former: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of records: `field` is the list of the model, or of a process where rows have an owner."""

    field: str
    zh: str
    en: str
    record: type[Document]
    columns: tuple[Column, ...]
    owned: bool = False

    def tab(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def _one(path: str, zh: str, en: str, way: Way = TEXT, **more: object) -> Column:
    return Column(path, ((zh, en),), way, **more)  # type: ignore[arg-type]


def _choice(path: str, zh: str, en: str, names: Names, **more: object) -> Column:
    return Column(path, ((zh, en),), choice(names), names=names, **more)  # type: ignore[arg-type]


def _texts(path: str, zh: str, en: str, **more: object) -> Column:
    return Column(path, ((zh, en), (f"英文{zh}", f"{en} in English")), TEXTS, **{"width": 22, **more})  # type: ignore[arg-type]


def _amount(path: str = "amount", zh: str = "用量", en: str = "Amount", **more: object) -> Column:
    formula = ("公式", "Formula") if path in {"amount", "value"} else (f"{zh}公式", f"{en} formula")
    return Column(path, ((zh, en), formula), AMOUNT, **more)  # type: ignore[arg-type]


def _unit(path: str = "unit", zh: str = "单位", en: str = "Unit", **more: object) -> Column:
    return Column(path, ((zh, en),), TEXT, **{"suggest": "units", "width": 10, **more})  # type: ignore[arg-type]


_NAME = _texts("name", "名称", "Name", required=True)
_OWNER = _one(OWNER, "过程", "Process", required=True, suggest="processes")
_NOTE = _texts("note", "备注", "Note", width=28)
_KEY = _one(KEY, "其他键", "More key", width=9)
_DATASETS = _one("datasets", "数据集", "Datasets", LIST, width=30)
_DATA = (
    _choice("data.kind", "数据类型", "Kind of datum", DATA_KINDS),
    _one("data.citation", "出处", "Source", width=28),
    _one("data.read_in", "读取自", "Read in", width=18),
    _one("data.confidence", "可信度", "Confidence"),
    _one("data.geography", "数据地域", "Data geography"),
    _one("data.year_from", "数据年份起", "Data year from", INTEGER, width=9),
    _one("data.year_to", "数据年份止", "Data year to", INTEGER, width=9),
)
_CONVERSION = (
    _one("conversion.amount", "换算系数", "Conversion factor", VALUE),
    _one("conversion.unit", "换算单位", "Conversion unit"),
    _one("conversion.citation", "换算出处", "Conversion source", width=20),
)
_SPREAD = (
    _choice("uncertainty.distribution", "分布", "Distribution", DISTRIBUTIONS),
    _one("uncertainty.sigma", "标准差 σ", "Standard deviation σ", NUMBER, width=9),
    _one(
        "uncertainty.sd", "标准差（与用量同单位）", "Standard deviation (unit of the amount)", NUMBER, width=9
    ),
    _one("uncertainty.minimum", "最小值", "Minimum", NUMBER, width=9),
    _one("uncertainty.mode", "最可能值", "Most likely value", NUMBER, width=9),
    _one("uncertainty.maximum", "最大值", "Maximum", NUMBER, width=9),
)
_BURDEN_FREE = _texts("burden_free", "免负担原因", "Burden-free because", width=20)
_TAIL = (_NOTE, _one("id", "标识", "Id"), _KEY)

PROCESSES = Sheet(
    "processes",
    "过程",
    "Processes",
    Process,
    (
        _one("id", "标识", "Id", required=True),
        _NAME,
        Column("stage", (("阶段", "Stage"),), choice(STAGES), required=True, suggest="stages", width=26),
        _amount("output.amount", "产出量", "Output"),
        _unit("output.unit", "产出单位", "Output unit"),
        _choice("allocation.method", "分配方法", "Allocation", ALLOCATION),
        _texts("allocation.reason", "分配理由", "Reason for allocation", width=22),
        _one("controlled", "自有运营控制", "Own control", FLAG),
        _one("site", "场所", "Site"),
        _texts("technology", "工艺", "Technology", width=20),
        _NOTE,
        _KEY,
    ),
)
INPUTS = Sheet(
    "inputs",
    "物料清单",
    "Bill of materials",
    Exchange,
    (
        _OWNER,
        _NAME,
        _amount(),
        _unit(required=True),
        _DATASETS,
        _one("process", "供给过程", "Supplied by"),
        *_DATA,
        *_CONVERSION,
        _BURDEN_FREE,
        *_SPREAD,
        *_TAIL,
    ),
    owned=True,
)
ENERGY = Sheet(
    "energy",
    "能源",
    "Energy",
    Energy,
    (
        _OWNER,
        _NAME,
        _amount(),
        _unit(required=True),
        _choice("electricity", "电力来源", "Electricity", ELECTRICITY),
        _DATASETS,
        _one("process", "供给过程", "Supplied by"),
        *_DATA,
        *_CONVERSION,
        _one("attributes_sold", "环境权益已售出", "Attributes sold", FLAG),
        _choice("instrument.kind", "凭证类型", "Instrument", INSTRUMENTS),
        _one("instrument.number", "凭证编号", "Instrument number"),
        _one("instrument.conveys_generator", "凭证载明电厂", "Tells the generator", FLAG),
        _one("instrument.unique_claim", "唯一主张", "Unique claim", FLAG),
        _one("instrument.cancelled_for_user", "已为用户核销", "Cancelled for the user", FLAG),
        _one("instrument.same_period", "同一时段", "Same period", FLAG),
        _one("instrument.same_market", "同一市场", "Same market", FLAG),
        _one("grid_datasets", "电网平均数据集", "Grid average datasets", LIST, width=24),
        _one("residual_datasets", "剩余结构数据集", "Residual mix datasets", LIST, width=24),
        *_SPREAD,
        *_TAIL,
    ),
    owned=True,
)
TRANSPORT = Sheet(
    "transports",
    "运输",
    "Transport",
    Transport,
    (
        _OWNER,
        _NAME,
        _one("mass", "质量", "Mass", VALUE),
        _unit("mass_unit", "质量单位", "Mass unit", shown=True),
        _one("distance", "距离", "Distance", VALUE),
        _unit("distance_unit", "距离单位", "Distance unit", shown=True),
        _amount("amount", "周转量", "Freight"),
        _unit("unit", "周转量单位", "Freight unit", shown=True),
        _one("mode", "方式", "Mode"),
        _DATASETS,
        *_DATA,
        *_SPREAD,
        *_TAIL,
    ),
    owned=True,
)
WASTES = Sheet(
    "wastes",
    "废弃物",
    "Waste",
    Exchange,
    (
        _OWNER,
        _NAME,
        _amount(),
        _unit(required=True),
        _DATASETS,
        _one("process", "处理过程", "Treated by"),
        *_DATA,
        *_CONVERSION,
        _BURDEN_FREE,
        *_SPREAD,
        *_TAIL,
    ),
    owned=True,
)
EMISSIONS = Sheet(
    "emissions",
    "直接排放",
    "Emissions",
    Emission,
    (
        _OWNER,
        _NAME,
        _one("gas", "气体", "Gas", required=True),
        _amount(),
        _unit(shown=True),
        _choice("line", "报告项", "Line", LINES, shown=True),
        _choice("category", "类别", "Category", CATEGORIES),
        *_DATA,
        *_SPREAD,
        *_TAIL,
    ),
    owned=True,
)
COPRODUCTS = Sheet(
    "coproducts",
    "副产品",
    "Co-products",
    CoProduct,
    (
        _OWNER,
        _one("id", "标识", "Id", required=True),
        _NAME,
        _amount(required=True),
        _unit(required=True),
        _one(
            "mass",
            "整批质量 kg",
            "Mass of the whole amount kg",
            VALUE,
            width=18,
            former=("质量 kg", "Mass kg"),
        ),
        _one(
            "energy",
            "整批能量 MJ",
            "Energy of the whole amount MJ",
            VALUE,
            width=18,
            former=("能量 MJ", "Energy MJ"),
        ),
        _one("price", "整批总价", "Price of the whole amount", VALUE, width=18, former=("价格", "Price")),
        _one("share", "份额", "Share", VALUE),
        _one("datasets", "替代的数据集", "Replaces datasets", LIST, width=30),
        _one("is_waste", "属于废弃物", "Is waste", FLAG),
        _KEY,
    ),
    owned=True,
)
PARAMETERS = Sheet(
    "parameters",
    "参数",
    "Parameters",
    Parameter,
    (
        _one("name", "参数名", "Parameter", required=True),
        _amount("value", "数值", "Value", required=True),
        _unit(),
        _texts("description", "说明", "Description"),
        _one("citation", "出处", "Source", width=28),
        *_SPREAD,
        _KEY,
    ),
)
MATERIALS = Sheet(
    "materials",
    "材料循环",
    "Materials",
    Material,
    (
        _one("id", "标识", "Id", required=True),
        _NAME,
        _amount(required=True),
        _unit(shown=True),
        _one("production_in_inputs", "生产已在投入中", "Production among inputs", FLAG),
        _one("recycled_content", "再生料比例 R1", "Recycled content R1", NUMBER),
        _one("recycling_rate", "回收率 R2", "Recycling rate R2", NUMBER),
        _one("recovery_rate", "能量回收率 R3", "Energy recovery R3", NUMBER),
        _one("allocation_material", "材料分配 A", "Allocation A", NUMBER),
        _one("allocation_energy", "能量分配 B", "Allocation B", NUMBER),
        _one("quality_in", "投入质量比 Qsin/Qp", "Quality in Qsin/Qp", NUMBER),
        _one("quality_out", "产出质量比 Qsout/Qp", "Quality out Qsout/Qp", NUMBER),
        _one("heating_value", "热值 LHV", "Heating value LHV", NUMBER),
        _one("heat_efficiency", "供热效率", "Heat efficiency", NUMBER),
        _one("electricity_efficiency", "发电效率", "Electricity efficiency", NUMBER),
        _one("datasets.virgin", "原生料数据集", "Virgin datasets", LIST, width=22),
        _one("datasets.recycled", "再生料数据集", "Recycled datasets", LIST, width=22),
        _one("datasets.recycling", "末期回收数据集", "Recycling datasets", LIST, width=22),
        _one("datasets.substituted", "被替代数据集", "Substituted datasets", LIST, width=22),
        _one("datasets.disposal", "处置数据集", "Disposal datasets", LIST, width=22),
        _one("datasets.energy_recovery", "能量回收数据集", "Energy recovery datasets", LIST, width=22),
        _one("datasets.substituted_heat", "被替代热数据集", "Substituted heat datasets", LIST, width=22),
        _one(
            "datasets.substituted_electricity",
            "被替代电数据集",
            "Substituted electricity datasets",
            LIST,
            width=22,
        ),
        *_DATA,
        _NOTE,
        _KEY,
    ),
)
EXCLUSIONS = Sheet(
    "exclusions",
    "排除",
    "Exclusions",
    Exclusion,
    (
        _NAME,
        _texts("reason", "理由", "Reason"),
        _one("share", "估计份额 (0.01 = 1 %)", "Estimated share (0.01 = 1 %)", NUMBER),
        _choice("basis", "份额依据", "Basis of the share", BASIS),
        _KEY,
    ),
)
SCENARIO = Sheet(
    "scenarios",
    "情景",
    "Scenarios",
    Scenario,
    (
        _one("id", "标识", "Id", required=True),
        _NAME,
        _choice("kind", "类型", "Kind", SCENARIOS),
        _one("parameters", "参数 (名 = 值; …)", "Parameters (name = value; …)", AMOUNTS, width=28),
        _one(
            "datasets",
            "改用数据集 (过程/投入 = id; …)",
            "Datasets instead (process/item = id; …)",
            SWAPS,
            width=34,
        ),
        _one(
            "shares",
            "改用的份额 (过程/投入 = 0.4; …)",
            "Shares of these datasets (process/item = 0.4; …)",
            AMOUNTS,
            width=24,
        ),
        _one(
            "amounts",
            "改用用量 (过程/投入 = 值; …)",
            "Amounts instead (process/item = value; …)",
            AMOUNTS,
            width=28,
        ),
        _one(
            "materials",
            "改用材料参数 (材料/字段 = 值; …)",
            "Material parameters instead (material/field = value; …)",
            AMOUNTS,
            width=28,
        ),
        _choice("end_of_life", "末期方法", "End-of-life method", LOOPS),
        _choice("gwp_set", "GWP", "GWP set", GWP_SETS),
        _choice("biogenic", "生物碳", "Biogenic carbon", BIOGENIC),
        _NOTE,
        _KEY,
    ),
)

COMPARISONS = Sheet(
    "comparisons",
    "比较",
    "Comparisons",
    Comparison,
    (
        _texts("name", "名称", "Name", required=True),
        _one("low", "低值", "Low", NUMBER, required=True),
        _one("high", "高值", "High", NUMBER),
        _unit(required=True),
        _one("citation", "出处", "Source", required=True, width=40),
        _KEY,
    ),
)

SHEETS: tuple[Sheet, ...] = (
    PROCESSES,
    INPUTS,
    ENERGY,
    TRANSPORT,
    WASTES,
    EMISSIONS,
    COPRODUCTS,
    PARAMETERS,
    MATERIALS,
    EXCLUSIONS,
    SCENARIO,
    COMPARISONS,
)

PRODUCT = ("产品", "Product")
MORE = ("其他", "More")
README = ("说明", "Readme")
EXAMPLE = ("示例", "Example")
PRODUCT_HEADERS = (("项目", "Item"), ("内容", "Content"), ("英文", "In English"), ("说明", "Explanation"))
MORE_HEADERS = (("行键", "Row key"), ("字段", "Field"), ("值 (JSON)", "Value (JSON)"))


def _fact(path: str, zh: str, en: str, way: Way = TEXT, **more: object) -> Column:
    return Column(path, ((zh, en),), way, **more)  # type: ignore[arg-type]


def _facts(path: str, zh: str, en: str, **more: object) -> Column:
    return Column(path, ((zh, en),), TEXTS, **more)  # type: ignore[arg-type]


FACTS: tuple[Column, ...] = (
    _fact(
        "id",
        "模型标识",
        "Model id",
        required=True,
        hint=("字母、数字、短横，无空格", "no blank, slash or colon"),
    ),
    _fact("version", "模型版本", "Model version", hint=("默认 1", "1 where empty")),
    _facts("product.name", "产品名称", "Product name", required=True),
    _facts("product.maker", "生产者", "Maker"),
    _fact("product.model", "型号", "Model number"),
    _facts("product.site", "生产场所", "Production site"),
    _facts("product.description", "产品描述", "Product description"),
    _facts("product.specification", "规格", "Specification"),
    _fact(
        "product.codes",
        "产品编码",
        "Product codes",
        CODES,
        hint=("HS = 8507.60; GTIN = …", "HS = 8507.60; GTIN = …"),
    ),
    _choice("unit.kind", "单位类型", "Kind of unit", UNIT_KINDS, required=True),
    _fact("unit.amount", "单位数量", "Unit amount", NUMBER, shown=True, hint=("默认 1", "1 where empty")),
    _unit(
        "unit.unit",
        "计量单位",
        "Unit of measure",
        required=True,
        hint=("如 kg、piece、kWh", "e.g. kg, piece, kWh"),
    ),
    _facts(
        "unit.description",
        "单位描述",
        "Unit description",
        required=True,
        hint=("如：1 t 普通水泥", "e.g. 1 t cement"),
    ),
    _facts("unit.reference_flow", "基准流", "Reference flow"),
    _choice("boundary.type", "系统边界", "System boundary", BOUNDARIES, required=True),
    _facts("boundary.description", "边界描述", "Boundary description"),
    _fact("boundary.geography", "地理范围", "Geography"),
    _fact("period.start", "核算期开始", "Period from", DATE, hint=("如 2024-01-01", "e.g. 2024-01-01")),
    _fact("period.end", "核算期结束", "Period to", DATE, hint=("如 2024-12-31", "e.g. 2024-12-31")),
    _facts("period.reason", "非整年的理由", "Reason for another period"),
    _choice("method.gwp_set", "GWP 数据集", "GWP set", GWP_SETS, hint=("默认 AR6", "AR6 where empty")),
    _choice(
        "method.end_of_life",
        "生命末期方法",
        "End-of-life method",
        LOOPS,
        hint=("默认截断法", "cut-off where empty"),
    ),
    _choice(
        "method.biogenic", "生物碳处理", "Biogenic carbon", BIOGENIC, hint=("默认 -1/+1", "-1/+1 where empty")
    ),
    _choice(
        "method.electricity",
        "电力处理",
        "Electricity treatment",
        TREATMENTS,
        hint=("默认按模型", "as modelled where empty"),
    ),
    _fact(
        "rules",
        "适用规则",
        "Rules",
        LIST,
        hint=("规则包标识，用分号隔开", "ids of rule packs, semicolons between"),
    ),
    _fact(
        "deliver", "交付过程", "Delivering process", hint=("其产出满足该单位", "its output fulfils the unit")
    ),
    _facts("goal.application", "预期用途", "Intended application"),
    _facts("goal.reasons", "开展理由", "Reasons"),
    _facts("goal.audience", "目标受众", "Audience"),
    _fact("goal.communicated", "是否对外公布", "Told to the public", FLAG),
    _facts("scope.data_quality", "数据质量要求", "Data quality"),
    _facts("scope.cut_off", "取舍准则", "Cut-off"),
    _facts("scope.assumptions_use", "使用阶段假设", "Assumptions on use"),
    _facts("scope.assumptions_end_of_life", "末期阶段假设", "Assumptions on end of life"),
    _facts("scope.allocation", "分配程序", "Allocation procedure"),
    _facts("scope.report_type", "报告类型", "Type of report"),
    _facts("scope.review_type", "评审类型", "Type of review"),
    _facts("scope.limitations", "局限性", "Limitations"),
    _facts("scope.changes", "变更", "Changes"),
    _facts("comparison_reason", "比较说明", "Why it differs from others"),
    _fact("biogenic_carbon_content", "产品含生物碳 kg C", "Biogenic carbon content kg C", VALUE),
    _facts("notes", "备注", "Notes"),
)
