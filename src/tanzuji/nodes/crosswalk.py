"""Crosswalks between our datasets and the record schema of another database, as data, with what does not fit."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Any

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Dataset, GasAmount, Source
from tanzuji.documents.errors import define
from tanzuji.documents.exchanges import Id
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.regions import code_of, region
from tanzuji.documents.rules import Sourced
from tanzuji.documents.text import Text
from tanzuji.formats import safe_yaml

BAD_UNIT = define(
    "nodes.bad-record-unit",
    zh="记录的单位“{unit}”读不懂。",
    en="The record's unit “{unit}” cannot be read.",
    remedy_zh="应写成“气体质量/活动单位”，如 kgCO2e/kWh、tCO2/TJ。",
    remedy_en="It is written mass of gas per unit of activity, as kgCO2e/kWh or tCO2/TJ.",
)
BAD_VALUE = define(
    "nodes.bad-record-value",
    zh="记录的数值“{value}”不是数。",
    en="The record's value “{value}” is no number.",
    remedy_zh="请写成有限的数。",
    remedy_en="Write a finite number.",
)
GAS_UNLIKE = define(
    "nodes.record-gas-unlike",
    zh="记录的气体是“{gas}”，单位却是“{unit}”。",
    en="The record's gas is “{gas}”, but its unit is “{unit}”.",
    remedy_zh="请向发布方核实是哪一种；只含 CO2 的因子不能当作 CO2e。",
    remedy_en="Ask the publisher which it is; a factor of CO2 alone is not one of CO2e.",
)

_UNIT = re.compile(r"\s*(kg|t|g|Mg)\s*-?\s*(CO2e|CO2eq|CO2|CH4|N2O|tCO2)\s*/\s*(.+?)\s*", re.IGNORECASE)
_GASES = {"co2e": "CO2e", "co2eq": "CO2e", "co2": "CO2", "ch4": "CH4", "n2o": "N2O"}


class Field(Document):
    """A field of theirs and the word of ours that fills it."""

    theirs: str
    ours: str


class Crosswalk(Sourced):
    """The fields of another schema; `lost` are those of ours that it has no place for."""

    id: Id
    title: Text
    fields: tuple[Field, ...]
    lost: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def national() -> Crosswalk:
    """That of the national database."""
    text = resources.files("tanzuji.nodes").joinpath("national.yaml").read_text("utf-8")
    return Crosswalk.parse(safe_yaml.load(text))


def record_of(
    dataset: Dataset,
    value: float | None,
    crosswalk: Crosswalk,
    *,
    library: tuple[str, Text],
    theirs: str = "",
) -> dict[str, str]:
    """The dataset in the fields of another schema; `value` in kg CO2e per declared unit, empty where unknown."""
    words = {
        "library.name": library[0],
        "library.title": library[1].to("zh"),
        "year": str(dataset.year_to or dataset.year_from or ""),
        "theirs": theirs,
        "id": dataset.id,
        "category": "/".join(dataset.category),
        "name": dataset.name.to("zh"),
        "value": "" if value is None else repr(value),
        "unit": f"kg{_gas(dataset)}/{dataset.unit}",
        "region": region(dataset.geography).name.to("zh"),
        "gas": _gas(dataset),
    }
    return {field.theirs: words[field.ours] for field in crosswalk.fields}


def lost(dataset: Dataset, crosswalk: Crosswalk) -> tuple[str, ...]:
    """What of this dataset the other schema has no place for."""
    held: dict[str, Any] = {
        "boundary": dataset.boundary != "unknown",
        "gwp_set": dataset.gwp_set,
        "uncertainty": dataset.uncertainty,
        "quality": dataset.quality,
        "technology": dataset.technology,
        "source": dataset.source.title,
        "licence": dataset.source.licence,
        "includes_losses": dataset.includes_losses is not None,
        "replaces": dataset.replaces,
        "lines": len({amount.line for amount in dataset.amounts}) > 1,
    }
    return tuple(name for name in crosswalk.lost if held.get(name))


def dataset_of(record: dict[str, str], *, publisher: str) -> Dataset:
    """A record of the national database as a dataset. It says what gas it is of, and is believed only where its
    unit agrees. Raises `nodes.bad-record-*`, `nodes.record-gas-unlike`, `document.*`."""
    mass, gas, unit = _read_unit(record.get("unitRaw", ""))
    stated = _GASES.get(record.get("gasRaw", "").strip().lower(), "")
    if stated and stated != gas:
        raise GAS_UNLIKE.error("gasRaw", gas=record["gasRaw"][:40], unit=record["unitRaw"][:60])
    amount = _number(record.get("value", "")) * factor(mass, "kg")
    year = record.get("year", "").strip()
    return Dataset.parse(
        {
            "id": f"cn-national-{record.get('recordId') or record.get('referenceKey')}",
            "name": {"zh": record.get("factorName", "")},
            "category": [part for part in record.get("categoryPath", "").split("/") if part],
            "unit": unit,
            "geography": code_of(record.get("regionRaw", "")) or "CN",
            "year_from": int(year) if year.isdecimal() else None,
            "year_to": int(year) if year.isdecimal() else None,
            "gas_basis": {"CO2e": "co2e", "CO2": "co2"}.get(gas, "gases"),
            "amounts": [GasAmount(gas=gas, amount=amount).plain()],
            "source": Source(
                title=record.get("sourceLibraryName", "") or "国家温室气体排放因子数据库",
                publisher=publisher,
                location=f"{record.get('sourceLibraryCode', '')} {record.get('recordId', '')}".strip(),
            ).plain(),
        }
    )


def _read_unit(written: str) -> tuple[str, str, str]:
    """Mass unit, gas and unit of activity of `kgCO2e/kWh`. Raises `nodes.bad-record-unit`."""
    found = _UNIT.fullmatch(written)
    if found is None or not convertible(found[3], found[3]):
        raise BAD_UNIT.error("unitRaw", unit=written[:60])
    mass = {"mg": "t"}.get(found[1].lower(), found[1].lower())
    return mass, _GASES[found[2].lower()], found[3]


def _number(written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        raise BAD_VALUE.error("value", value=written[:40]) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise BAD_VALUE.error("value", value=written[:40])
    return value


def _gas(dataset: Dataset) -> str:
    """CO2e, or the only gas a dataset states."""
    gases = {amount.gas for amount in dataset.amounts}
    return next(iter(gases)) if dataset.gas_basis == "co2" and len(gases) == 1 else "CO2e"
