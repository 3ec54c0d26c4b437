"""The import report as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.lines import LINE_NAMES
from tanzuji.documents.text import Text
from tanzuji.formats.lci.losses import said
from tanzuji.formats.lci.records import Loss
from tanzuji.formats.names import FORMATS

REASONS = {
    "reference-elementary": ("定量参考是基本流", "its reference is an elementary flow"),
    "reference-not-made": ("定量参考不是它的产出", "its reference is not something it makes or treats"),
    "reference-zero": ("定量参考的量为零", "its reference amount is zero"),
    "reference-unit": ("定量参考的单位不能换算", "the unit of its reference cannot be converted"),
    "loop-gain": (
        "它所在的循环消耗不少于产出，无解",
        "it is part of a loop that uses at least what it makes, which has no answer",
    ),
    "co-product-unit": ("共生产品的单位不能换算", "the unit of a co-product cannot be converted"),
    "precursor": ("前体物", "precursor"),
    "unspecified-gas": ("种类未写明", "kind of gas not stated"),
    "not-in-table": ("GWP 表中没有", "not in the table of GWPs"),
    "not-to-air": ("未排入大气", "not emitted to air"),
    "carbon-stock": ("土壤或生物质碳储量", "carbon stock of soil or biomass"),
}  # fmt: skip


class _Page:
    """Lines in one language; long lists show their first `limit` entries and how many follow."""

    def __init__(self, language: Language, limit: int) -> None:
        self.zh = language == "zh"
        self.limit = limit
        self.lines: list[str] = []

    def pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def reason(self, key: str) -> str:
        return self.pick(*REASONS[key])

    def say(self, zh: str, en: str) -> None:
        self.lines.append(self.pick(zh, en))

    def list(self, items: Sequence[Any], zh: str, en: str, show: Callable[[Any], str]) -> None:
        """A heading with its entries; nothing where there are none."""
        if not items:
            return
        self.say(f"{zh}：", f"{en}:")
        self.lines += [f"  – {show(item)}" for item in items[: self.limit]]
        more = len(items) - self.limit
        if more > 0:
            self.say(f"  … 另有 {more} 项", f"  … and {more} more")


def report_text(report: Mapping[str, Any], language: Language = "zh", *, limit: int = 10) -> str:
    """The report of an import (`importing.report_of`) as text of a few screens."""
    page = _Page(language, limit)
    source, read, skipped = report["source"], report["read"], report["skipped"]
    kind = FORMATS[source["kind"]].name.to(language) if source["kind"] in FORMATS else source["kind"]
    schema = f" {source['schema']}" if source["schema"] else ""
    page.say(f"{source['file']}（{kind}{schema}）", f"{source['file']} ({kind}{schema})")
    page.say(
        f"读取：{read['processes']} 个过程，{read['flows']} 个流，{read['exchanges']} 项输入输出；"
        f"写成 {report['datasets']} 个数据集。",
        f"Read: {read['processes']} processes, {read['flows']} flows, {read['exchanges']} exchanges; "
        f"written as {report['datasets']} datasets.",
    )
    if read["formulas"]:
        page.say(
            f"{read['formulas']} 项带公式，采用文件中算好的数值。",
            f"{read['formulas']} exchanges carry formulas; the amounts stored with them were used.",
        )
    page.list(read["nested_archives"], "包内的压缩包未打开", "Archives inside the package, not opened", str)
    _linking(page, report["linking"])
    _doubts(page, report)
    _allocation(page, report["allocation"])
    _gases(page, report["gases"])
    _units(page, report["units"])
    page.list(
        skipped,
        f"跳过 {len(skipped)} 项",
        f"Skipped, {len(skipped)}",
        lambda s: (
            f"{s['process']} – {page.reason(s['reason'])}" + (f" – {s['detail']}" if s["detail"] else "")
        ),
    )
    return "\n".join(page.lines) + "\n"


def _doubts(page: _Page, report: Mapping[str, Any]) -> None:
    """Balances that cannot close, footprints beyond every range, and what was left out."""
    balance, absurd = report.get("balance"), report.get("absurd")

    def between(span: Sequence[float | None]) -> str:
        low, high = span
        return f"{low:.3g}" if low == high else f"{low:.3g}–{'∞' if high is None else f'{high:.3g}'}"

    def gap(row: Mapping[str, Any]) -> str:
        return page.pick(
            f"{row['process']}：入 {between(row['in'])}，出 {between(row['out'])} kg",
            f"{row['process']}: {between(row['in'])} in, {between(row['out'])} kg out",
        )

    if balance:
        count = balance["processes"]
        page.say(
            f"平衡：{count} 个过程中，碳 {len(balance['carbon'])} 个、质量 {len(balance['mass'])} 个对不上；"
            f"{balance['carbon_open']} 个碳、{balance['mass_open']} 个质量因资料不足无法判断。",
            f"Balance: of {count} processes, carbon of {len(balance['carbon'])} and mass of {len(balance['mass'])} "
            f"cannot be true; too little is said about {balance['carbon_open']} (carbon) and "
            f"{balance['mass_open']} (mass).",
        )
        page.list(balance["carbon"], "碳对不上", "Carbon that cannot balance", gap)
        page.list(balance["mass"], "质量对不上", "Mass that cannot balance", gap)
    if absurd:
        page.list(
            absurd["datasets"],
            f"碳足迹超出随附因子库同类范围 {absurd['margin']:g} 倍以上，或为负",
            f"Footprints over {absurd['margin']:g} times beyond what the starter library has of the kind, or negative",
            lambda row: f"{row['name']}: {row['value']:.4g} kg CO2e/{row['unit']}",
        )
    page.list(
        report.get("losses", ()),
        "没有带过来的内容",
        "What was not carried over",
        lambda loss: said(Loss(loss["what"], loss["count"], tuple(loss["examples"]))).to(
            "zh" if page.zh else "en"
        ),
    )


def shares_text(unlinked: Mapping[str, Any]) -> Text | None:
    """What part of its own inputs a process goes without, in the mean over processes; None where no amount tells."""
    shares = unlinked.get("shares_by_process", ())
    if not shares:
        return None
    told = [
        (f"{share['unit']} {share['mean']:.1%}", f"{share['median']:.1%}", f"{share['processes']:,}")
        for share in shares
    ]
    zh = "，".join(f"{mean}（中位数 {middle}，{count} 个过程）" for mean, middle, count in told)
    en = ", ".join(f"{mean} (median {middle}, {count} processes)" for mean, middle, count in told)
    return Text(
        zh=f"各过程自己的投入量中没有供应者的份额，平均 {zh}",
        en=f"of its own amount of inputs a process goes without {en}, in the mean over processes",
    )


def _linking(page: _Page, linking: Mapping[str, Any]) -> None:
    unlinked = linking["unlinked"]
    shares = shares_text(unlinked)
    page.say(
        f"链接：{linking['inputs']} 项投入中 {linking['linked']} 项有供应过程"
        f"（{linking['by_default_provider']} 项由默认供应者指定）；"
        f"{unlinked['count']} 项（{unlinked['share_of_inputs']:.1%}）没有，按零计入"
        + (f"；{shares.to('zh')}。" if shares else "。"),
        f"Linking: {linking['linked']} of {linking['inputs']} inputs have a supplier "
        f"({linking['by_default_provider']} by default provider); {unlinked['count']} "
        f"({unlinked['share_of_inputs']:.1%}) have none and count as zero"
        + (f"; {shares.to('en')}." if shares else "."),
    )
    page.list(
        unlinked["flows"],
        f"没有供应者的流（{unlinked['products']} 项产品、{unlinked['wastes']} 项废物）",
        f"Flows without a supplier ({unlinked['products']} inputs of products, {unlinked['wastes']} wastes)",
        lambda t: f"{t['name']}: {t['count']}×, {t['amount']:.4g} {t['unit']}",
    )
    page.list(
        linking["ambiguous"],
        "有几个可能的供应者",
        "Several possible suppliers",
        lambda a: page.pick(
            f"{a['name']}：取“{a['chosen'] or '–'}”，未取“{'”“'.join(a['others'][:3])}”（{a['count']}×）",
            f"{a['name']}: took “{a['chosen'] or '–'}”, not “{'”, “'.join(a['others'][:3])}” ({a['count']}×)",
        ),
    )
    page.list(
        linking["default_provider_absent"],
        "指定的默认供应者不在包内，另找了供应者",
        "The default provider is not in the package, another was taken",
        lambda a: f"{a['name']} ({a['count']}×)",
    )
    page.list(
        linking["unconverted"],
        "单位不能换算，按零计入",
        "Units that could not be converted, counted as zero",
        lambda a: f"{a['name']} [{a['unit']}] ({a['count']}×)",
    )
    page.list(
        linking.get("own_use", ()),
        "对自身产品的消耗不少于产出，不由自己供应",
        "Use at least as much of their own product as they make, so do not supply themselves",
        lambda use: page.pick(
            f"{use['name']}：{use['share']:.3g}，"
            + (f"改由“{use['supplier']}”供应" if use["supplier"] else "按零计入"),
            f"{use['name']}: {use['share']:.3g}, "
            + (f"supplied by “{use['supplier']}”" if use["supplier"] else "counted as zero"),
        ),
    )
    page.list(
        linking["negative_references"],
        "定量参考为负，按服务处理",
        "Negative references, held as services",
        str,
    )


def _allocation(page: _Page, allocation: Mapping[str, Any]) -> None:
    several, allocated = allocation["multi_output_processes"], allocation["allocated"]
    if not several:
        return
    page.say(
        f"分配（{allocation['wanted']}）：{several} 个过程有几种产品，已分配 {len(allocated)} 个；"
        "其余由定量参考产品承担全部负荷。",
        f"Allocation ({allocation['wanted']}): {several} processes have several products, "
        f"{len(allocated)} were allocated; in the others the reference product bears everything.",
    )
    page.list(
        [row for row in (*allocated, *allocation["not_allocated"]) if row["notes"]],
        "分配说明",
        "Notes on allocation",
        lambda row: f"{row['process']} → {row['method']}: {'; '.join(row['notes'])}",
    )
    page.list(
        allocation["co_products_left"],
        "没有单独数据集的共生产品",
        "Co-products without a dataset of their own",
        lambda row: f"{row['process']}: {', '.join(row['products'][:4])}",
    )


def _gases(page: _Page, gases: Mapping[str, Any]) -> None:
    characterised = gases["characterised"]
    total = sum(row["exchanges"] for row in characterised)
    page.say(
        f"温室气体：{gases['elementary_exchanges']} 项基本流中 {total} 项已特征化。",
        f"Greenhouse gases: {total} of {gases['elementary_exchanges']} elementary exchanges characterised.",
    )
    if not characterised:
        page.say(
            "包里没有温室气体，所有得分为零。", "The package states no greenhouse gas; every score is zero."
        )

    silent = gases.get("silent", ())
    if silent and characterised:
        page.say(
            f"{len(silent)} 个数据集及其供应链没有给出温室气体：结果为零，并不表示没有排放。",
            f"{len(silent)} datasets and their supply chains state no greenhouse gas: their zero does not mean that "
            "nothing is emitted.",
        )

    def shown(row: Mapping[str, Any]) -> str:
        origin = row["taken_for_fossil"]
        assumed = page.pick(
            f"（{origin} 项未写明来源，按化石计）", f" ({origin} without origin, taken for fossil)"
        )
        line = page.pick(*LINE_NAMES[row["line"]])
        return f"{row['gas']}, {line}: {row['exchanges']}×" + (assumed if origin else "")

    page.list(characterised, "已特征化", "Characterised", shown)
    share = f"{gases['uncharacterised_share_of_mass']:.1%}"
    page.list(
        gases["uncharacterised"],
        f"像温室气体而未计的流（占质量 {share}）",
        f"Flows like greenhouse gases that were not counted ({share} of mass)",
        lambda row: f"{row['name']}: {row['exchanges']}×, {row['kg']:.4g} kg ({page.reason(row['why'])})",
    )
    page.list(
        gases["without_mass"],
        "温室气体的量不能换算为质量，按零计入",
        "Greenhouse gases whose amount is no mass, counted as zero",
        lambda row: f"{row['name']} [{row['unit']}]: {row['exchanges']}×",
    )
    page.list(
        gases["no_gwp"],
        "有的 GWP 版本没有数值，在其中按零计",
        "No value in some GWP sets, counted as zero there",
        lambda row: f"{row['gas']}: {', '.join(row['sets'])}",
    )


def _units(page: _Page, units: Mapping[str, Any]) -> None:
    page.list(
        units["units"],
        "单位换算",
        "Units converted",
        lambda row: f"1 {row['unit']} = {row['factor']:.6g} {row['to']} ({row['exchanges']}×)",
    )
    page.list(
        units["flow_properties"],
        "经流属性换算",
        "Converted through flow properties",
        lambda row: f"{row['property']} → {row['to']}: {row['factor']:.6g}",
    )
    page.list(
        units["departures"],
        "包内换算系数与单位定义不符，仍按包内系数",
        "Factors that depart from the unit's definition; the package's were used",
        lambda row: f"1 {row['unit']} = {row['package']:.6g} {row['to']} ({row['definition']:.6g})",
    )
    page.list(
        units["unmapped"],
        "不认识的单位，以“件”代表一个参考单位",
        "Unknown units; a piece stands for one reference unit",
        lambda row: f"{row['process']} [{row['unit']}]",
    )
