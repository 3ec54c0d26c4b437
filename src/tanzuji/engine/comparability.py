"""Whether two versions of a footprint may be compared at all: one product, unit, boundary and set of rules."""

from __future__ import annotations

from collections.abc import Callable
from math import isclose

from tanzuji.documents.errors import Problem, define
from tanzuji.documents.models import ProductModel
from tanzuji.documents.names import BOUNDARIES, UNIT_KINDS
from tanzuji.documents.quantities import convertible, factor

OTHER_PRODUCT = define(
    "comparison.other-product",
    zh="这是两个不同的产品：{before_zh} 与 {after_zh}。",
    en="These are two products: {before_en} and {after_en}.",
    remedy_zh="请选同一产品的两个版本。",
    remedy_en="Choose two versions of one product.",
)
OTHER_UNIT = define(
    "comparison.other-unit",
    zh="单位不同：{before_zh} 与 {after_zh}。",
    en="The units differ: {before_en} and {after_en}.",
    remedy_zh="请让两个版本用同一功能单位或声明单位，再比较。",
    remedy_en="Give both versions the same functional or declared unit.",
)
OTHER_BOUNDARY = define(
    "comparison.other-boundary",
    zh="系统边界不同：{before_zh} 与 {after_zh}。",
    en="The boundaries differ: {before_en} and {after_en}.",
    remedy_zh="请让两个版本用同一系统边界，再比较。",
    remedy_en="Give both versions the same boundary.",
)
OTHER_RULES = define(
    "comparison.other-rules",
    zh="适用规则不同：{before} 与 {after}。",
    en="The rules differ: {before} and {after}.",
    remedy_zh="请让两个版本按同一规则核算，再比较。",
    remedy_en="Account both versions by the same rules.",
)

OTHER_METHOD = define(
    "comparison.other-method",
    zh="方法不同：{before} 与 {after}。",
    en="The methods differ: {before} and {after}.",
    remedy_zh="请让两个产品用同一套 GWP、同一种寿命终止方法、生物碳和电力的处理。",
    remedy_en="Use one GWP set, one end-of-life method, and one treatment of biogenic carbon and electricity for both.",
)


def obstacles_between_products(before: ProductModel, after: ProductModel) -> list[Problem]:
    """What keeps two products from being compared: all that keeps two versions of one, and another method."""
    found = [problem for problem in obstacles(before, after) if problem.message is not OTHER_PRODUCT]
    if before.method != after.method:
        methods = [" ".join(str(value) for value in m.method.model_dump().values()) for m in (before, after)]
        found.append(OTHER_METHOD.problem("method", before=methods[0], after=methods[1]))
    return found


def obstacles(before: ProductModel, after: ProductModel) -> list[Problem]:
    """What keeps two versions from being compared."""
    found = []
    if before.id != after.id and before.product.name != after.product.name:
        found.append(OTHER_PRODUCT.problem("product.name", **_both(before, after, _product)))
    if not _one_unit(before, after):
        found.append(OTHER_UNIT.problem("unit", **_both(before, after, _unit)))
    if before.boundary.type != after.boundary.type:
        found.append(OTHER_BOUNDARY.problem("boundary.type", **_both(before, after, _boundary)))
    if set(before.rules) != set(after.rules):
        rules = {"before": ", ".join(before.rules) or "–", "after": ", ".join(after.rules) or "–"}
        found.append(OTHER_RULES.problem("rules", **rules))
    return found


def _both(
    before: ProductModel, after: ProductModel, told: Callable[[ProductModel], tuple[str, str]]
) -> dict[str, str]:
    """What a sentence says of both models in both languages."""
    (before_zh, before_en), (after_zh, after_en) = told(before), told(after)
    return {"before_zh": before_zh, "before_en": before_en, "after_zh": after_zh, "after_en": after_en}


def _product(model: ProductModel) -> tuple[str, str]:
    return model.product.name.to("zh"), model.product.name.to("en")


def _unit(model: ProductModel) -> tuple[str, str]:
    unit = f"{model.unit.amount:g} {model.unit.unit}"
    zh, en = UNIT_KINDS[model.unit.kind]
    return f"{unit}（{zh}）", f"{unit} ({en.lower()})"


def _boundary(model: ProductModel) -> tuple[str, str]:
    zh, en = BOUNDARIES[model.boundary.type]
    return zh, en.lower()


def _one_unit(before: ProductModel, after: ProductModel) -> bool:
    """Whether both are per the same quantity, however it is written: 1 t is 1000 kg."""
    one, other = before.unit, after.unit
    return (
        one.kind == other.kind
        and convertible(one.unit, other.unit)
        and isclose(one.amount * factor(one.unit, other.unit), other.amount, rel_tol=1e-12)
    )
