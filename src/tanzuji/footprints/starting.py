"""A product model to begin with: named, with unit and boundary, and one empty process a stage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.lines import STAGE_NAMES, STAGES, Stage
from tanzuji.documents.models import BoundaryType, Product, ProductModel, StageDefinition
from tanzuji.documents.rules import RulePack
from tanzuji.documents.text import Text
from tanzuji.rules import available, matching, vocabularies

GENERAL = "gbt-24067-2024"

NO_NAME = define(
    "footprints.no-name",
    zh="产品还没有名称。",
    en="The product has no name yet.",
    remedy_zh="请写出中文或英文名称，含型号或等级，如“普通硅酸盐水泥 P·O 42.5”。",
    remedy_en="Write a Chinese or an English name with type or grade, such as “Portland cement P·O 42.5”.",
)
NOT_CHOSEN = define(
    "footprints.not-chosen",
    zh="这一项还没有填。",
    en="This has not been filled in.",
    remedy_zh="请填写或选择一项。",
    remedy_en="Fill it in or choose one.",
)
NOT_POSITIVE = define(
    "footprints.not-positive",
    zh="单位的数量应大于 0。",
    en="The amount of the unit must be greater than 0.",
    remedy_zh="请写正数，如 1。",
    remedy_en="Write a positive number, such as 1.",
)
ENDS_BEFORE = define(
    "footprints.ends-before",
    zh="核算期的结束早于开始。",
    en="The period ends before it begins.",
    remedy_zh="请把结束日期改到开始日期之后，通常是一个完整的年度。",
    remedy_en="Move the end behind the beginning; usually it is a whole year.",
)
HALF_A_PERIOD = define(
    "footprints.half-a-period",
    zh="核算期只写了一头。",
    en="Only one end of the period is given.",
    remedy_zh="请把开始和结束都写上，或都留空。",
    remedy_en="Give both the beginning and the end, or neither.",
)

COVERED: Mapping[BoundaryType, Sequence[Stage]] = {
    "cradle_to_grave": STAGES,
    "cradle_to_gate": ("raw_materials", "manufacturing"),
    "gate_to_gate": ("manufacturing",),
    "gate_to_grave": ("distribution", "use", "end_of_life"),
}
"""The canonical stages inside each boundary (ISO 14067, 6.3.4)."""


def suggested(name: str) -> tuple[RulePack, ...]:
    """Product rules whose words stand in a name."""
    return (
        tuple(p for p in matching(Product(name=Text.parse(name))) if p.id != GENERAL) if name.strip() else ()
    )


def product_packs() -> tuple[RulePack, ...]:
    """Every shipped rule for a kind of product."""
    return tuple(pack for pack in available() if pack.layer == "product" and pack.kind == "accounting")


def started(plain: dict[str, Any], vocabulary: str = "canonical") -> ProductModel:
    """The model of a study that begins: `plain` has product, unit, boundary and what else was filled in.

    Raises CodedError with one problem a field, so that a form can show them all.
    """
    problems = list(_missing(plain))
    if problems:
        raise CodedError(problems)
    stages = _stages(plain["boundary"]["type"], vocabulary)
    boundary = dict(plain["boundary"])
    if vocabulary != "canonical":
        boundary["stages"] = [stage.plain() for stage in vocabularies()[vocabulary].stages]
    return ProductModel.parse(
        {
            **plain,
            "id": _id(plain["product"]["name"]),
            "boundary": boundary,
            "processes": [{"id": s.id, "name": s.name.plain(), "stage": s.id} for s in stages],
        }
    )


def _missing(plain: Mapping[str, Any]) -> list[Problem]:
    found = []
    if not plain.get("product", {}).get("name"):
        found.append(NO_NAME.problem("product.name.zh"))
    unit = plain.get("unit", {})
    asked = {"kind": "unit.kind", "unit": "unit.unit", "description": "unit.description.zh"}
    found += [NOT_CHOSEN.problem(place) for field, place in asked.items() if not unit.get(field)]
    if unit.get("amount") is not None and not unit["amount"] > 0:
        found.append(NOT_POSITIVE.problem("unit.amount"))
    if plain.get("boundary", {}).get("type") not in COVERED:
        found.append(NOT_CHOSEN.problem("boundary.type"))
    period = plain.get("period", {})
    if len(period) == 1:
        found.append(HALF_A_PERIOD.problem("period.start" if "end" in period else "period.end"))
    elif len(period) == 2 and period["end"] < period["start"]:  # ISO dates sort as text
        found.append(ENDS_BEFORE.problem("period.end"))
    return found


def _stages(boundary: BoundaryType, vocabulary: str) -> list[StageDefinition]:
    """The stages inside the boundary, as the vocabulary divides them."""
    if vocabulary == "canonical":
        return [
            StageDefinition(id=s, name=Text(zh=STAGE_NAMES[s][0], en=STAGE_NAMES[s][1]), canonical=s)
            for s in COVERED[boundary]
        ]
    own = vocabularies()[vocabulary].stages
    inside = [stage for stage in own if stage.canonical in COVERED[boundary]]
    return inside or list(own[:1])


def _id(name: Mapping[str, str]) -> str:
    """An id from the English name, the only one that every system can write; `product` where there is none."""
    return re.sub(r"[^a-z0-9]+", "-", name.get("en", "").lower()).strip("-")[:60].strip("-") or "product"
