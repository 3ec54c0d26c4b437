"""A small rule and two studies, one it lets pass and one it refuses."""

from __future__ import annotations

RULE = """\
id: demo.glue
version: "1"
layer: product
level: T
title: {zh: 胶粘剂, en: Glue}
number: T/DEMO 1-2026
inherits: gbt-24067-2024
source: {zh: 测试, en: a test}
product_match: {names: [胶粘剂, glue]}
unit: {source_tag: D, kinds: [declared], units: [t]}
parameters:
  cutoff.total_max: {value: 0.03, source_tag: D}
flows:
  - id: GL-POWER
    name: {zh: 电力, en: Electricity}
    match: {names: ["电力|electricity"], kinds: [energy]}
    remedy: {zh: 请补上电力。, en: Add electricity.}
    source_tag: D
"""

PASSES = {
    "id": "passes", "title": {"zh": "有电", "en": "with power"}, "expects": "pass",
    "rules": ["GL-POWER"], "example": "cement_po425",
    "changes": {"product.name": {"zh": "胶粘剂", "en": "Glue"}},
}  # fmt: skip
FAILS = {
    "id": "fails", "title": {"zh": "没有电", "en": "without power"}, "expects": "fail", "rules": ["GL-POWER"],
    "study": {
        "id": "p", "version": "1", "product": {"name": {"zh": "胶粘剂", "en": "Glue"}},
        "unit": {"kind": "declared", "amount": 1, "unit": "t", "description": {"zh": "1 t", "en": "1 t"}},
        "boundary": {"type": "cradle_to_gate"},
        "processes": [{"id": "make", "name": {"zh": "制造", "en": "make"}, "stage": "manufacturing"}],
    },
}  # fmt: skip
