"""CO2 and CO2e told apart, and transmission losses counted once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isclose

from tanzuji.contributions.guards import messages
from tanzuji.contributions.guards.findings import Finding, Level, Offer, value_of
from tanzuji.contributions.papers import Input
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.quantities import factor
from tanzuji.documents.text import Text
from tanzuji.formats.lci.absurd import kind_of
from tanzuji.formats.starter import starter_release

_CO2_ALONE = re.compile(
    r"二氧化碳排放因子|仅含?\s*(?:CO2|CO₂|二氧化碳)(?!\s*(?:e|当量))|"
    r"(?:kg|t|g|千克|吨)\s*(?:CO2|CO₂)(?!\s*(?:e|eq|当量|-))\s*[/每]|CO2\s+(?:emission\s+)?factor",
    re.IGNORECASE,
)
"""Words that speak of carbon dioxide alone; `二氧化碳当量` and `CO2e` do not match."""

_LOSSES = re.compile(
    r"输配电?|线损|网损|输电损耗|transmission|distribution loss|T&D|grid loss", re.IGNORECASE
)
_INSIDE = re.compile(
    r"含输配电?损耗|含线损|包括输配|incl(?:uding|\.)?\s+(?:T&D\s+)?loss|with\s+losses", re.IGNORECASE
)
_OUTSIDE = re.compile(
    r"不含(?:输配电?)?损耗|不含线损|不包括输配|excl(?:uding|\.)?\s+(?:T&D\s+)?loss|without\s+losses",
    re.IGNORECASE,
)


def is_electricity(dataset: Dataset) -> bool:
    """Whether it is power from the grid or a plant."""
    names = f"{dataset.name.zh or ''} {dataset.name.en or ''}"
    return (
        kind_of(dataset.unit, names, is_electricity=dataset.category[:1] == ("electricity",)) == "electricity"
    )


def gas_basis(offer: Offer) -> Iterator[Finding]:
    """A basis that its amounts, its words or its value contradict."""
    dataset = offer.dataset
    for at, amount in enumerate(dataset.amounts):
        fits = {
            "co2e": amount.gas == "CO2e",
            "co2": amount.gas == "CO2",
            "gases": amount.gas != "CO2e",
        }[dataset.gas_basis]
        if not fits:
            yield Finding(
                "error",
                messages.BASIS_AMOUNTS.problem(
                    f"dataset.amounts[{at}].gas", basis=dataset.gas_basis, gas=amount.gas[:40]
                ),
            )
    if dataset.gas_basis == "co2":
        yield Finding("warning", messages.CO2_ONLY.problem("dataset.gas_basis"))
        return
    yield from _words(dataset)
    value = value_of(dataset)
    if value is not None and is_electricity(dataset):
        known = _co2_factor(value, dataset.unit)
        if known is not None:
            shown = f"{value:g} kgCO2e/{dataset.unit}"
            yield Finding("error", messages.CO2_VALUE.problem("dataset.amounts", value=shown, name=known))
    if dataset.gas_basis == "co2e" and dataset.gwp_set is None:
        yield Finding("warning", messages.NO_GWP_SET.problem("dataset.gwp_set"))


def _words(dataset: Dataset) -> Iterator[Finding]:
    texts = (
        ("dataset.name", Text(zh="名称", en="name"), f"{dataset.name.zh or ''}\n{dataset.name.en or ''}"),
        (
            "dataset.source",
            Text(zh="来源", en="source"),
            f"{dataset.source.title}\n{dataset.source.location}",
        ),
    )
    for place, name, text in texts:
        found = _CO2_ALONE.search(text)
        if found is not None:
            yield Finding(
                "error",
                messages.BASIS_CONTRADICTS.problem(
                    place, stated=dataset.gas_basis, place=name, words=found.group().strip()
                ),
            )


@lru_cache(maxsize=1)
def _co2_factors() -> tuple[tuple[float, Text], ...]:
    """kg CO2 per kWh of every CO2-only factor of electricity that ships, with its name."""
    return tuple(
        (sum(a.amount for a in dataset.amounts) / factor(dataset.unit, "kWh"), dataset.name)
        for dataset in starter_release().datasets()
        if dataset.gas_basis == "co2" and dataset.category[:1] == ("electricity",)
    )


def _co2_factor(value: float, unit: str) -> Text | None:
    """The CO2-only factor whose very value this is, to four digits."""
    per_kwh = value / factor(unit, "kWh")
    return next((name for known, name in _co2_factors() if isclose(per_kwh, known, rel_tol=5e-5)), None)


@dataclass(frozen=True, slots=True)
class Parent:
    """What is known of a dataset that an input rests on."""

    dataset: str
    includes_losses: bool | None


def losses(offer: Offer, parents: Mapping[str, Parent]) -> Iterator[Finding]:
    """Losses not stated, contradicted by the name, or counted twice. `parents` by reference."""
    dataset = offer.dataset
    if is_electricity(dataset):
        yield from _stated(dataset)
    inputs = offer.provenance.inputs
    lost = next((each for each in inputs if _LOSSES.search(_names(each))), None)
    if lost is None:
        return
    for each in inputs:
        parent = next(
            (parents[r] for r in each.references if r in parents and parents[r].includes_losses), None
        )
        if parent is not None and each.id != lost.id and each.feeds != lost.id:
            at = inputs.index(lost)
            yield Finding(
                "error",
                messages.LOSSES_TWICE.problem(
                    f"provenance.inputs[{at}]", losses=lost.name, power=each.name, dataset=parent.dataset
                ),
            )
            return


def _stated(dataset: Dataset) -> Iterator[Finding]:
    names = _names(dataset)
    inside, outside = _INSIDE.search(names), _OUTSIDE.search(names)
    said = outside or inside  # “不含输配损耗” holds “含输配损耗”
    if dataset.includes_losses is None:
        # The national announcements do not say it either; a note tells the reader what is not known.
        level: Level = "warning" if dataset.note else "error"
        yield Finding(level, messages.LOSSES_UNSTATED.problem("dataset.includes_losses"))
    elif said is not None and dataset.includes_losses == (said is outside):
        stated = Text(zh="含", en="inside") if dataset.includes_losses else Text(zh="不含", en="not inside")
        yield Finding(
            "error",
            messages.LOSSES_CONTRADICT.problem("dataset.includes_losses", words=said.group(), stated=stated),
        )


def _names(of: Dataset | Input) -> str:
    return f"{of.name.zh or ''} {of.name.en or ''}"
