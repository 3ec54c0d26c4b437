"""The parts of an import's report as tables for a page: one method a part, nothing where it has nothing to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.lines import LINE_NAMES
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.formats.lci.absurd import kind_name
from tanzuji.formats.lci.losses import said
from tanzuji.formats.lci.options import LINKINGS
from tanzuji.formats.lci.records import Loss
from tanzuji.formats.lci.report_text import REASONS
from tanzuji.formats.names import FORMATS

SHOWN = 25
"""Rows of a table that stand on the page; all are in the report itself."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text, or a number in its unit; `dataset` where it leads to one."""

    text: Text | str
    number: bool = False
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `kind` is ok, warn, bad or empty, `more` how many rows are not shown."""

    id: str
    name: Text
    words: Text
    kind: str = ""
    heads: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    more: int = 0


class Sections:
    """Makes the parts of one report; `datasets` are the ids that have a page."""

    def __init__(self, report: Mapping[str, Any], datasets: frozenset[str]) -> None:
        self.report = report
        self.datasets = datasets

    def facts(self) -> tuple[tuple[Text, Text], ...]:
        """What was read, in a few lines."""
        source, read, linking = self.report["source"], self.report["read"], self.report["linking"]
        form = FORMATS.get(source["kind"])
        kind = form.name if form else Text.parse(source["kind"])
        schema = f" {source['schema']}" if source["schema"] else ""
        unlinked = linking["unlinked"]
        share = f"{unlinked['share_of_inputs']:.1%}"
        return (
            (Text(zh="文件", en="File"), Text(zh=source["file"], en=source["file"])),
            (Text(zh="格式", en="Format"), Text(zh=kind.to("zh") + schema, en=kind.to("en") + schema)),
            (
                Text(zh="读到", en="Read"),
                Text(
                    zh=f"{read['processes']:,} 个过程，{read['flows']:,} 个流，{read['exchanges']:,} 项输入输出",
                    en=f"{read['processes']:,} processes, {read['flows']:,} flows, {read['exchanges']:,} exchanges",
                ),
            ),
            (
                Text(zh="写成", en="Written"),
                Text(zh=f"{self.report['datasets']:,} 个数据集", en=f"{self.report['datasets']:,} datasets"),
            ),
            (
                Text(zh="链接", en="Linked"),
                Text(
                    zh=f"{linking['linked']:,} / {linking['inputs']:,} 项投入；{share} 没有供应者，按零计入",
                    en=f"{linking['linked']:,} of {linking['inputs']:,} inputs; {share} have no supplier and count as zero",
                ),
            ),
            (Text(zh="规则", en="Rule"), LINKINGS.get(linking.get("linking", "first"), LINKINGS["first"])),
        )

    def sections(self) -> tuple[Section, ...]:
        """The parts that have something to say."""
        made = (
            self._unlinked(),
            self._own_use(),
            self._carbon(),
            self._mass(),
            self.absurd(),
            self._gases(),
            self._silent(),
            self._characterised(),
            self._skipped(),
            self._allocation(),
            self._units(),
            self._losses(),
        )
        return tuple(section for section in made if section is not None)

    def _name(self, name: str, dataset: str = "") -> Cell:
        return Cell(name or dataset, dataset=dataset if dataset in self.datasets else "")

    def _table(
        self,
        identifier: str,
        name: Text,
        words: Text,
        heads: Sequence[tuple[str, str, bool]],
        rows: Sequence[Any],
        cells: Callable[[Any], tuple[Cell, ...]],
        *,
        kind: str = "",
        shown: int = SHOWN,
    ) -> Section | None:
        if not rows:
            return None
        return Section(
            identifier,
            name,
            words,
            kind,
            tuple(Cell(Text(zh=zh, en=en), number) for zh, en, number in heads),
            tuple(cells(row) for row in rows[:shown]),
            max(0, len(rows) - shown),
        )

    def _unlinked(self) -> Section | None:
        unlinked = self.report["linking"]["unlinked"]
        shares = [f"{share['unit']} {share['share']:.1%}" for share in unlinked["shares_of_amounts"]]
        amounts_zh = f"，占投入量 {'、'.join(shares)}" if shares else ""
        amounts_en = f"; of the amounts asked for {', '.join(shares)}" if shares else ""
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

    def _characterised(self) -> Section | None:
        gases = self.report["gases"]
        counted = sum(row["exchanges"] for row in gases["characterised"])
        if not gases["characterised"]:
            return Section(
                "gases",
                Text(zh="温室气体", en="Greenhouse gases"),
                Text(
                    zh="文件里没有温室气体，所有碳足迹都是零。",
                    en="The files state no greenhouse gas; every footprint is zero.",
                ),
                "bad",
            )
        return self._table(
            "gases",
            Text(zh="计入的温室气体", en="Greenhouse gases that were counted"),
            Text(
                zh=f"{gases['elementary_exchanges']:,} 项基本流中的 {counted:,} 项。",
                en=f"{counted:,} of {gases['elementary_exchanges']:,} elementary exchanges.",
            ),
            (
                ("气体", "Gas", False),
                ("报告项", "Line", False),
                ("次数", "Times", True),
                ("按化石计", "Taken for fossil", True),
            ),
            gases["characterised"],
            lambda row: (
                Cell(row["gas"]),
                Cell(Text(zh=LINE_NAMES[row["line"]][0], en=LINE_NAMES[row["line"]][1])),
                Cell(f"{row['exchanges']:,}", number=True),
                Cell(f"{row['taken_for_fossil']:,}" if row["taken_for_fossil"] else "–", number=True),
            ),
            shown=60,
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

    def _skipped(self) -> Section | None:
        skipped = self.report["skipped"]
        return self._table(
            "skipped",
            Text(zh="跳过的过程", en="Processes left out"),
            Text(zh=f"{len(skipped)} 项。", en=f"{len(skipped)} of them."),
            (("过程", "Process", False), ("原因", "Why", False)),
            skipped,
            lambda row: (
                Cell(row["process"] or row["id"]),
                Cell(
                    Text(
                        zh=REASONS[row["reason"]][0] + (f"：{row['detail']}" if row["detail"] else ""),
                        en=REASONS[row["reason"]][1] + (f": {row['detail']}" if row["detail"] else ""),
                    )
                ),
            ),
            kind="warn",
        )

    def _allocation(self) -> Section | None:
        allocation = self.report["allocation"]
        rows = [*allocation["allocated"], *allocation["not_allocated"]]
        rows += [
            {
                "process": row["process"],
                "id": "",
                "method": "none",
                "shares": [],
                "notes": row["products"][:4],
            }
            for row in allocation["co_products_left"]
        ]
        return self._table(
            "allocation",
            Text(zh="有几种产品的过程", en="Processes with several products"),
            Text(
                zh=f"{allocation['multi_output_processes']} 个；已分配 {len(allocation['allocated'])} 个，"
                "其余由参考产品承担全部负荷。",
                en=f"{allocation['multi_output_processes']} of them; {len(allocation['allocated'])} were allocated, in the "
                "others the reference product bears everything.",
            ),
            (
                ("过程", "Process", False),
                ("方法", "Method", False),
                ("份额或共生产品", "Shares or co-products", False),
            ),
            rows,
            lambda row: (
                self._name(row["process"], row["id"]),
                Cell(row["method"]),
                Cell(
                    "; ".join(
                        [f"{s['product']} {s['share']:.1%}" for s in row["shares"][:4]]
                        + list(row["notes"][:4])
                    )
                ),
            ),
        )

    def _units(self) -> Section | None:
        units = self.report["units"]
        rows = [
            (f"1 {row['unit']}", f"{row['factor']:.6g} {row['to']}", f"{row['exchanges']:,}")
            for row in units["units"]
        ]
        rows += [
            (row["property"], f"{row['factor']:.6g} {row['to']}", f"{row['kinds_of_exchange']:,}")
            for row in units["flow_properties"]
        ]
        departures = units["departures"]
        told_zh = f"其中 {len(departures)} 个与单位的定义不符，仍按文件。" if departures else ""
        told_en = (
            f"{len(departures)} of them depart from the unit's definition; the file's were used."
            if departures
            else ""
        )
        return self._table(
            "units",
            Text(zh="换算", en="Conversions"),
            Text(
                zh=f"{len(rows)} 种。{told_zh}", en=f"{len(rows)} kinds. {told_en}".rstrip()
            ),
            (("从", "From", False), ("换算为", "To", True), ("次数", "Times", True)),
            rows,
            lambda row: (Cell(row[0]), Cell(row[1], number=True), Cell(row[2], number=True)),
        )  # fmt: skip

    def _losses(self) -> Section | None:
        losses = [Loss(r["what"], r["count"], tuple(r["examples"])) for r in self.report.get("losses", ())]
        return self._table(
            "losses",
            Text(zh="没有带过来的内容", en="What was not carried over"),
            Text(
                zh="格式之间的差别所致，读入时逐项列出。",
                en="Differences between the formats, each one named.",
            ),
            (("内容", "What", False),),
            losses,
            lambda loss: (Cell(said(loss)),),
        )
