"""The parts of an import's report in their order, and those that are good to know."""

from __future__ import annotations

from tanzuji.documents.lines import LINE_NAMES
from tanzuji.documents.text import Text
from tanzuji.formats.lci.losses import said
from tanzuji.formats.lci.options import LINKINGS
from tanzuji.formats.lci.records import Loss
from tanzuji.formats.lci.report_text import REASONS
from tanzuji.formats.names import FORMATS
from tanzuji.library.report_findings import Findings
from tanzuji.library.report_tables import Cell, Section


class Sections(Findings):
    """Makes the parts of one report; `datasets` are the ids that have a page."""

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
