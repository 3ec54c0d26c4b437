"""Studies to report on, worked out by hand, and the words that a reader finds in each form of a report."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import pypdfium2

from tanzuji.documents import Dataset, ProductModel, Text
from tanzuji.documents.footprints import Footprint
from tanzuji.engine import compute, write_release

SOURCE = {
    "title": "Hand-made factors",
    "publisher": "Test Press",
    "year": 2024,
    "location": "table 7, row 3",
    "licence": "CC0-1.0",
    "url": "https://example.org/factors",
}


def dataset(id_: str, unit: str, *amounts: dict[str, Any], **more: Any) -> Dataset:
    plain = {
        "id": id_,
        "name": {"zh": f"因子 {id_}", "en": f"factor {id_}"},
        "unit": unit,
        "amounts": list(amounts),
        "source": SOURCE,
    }
    return Dataset.parse(plain | {"geography": "CN", "year_from": 2023, "gwp_set": "AR6"} | more)


DATASETS = [
    dataset("grid", "kWh", {"gas": "CO2e", "amount": 0.5}, includes_losses=True),
    dataset("wind", "kWh", {"gas": "CO2e", "amount": 0.05}, includes_losses=True),
    dataset("coal", "GJ", {"gas": "CO2", "amount": 90.0}, {"gas": "CH4-fossil", "amount": 0.1}, {"gas": "N2O", "amount": 0.01}, gas_basis="gases", version="7"),
    dataset("wood", "kg", {"gas": "CO2", "amount": 1.8, "line": "biogenic"}, {"gas": "CO2", "amount": -1.8, "line": "removal"}, {"gas": "CH4-biogenic", "amount": 0.001, "line": "biogenic"}, gas_basis="gases"),
    dataset("road", "t*km", {"gas": "CO2e", "amount": 0.1}, gwp_set="AR5"),
]  # fmt: skip

BRICK: dict[str, Any] = {
    "id": "brick",
    "product": {"name": {"zh": "烧结砖", "en": "Fired brick"}, "maker": {"zh": "示例窑厂", "en": "Example kiln works"}, "model": "MU15", "site": {"zh": "河北", "en": "Hebei"}, "specification": {"zh": "规格甲", "en": "Specification A"}, "description": {"zh": "实心砖", "en": "A solid brick"}, "codes": {"HS": "6904"}},
    "unit": {"kind": "declared", "amount": 1, "unit": "t", "description": {"zh": "1 t 出厂砖", "en": "1 t of brick at the gate"}, "reference_flow": {"zh": "400 块砖", "en": "400 bricks"}},
    "boundary": {"type": "cradle_to_gate", "description": {"zh": "从取土到出厂", "en": "From clay pit to gate"}, "geography": "CN-HE"},
    "period": {"start": "2024-01-01", "end": "2024-12-31"},
    "goal": {"application": {"zh": "内部改进用途", "en": "Internal improvement"}, "reasons": {"zh": "客户询问", "en": "Customers ask"}, "audience": {"zh": "技术人员", "en": "Engineers"}, "communicated": False},
    "scope": {
        "data_quality": {"zh": "电表与地磅读数", "en": "Meters and weighbridges"}, "cut_off": {"zh": "单项小于 1 % 可舍去", "en": "Items below 1 % may be left out"},
        "assumptions_use": {"zh": "使用阶段不计", "en": "Use is left out"}, "assumptions_end_of_life": {"zh": "末期不计", "en": "End of life is left out"},
        "allocation": {"zh": "砖与熟料按质量", "en": "Brick and grog by mass"}, "report_type": {"zh": "研究报告样例", "en": "Sample study report"},
        "review_type": {"zh": "没有评审", "en": "No review took place"}, "limitations": {"zh": "釉料没有因子", "en": "The glaze has no factor"}, "changes": {"zh": "边界未变", "en": "The boundary did not change"},
    },
    "parameters": [{"name": "drying", "value": 10, "unit": "kg", "description": {"zh": "烘干用木", "en": "wood for drying"}, "citation": "kiln log"}],
    "processes": [
        {"id": "transport", "name": {"zh": "运土", "en": "Clay haulage"}, "stage": "raw_materials", "output": {"amount": 1, "unit": "t"}, "transports": [{"name": {"zh": "公路运输", "en": "Road haulage"}, "amount": 50, "dataset": "road"}]},
        {
            "id": "kiln", "name": {"zh": "焙烧", "en": "Firing"}, "stage": "manufacturing", "output": {"amount": 1, "unit": "t"}, "controlled": True, "site": "line 2",
            "inputs": [
                {"name": {"zh": "黏土", "en": "Clay"}, "amount": 1, "unit": "t", "process": "transport"},
                {"name": {"zh": "木柴", "en": "Firewood"}, "amount": "=drying", "unit": "kg", "dataset": "wood", "data": {"kind": "secondary", "citation": "Forest handbook 2020"}},
                {"name": {"zh": "釉料", "en": "Glaze"}, "amount": 3, "unit": "kg"},
            ],
            "energy": [
                {"name": {"zh": "烟煤", "en": "Hard coal"}, "amount": 2, "unit": "GJ", "dataset": "coal", "data": {"kind": "primary", "citation": "Coal ledger 2024"}},
                {"name": {"zh": "窑用电", "en": "Kiln power"}, "amount": 100, "unit": "kWh", "dataset": "wind", "electricity": "certificate", "grid_datasets": ["grid"], "instrument": {"number": "GEC-0815", "conveys_generator": True, "unique_claim": True, "cancelled_for_user": True, "same_period": True, "same_market": True}, "data": {"kind": "primary", "citation": "Meter 4"}},
            ],
            "emissions": [{"name": {"zh": "碳酸盐分解", "en": "Calcination"}, "gas": "CO2", "amount": 30, "data": {"kind": "estimate"}}],
            "coproducts": [{"id": "grog", "name": {"zh": "碎砖", "en": "Grog"}, "amount": 250, "unit": "kg"}],
            "allocation": {"method": "mass", "reason": {"zh": "不能再细分", "en": "Cannot be subdivided"}, "sensitivity": {"zh": "按价格少 2 %", "en": "2 % less by price"}},
        },
    ],
    "deliver": "kiln",
    "exclusions": [{"name": {"zh": "润滑油", "en": "Lubricants"}, "reason": {"zh": "用量极小", "en": "Very little is used"}, "share": 0.004, "basis": "ghg"}],
    "scenarios": [{"id": "grid", "name": {"zh": "改用电网电力", "en": "Power from the grid"}, "kind": "electricity", "datasets": {"kiln/power": ["grid"]}}],
    "comparisons": [{"name": {"zh": "某年鉴", "en": "A yearbook"}, "low": 150, "high": 260, "unit": "kg CO2e/t", "citation": "Yearbook 2023"}],
    "comparison_reason": {"zh": "本厂用绿证", "en": "This works uses certificates"},
    "biogenic_carbon_content": 1.5,
}  # fmt: skip
BRICK["processes"][1]["energy"][1]["id"] = "power"

BARE: dict[str, Any] = {
    "id": "bare",
    "product": {"name": {"zh": "裸模型", "en": "Bare thing"}},
    "unit": {"kind": "functional", "unit": "piece", "description": {"zh": "一件", "en": "one piece"}},
    "boundary": {"type": "cradle_to_grave"},
    "rules": [],
    "processes": [{"id": "p", "name": {"zh": "唯一过程", "en": "Only process"}, "stage": "manufacturing", "energy": [{"name": {"zh": "电", "en": "Power"}, "amount": 1, "unit": "kWh", "dataset": "grid", "electricity": "grid"}]}],
}  # fmt: skip

HOSTILE = (
    '</script><script>alert(1)</script>',
    '<svg onload="alert(1)">',
    "{{7*7}}",
    '#import "secret.typ": x',
    '#read("/etc/passwd") $1/0$ *b* @ref \\u{41}',
    '=HYPERLINK("http://x")',
    "+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "＝1+1",
    "' onclick='x",
)  # fmt: skip


def footprint(plain: dict[str, Any]) -> Footprint:
    with TemporaryDirectory() as folder:
        library = write_release(
            Path(folder) / "hand" / "1", name="hand", version="1", title=Text(en="hand-made"), licence="CC0", datasets=DATASETS
        )  # fmt: skip
        return compute(ProductModel.parse(plain), library)


@lru_cache(maxsize=1)
def brick() -> Footprint:
    """One tonne of brick that leaves with a quarter tonne of grog: the brick carries 1000 / 1250 = 0.8 by mass.

    Coal 2 GJ x (90 + 0.1 x 29.8 + 0.01 x 273) = 2 x 95.71 = 191.42; wind power 100 kWh x 0.05 = 5; wood 10 kg:
    18 kg CO2 out, 18 in, and 0.01 kg CH4 x 27 = 0.27; haulage 50 t.km x 0.1 = 5; calcination 30.
    Total 0.8 x 231.69 = 185.352; fossil 0.8 x 231.42 = 185.136; biogenic 0.8 x 18.27 = 14.616; removed 0.8 x 18 = 14.4.
    Grid power instead: + 0.8 x 100 x 0.45 = 36, in all 221.352. The glaze has no factor: a gap.
    """
    return footprint(BRICK)


@lru_cache(maxsize=1)
def bare() -> Footprint:
    """A whole life cycle of which nothing but 1 kWh of grid power is stated: 0.5 kg CO2e."""
    return footprint(BARE)


@lru_cache(maxsize=1)
def hostile() -> Footprint:
    """Names, units of text and citations that want to be more than words."""
    plain = dict(BARE)
    plain["product"] = {"name": HOSTILE[0], "maker": HOSTILE[3], "model": HOSTILE[4]}
    energy = [
        {"name": name, "amount": 1, "unit": "kWh", "dataset": "grid", "electricity": "grid", "data": {"citation": name}, "note": name}
        for name in HOSTILE
    ]  # fmt: skip
    plain["processes"] = [dict(BARE["processes"][0], name=HOSTILE[2], energy=energy)]
    plain["scope"] = {"limitations": HOSTILE[4], "cut_off": HOSTILE[0]}
    return footprint(plain)


def many(count: int) -> Footprint:
    """Many lines with names of more than a hundred signs."""
    plain = dict(BARE)
    name = "Automated-continuous-high-temperature-solid-state-synthesis-jet-milling-and-packing-line, 高温固相合成与气流粉碎生产线（含公用工程）"
    energy = [
        {"name": f"{name} {i}", "amount": i + 1, "unit": "kWh", "dataset": "grid"} for i in range(count)
    ]
    plain["processes"] = [dict(BARE["processes"][0], name=name, energy=energy)]
    return footprint(plain)


def only_a_gap() -> Footprint:
    """Nothing could be calculated."""
    plain = dict(BARE)
    plain["processes"] = [dict(BARE["processes"][0], energy=[{"name": "Dye", "unit": "kg"}])]
    return footprint(plain)


@lru_cache(maxsize=1)
def formulas() -> Footprint:
    """The brick with 3/8 of its firewood's mass as biogenic carbon, by formula."""
    return footprint(BRICK | {"biogenic_carbon_content": "=3 * drying / 8"})


@lru_cache(maxsize=1)
def battery() -> Footprint:
    """A unit of 1 kWh delivered, from a process that delivers 480 kWh with 480 kWh of grid power: 0.5 kg CO2e."""
    energy = [{"name": "Power", "amount": 480, "unit": "kWh", "dataset": "grid"}]
    process = {"id": "p", "name": "Service", "stage": "use", "output": {"amount": "=cycles * 8", "unit": "kWh"}, "energy": energy}  # fmt: skip
    unit = {"kind": "functional", "unit": "kWh", "description": "1 kWh delivered"}
    parameters = [{"name": "cycles", "value": 60}]
    return footprint(BARE | {"unit": unit, "processes": [process], "deliver": "p", "parameters": parameters})


@lru_cache(maxsize=1)
def missing_and_free() -> Footprint:
    """Cradle to gate with one input that is missing and one that enters without burden; little is stated."""
    inputs = [
        {"name": "Dye", "unit": "kg"},
        {"name": "Fly ash", "amount": 2, "unit": "kg", "burden_free": "waste of power plants"},
    ]
    unit = {"kind": "declared", "unit": "piece", "description": "one piece"}
    processes = [dict(BARE["processes"][0], inputs=inputs)]
    return footprint(BARE | {"unit": unit, "boundary": {"type": "cradle_to_gate"}, "processes": processes})


# ── what a reader finds ───────────────────────────────────────────────────────

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def bare_words(text: str) -> str:
    """Text as it is compared: without blanks and break marks, subscript digits as digits."""
    return re.sub(r"[\s\u200b\u00a0\ufffe\u00ad\x02]+", "", text).translate(_SUBSCRIPTS)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.inside):
            self.words.append(data)


def html_words(page: str) -> str:
    parser = _Words()
    parser.feed(page)
    return bare_words(" ".join(parser.words))


def html_tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Words()
    parser.feed(page)
    return parser.tags


def pdf_words(written: bytes) -> str:
    document = pypdfium2.PdfDocument(written)
    return bare_words("".join(page.get_textpage().get_text_range() for page in document))


def docx_words(written: bytes) -> str:
    document = docx.Document(io.BytesIO(written))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for table in document.tables for cell in table._cells]
    return bare_words("\n".join(found))
