"""What fields, choices and places of the product model are called on a page; the words are the workbook's."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tanzuji.documents import names
from tanzuji.documents.editing import Plain
from tanzuji.documents.editing.places import LINE_KINDS, Item, Step, find, read_place
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.models import ProductModel
from tanzuji.footprints.pages.schema import Fields, fields_of
from tanzuji.formats.workbook import tables

Pair = tuple[str, str]
"""Chinese and English."""

LISTS: dict[str, Pair] = {
    "inputs": ("投入", "Inputs"),
    "energy": ("能源", "Energy"),
    "transports": ("运输", "Transport"),
    "wastes": ("废弃物", "Waste"),
    "emissions": ("直接排放", "Direct emissions"),
    "coproducts": ("共生产品", "Co-products"),
}
ITEM: dict[str, Pair] = {
    "inputs": ("投入", "input"),
    "energy": ("能源", "energy"),
    "transports": ("运输", "transport"),
    "wastes": ("废弃物", "waste"),
    "emissions": ("排放", "emission"),
    "coproducts": ("共生产品", "co-product"),
    "processes": ("过程", "process"),
    "parameters": ("参数", "parameter"),
    "materials": ("材料", "material"),
    "scenarios": ("情景", "scenario"),
    "exclusions": ("舍弃项", "exclusion"),
    "comparisons": ("对照值", "comparison"),
    "stages": ("阶段", "stage"),
    "evidence": ("证据", "piece of evidence"),
}

_PARTS: dict[Fields, Pair] = {
    ("product",): ("产品", "Product"),
    ("product", "codes"): ("产品编码", "Product codes"),
    ("unit",): ("单位", "Unit"),
    ("boundary",): ("系统边界", "System boundary"),
    ("boundary", "stages"): ("规则自有阶段", "Stages of the rule"),
    ("boundary", "stages", "id"): ("标识", "Id"),
    ("boundary", "stages", "name"): ("名称", "Name"),
    ("boundary", "stages", "canonical"): ("归入阶段", "Canonical stage"),
    ("period",): ("核算期", "Period"),
    ("goal",): ("目的", "Goal"),
    ("scope",): ("范围声明", "Scope statements"),
    ("method",): ("方法", "Method"),
    ("rules",): ("适用规则", "Rules"),
    ("parameters",): ("参数", "Parameters"),
    ("processes",): ("过程", "Processes"),
    ("materials",): ("材料循环", "Material loops"),
    ("materials", "datasets"): ("循环各步的数据集", "Datasets of the loop"),
    ("exclusions",): ("舍弃项", "Exclusions"),
    ("scenarios",): ("情景", "Scenarios"),
    ("comparisons",): ("对照值", "Comparisons"),
    ("processes", "output"): ("产出", "Output"),
    ("processes", "output", "amount"): ("产出量", "Output"),
    ("processes", "output", "unit"): ("产出单位", "Output unit"),
    ("processes", "output", "name"): ("产出名称", "Name of the output"),
    ("processes", "output", "mass"): ("整批产出的质量 kg", "Mass of the whole output kg"),
    ("processes", "output", "energy"): ("整批产出的能量 MJ", "Energy of the whole output MJ"),
    ("processes", "output", "price"): ("整批产出的总价", "Price of the whole output"),
    ("processes", "output", "share"): ("产出分担份额", "Share of the output"),
    ("processes", "allocation"): ("分配", "Allocation"),
    ("processes", "allocation", "sensitivity"): ("其他方法的结果", "What another method gives"),
    ("data",): ("数据来源", "Data origin"),
    ("conversion",): ("单位换算", "Conversion"),
    ("instrument",): ("电力凭证", "Electricity instrument"),
    ("uncertainty",): ("不确定度", "Uncertainty"),
    ("uncertainty", "distribution"): ("分布", "Distribution"),
    ("uncertainty", "convention"): ("用量是", "The amount is the"),
    ("uncertainty", "sigma"): ("σ，ln 的标准差（对数正态）", "σ, standard deviation of ln (lognormal)"),
    ("uncertainty", "sd"): (
        "标准差，与用量同单位（正态）",
        "Standard deviation, unit of the amount (normal)",
    ),
    ("uncertainty", "minimum"): ("最小值", "Minimum"),
    ("uncertainty", "mode"): ("最可能值（不填为用量本身）", "Most likely value (the amount itself if empty)"),
    ("uncertainty", "maximum"): ("最大值", "Maximum"),
    ("uncertainty", "values"): ("取值，以分号隔开（离散）", "Values, parted by semicolons (discrete)"),
    ("uncertainty", "weights"): ("权重，以分号隔开（离散）", "Weights, parted by semicolons (discrete)"),
    ("data", "quality"): ("数据质量评分，1 最好", "Data-quality scores, 1 is best"),
    ("data", "quality", "technology"): ("技术", "Technology"),
    ("data", "quality", "geography"): ("地域", "Geography"),
    ("data", "quality", "time"): ("时间", "Time"),
    ("data", "quality", "precision"): ("精度", "Precision"),
    ("data", "quality", "completeness"): ("完整性", "Completeness"),
    ("data", "evidence"): ("证据", "Evidence"),
    ("data", "evidence", "title"): ("文件或记录", "File or record"),
    ("data", "evidence", "digest"): ("摘要值", "Digest"),
    ("data", "evidence", "location"): ("页、表、单元格", "Page, table, cell"),
}
"""Parts and fields that the workbook has no column for; those without a list stand in every kind of line."""

_CHOICES: dict[str, dict[str, Pair]] = {
    "electricity": names.ELECTRICITY,
    "category": names.CATEGORIES,
    "method": names.ALLOCATION,
    "basis": names.BASIS,
    "end_of_life": names.LOOPS,
    "type": names.BOUNDARIES,
    "gwp_set": tables.GWP_SETS,
    "biogenic": tables.BIOGENIC,
    "line": names.LINES,
    "canonical": names.STAGES,
    "distribution": names.DISTRIBUTIONS,
    "convention": names.CONVENTIONS,
}
_OWNERS = (("processes",), ("boundary",))
_KINDS: dict[str, dict[str, Pair]] = {
    "data": names.DATA_KINDS,
    "instrument": names.INSTRUMENTS,
    "scenarios": names.SCENARIOS,
    "unit": names.UNIT_KINDS,
}
"""What `kind` may be, by the part it stands in."""

BOUNDARIES = names.BOUNDARIES
DATA_KINDS = names.DATA_KINDS
ELECTRICITY = names.ELECTRICITY
UNITS = tables.UNITS


def choice_names(fields: Fields) -> dict[str, Pair]:
    """The names of what a field may be, by value."""
    if fields[-1] == "kind":
        return _KINDS.get(fields[-2], {})
    return names.TREATMENTS if fields == ("method", "electricity") else _CHOICES.get(fields[-1], {})


@lru_cache(maxsize=1)
def _names() -> dict[Fields, Pair]:
    """The workbook's headers by fields."""
    found: dict[Fields, Pair] = {}
    for sheet in tables.SHEETS:
        around: Fields = ("processes", sheet.field) if sheet.owned else (sheet.field,)
        for column in sheet.columns:
            if not column.path.startswith("@"):
                found[(*around, *column.path.split("."))] = column.headers[0]
    for fact in tables.FACTS:
        found[tuple(fact.path.split("."))] = fact.headers[0]
    return found


_WHOLE = (
    "整批的合计，不是单价或单位质量；用来分摊负担",
    "the sum of the whole batch, not of one unit; burdens are shared by it",
)
_HINTS: dict[Fields, Pair] = {
    ("processes", part, field): _WHOLE
    for part in ("output", "coproducts")
    for field in ("mass", "energy", "price")
}


@lru_cache(maxsize=1)
def _hints() -> dict[Fields, Pair]:
    return _HINTS | {tuple(fact.path.split(".")): fact.hint for fact in tables.FACTS if fact.hint[0]}


def label(fields: Fields, language: Language) -> str:
    """What a field is called: `("processes", "energy", "amount")` → 用量 / Amount."""
    return _either(_label(_without_language(fields)), language)


def hint(fields: Fields, language: Language) -> str:
    """How to fill a field in, empty where its name says it."""
    return _either(_hints().get(_without_language(fields), ("", "")), language)


@lru_cache(maxsize=2048)
def _label(fields: Fields) -> Pair:
    for known in (_PARTS, _names()):
        if fields in known:
            return known[fields]
    if len(fields) > 2 and fields[0] == "processes" and fields[1] in LISTS:
        for other in (
            "inputs",
            "energy",
            *LINE_KINDS,
            "coproducts",
        ):  # a column that this kind's sheet leaves out
            found = _names().get(("processes", other, *fields[2:]))
            if found:
                return found
    if len(fields) == 2 and fields[1] in LISTS:
        return LISTS[fields[1]]
    tail = _PARTS.get(fields[-3:]) or _PARTS.get(fields[-2:]) or _PARTS.get(fields[-1:])
    return tail or (fields[-1], fields[-1].replace("_", " "))


def _without_language(fields: Fields) -> Fields:
    return fields[:-1] if fields[-1:] in (("zh",), ("en",)) else fields


def _either(pair: Pair, language: Language) -> str:
    return pair[0] if language == "zh" else pair[1]


def place_name(plain: Plain, place: str, language: Language) -> str:
    """A place as people say it: `水泥粉磨 › 电力 › 用量`; items that are gone stand with their id."""
    try:
        steps = read_place(place)
    except CodedError:
        return place
    said: list[str] = []
    for i, step in enumerate(steps):
        words = _step_name(plain, steps[: i + 1], step, language)
        if words:
            said.append(words)
    return " › ".join(said)


def model_place_name(model: ProductModel, place: str, language: Language) -> str:
    """As `place_name`, of a parsed model; a list without ids, or a number that is no id, counts positions."""
    try:
        steps = read_place(place)
    except CodedError:
        return place
    said: list[str] = []
    held: Any = model
    for i, step in enumerate(steps):
        if isinstance(step, str):
            held = getattr(held, step, None)
            said.append(_field_name(steps[: i + 1], step, language))
        else:
            held = _item(held, step)
            name = getattr(held, "name", None)
            said.append(name if isinstance(name, str) else name.to(language) if name else _key_name(step))
    return " › ".join(words for words in said if words)


def _item(held: Any, step: Step) -> Any:
    """The item of a list of the model that a step in brackets names."""
    if not isinstance(held, tuple):
        return None
    key = step if isinstance(step, int) else step.key if isinstance(step, Item) else ""
    if isinstance(key, str):
        for item in held:
            if key == getattr(item, "id", None) or key == getattr(item, "name", None):
                return item
    at = int(key) if isinstance(key, int) or (key.isascii() and key.isdigit() and len(key) < 7) else len(held)
    return held[at] if at < len(held) else None


def _key_name(step: Step) -> str:
    return f"#{step + 1}" if isinstance(step, int) else step.key if isinstance(step, Item) else step


def _field_name(so_far: tuple[Step, ...], step: str, language: Language) -> str:
    """What a field is called within a place; empty for lists and languages, whose items say enough."""
    fields = fields_of(so_far)
    is_list = step in ITEM and (len(fields) == 1 or fields[:-1] in _OWNERS or step == "evidence")
    return "" if step in ("zh", "en") or is_list else label(fields, language)


def _step_name(plain: Plain, so_far: tuple[Step, ...], step: Step, language: Language) -> str:
    if isinstance(step, str):
        return _field_name(so_far, step, language)
    try:
        item: Any = find(plain, so_far)[1]
    except CodedError:
        item = None
    name = item.get("name") if isinstance(item, dict) else None
    if isinstance(name, dict):
        return str(name.get(language) or name.get("zh") or name.get("en") or "")
    if isinstance(name, str) and name:
        return name
    if isinstance(step, int):
        return f"#{step + 1}"
    if step.key.isdigit() and isinstance(item, dict):
        return f"{_either(ITEM.get(str(so_far[-2]), ('第', 'no.')), language)} {int(step.key) + 1}"
    return step.key


def value_name(fields: Fields, value: Any, language: Language) -> str:
    """A value as people read it; choices by their names, absent as a word."""
    if value is None:
        return _either(("未填", "not stated"), language)
    if isinstance(value, bool):
        return _either(("是", "yes") if value else ("否", "no"), language)
    if isinstance(value, str) and fields and value in (known := choice_names(fields)):
        return _either(known[value], language)
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, dict):
        name = value.get("name", value)
        shown = name.get(language) or name.get("zh") or name.get("en") if isinstance(name, dict) else name
        return str(shown) if isinstance(shown, str) else _either(("一组值", "several values"), language)
    if isinstance(value, list):
        listed = [value_name(fields, v, language) for v in value[:4]] + (["…"] if len(value) > 4 else [])
        return (_either(("、", ", "), language)).join(listed) or _either(("无", "none"), language)
    text = str(value)
    return text if len(text) <= 120 else text[:119] + "…"
