"""How predicates see the lines of a model: amounts, factors and datasets, each a plain dictionary.

A figure that is unknown is absent, so that a predicate must ask `has(item.age)` and cannot take unknown for 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tanzuji.documents.errors import CodedError
from tanzuji.documents.exchanges import DataOrigin, Emission, Energy, Exchange, Transport
from tanzuji.documents.footprints import Contribution, FactorUse, Footprint
from tanzuji.documents.gases import gas as gas_named
from tanzuji.documents.models import Process
from tanzuji.documents.text import Text
from tanzuji.engine.activity import Amounts
from tanzuji.rules.predicates import Words

Item = dict[str, Any]
"""One item of a collection; its fields are listed in `tanzuji.rules.subject.FIELDS`."""

SIGNIFICANT = 0.8
"""The largest contributions that make up 80 % of the gross footprint are significant (ISO 14044, annex B)."""

_LISTS = (
    ("inputs", "input"),
    ("energy", "energy"),
    ("transports", "transport"),
    ("wastes", "waste"),
    ("emissions", "emission"),
)
_PROXY = Words([r"代理|近似替代|\bproxy\b|\bsurrogate\b"])
_AIR = Words([r"航空|空运|\bair\b|air ?freight|\bflight"])
_SUPPLY = Words([r"electricity|电力|供电|\bgrid\b|purchased heat|热力|供热|蒸汽|\bsteam\b|district heat"])
_LOSSES = Words(
    [r"含线损|线损率|including line losses|incl\. losses|transmission and distribution|T&D losses"]
)
_NO_LOSSES = Words([r"不含线损|excluding line losses|excl\. losses"])
_INDIRECT_LAND = Words([r"间接土地利用|\biLUC\b|indirect land"])
_POTENT = ("SF6", "NF3", "N2O", "PFC-", "HFC-", "HCFC-", "CFC-")


def both(text: Text) -> dict[str, str]:
    """A text in both languages, the one standing in for the other where it is missing."""
    return {"zh": text.to("zh"), "en": text.to("en")}


def known(**values: Any) -> Item:
    """The values that are known."""
    return {name: value for name, value in values.items() if value is not None}


def line_items(footprint: Footprint, amounts: Amounts) -> list[Item]:
    """Every line of every process and every end-of-life contribution of the model."""
    model = footprint.model
    contributions = {c.path: c for c in footprint.contributions}
    gaps = {g.path: g.reason for g in footprint.gaps}
    runs = {p.process: p.runs for p in footprint.processes}
    canonical = {stage.id: stage.canonical for stage in model.stages()}
    significant = _significant(footprint)
    items = []
    for process, path, kind, line in _walk(footprint):
        contribution = contributions.get(path)
        amount = contribution.amount if contribution else _amount(line, path, amounts, runs.get(process.id))
        items.append(
            known(
                path=path,
                kind=kind,
                id=line.id or "",
                name=both(line.name),
                process=process.id,
                process_name=both(process.name),
                supplier=getattr(line, "process", None) or "",
                stage=process.stage,
                canonical=canonical.get(process.stage, ""),
                controlled=process.controlled,
                amount=amount,
                unit=line.unit,
                gap=gaps.get(path, ""),
                has_note=line.note is not None,
                significant=path in significant,
                **_burden(contribution),
                **_origin(line.data),
                **_proxy(line),
                **_particulars(line),
                **_factors_of(contribution),
            )
        )
    return items


def lines_of(footprint: Footprint) -> Iterator[Exchange | Emission]:
    """Every line of the model itself."""
    return (line for *_, line in _walk(footprint))


def _walk(footprint: Footprint) -> Iterator[tuple[Process, str, str, Exchange | Emission]]:
    for i, process in enumerate(footprint.model.processes):
        for attribute, kind in _LISTS:
            for j, line in enumerate(getattr(process, attribute)):
                yield process, f"processes[{i}].{attribute}[{j}]", kind, line


def _amount(line: Exchange | Emission, path: str, amounts: Amounts, runs: float | None) -> float | None:
    """Amount per unit of the study; None where it or the number of runs is unknown."""
    try:
        each = amounts.of(line, path) if isinstance(line, Exchange) else amounts.known(line.amount, path)
    except CodedError:
        return None  # the engine has refused or will refuse this formula with its place
    return None if each is None or runs is None else each * runs


def _significant(footprint: Footprint) -> set[str]:
    ordered = sorted(footprint.contributions, key=lambda c: -abs(c.total))
    gross = sum(abs(c.total) for c in ordered)
    reached, found = 0.0, set()
    for contribution in ordered:
        if gross == 0 or reached >= SIGNIFICANT * gross:
            break
        found.add(contribution.path)
        reached += abs(contribution.total)
    return found


def _burden(contribution: Contribution | None) -> Item:
    if contribution is None:
        return {"kg_co2e": 0.0, "kg_fossil": 0.0, "kg_aircraft": 0.0, "share": 0.0}
    return {
        "kg_co2e": contribution.total,
        "kg_fossil": contribution.lines.fossil,
        "kg_aircraft": contribution.lines.aircraft,
        "share": contribution.share or 0.0,
    }


def _origin(data: DataOrigin) -> Item:
    years = [year for year in (data.year_to, data.year_from) if year is not None]
    return known(
        data_kind=data.kind,
        has_source=bool(data.citation or data.read_in or data.evidence),
        has_geography=bool(data.geography),
        has_year=bool(years),
        year=years[0] if years else None,
        data_confidence=data.confidence,
    )


def _proxy(line: Exchange | Emission) -> Item:
    note = both(line.note) if line.note else {"zh": "", "en": ""}
    return {"proxy": _PROXY.found_in(line.data.confidence, line.data.citation, note["zh"], note["en"])}


def _gas_id(name: str) -> str:
    """`PFC-14` for `CF4`; an unknown gas keeps its name."""
    try:
        return gas_named(name).id
    except CodedError:
        return name


def _particulars(line: Exchange | Emission) -> Item:
    gas = _gas_id(line.gas) if isinstance(line, Emission) else ""
    item: Item = {
        "gas": gas,
        "potent": gas.startswith(_POTENT),
        "category": line.category if isinstance(line, Emission) else "",
        "electricity": "",
        "air": isinstance(line, Transport) and _AIR.found_in(line.mode, *both(line.name).values()),
        "datasets": list(line.datasets) if isinstance(line, Exchange) else [],
    }
    if isinstance(line, Energy):
        item["electricity"] = line.electricity or ""
        item["attributes_sold"] = line.attributes_sold
        item["has_grid"] = bool(line.grid_datasets)
        if line.instrument is not None:
            item["instrument"] = line.instrument.model_dump()
    return item


def _factors_of(contribution: Contribution | None) -> Item:
    factors = contribution.factors if contribution else ()
    included = any(f.includes_losses for f in factors)
    added = any(_is_losses(f) for f in factors)
    if included or added:
        losses = "both" if included and added else "included" if included else "added"
    else:
        losses = "excluded" if any(f.includes_losses is False for f in factors) else "unknown"
    return {
        "boundaries": sorted({str(f.boundary) for f in factors}),
        "losses": losses,
        "low_confidence": any(f.confidence == "low" for f in factors)
        or bool(contribution and contribution.data_kind == "estimate"),
    }


def _is_losses(factor: FactorUse) -> bool:
    return _reading(_texts(factor)).losses_only


def _texts(factor: FactorUse) -> tuple[str, ...]:
    return (factor.name.zh or "", factor.name.en or "", *factor.category)


class _Reading(NamedTuple):
    """What the names and categories of a dataset say."""

    losses_only: bool
    indirect_land_use: bool
    supply: bool


@lru_cache(maxsize=4096)
def _reading(texts: tuple[str, ...]) -> _Reading:
    return _Reading(
        losses_only=_LOSSES.found_in(*texts) and not _NO_LOSSES.found_in(*texts),
        indirect_land_use=_INDIRECT_LAND.found_in(*texts),
        supply=_SUPPLY.found_in(*texts),
    )


def factor_items(footprint: Footprint) -> list[Item]:
    """Every factor behind every contribution."""
    end = footprint.model.period.end.year if footprint.model.period else None
    items = []
    for contribution in footprint.contributions:
        for factor in contribution.factors:
            said = _reading(_texts(factor))
            year = factor.year_to or factor.year_from
            items.append(
                known(
                    path=contribution.path,
                    line=both(contribution.name),
                    dataset=factor.dataset,
                    name=both(factor.name),
                    gas_basis=factor.gas_basis,
                    boundary=factor.boundary,
                    gwp_set=factor.gwp_set or "",
                    recharacterised=factor.recharacterised,
                    losses_only=said.losses_only,
                    indirect_land_use=said.indirect_land_use,
                    supply=bool(contribution.electricity) or said.supply,
                    confidence=factor.confidence,
                    has_source=bool(factor.source),
                    geography=factor.geography,
                    age=float(max(0, end - year)) if end is not None and year is not None else None,
                    kg_co2e=factor.kg_co2e,
                    share=_share(factor.kg_co2e, footprint.total),
                )
            )
    return items


def dataset_items(factors: list[Item]) -> list[Item]:
    """The datasets used, once each, with what they add together and the first place of use."""
    found: dict[str, Item] = {}
    for factor in factors:
        item = found.setdefault(factor["dataset"], {**factor, "share": 0.0, "kg_co2e": 0.0, "uses": 0})
        item["share"] += factor["share"]
        item["kg_co2e"] += factor["kg_co2e"]
        item["uses"] += 1
    return list(found.values())


def _share(part: float, total: float) -> float:
    return part / total if total else 0.0
