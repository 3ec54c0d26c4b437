"""A dataset to take away: its document as JSON, its numbers as a table that spreadsheets open, its emissions as ILCD."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from tanzuji.documents.datasets import GasAmount
from tanzuji.engine import write_release
from tanzuji.engine.store import home
from tanzuji.figures.figure import Cell, Column, Table, csv_text
from tanzuji.formats.doors import write_release_as
from tanzuji.library.reading import Sheet
from tanzuji.web.language import language, say

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets read Chinese in the wrong encoding."""


def document(of: Sheet) -> dict[str, Any]:
    """The dataset as it stands in the release, with the release and the values by GWP set."""
    stored = of.stored
    return {
        "dataset": of.dataset.plain(),
        "release": {"name": stored.name, "version": stored.version, "digest": stored.digest, "licence": stored.licence},
        "kg_co2e": {
            gwp_set: _known(float(stored.intensity(of.dataset.id, gwp_set).sum()))
            for gwp_set in (of.sets or (of.gwp_set,))
        },
        "recharacterised": of.per_gas,
    }  # fmt: skip


def as_json(of: Sheet) -> str:
    """The document as indented JSON."""
    return json.dumps(document(of), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_csv(of: Sheet) -> str:
    """A row a gas and line, then the total; every row carries what tells the dataset."""
    rows: list[tuple[Cell, ...]] = [
        (*_told(of), gas.gas, gas.line_name.to(language()), gas.kg, gas.gwp, gas.kg_co2e) for gas in of.gases
    ]
    total = say("合计", "total")
    rows.append((*_told(of), total, "", None, None, of.value))
    columns = (*(Column(name) for name in _heads()), *(Column(name, "number") for name in _numbers()))
    return BYTE_ORDER_MARK + csv_text(Table(columns, tuple(rows), Decimal(1)), language())


def as_ilcd(of: Sheet) -> bytes:
    """The dataset as an ILCD package (ZIP): a process whose emissions are the gases of one unit, upstream included.

    What was solved from unit processes is written as its result; the page of the library writes the unit processes.
    """
    dataset = of.dataset
    if dataset.kind == "process":
        amounts = tuple(GasAmount(gas=g.gas, line=g.line, amount=g.kg) for g in of.gases)
        dataset = dataset.model_copy(update={"kind": "factor", "gas_basis": "gases", "amounts": amounts})
    with tempfile.TemporaryDirectory(prefix=".dataset-", dir=home()) as place:
        stored = of.stored
        one = write_release(
            Path(place, "release"), name="dataset", version="1", title=stored.title, licence=stored.licence,
            datasets=[dataset],
        )  # fmt: skip
        write_release_as(one, path := Path(place, "dataset.zip"), "ilcd")
        return path.read_bytes()


def _heads() -> tuple[str, ...]:
    return (
        say("标识", "id"),
        say("名称", "name"),
        say("声明单位", "unit"),
        say("地域", "region"),
        say("年份", "years"),
        say("数据库", "library"),
        say("来源", "source"),
        "GWP",
        say("气体", "gas"),
        say("报告项", "line"),
    )


def _numbers() -> tuple[str, ...]:
    return (say("kg/单位", "kg/unit"), "GWP100", say("kgCO₂e/单位", "kg CO₂e/unit"))


def _told(of: Sheet) -> tuple[Cell, ...]:
    row = of.row
    gwp_set = of.gwp_set if of.per_gas else (of.dataset.gwp_set or say("未说明", "not stated"))
    return (
        row.dataset,
        row.name.to(language()),
        row.unit,
        row.geography,
        row.years,
        row.release,
        row.cited,
        gwp_set,
    )


def _known(value: float) -> float | None:
    return value if value == value else None
