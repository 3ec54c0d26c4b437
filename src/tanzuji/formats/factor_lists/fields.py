"""The fields of a factor: what each is called, how headers name it, and where it stands in a dataset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tanzuji.formats.factor_lists.numbers import tidy

FieldKind = Literal["text", "number", "choice", "year", "flag", "date", "amount", "gases", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a factor. `path` is its place in the document, empty where it needs more than copying.

    `pattern` is matched against a whole header without blanks and brackets, in small letters. `several` fields may stand
    in more than one column; their texts are joined.
    """

    key: str
    zh: str
    en: str
    kind: FieldKind
    path: str
    pattern: str
    several: bool = False

    @property
    def header(self) -> str:
        """The header our own lists carry."""
        return f"{self.zh} / {self.en}"


FIELDS: dict[str, Field] = {
    f.key: f
    for f in (
        Field("id", "编号", "Id", "text", "id", r"(因子|数据集|数据)?(编号|编码|代码|标识)|(factor|dataset)?(id|code|uuid|key)"),
        Field("name", "名称", "Name", "text", "name.zh",
              r"(.{0,8})?(名称|中文名称?|品名|名目)|项目|活动|材料|物料|产品|物质|(燃料|能源|材料|产品)(品种|种类|类型)|因子"
              r"|(factor|product|material|activity|dataset|process|fuel|item|chinese)?names?|product|material|activity|item"
              r"|fuel(type)?|substance|description"),
        Field("name_en", "英文名称", "English name", "text", "name.en", r"英文(名称?)?|(name)?(en|english)|englishname|name_en"),
        Field("category", "类别", "Category", "list", "category",
              r"(一级|二级|三级|四级|大|中|小|所属|产品|因子)?(类别|分类|类型|行业|大类|中类|小类|部门)|(level[1-4]|sub)?-?_?"
              r"(category|sector|class|group|type|industry|scope)[1-4]?|(level[1-4])", several=True),
        Field("unit", "单位", "Unit", "text", "unit",
              r"(计量|功能|声明|申报|基准|活动数据|数据|产品)?单位|(declared|functional|activity|reference|base)?units?|uom"
              r"|(因子|排放因子|碳足迹|系数|碳排放因子|排放系数)的?单位|(emission)?(factor)units?|per"),
        Field("geography", "地区", "Region", "text", "geography",
              r"(适用|数据|所属|代表)?(地区|区域|地域|国家|国别|省份|省市|地理(范围|代表性)?|国家/地区|产地)"
              r"|(geograph(y|ical(scope)?)|region|country|location|area|grid|province)"),
        Field("year", "年份", "Year", "year", "year",
              r"(数据|基准|代表|参考|适用)?(年份|年度|年|时间|时间代表性)|(data|reference|base)?(year|years|time|vintage|period)"),
        Field("year_from", "起始年份", "Year from", "number", "year_from", r"起始年份?|yearfrom|startyear"),
        Field("year_to", "截止年份", "Year to", "number", "year_to", r"截止年份?|yearto|endyear"),
        Field("valid_from", "生效日期", "Valid from", "date", "valid_from", r"(生效|发布|启用)(日期|时间)|validfrom"),
        Field("valid_to", "失效日期", "Valid to", "date", "valid_to", r"(失效|截止|到期)(日期|时间)|valid(to|until)"),
        Field("boundary", "系统边界", "Boundary", "choice", "boundary", r"(系统)?边界(范围)?|(system)?boundar(y|ies)"),
        Field("amount", "排放量", "Amount", "amount", "", ""),
        Field("gas", "气体", "Gas", "text", "", r"(温室)?气体(种类|类型|名称)?|(greenhouse)?gas(es)?(type)?|ghg(type)?|pollutant"),
        Field("gases", "其他气体", "Other gases", "gases", "", r"其他气体|othergases"),
        Field("gas_basis", "气体口径", "Gas basis", "choice", "gas_basis", r"气体口径|gasbasis"),
        Field("gwp_set", "GWP 版本", "GWP set", "choice", "gwp_set",
              r"gwp(版本|来源|依据|取值|值版本|basis)|(ipcc)?(评估报告|版本)|gwpset|gwp(version|source)|ipcc"),
        Field("includes_losses", "含线损", "Losses included", "flag", "includes_losses", r"(是否)?含线损|lossesincluded|includeslosses"),
        Field("confidence", "可信度", "Confidence", "choice", "confidence", r"可信度|置信(度|水平)|confidence"),
        Field("distribution", "分布", "Distribution", "choice", "uncertainty.distribution", r"(不确定性)?分布(类型)?|distribution"),
        Field("convention", "分布中心", "Amount is", "choice", "uncertainty.convention", r"分布中心|amountis"),
        Field("sigma", "对数标准差", "Sigma", "number", "uncertainty.sigma", r"对数标准差|sigma|σ"),
        Field("gsd", "几何标准差", "Geometric standard deviation", "number", "", r"几何标准(偏)?差|gsd|geometricstandarddeviation"),
        Field("sd", "标准差", "Standard deviation", "number", "uncertainty.sd", r"标准(偏)?差|sd|standarddeviation"),
        Field("percent", "不确定性 %", "Uncertainty %", "number", "",
              r"(相对)?(不确定(性|度)|误差)%?|(relative)?uncertainty%?"),
        Field("minimum", "最小值", "Minimum", "number", "uncertainty.minimum", r"(最小|最低|下限)值?|(min(imum)?|lower(bound|limit)?)"),
        Field("mode", "最可能值", "Mode", "number", "uncertainty.mode", r"最可能值|众数|mode"),
        Field("maximum", "最大值", "Maximum", "number", "uncertainty.maximum", r"(最大|最高|上限)值?|(max(imum)?|upper(bound|limit)?)"),
        Field("values", "离散取值", "Outcomes", "list", "uncertainty.values", r"离散取值|outcomes"),
        Field("weights", "离散权重", "Weights", "list", "uncertainty.weights", r"离散权重|weights"),
        Field("quality_technology", "技术评分", "Score of technology", "number", "quality.technology", r"技术(代表性|评分|得分)(评分|得分)?|scoreoftechnology"),
        Field("quality_geography", "地理评分", "Score of geography", "number", "quality.geography", r"地理(评分|得分)|scoreofgeography"),
        Field("quality_time", "时间评分", "Score of time", "number", "quality.time", r"时间(评分|得分)|scoreoftime"),
        Field("quality_precision", "精度评分", "Score of precision", "number", "quality.precision", r"(精度|可靠性)(评分|得分)|scoreofprecision"),
        Field("quality_completeness", "完整性评分", "Score of completeness", "number", "quality.completeness", r"完整性(评分|得分)|scoreofcompleteness"),
        Field("technology", "技术", "Technology", "text", "technology.zh", r"(生产|技术)?(工艺|技术)(描述|路线|说明)?|technology|technologydescription"),
        Field("technology_en", "技术（英文）", "Technology (English)", "text", "technology.en", r"技术\(?英文\)?|technology\(?english\)?"),
        Field("source", "来源", "Source", "text", "source.title",
              r"(数据|因子|资料|参考)?(来源|出处|文献)|(data)?sources?|references?|citation|publication|参考文献"),
        Field("publisher", "发布机构", "Publisher", "text", "source.publisher", r"(发布|出版|来源|数据)(机构|单位|方|者)|publisher|provider|institution"),
        Field("source_year", "发布年份", "Year of publication", "number", "source.year", r"(发布|出版)(年份?|年度)|yearofpublication|publicationyear"),
        Field("location", "表或页", "Table or page", "text", "source.location", r"表或页|页码|表号|tableorpage|page"),
        Field("url", "链接", "Link", "text", "source.url", r"(来源)?(链接|网址)|url|link|website"),
        Field("licence", "许可", "Licence", "text", "source.licence", r"许可(协议)?|licen[cs]e"),
        Field("obtained_from", "取自", "Obtained from", "text", "source.obtained_from", r"取自|obtainedfrom"),
        Field("verification", "核对", "Verified", "text", "source.verification", r"核对(方式)?|verif(ied|ication)"),
        Field("replaces", "替代", "Replaces", "text", "replaces", r"替代(的编号)?|replaces"),
        Field("note", "备注", "Note", "text", "note.zh", r"备注|说明|注释?|附注|(foot)?notes?|remarks?|comments?", several=True),
        Field("note_en", "备注（英文）", "Note (English)", "text", "note.en", r"备注\(?英文\)?|note\(?english\)?"),
        Field("version", "版本", "Version", "text", "version", r"(数据)?版本|version"),
        Field("kind", "种类", "Kind", "choice", "kind", r"数据集种类|kind"),
    )
}  # fmt: skip
"""Fields by key, in the order our own lists have their columns."""

CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "boundary": {
        "cradle_to_gate": ("摇篮到大门", "从摇篮到大门", "cradle to gate", "cradle-to-gate", "上游至出厂"),
        "cradle_to_grave": ("摇篮到坟墓", "从摇篮到坟墓", "cradle to grave", "cradle-to-grave", "全生命周期"),
        "gate_to_gate": ("大门到大门", "gate to gate", "gate-to-gate", "厂内"),
        "generation": ("发电", "发电环节", "generation", "generation only"),
        "combustion": ("燃烧", "combustion", "直接排放", "direct", "ttw", "tank to wheel"),
        "upstream": ("上游", "上游供应", "upstream", "wtt", "well to tank"),
        "process": ("工艺过程", "过程排放", "process", "process chemistry"),
        "transport": ("运输", "transport"),
        "waste_treatment": ("废物处理", "废弃物处理", "废物处置", "waste treatment", "disposal"),
        "characterisation": ("特征化", "characterisation"),
        "unknown": ("未知", "未说明", "unknown", "not stated"),
    },
    "gas_basis": {
        "co2e": ("co2e 总量", "co2e total", "二氧化碳当量", "co2e"),
        "gases": ("分气体", "masses per gas"),
        "co2": ("仅 co2", "co2 alone", "仅二氧化碳"),
    },
    "gwp_set": {
        "AR4": ("ipcc ar4", "第四次评估报告", "2007"),
        "AR5": ("ipcc ar5", "第五次评估报告", "2013"),
        "AR6": ("ipcc ar6", "第六次评估报告", "2021"),
    },
    "confidence": {"high": ("高",), "medium": ("中",), "low": ("低",)},
    "distribution": {
        "none": ("无",), "lognormal": ("对数正态", "对数正态分布"), "normal": ("正态", "正态分布"),
        "uniform": ("均匀", "均匀分布"), "triangular": ("三角", "三角分布"), "pert": ("beta-pert",), "discrete": ("离散",),
    },
    "convention": {"median": ("中位数",), "mean": ("均值", "平均值")},
    "kind": {"factor": ("因子",), "process": ("单元过程",)},
}  # fmt: skip


GAS_NAMES = {
    "二氧化碳": "CO2", "甲烷": "CH4", "氧化亚氮": "N2O", "一氧化二氮": "N2O", "六氟化硫": "SF6", "三氟化氮": "NF3",
    "co2当量": "CO2e", "二氧化碳当量": "CO2e",
}  # fmt: skip
"""Chinese names of gases that headers and cells use."""


def bare(header: str) -> str:
    """A header as it is compared: without blanks, stars, line ends and what stands in brackets, in small letters."""
    plain = re.sub(r"[(（\[【].*?[)）\]】]", "", tidy(header.replace("\n", " ")))
    return re.sub(r"[\s*＊:：_]+", "", plain).casefold()


def folded(header: str) -> str:
    """A header as two lists are compared by: everything but blanks and case."""
    return re.sub(r"\s+", "", tidy(header)).casefold()


def choice(field: str, written: str) -> str | None:
    """The code of a choice as people write it; None where it is none of them."""
    wanted = tidy(written).casefold()
    for code, names in CHOICES[field].items():
        if wanted in {code.casefold(), code.replace("_", " ").casefold(), *names}:
            return code
    return None


_BOUNDARY_WORDS = (
    (r"cradle.{0,12}grave|摇篮到坟墓|全生命周期", "cradle_to_grave"),
    (r"cradle.{0,20}gate|摇篮到(大|厂)?门", "cradle_to_gate"),
    (r"gate.to.gate|大门到大门|门到门", "gate_to_gate"),
    (r"process emission|工艺过程|过程排放", "process"),
    (r"combustion|tank.to.wheel|燃烧", "combustion"),
    (r"well.to.tank", "upstream"),
    (r"characteri[sz]ation factor|特征化因子", "characterisation"),
)


def boundary_in(written: str) -> str | None:
    """The boundary that a description in words speaks of; None where it speaks of none or of several."""
    text = re.sub(r"\b(no|without|excl\w*\.?) [\w ]+|不含.*|不包括.*", "", tidy(written).casefold())
    found = [code for pattern, code in _BOUNDARY_WORDS if re.search(pattern, text)]
    return found[0] if len(found) == 1 else None
