"""What a new product rule begins with, and which of its texts are still the template's own."""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.documents.errors import Problem, define
from tanzuji.documents.rules import RulePack

UNTOUCHED = define(
    "rules.template-text",
    zh="“{item}”还是模板里的“{value}”。",
    en="“{item}” still holds the template's “{value}”.",
    remedy_zh="请写本规则自己的内容，或删去这一条。",
    remedy_en="Write what this rule says itself, or take the item out.",
)

SKELETON = """\
# 产品规则的骨架。先改 id、title、number，再逐段填写；右侧随时列出问题所在的行。
# The skeleton of a product rule. Change id, title and number first; problems are listed by line as you write.
format: tanzuji/rule-pack/1
id: t.example.product
version: "1"
kind: accounting
layer: product
level: T
title: {zh: 某产品, en: A product}
number: ""
inherits: gbt-24067-2024
source: {zh: 写明依据哪些文件编写, en: "Say what it was written from"}
confidence: low
product_match: {names: [某产品, a product]}
unit:
  source_tag: D
  kinds: [declared]
  units: [t]
  description: {zh: 1 t 某产品, en: 1 t of a product}
boundary:
  source_tag: D
  types: [cradle_to_gate]
  required_stages: [raw_materials, manufacturing]
parameters:
  cutoff.total_max: {value: 0.05, source_tag: D}
flows:
  - id: EX-ELECTRICITY
    name: {zh: 电力, en: Electricity}
    match: {ids: [electricity], names: ["电力|用电|electricity"], kinds: [energy]}
    unit: kWh
    remedy: {zh: 请补上生产用电。, en: Add the electricity of production.}
    source_tag: D
ranges:
  - id: EX-RANGE
    title: {zh: 每吨碳足迹, en: Footprint per tonne}
    quantity: study.per.t
    when: has(study.per.t)
    unit: kg CO2e/t
    low: 1
    high: 100000
    path: total
    remedy: {zh: 请核对单位和边界。, en: Check units and boundary.}
    source_tag: D
"""
"""What a new rule begins with: complete, but for its texts, which are the template's until somebody writes them."""

_TEXTS = {
    "id": ("t.example.product",),
    "title": ("某产品", "A product"),
    "source": ("写明依据哪些文件编写", "Say what it was written from"),
    "unit.description": ("1 t 某产品", "1 t of a product"),
    "product_match.names": ("某产品", "a product"),
}
_RANGE = ("EX-RANGE", 1.0, 100000.0)
"""The template's range, so wide that it finds nothing; one changed limit is the author's word on that limit alone."""


def untouched(pack: RulePack) -> Iterator[Problem]:
    """Where a pack still says what the template says, place by place."""
    if pack.id in _TEXTS["id"]:
        yield UNTOUCHED.problem("id", item="id", value=pack.id)
    texts = {
        "title": pack.title,
        "source": pack.source,
        "unit.description": pack.unit and pack.unit.description,
    }
    for place, text in texts.items():
        own = [each for each in (text.zh, text.en) if each in _TEXTS[place]] if text else []
        if own:
            yield UNTOUCHED.problem(place, item=place, value=" / ".join(own))
    for i, name in enumerate(pack.product_match.names):
        if name in _TEXTS["product_match.names"]:
            yield UNTOUCHED.problem(f"product_match.names[{i}]", item="product_match.names", value=name)
    identity, *limits = _RANGE
    for i, each in enumerate(pack.ranges):
        for name, limit in zip(("low", "high"), limits, strict=True):
            if each.id == identity and getattr(each, name) == limit:
                yield UNTOUCHED.problem(f"ranges[{i}].{name}", item=f"{each.id} {name}", value=f"{limit:g}")
