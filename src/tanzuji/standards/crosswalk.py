"""A draft held against the base standard: which of its clauses are there, and where its rule departs from the rule above.

The clauses are those that national product standards written to GB/T 24067 have in common (references in each row);
they are found by their headings. What only a reader can judge is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.rules import RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.load import chain, read_pack


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that the base standard's framework asks for; `words` find its heading, `part` its place in a rule."""

    id: str
    name: Text
    words: tuple[str, ...]
    part: str = ""
    unlike: tuple[str, ...] = ()
    """Words of other headings that hold one of `words`: 声明单位 is no 声明."""


CLAUSES: tuple[Clause, ...] = (
    Clause("scope", Text(zh="范围", en="Scope"), ("范围", "scope")),
    Clause("references", Text(zh="规范性引用文件", en="Normative references"), ("规范性引用文件", "normative references")),
    Clause("terms", Text(zh="术语和定义", en="Terms and definitions"), ("术语", "terms")),
    Clause("goal", Text(zh="量化目的", en="Goal of the quantification"), ("量化目的", "目的", "goal")),
    Clause("product", Text(zh="产品描述", en="Product description"), ("产品描述", "产品系统", "product description"), "product_match"),
    Clause("unit", Text(zh="功能单位或声明单位", en="Functional or declared unit"), ("功能单位", "声明单位", "functional unit", "declared unit"), "unit"),
    Clause("boundary", Text(zh="系统边界", en="System boundary"), ("系统边界", "system boundary"), "boundary"),
    Clause("cutoff", Text(zh="取舍准则", en="Cut-off criteria"), ("取舍", "舍弃", "cut-off"), "parameters.cutoff"),
    Clause("data", Text(zh="数据和数据质量", en="Data and data quality"), ("数据质量", "data quality"), "parameters.period"),
    Clause("geography", Text(zh="数据地理边界", en="Geographical boundary of data"), ("地理边界", "geographic")),
    Clause("inventory", Text(zh="清单分析", en="Inventory analysis"), ("清单分析", "inventory analysis"), "flows"),
    Clause("allocation", Text(zh="分配", en="Allocation"), ("分配", "allocation"), "parameters.allocation"),
    Clause("assessment", Text(zh="影响评价", en="Impact assessment"), ("影响评价", "impact assessment"), "parameters.gwp"),
    Clause("interpretation", Text(zh="结果解释", en="Interpretation"), ("结果解释", "解释", "interpretation")),
    Clause("report", Text(zh="产品碳足迹报告", en="Report"), ("报告", "report")),
    Clause("declaration", Text(zh="产品碳足迹声明", en="Declaration"), ("声明", "declaration", "communication"), unlike=("声明单位", "declared unit")),
)  # fmt: skip
"""Order of national product standards; GB/T 24067-2024 adds data geography and the framework for product standards."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and where the draft meets it: the heading, or the part of its rule; neither: it is missing."""

    clause: Clause
    heading: str = ""
    part: str = ""

    @property
    def met(self) -> bool:
        return bool(self.heading or self.part)


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """The rows, and what is wrong with the rule; `parents` are the rules it inherits, most general first."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    pack: RulePack | None = None
    parents: tuple[RulePack, ...] = ()

    @property
    def missing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.met)


def crosswalk(text: str, rule_text: str = "") -> Crosswalk:
    """The draft held against the framework; its rule, if it has one, against what it inherits."""
    problems: tuple[Problem, ...] = ()
    pack: RulePack | None = None
    parents: tuple[RulePack, ...] = ()
    if rule_text.strip():
        try:
            pack = read_pack(rule_text)
            parents = chain(pack)[:-1]
        except CodedError as error:
            problems = error.problems
    headings = [_bare(line) for line in text.splitlines() if 0 < len(line.strip()) <= 120]
    rows = tuple(Row(clause, _heading(clause, headings), _part(clause, pack)) for clause in CLAUSES)
    return Crosswalk(rows, problems, pack, parents)


def _bare(line: str) -> str:
    """A heading without its marks: `## 5.2 系统边界` is `5.2 系统边界`."""
    return line.strip().lstrip("#").strip()


def _heading(clause: Clause, headings: list[str]) -> str:
    numbered = re.compile(r"^(附录\s*)?[\dA-Z]+(\.\d+)*[\s、．.]")
    for words in ([clause.words[0]], clause.words):  # the clause's own name before what it may also be called
        for line in headings:
            low = line.lower()
            if any(word in low for word in clause.unlike):
                continue
            if any(word in low for word in words) and (numbered.match(line) or len(line) <= 24):
                return line
    return ""


def _part(clause: Clause, pack: RulePack | None) -> str:
    """The part of the rule that settles the clause; `parameters.cutoff` is any parameter that begins so."""
    if pack is None or not clause.part:
        return ""
    name, _, beginning = clause.part.partition(".")
    if beginning:
        return next(_parameters(pack, beginning), "")
    value = getattr(pack, name)
    told = value.names or value.codes if name == "product_match" else value
    return name if told else ""


def _parameters(pack: RulePack, beginning: str) -> Iterator[str]:
    return (f"parameters.{name}" for name in pack.parameters if name.startswith(beginning))
