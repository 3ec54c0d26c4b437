"""What a footprint may stand on: a dataset with its reasons, so that what may not be chosen is shown and not hidden."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.rules import Check
from tanzuji.documents.text import Text
from tanzuji.rules import load_pack

GENERAL = "gbt-24067-2024"
CO2_RULE = "SG-14"
"""The check of the general rules that refuses carbon dioxide alone."""

_SUPPLY = ("electricity", "heat")
"""Topics of energy that arrives, so that its fuel's supply and other gases belong to it."""

_SINGLE_STEP = ("combustion", "process")
"""Of these, carbon dioxide alone is a warning: the other gases of a flame or a reaction are few."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to know before a dataset is chosen; `refused`: it may not be."""

    kind: Literal["refused", "conversion", "replaced", "unknown"]
    text: Text

    @property
    def refused(self) -> bool:
        return self.kind == "refused"


@lru_cache(maxsize=1)
def forbidden_bases() -> frozenset[str]:
    """The gas bases that the general rules forbid."""
    value = load_pack(GENERAL).parameters["forbidden_gas_bases"].value
    return frozenset(value) if isinstance(value, tuple) else frozenset()


@lru_cache(maxsize=1)
def co2_rule() -> Check:
    """The check that refuses them."""
    return next(check for check in load_pack(GENERAL).checks if check.id == CO2_RULE)


def refused(dataset: Dataset) -> bool:
    """Whether a footprint may not stand on it (rule SG-14)."""
    supply = bool(dataset.category) and dataset.category[0] in _SUPPLY
    return dataset.gas_basis in forbidden_bases() and (supply or dataset.boundary not in _SINGLE_STEP)


def reasons(
    *,
    is_refused: bool,
    known: bool,
    replaced_year: int | None,
    is_replaced: bool,
    unit: str,
    line_unit: str,
    fits: bool,
) -> tuple[Reason, ...]:
    """The reasons of one dataset for one line, what forbids first."""
    found = []
    if is_refused:
        zh, en = f"不可选：气体口径为 CO₂，规则 {CO2_RULE}", f"Not selectable: CO₂ alone, rule {CO2_RULE}"
        found.append(Reason("refused", Text(zh=zh, en=en)))
    if not known:
        zh, en = "不可选：AR6 下没有数值", "Not selectable: no value in AR6"
        found.append(Reason("unknown", Text(zh=zh, en=en)))
    if not fits:
        zh = f"须给出换算：用量单位 {line_unit}，因子单位 {unit}"
        en = f"Needs a conversion: amount in {line_unit}, factor per {unit}"
        found.append(Reason("conversion", Text(zh=zh, en=en)))
    if is_replaced:
        by = (f" {replaced_year} 年", f" of {replaced_year}") if replaced_year else ("新", "")
        found.append(Reason("replaced", Text(zh=f"已被{by[0]}值取代", en=f"Superseded by the value{by[1]}")))
    return tuple(found)
