"""Write docs/coverage.md and docs/coverage.zh-CN.md: every requirement of rules and background data, and the tests that walk it.

python tools/write_coverage_page.py         # writes both pages

A test walks a row where its docstring, or that of its module, names it: `JS-205`.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "tools" / "coverage_rows.csv"
PAGES = {"zh": "coverage.zh-CN.md", "en": "coverage.md"}

LATER: dict[str, tuple[str, str]] = {
    "ZJ-303": (
        "单点登录和数据共享随国际互认与对接一起完成。",
        "Single sign-on and data sharing come with recognition.",
    ),
    "SD-204": ("产品档案随目标和看板一起完成。", "The product archive comes with targets and dashboards."),
    "SD-205": ("推送随产品档案一起完成。", "The push comes with the product archive."),
}
"""Rows that other work completes, and what of them is there."""


def rows() -> list[dict[str, str]]:
    """Every row: id, priority, words in both languages."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def walked() -> dict[str, list[str]]:
    """Tests by the row they name, as `path::test`."""
    ids = {row["id"] for row in rows()}
    named = re.compile(
        r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, ids), key=len, reverse=True)) + r")(?![\w-])"
    )
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        where = file.relative_to(ROOT).as_posix()
        for id_ in named.findall(ast.get_docstring(tree) or ""):
            found[id_].append(where)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for id_ in named.findall(ast.get_docstring(node) or ""):
                    found[id_].append(f"{where}::{node.name}")
    return {id_: list(dict.fromkeys(tests)) for id_, tests in found.items()}


def page(language: str) -> str:
    """The page in a language, `zh` or `en`."""
    zh = language == "zh"
    title = "需求与测试" if zh else "Requirements and tests"
    other = "[English](coverage.md)" if zh else "[中文](coverage.zh-CN.md)"
    words = (
        "规则、背景数据与标识认证的每项需求，以及走通它的测试。编号取自五省政策比较的逐条整理；P1 为首先要有的。"
        if zh
        else "Every requirement of rules, background data and labels, and the tests that walk it. The ids are those of the clause-by-clause reading of five provincial policies; P1 comes first."
    )
    head = "| 编号 | P | 需求 | 测试 |" if zh else "| id | P | requirement | tests |"
    lines = [f"# {title}", "", other, "", words, "", head, "|---|---|---|---|"]
    tests = walked()
    for row in rows():
        told = [f"`{test.removeprefix('tests/')}`" for test in tests.get(row["id"], [])]
        if row["id"] in LATER:
            told.append(LATER[row["id"]][0 if zh else 1])
        lines.append(f"| {row['id']} | {row['priority']} | {row[language]} | {'<br>'.join(told) or '–'} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    for language, name in PAGES.items():
        (ROOT / "docs" / name).write_text(page(language), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
