"""Write the page of demo products (docs/products.md and docs/products.zh-CN.md) from the models themselves.

    python tools/write_products_page.py [FOLDER]

Numbers are computed with the starter library; differences come from `starter/products/EXPECTED.csv`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "src"))

from tanzuji.documents.errors import Language  # noqa: E402
from tanzuji.documents.footprints import Footprint  # noqa: E402
from tanzuji.documents.rounding import figure  # noqa: E402
from tanzuji.engine.footprint import compute  # noqa: E402
from tanzuji.formats.models import read_model  # noqa: E402
from tanzuji.formats.starter import starter_release  # noqa: E402

PRODUCTS = REPOSITORY / "src/tanzuji/starter/products"

Row = dict[str, str]

WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "# Demo products",
        "other": "[中文](products.zh-CN.md)",
        "intro": "Ten real products from published inventories ship as product models. Nothing was measured "
        "by us, no amount is primary data, and none of them is a claim about a maker’s product. Rows without "
        "amount or factor stay in the model as gaps. Factors that may not be redistributed were replaced; each "
        "replacement is itemised, so that the total with the original factors plus the differences is the total shown.",
        "head": "| product | unit | kg CO2e | published | gaps | file |",
        "published": "Published",
        "why": "Why it differs",
        "gaps": "Gaps",
        "replaced": "Replaced factors",
        "scenarios": "Scenarios",
        "columns": "| row | original | now | difference, kg CO2e | why |",
        "none": "none",
        "total": "With the original factors {original}, now {total}.",
        "notes": "Sources",
    },
    "zh": {
        "title": "# 示范产品",
        "other": "[English](products.md)",
        "intro": "随附十个真实产品的模型，数据来自已发表的清单。没有任何一项由我们实测，没有初级数据，"
        "也不代表任何厂家产品的声明。"
        "没有用量或因子的行留在模型中，列为缺口。不可再分发的因子已经替换，逐项列出：采用原因子的总数加各项差值，即所示总数。",
        "head": "| 产品 | 单位 | kg CO2e | 已发表 | 缺口 | 文件 |",
        "published": "已发表的数值",
        "why": "为何不同",
        "gaps": "缺口",
        "replaced": "替换的因子",
        "scenarios": "情景",
        "columns": "| 行 | 原值 | 现值 | 差值，kg CO2e | 原因 |",
        "none": "无",
        "total": "采用原因子为 {original}，现为 {total}。",
        "notes": "出处",
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "docs")
    folder: Path = parser.parse_args().folder
    library = starter_release()
    footprints = [compute(read_model(PRODUCTS / f"{name}.yaml"), [library]) for name in _order()]
    (folder / "products.md").write_text(page(footprints, "en"), encoding="utf-8")
    (folder / "products.zh-CN.md").write_text(page(footprints, "zh"), encoding="utf-8")


def _rows() -> list[Row]:
    with (PRODUCTS / "EXPECTED.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _order() -> list[str]:
    return list(dict.fromkeys(row["product"] for row in _rows()))


def page(footprints: list[Footprint], language: Language) -> str:
    """The whole page in one language."""
    words = WORDS[language]
    lines = [
        words["title"],
        "",
        words["other"],
        "",
        words["intro"],
        "",
        words["head"],
        "|---|---|---:|---|---:|---|",
    ]
    for footprint in footprints:
        model = footprint.model
        lines.append(
            f"| {model.product.name.to(language)} | {model.unit.description.to(language)} | "
            f"{figure(footprint.total, 4)} | {_range(footprint)} | {len(_gaps(footprint))} | "
            f"`{model.id}.yaml` |"
        )
    for footprint in footprints:
        lines += ["", *_section(footprint, language)]
    return "\n".join(lines) + "\n"


def _range(footprint: Footprint) -> str:
    values = [v for c in footprint.model.comparisons for v in (c.low, c.high) if v is not None]
    low, high = figure(min(values), 3), figure(max(values), 3)
    return low if low == high else f"{low} – {high}"


def _gaps(footprint: Footprint) -> list[str]:
    return [gap.path for gap in footprint.gaps if gap.reason in {"no_amount", "no_factor"}]


def _section(footprint: Footprint, language: Language) -> list[str]:
    model, words = footprint.model, WORDS[language]
    names = {gap.path: gap.name.to(language) for gap in footprint.gaps}
    separator = "、" if language == "zh" else ", "
    lines = [f"## {model.product.name.to(language)}", "", f"**{words['published']}**", ""]
    for comparison in model.comparisons:
        high = f" – {comparison.high:g}" if comparison.high is not None else ""
        lines.append(
            f"- {comparison.name.to(language)}: {comparison.low:g}{high} {comparison.unit} "
            f"({comparison.citation})"
        )
    if model.comparison_reason:
        lines += ["", f"**{words['why']}** {model.comparison_reason.to(language)}"]
    missing = separator.join(names[path] for path in _gaps(footprint)) or words["none"]
    lines += ["", f"**{words['gaps']}** {missing}", ""]
    lines += _replaced(footprint, language)
    lines += [f"**{words['scenarios']}**", ""]
    for scenario in footprint.scenarios:
        lines.append(f"- {scenario.name.to(language)}: {figure(scenario.total, 4)}")
    if model.notes:
        lines += ["", f"**{words['notes']}** {model.notes.to(language)}"]
    return lines


def _replaced(footprint: Footprint, language: Language) -> list[str]:
    words = WORDS[language]
    own = [row for row in _rows() if row["product"] == footprint.model.id]
    differences = [row for row in own if row["entry"] == "difference"]
    original = next(row["kg_co2e"] for row in own if row["entry"] == "original_total")
    told = words["total"].format(original=figure(float(original), 6), total=figure(footprint.total, 6))
    lines = [f"**{words['replaced']}** {told}", ""]
    if not differences:
        return lines
    lines += [words["columns"], "|---|---|---|---:|---|"]
    for row in differences:
        item, reason = row[f"item_{language}"], row[f"reason_{language}"]
        lines.append(
            f"| {item} | {float(row['original_value']):g} {row['factor_unit']} | {float(row['value']):.4g} "
            f"(`{row['replaced_by']}`) | {float(row['kg_co2e']):+.3g} | {reason} |"
        )
    return [*lines, ""]


if __name__ == "__main__":
    main()
