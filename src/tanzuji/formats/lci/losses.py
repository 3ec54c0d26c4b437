"""What is not carried over when a database is read or written, told to the user in both languages.

Readers and writers name what they leave out by a key of `LOSSES` in a `records.Loss`; each entry says what happens to
it instead, so that a person can judge whether it matters.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tanzuji.documents.text import Text
from tanzuji.formats.lci.records import Loss

LOSSES: dict[str, Text] = {
    # reading
    "formulas": Text(
        zh="公式：采用文件中算好的数值，不重新计算",
        en="Formulas: the values stored with them are used, they are not computed again",
    ),
    "parameters": Text(
        zh="参数：只有算好的数值，参数本身不保留",
        en="Parameters: only the computed values are kept, not the parameters themselves",
    ),
    "unknown-distribution": Text(
        zh="不认识的分布：按没有不确定性处理",
        en="Distributions of an unknown kind: taken as having no uncertainty",
    ),
    "incomplete-uncertainty": Text(
        zh="不确定性缺少参数：按没有不确定性处理",
        en="Uncertainty without its figures: taken as having no uncertainty",
    ),
    "spread-around-nothing": Text(
        zh="用量为 0 而写有分布：按确定的 0 处理",
        en="Distributions on an amount of 0: taken as a certain 0",
    ),
    "documentation": Text(
        zh="建模、评审、管理等说明文字：不读入",
        en="Documentation of modelling, review and administration: not read",
    ),
    "other-impacts": Text(
        zh="温室气体以外的基本流：不参与计算，数据库版本中不保存",
        en="Elementary flows other than greenhouse gases: not computed with, and not kept in the release",
    ),
    "uncertainty-off-centre": Text(
        zh="分布的中心不是用量本身：对数正态和正态只取离散程度，中心按用量；上下界照原样取，抽样的均值会偏离结果",
        en="Distributions that do not belong to the amount: of lognormal and normal ones the spread is taken, around the "
        "amount; bounds are taken as they stand, so that sampled means lie off the result",
    ),
    "nested-archives": Text(
        zh="包内的压缩包：不打开",
        en="Archives inside the archive: not opened",
    ),
    "other-file": Text(
        zh="包内别的 XML 文件：不是数据集，不读",
        en="Other XML files of the package: no datasets, not read",
    ),
    "impact-dataset": Text(
        zh="基本流、影响类别或评价结果的数据集：不是过程，不读",
        en="Datasets of elementary flows, impact categories or impact results: no processes, not read",
    ),
    "no-reference-product": Text(
        zh="多产品数据集没有参考产品：以同名产品（否则第一个）为准；按文件分配时没有影响",
        en="Datasets of several products without a reference product: the one of the same name stands, else the "
        "first; with allocation as stated it makes no difference",
    ),
    "several-reference-products": Text(
        zh="有几个参考产品：以第一个为准，其余作共生产品；按文件分配时没有影响",
        en="Several reference products: the first stands, the others are co-products; with allocation as stated "
        "it makes no difference",
    ),
    "computed-formulas": Text(
        zh="公式：用文件中的参数算出数值，公式本身不保留",
        en="Formulas: computed with the parameters of the file; only their values are kept",
    ),
    "stock-additions": Text(
        zh="库存增加（outputGroup 5）：不计",
        en="Additions to stock (outputGroup 5): not counted",
    ),
    "product-stages": Text(
        zh="生命周期、处置情景、拆解和再利用等产品阶段：要按成分拆分，不读",
        en="Product stages such as life cycles, disposal scenarios, disassemblies and reuses: they split by "
        "composition and are not read",
    ),
    "waste-by-kind": Text(
        zh="废物情景中只针对一类废物的去向：过程里没有成分，不计",
        en="Ways of a waste scenario for one kind of waste: a process holds no composition; not counted",
    ),
    "unknown-sections": Text(
        zh="不认识的表：不读",
        en="Tables of an unknown name: not read",
    ),
    "absent-flows": Text(
        zh="引用了而包内没有的流：类型按用法判断（被投入或作基准的是产品，只排出的进入环境），单位不知道",
        en="Flows that are referred to but not in the package: a product where they are taken in or a reference, else "
        "to nature; their unit is unknown",
    ),
    "absent-gases": Text(
        zh="其中的温室气体：按名称识别，按 ILCD 惯例以千克计，视为排入空气",
        en="Greenhouse gases among them: told by name, in kilograms as ILCD has it, taken as emitted to air",
    ),
    "no-reference-flow": Text(
        zh="没有写明基准流（或基准流没有量）的过程：不读，产品不猜",
        en="Processes that state no reference flow, or no amount of it: not read, since products are not guessed",
    ),
    "no-amount": Text(
        zh="没有量的输入输出：不计",
        en="Inputs and outputs without an amount: not counted",
    ),
    "reminder-flows": Text(
        zh="提示性的流（functionType）：不属于清单，不计",
        en="Reminder flows (functionType): no part of the inventory, not counted",
    ),
    "repeated-references": Text(
        zh="同一基准流列了两次的过程：只计一次",
        en="Processes that list the same reference flow twice: counted once",
    ),
    "references-taken-in": Text(
        zh="基准流是投入物的过程：作为处理这种物料的服务，按处理量计，不与别的过程链接",
        en="Processes whose reference is something they take in: held as the service of treating it, linked to nothing",
    ),
    "elementary-references": Text(
        zh="基准流是基本流的过程：产品单独立项，不与别的过程链接",
        en="Processes whose reference is an elementary flow: given a product of their own, linked to nothing",
    ),
    "older-versions": Text(
        zh="同一数据集的旧版本：取最新的",
        en="Older versions of a data set: the newest is taken",
    ),
    "competing-models": Text(
        zh="几个生命周期模型指定了不同的供应者：都不采用",
        en="Suppliers on which life cycle models disagree: none of them is taken",
    ),
    "standard-properties": Text(
        zh="包内没有的标准流属性：用 ILCD 参考数据的单位",
        en="Standard flow properties not in the package: the units of the ILCD reference data are used",
    ),
    "impact-results": Text(
        zh="数据集里现成的评价结果（如 EPD 的 GWP）：不读，只按清单计算",
        en="Impact results stated in data sets (such as the GWP of an EPD): not read, only inventories are computed",
    ),
    "towns": Text(
        zh="省以下的地点：地域只到省",
        en="Places within a province: the geography goes down to the province",
    ),
    # writing
    "unconverted-amounts": Text(
        zh="不能换算为流的基准单位的输入输出：不写出",
        en="Inputs and outputs that do not convert to the reference unit of their flow: not written",
    ),
    "lognormal-mean": Text(
        zh="以均值为中心的对数正态分布：离散程度不变，读回时以中位数为中心",
        en="Lognormal distributions around a mean: their spread is kept, and read back around a median",
    ),
    "other-allocations": Text(
        zh="另外的分配方法：格式只有一套分配系数，只写默认的",
        en="Further allocation methods: the format has one set of factors, that of the default method is written",
    ),
    "cas-numbers": Text(
        zh="写法不合格的 CAS 号：不写出",
        en="CAS numbers that are none by their form: not written",
    ),
    "tidas-classes": Text(
        zh="不在 TIDAS 分类表（ISIC、CPC）中的类别：照写而没有编号，TIDAS 的模式不接受",
        en="Categories in none of the lists of TIDAS (ISIC, CPC): written without a number, which its schemas refuse",
    ),
    "tidas-locations": Text(
        zh="不在 TIDAS 地点表中的地点代码：写成表中包含它的地点，没有的不写",
        en="Codes of places that are not in the list of TIDAS: written as the place around them that is, or not at all",
    ),
    "tidas-required": Text(
        zh="TIDAS 必填而不知道的年份：不写出，TIDAS 的模式不接受",
        en="Years that TIDAS requires and nobody knows: not written, which its schemas refuse",
    ),
    "identifiers": Text(
        zh="标识：格式只用 UUID，其余换成由原标识算出的 UUID",
        en="Identifiers: the format has UUIDs only; others become one computed from the identifier",
    ),
    "avoided-products": Text(
        zh="避免的产品：写成负的投入，数值不变",
        en="Avoided products: written as negative inputs, which count the same",
    ),
    "causal-allocation": Text(
        zh="逐项的因果分配系数：格式按产品属性分配，不能存",
        en="Causal allocation factors by exchange: the format allocates by properties of products and cannot hold them",
    ),
    "flow-properties": Text(
        zh="质量以外的流属性换算系数：格式不能存",
        en="Conversions through flow properties other than mass: the format cannot hold them",
    ),
    "compartments": Text(
        zh="环境介质：归入空气、水、土壤和自然资源，子类至多 40 个字符",
        en="Compartments: put under air, water, soil and natural resource, the kind below cut at 40 characters",
    ),
    "long-texts": Text(
        zh="过长的名称和说明：截到格式的上限",
        en="Names and texts that are too long: cut at the format's limit",
    ),
    "uncertainty-shape": Text(
        zh="离散分布：格式不能存，按没有不确定性写出",
        en="Discrete distributions: the format cannot hold them; written without uncertainty",
    ),
    "unusable-processes": Text(
        zh="定量参考不是自己的产出、也不是所处理废物的过程：不能写出",
        en="Processes whose reference is nothing they make or treat: cannot be written",
    ),
    "negative-treatment": Text(
        zh="负的附带废物处理：写成交出废物，数值不变",
        en="Wastes treated on the side in a negative amount: written as handed over, which counts the same",
    ),
    "inputs-cut-off": Text(
        zh="没有供应过程的投入：版本里没有，所以没写出；读回的报告看不到它们",
        en="Inputs without a supplier: not in the release, so not written; a report on the copy cannot know of them",
    ),
    "solved-values": Text(
        zh="算好的碳足迹：格式只存单元过程，读回时重新求解",
        en="Solved footprints: the format holds unit processes only; they are solved again when it is read",
    ),
    "uncertainty": Text(
        zh="不确定性：格式不能存",
        en="Uncertainty: the format cannot hold it",
    ),
    "uncertainty-kind": Text(
        zh="格式不认识的分布（如 beta-PERT、离散、负数的对数正态）：不写出",
        en="Distributions the format does not know (beta-PERT, discrete, lognormal below zero …): not written",
    ),
    "uncertainty-of-total": Text(
        zh="几种气体合计的不确定性：不能归到单个气体，不写出",
        en="Uncertainty of a total of several gases: belongs to none of them alone, not written",
    ),
    "skipped-processes": Text(
        zh="不能求解的过程（定量参考不是产品，或自身消耗超过产出）：不写出",
        en="Processes that cannot be solved (a reference that is no product, more used up than made): not written",
    ),
    "remarks": Text(
        zh="各项投入产出的备注、流的同义名：格式没有位置，不写出",
        en="Remarks on exchanges and synonyms of flows: the format has no place for them, not written",
    ),
    "unlinked-inputs": Text(
        zh="没有供应者的投入：矩阵里没有位置，不写出",
        en="Inputs that nothing supplies: there is no place for them in the matrix, not written",
    ),
    "co-products": Text(
        zh="没有分配的共生产品：由定量参考产品承担全部，不写出",
        en="Co-products that were not allocated: the reference product bears everything, not written",
    ),
    "unknown-gwp": Text(
        zh="某一套 GWP 没有给出数值的气体：因子在那一套里是未知，写成单元过程后按零计",
        en="Gases without a value in one of the GWP sets: the factor is unknown there, as a unit process it counts zero",
    ),
    "boundary": Text(
        zh="因子的系统边界：写在说明文字里，读回时都算摇篮到大门",
        en="Boundaries of factors: told in the comment; read back, all count as cradle to gate",
    ),
    "unknown-footprint": Text(
        zh="碳足迹未知的数据集：不写出，免得被当作零",
        en="Datasets whose footprint is unknown: not written, since they would be read as zero",
    ),
    "gas-on-line": Text(
        zh="没有对应基本流的气体与报告项：写在最接近的流上，读回时会换报告项",
        en="Gases on a reporting line that no flow has: written on the nearest, and read back on another line",
    ),
    "second-language": Text(
        zh="第二种语言的名称：格式只有一种语言",
        en="Names in the second language: the format has one language",
    ),
    "data-quality": Text(
        zh="数据质量评分：格式不能存",
        en="Data-quality scores: the format cannot hold them",
    ),
    "reporting-lines": Text(
        zh="报告项（化石、生物、土地利用等）：写在流的名称里",
        en="Reporting lines (fossil, biogenic, land use …): written into the names of the flows",
    ),
    "only-totals": Text(
        zh="只有合计的因子：写成一个 CO2e 流，不能再按气体拆分",
        en="Factors that are a total only: written as one flow of CO2e, which cannot be split by gas",
    ),
}


EXAMPLES = 5
"""Names kept of those a loss concerns."""


@dataclass
class Losses:
    """Gathers losses while a file is read or written: how many of each, with a few names of those concerned."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, example: str = "", count: int = 1) -> None:
        """One more of `what`, a key of `LOSSES`; none of it where `count` is 0."""
        if not count:
            return
        self.counts[what] += count
        shown = self.examples.setdefault(what, [])
        if example and len(shown) < EXAMPLES and example not in shown:
            shown.append(example)

    def all(self) -> tuple[Loss, ...]:
        return tuple(Loss(what, count, tuple(self.examples[what])) for what, count in self.counts.items())


def said(loss: Loss) -> Text:
    """A loss as a sentence, with its count and examples."""
    known = LOSSES.get(loss.what, Text(zh=loss.what, en=loss.what))
    named = [name[:80] for name in loss.examples[:3]]
    zh = known.to("zh") + (f"（{loss.count} 处" if loss.count else "（")
    en = known.to("en") + (f" ({loss.count}" if loss.count else " (")
    if named:
        zh += ("，如" if loss.count else "如") + "、".join(f"“{name}”" for name in named)
        en += (": " if loss.count else "") + ", ".join(f"“{name}”" for name in named)
    if not loss.count and not named:
        return known
    return Text(zh=zh + "）", en=en + ")")
