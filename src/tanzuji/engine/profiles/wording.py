"""Choices in words, and what should be known of a result under a profile."""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.documents.comparisons import Reason
from tanzuji.documents.errors import Language, Problem, define
from tanzuji.documents.exchanges import Energy
from tanzuji.documents.footprints import Gap
from tanzuji.documents.lines import STAGE_NAMES, STAGES
from tanzuji.documents.models import ProductModel
from tanzuji.documents.names import ALLOCATION, LOOPS, TREATMENTS
from tanzuji.documents.profiles import ChoiceKind, Profile, Ruling
from tanzuji.documents.text import Text
from tanzuji.engine.electricity import source_of
from tanzuji.engine.loops import credit_of
from tanzuji.engine.profiles.evaluate import Evaluation
from tanzuji.engine.profiles.state import State, shares_burden, wanted_allocation

NO_FALLBACK = define(
    "profiles.no-grid-average",
    zh="{names_zh}：凭证或自发电在这里不计，但没有写电网平均数据集，仍按模型计。",
    en="{names_en}: the instrument or own generation does not count here, and no grid average is named; counted as modelled.",
    remedy_zh="请填写“电网平均数据集”。",
    remedy_en="Fill in the grid average datasets.",
)
NO_RESIDUAL = define(
    "profiles.no-residual-mix",
    zh="{count} 项电网电力没有写剩余结构，按模型的电网因子计。",
    en="Lines of grid power without a residual mix: {count}; counted with the model's grid factor.",
    remedy_zh="有公布的剩余结构时，请填写“剩余结构数据集”；我国没有公布。",
    remedy_en="Where a residual mix is published, fill it in; China publishes none.",
)
NO_LOOPS = define(
    "profiles.no-material-loops",
    zh="模型没有写材料循环，末期公式对结果没有作用。",
    en="The model describes no material loops, so that the end-of-life formula changes nothing.",
    remedy_zh="请在“材料循环”写出可回收的材料及其参数。",
    remedy_en="Describe the recyclable materials and their parameters under material loops.",
)
LOOP_GAPS = define(
    "profiles.loop-without-factor",
    zh="末期公式的这些项没有数据集，没有计入：{names_zh}。",
    en="These terms of the end-of-life formula have no dataset and are not counted: {names_en}.",
    remedy_zh="请在材料循环里填写数据集。",
    remedy_en="Give the datasets in the material loop.",
)
CREDIT_ALONE = define(
    "profiles.credit-without-burden",
    zh="“{names_zh}”没有数据集，没有计入；同一材料的抵减已经计入，结果偏低。",
    en="“{names_en}” is not counted for want of a dataset, the credit of the same material is: the result is too low.",
    remedy_zh="请在材料循环里填写这些项的数据集。",
    remedy_en="Give the datasets of these terms in the material loop.",
)
CANNOT_ALLOCATE = define(
    "profiles.cannot-allocate",
    zh="“{process_zh}”应按价格或质量分配，但质量或价格不全，仍按模型分配。",
    en="“{process_en}” should be allocated by price or mass, and masses or prices are missing; allocated as modelled.",
    remedy_zh="请填写各产品的质量和价格。",
    remedy_en="State mass and price of each product.",
)
OVERRIDDEN = define(
    "profiles.other-allocation",
    zh="“{process_zh}”在本研究中{own_zh}分配，这里{here_zh}分配。",
    en="“{process_en}” is allocated {own_en} in the study, {here_en} here.",
    remedy_zh="每千克价格相差不超过 {ratio} 倍时按物理关系（质量或能量），超过时按经济价值；请确认质量和价格。",
    remedy_en="By a physical relationship (mass or energy) where prices per kilogram differ by at most {ratio} times, by economic value beyond; check masses and prices.",
)
CREDITED_TWICE = define(
    "profiles.recycling-credited-twice",
    zh="替代法：{names_zh} 的投入含再生料（R1 > 0），按再生料自身的负担计，末期回收又全部抵减，可能重复减轻。",
    en="Substitution: {names_en} holds recycled content (R1 > 0) at its own burden, and all that is recycled at the end is credited as well: relieved twice.",
    remedy_zh="请改用闭环近似法，或让再生料的因子含废料负担。",
    remedy_en="Use the closed-loop approximation, or a factor of recycled material that carries the burden of its scrap.",
)
CONTENT_UNSTATED = define(
    "profiles.recycled-content-unstated",
    zh="{names_zh} 的生产已在投入中，没有写再生料比例 R1：公式中再生料的一半没有计入。",
    en="Production of {names_en} stands among the inputs without a recycled content R1: the formula's half for recycled content is not counted.",
    remedy_zh="投入含再生料时，请填写 R1 及原生料、再生料的数据集；不含则无需填写。",
    remedy_en="Where the inputs hold recycled material, state R1 and the datasets of virgin and recycled material; else nothing is missing.",
)
UNSHARED = define(
    "profiles.exclusion-without-share",
    zh="{count} 项舍弃没有写占温室气体的估计份额，无法判断是否超出取舍限值。",
    en="Exclusions without an estimated share of the greenhouse gases: {count}. Whether they are within the limits cannot be told.",
    remedy_zh="请填写估计份额，依据选“温室气体”。",
    remedy_en="State the estimated share, with greenhouse gases as its basis.",
)
FIXED_FACTORS = define(
    "profiles.fixed-factors",
    zh="毛排放的 {percent} % 用的是未分气体的因子，换 GWP 数据集时不变。",
    en="{percent} % of the gross footprint rests on factors that do not tell their gases: another GWP set does not move them.",
    remedy_zh="请改用分气体的因子。",
    remedy_en="Use factors that tell their gases.",
)

BIOGENIC = {
    "-1/+1": ("吸收计 −1，释放计 +1", "uptake −1, release +1"),
    "0/0": ("生物源 CO₂ 不计", "biogenic CO₂ not counted"),
}


def value_of(kind: ChoiceKind, state: State) -> str:
    """A choice as a machine reads it."""
    if kind == "boundary":
        return ",".join(stage for stage in STAGES if stage not in state.left_out)
    if kind == "allocation":
        return ",".join(sorted(set(state.allocation) - {"none"})) or "none"
    if kind == "cut_off":
        return ",".join(map(str, state.put_back))
    return str(getattr(state.method, kind))


def text_of(kind: ChoiceKind, state: State, model: ProductModel, ruling: Ruling | None) -> Text:
    """A choice as a person reads it."""
    if kind == "boundary":
        return _boundary(state)
    if kind == "allocation":
        return _allocation(state, model)
    if kind == "cut_off":
        return _cut_off(state, ruling)
    names = {"electricity": TREATMENTS, "end_of_life": LOOPS, "biogenic": BIOGENIC}.get(kind, {})
    value = value_of(kind, state)
    zh, en = names.get(value, (value, value))
    return Text(zh=zh, en=en)


def _boundary(state: State) -> Text:
    if not state.left_out:
        return Text(zh="按模型的边界", en="The model's boundary")
    names = [STAGE_NAMES[stage] for stage in STAGES if stage in state.left_out]
    return Text(
        zh=f"不计{'、'.join(zh for zh, _ in names)}",
        en=f"Without {', '.join(en[:1].lower() + en[1:] for _, en in names)}",
    )


def _allocation(state: State, model: ProductModel) -> Text:
    used = {m for m, process in zip(state.allocation, model.processes, strict=True) if shares_burden(process)}
    if not used:
        return Text(zh="没有多产品过程", en="No process with several products")
    names = [ALLOCATION[method] for method in sorted(used)]
    return Text(zh="、".join(zh for zh, _ in names), en=", ".join(en for _, en in names))


def _cut_off(state: State, ruling: Ruling | None) -> Text:
    limits = [] if ruling is None else [
        (f"单项 ≤ {ruling.item_max * 100:g} %", f"≤ {ruling.item_max * 100:g} % each") if ruling.item_max else None,
        (f"合计 ≤ {ruling.sum_max * 100:g} %", f"≤ {ruling.sum_max * 100:g} % together") if ruling.sum_max else None,
    ]  # fmt: skip
    told = [limit for limit in limits if limit is not None]
    zh, en = (
        "，".join(z for z, _ in told) or "按模型所述",
        ", ".join(e for _, e in told) or "as the model states",
    )
    if state.put_back:
        count = len(state.put_back)
        zh, en = f"{zh}；{count} 项须计入", f"{en}; {count} to be counted"
    return Text(zh=zh, en=en)


def notes_on(
    model: ProductModel, state: State, profile: Profile | None, evaluation: Evaluation
) -> tuple[Reason, ...]:
    """What should be known of a result under a profile."""
    if profile is None:
        problems = (*_on_loop_gaps(model, evaluation), *_on_recycled_content(model, state))
    else:
        problems = (
            *_on_electricity(model, state),
            *_on_end_of_life(model, state),
            *_on_loop_gaps(model, evaluation),
            *_on_recycled_content(model, state),
            *_on_allocation(model, state, profile.allocation),
            *_on_cut_off(model, profile.cut_off),
        )
    return tuple(
        Reason(
            code=problem.code,
            text=Text(zh=problem.text("zh"), en=problem.text("en")),
            remedy=Text(zh=problem.remedy("zh"), en=problem.remedy("en")),
        )
        for problem in problems
    )


def _on_electricity(model: ProductModel, state: State) -> Iterator[Problem]:
    counted = {stage.id for stage in model.stages() if stage.canonical not in state.left_out}
    standing: dict[str, list[Energy]] = {}
    for process in model.processes:
        for line in process.energy if process.stage in counted else ():
            standing.setdefault(source_of(line, state.method.electricity).standing, []).append(line)
    if lines := standing.get("unstated"):
        yield NO_FALLBACK.problem(**_both([line.name for line in lines]))
    if lines := standing.get("no_residual"):
        yield NO_RESIDUAL.problem(count=len(lines))


def _on_end_of_life(model: ProductModel, state: State) -> Iterator[Problem]:
    if not model.materials and state.method.end_of_life == "cff" and "end_of_life" not in state.left_out:
        yield NO_LOOPS.problem()


def _on_loop_gaps(model: ProductModel, evaluation: Evaluation) -> Iterator[Problem]:
    """Terms without a dataset; those whose credit counts all the same are told apart, for they make it too low."""
    alone, others = list[Text](), list[Text]()
    for gap in evaluation.gaps:
        if gap.process == "materials":
            (alone if _is_credited(gap, model, evaluation) else others).append(gap.name)
    if alone:
        yield CREDIT_ALONE.problem(**_both(alone))
    if others:
        yield LOOP_GAPS.problem(**_both(others))


def _is_credited(gap: Gap, model: ProductModel, evaluation: Evaluation) -> bool:
    credits = [
        credit_of(material, gap.name)
        for i, material in enumerate(model.materials)
        if gap.path == f"materials[{i}]"
    ]
    return any((gap.path, credit.to("en")) in evaluation.parts for credit in credits if credit is not None)


def _on_recycled_content(model: ProductModel, state: State) -> Iterator[Problem]:
    method = state.method.end_of_life
    recycled = [m.name for m in model.materials if m.recycled_content]
    if recycled and method == "substitution" and "end_of_life" not in state.left_out:
        yield CREDITED_TWICE.problem(**_both(recycled))
    if method in SHARES_CONTENT and "raw_materials" not in state.left_out:
        unstated = [m.name for m in model.materials if m.production_in_inputs and not m.recycled_content]
        if unstated:
            yield CONTENT_UNSTATED.problem(**_both(unstated))


def _on_allocation(model: ProductModel, state: State, ruling: Ruling) -> Iterator[Problem]:
    if ruling.price_ratio is None:
        return
    for process, method in zip(model.processes, state.allocation, strict=True):
        own = process.allocation.method
        if own in ruling.allow or not shares_burden(process):
            continue
        if method != own:
            yield OVERRIDDEN.problem(
                process_zh=process.name.to("zh"),
                process_en=process.name.to("en"),
                own_zh=BY[own][0],
                own_en=BY[own][1],
                here_zh=BY[method][0],
                here_en=BY[method][1],
                ratio=f"{ruling.price_ratio:g}",
            )
        elif wanted_allocation(model, process, ruling.price_ratio) is None:
            yield CANNOT_ALLOCATE.problem(process_zh=process.name.to("zh"), process_en=process.name.to("en"))


def _on_cut_off(model: ProductModel, ruling: Ruling) -> Iterator[Problem]:
    unshared = [e for e in model.exclusions if e.share is None or e.basis != "ghg"]
    if unshared and (ruling.item_max is not None or ruling.sum_max is not None):
        yield UNSHARED.problem(count=len(unshared))


def _both(names: list[Text]) -> dict[str, str]:
    """Names in a row, as a sentence in either language takes them."""
    return {"names_zh": _listed(names, "zh"), "names_en": _listed(names, "en")}


def _listed(names: list[Text], language: Language) -> str:
    told = list(dict.fromkeys(name.to(language) for name in names))
    more = len(told) - LISTED
    listed = ("、" if language == "zh" else ", ").join(told[:LISTED])
    if more <= 0:
        return listed
    return f"{listed}等 {len(told)} 项" if language == "zh" else f"{listed} and {more} more"


SHARES_CONTENT = ("cff", "fifty_fifty", "closed_loop")
"""Methods under which recycled content does not count at its own burden alone."""

BY = {
    "mass": ("按质量", "by mass"),
    "energy": ("按能量", "by energy"),
    "economic": ("按经济价值", "by economic value"),
    "given": ("按给定份额", "by given shares"),
}

LISTED = 4
"""Names that a sentence holds."""
