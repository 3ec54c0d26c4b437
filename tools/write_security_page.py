"""Write docs/security.md and docs/security.zh-CN.md: how the system is secured, the bad inputs and the OWASP ASVS list.

python tools/write_security_page.py         # writes both pages

The words are in tools/security/, the tables in tools/asvs.csv and tools/bad_inputs.csv.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"zh": "security.zh-CN.md", "en": "security.md"}
ASVS, INPUTS = ROOT / "tools" / "asvs.csv", ROOT / "tools" / "bad_inputs.csv"

STATUSES: dict[str, tuple[str, str]] = {
    "met": ("满足", "met"),
    "partly": ("部分", "partly"),
    "operator": ("运营方", "operator"),
    "not applicable": ("不适用", "not applicable"),
    "not met": ("不满足", "not met"),
}
"""Status of a requirement: in Chinese, in English."""


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def named_tests() -> list[tuple[str, str]]:
    """Whose row names which test, as `tests/…/test_x.py::test_y`: (requirement or number, test)."""
    found = [(row["id"], row["test"]) for row in rows(ASVS) if row["test"]]
    return found + [(row["number"], test) for row in rows(INPUTS) for test in row["tests"].split()]


def page(language: str) -> str:
    """The page in a language, `zh` or `en`."""
    words = (ROOT / "tools" / "security" / f"words.{language}.md").read_text("utf-8")
    return "\n".join([words.rstrip(), "", *_inputs(language), "", *_asvs(language)]) + "\n"


def _inputs(language: str) -> list[str]:
    zh = language == "zh"
    lines = ["## 坏输入" if zh else "## Bad inputs", ""]
    lines += [
        "每一种都有明确的拒绝（或正确的处理），不出 5xx，不挂起，不占太多内存，不留下什么。"
        if zh
        else "Each is refused with a code (or handled rightly): no 5xx, no hang, bounded memory, nothing stored."
    ]
    lines += ["", "| | 输入 | 测试 |" if zh else "| | input | tests |", "|---|---|---|"]
    for row in rows(INPUTS):
        tests = "<br>".join(_short(test) for test in row["tests"].split())
        lines.append(f"| {row['number']} | {_cell(row[f'subject_{language}'])} | {tests} |")
    return lines


def _asvs(language: str) -> list[str]:
    zh = language == "zh"
    table = rows(ASVS)
    counts = Counter(row["status"] for row in table)
    told = "，" if zh else ", "
    summary = told.join(
        f"{names[0 if zh else 1]} {counts[status]}" for status, names in STATUSES.items() if counts[status]
    )
    lines = ["## OWASP ASVS 5.0", ""]
    lines += [
        f"一、二级的 {len(table)} 项要求：{summary}。“运营方”指由架设者做到；“部分”写明缺什么。主题是我们自己的简述，原文以编号为准。"
        if zh
        else f"The {len(table)} requirements of levels 1 and 2: {summary}. “Operator” is for whoever sets it up; “partly” says what is missing. Subjects are our own short words; the requirement is found by its number.",
    ]
    head = (
        "| 编号 | 级 | 主题 | 状态 | 如何 | 测试 |"
        if zh
        else "| id | level | subject | status | how | test |"
    )
    lines += ["", head, "|---|---|---|---|---|---|"]
    for row in table:
        status = STATUSES[row["status"]][0 if zh else 1]
        subject, how = _cell(row[f"subject_{language}"]), _cell(row[f"how_{language}"])
        lines.append(
            f"| {row['id']} | {row['level']} | {subject} | {status} | {how} | {_short(row['test']) or '–'} |"
        )
    return lines


def _short(test: str) -> str:
    return f"`{test.removeprefix('tests/')}`" if test else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("__", "\\_\\_").replace("*", "\\*")


def main() -> None:
    for language, name in PAGES.items():
        (ROOT / "docs" / name).write_text(page(language), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
