"""The parts of an import's report that ask for a look: what is missing, what cannot be true, what was not counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.formats.lci.absurd import kind_name
from tanzuji.formats.lci.report_text import REASONS, shares_text
from tanzuji.library.report_tables import Cell, Section, Tables


class Findings(Tables):
    """One method a part; nothing where it has nothing to say."""

    def _unlinked(self) -> Section | None:
        unlinked = self.report["linking"]["unlinked"]
        shares = shares_text(unlinked)
        amounts_zh = f"；{shares.to('zh')}" if shares else ""
        amounts_en = f"; {shares.to('en')}" if shares else ""
        return self._table(
            "unlinked",
            Text(zh="没有供应者的投入", en="Inputs without a supplier"),
            Text(
                zh=f"{unlinked['count']:,} 项按零计入（产品 {unlinked['products']} 种、废物 {unlinked['wastes']} 种）{amounts_zh}。"
                "用到它们的数据集在说明里写明，可信度为低。",
                en=f"{unlinked['count']:,} count as zero ({unlinked['products']} products, {unlinked['wastes']} wastes)"
                f"{amounts_en}. Datasets that use them say so and have low confidence.",
            ),
            (("流", "Flow", False), ("次数", "Times", True), ("用量", "Amount", True)),
            unlinked["flows"],
            lambda row: (
                Cell(row["name"]),
                Cell(f"{row['count']:,}", number=True),
                Cell(f"{figure(row['amount'])} {row['unit']}", number=True),
            ),
            kind="warn",
        )

    def _own_use(self) -> Section | None:
        return self._table(
            "own-use",
            Text(
                zh="对自身产品的消耗不少于产出的过程",
                en="Processes that use at least as much of their product as they make",
            ),
            Text(
                zh="投入和产出用了同一个流名，不能由自己供应：改由别的供应者，或按零计入。",
                en="What goes in and what comes out bear one name. They do not supply themselves: another supplier does, or the "
                "input counts as zero.",
            ),
            (
                ("过程", "Process", False),
                ("每单位产出消耗", "Used per unit made", True),
                ("供应者", "Supplier", False),
            ),
            self.report["linking"].get("own_use", ()),
            lambda use: (
                self._name(use["name"], use["process"]),
                Cell(f"{use['share']:.3g}", number=True),
                Cell(use["supplier"] or Text(zh="无，按零计入", en="none, counts as zero")),
            ),
            kind="warn",
        )

    def _span(self, span: Sequence[float | None]) -> Cell:
        low, high = span
        if high is None:
            return Cell(f"≥ {figure(low or 0.0, 3)} kg", number=True)
        same = low is not None and abs(high - low) <= 1e-9 * abs(high)
        return Cell(
            f"{figure(high, 3)} kg" if same else f"{figure(low or 0.0, 3)}–{figure(high, 3)} kg", number=True
        )

    def _balance(self, key: str, name: Text, words: Text) -> Section | None:
        balance = self.report.get("balance") or {}
        return self._table(
            key,
            name,
            words,
            (("过程", "Process", False), ("进", "In", True), ("出", "Out", True)),
            balance.get(key, ()),
            lambda row: (
                self._name(row["process"], row["id"]),
                self._span(row["in"]),
                self._span(row["out"]),
            ),
            kind="bad",
        )

    def _carbon(self) -> Section | None:
        balance = self.report.get("balance") or {}
        unsure, sourceless = balance.get("carbon_open", 0), len(balance.get("sourceless", ()))
        return self._balance(
            "carbon",
            Text(zh="碳不平衡的过程", en="Processes whose carbon cannot balance"),
            Text(
                zh="进出的碳无论按什么成分都对不上。多半是燃烧的单位写错，或原料没有列出。"
                f"另有 {unsure} 个过程资料不足无法判断，{sourceless} 个只有排放、没有列出含碳投入（常是燃烧因子）。",
                en="No composition whatever makes the carbon that goes in equal what comes out; a unit of a combustion "
                f"is wrong, most likely, or a feedstock is missing. Of {unsure} processes too little is said to tell, and "
                f"{sourceless} give off carbon without any input that holds some (factors of combustion, often).",
            ),
        )

    def _mass(self) -> Section | None:
        unsure = (self.report.get("balance") or {}).get("mass_open", 0)
        return self._balance(
            "mass",
            Text(zh="产出比投入重的过程", en="Processes that give more mass than they take"),
            Text(
                zh=f"产品和废物的质量超过全部投入四分之一以上；可能漏了水、空气或原料。另有 {unsure} 个过程资料不足无法判断。",
                en="Products and wastes weigh over a quarter more than all inputs: water, air or a feedstock may be missing. "
                f"Of {unsure} processes too little is said to tell.",
            ),
        )

    def absurd(self) -> Section | None:
        absurd = self.report.get("absurd") or {}
        spans = {row["kind"]: row for row in absurd.get("ranges", ())}
        why = {
            "high": Text(zh="偏高", en="too high"),
            "low": Text(zh="偏低", en="too low"),
            "negative": Text(zh="为负", en="negative"),
        }

        def usual(row: Mapping[str, Any]) -> Cell:
            span = spans[row["kind"]]
            kind = kind_name(row["kind"])
            numbers = f"{figure(span['low'], 2)}–{figure(span['high'], 2)}"
            return Cell(Text(zh=f"{kind.to('zh')} {numbers}", en=f"{kind.to('en')} {numbers}"))

        return self._table(
            "absurd",
            Text(zh="数值反常的数据集", en="Footprints that look absurd"),
            Text(
                zh=f"超出随附因子库同类范围 {absurd.get('margin', 10):g} 倍以上，或化石部分为负（不含生物碳和碳移除）。"
                f"比对了 {absurd.get('judged', 0):,} 个。",
                en=f"Over {absurd.get('margin', 10):g} times beyond what the starter library has of the kind, or negative, "
                f"without biogenic carbon and removals. {absurd.get('judged', 0):,} were compared.",
            ),
            (
                ("数据集", "Dataset", False),
                ("kgCO₂e", "kg CO₂e", True),
                ("情况", "Why", False),
                ("同类范围", "Range of its kind", False),
            ),
            absurd.get("datasets", ()),
            lambda row: (
                self._name(row["name"], row["id"]),
                Cell(f"{figure(row['value'])} / {row['unit']}", number=True),
                Cell(why[row["why"]]),
                usual(row),
            ),
            kind="bad",
        )

    def _gases(self) -> Section | None:
        gases = self.report["gases"]
        share = f"{gases['uncharacterised_share_of_mass']:.1%}"
        return self._table(
            "uncharacterised",
            Text(zh="没有计入的温室气体", en="Greenhouse gases that were not counted"),
            Text(
                zh=f"名称像温室气体而没有特征化因子，占这类排放质量的 {share}。",
                en=f"Flows that look like greenhouse gases and have no factor: {share} of the mass of such emissions.",
            ),
            (
                ("流", "Flow", False),
                ("次数", "Times", True),
                ("kg", "kg", True),
                ("原因", "Why", False),
            ),
            gases["uncharacterised"],
            lambda row: (
                Cell(row["name"]),
                Cell(f"{row['exchanges']:,}", number=True),
                Cell(figure(row["kg"]), number=True),
                Cell(Text(zh=REASONS[row["why"]][0], en=REASONS[row["why"]][1])),
            ),
            kind="warn",
        )

    def _silent(self) -> Section | None:
        silent = self.report["gases"].get("silent", ())
        return self._table(
            "silent",
            Text(zh="没有写明温室气体的数据集", en="Datasets that state no greenhouse gas"),
            Text(
                zh="它们和上游都没有写明温室气体，碳足迹为零不等于没有排放；说明里写明，可信度为低。",
                en="Neither they nor what they use state a greenhouse gas: a footprint of zero does not mean that nothing is "
                "emitted. They say so and have low confidence.",
            ),
            (("数据集", "Dataset", False),),
            silent,
            lambda name: (Cell(name),),
            kind="warn",
        )
