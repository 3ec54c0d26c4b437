"""Footprints far outside what the starter library knows of their kind are called out, and rightly negative wood is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.engine import write_release
from tanzuji.formats.lci.absurd import MARGIN, absurd, kind_of, ranges


def looked(tmp_path: Path, *datasets: tuple[str, str, list[dict[str, Any]]]) -> dict[str, str]:
    """By name, why a dataset of this unit and these amounts is called out."""
    made = [
        Dataset.parse(
            {"id": name, "name": name, "unit": unit, "amounts": amounts, "source": {"title": "made"}}
        )
        for name, unit, amounts in datasets
    ]
    release = write_release(
        tmp_path / "r", name="r", version="1", title=Text.parse("r"), licence="", datasets=made
    )
    return {row["name"]: row["why"] for row in absurd(release)["datasets"]}


def co2e(amount: float, line: str = "fossil") -> dict[str, Any]:
    return {"gas": "CO2e", "amount": amount, "line": line}


def test_a_value_beyond_ten_times_the_greatest_is_too_high_in_every_unit(tmp_path: Path) -> None:
    high = ranges()["mass"].high
    found = looked(
        tmp_path,
        ("usual", "kg", [co2e(high * MARGIN * 0.99)]),
        ("too high", "kg", [co2e(high * MARGIN * 1.01)]),
        ("too high in tonnes", "t", [co2e(high * MARGIN * 1010)]),
        ("usual in tonnes", "t", [co2e(high * 1000)]),
        ("nothing", "kg", [co2e(0.0)]),
    )
    assert found == {"too high": "high", "too high in tonnes": "high"}


def test_removals_make_wood_negative_and_rightly_so(tmp_path: Path) -> None:
    """1.8 kg of CO2 in a kilogram of dry wood; a fossil part below zero is another matter."""
    found = looked(
        tmp_path,
        ("wood", "kg", [co2e(0.1), co2e(-1.8, "removal")]),
        ("credit", "kg", [co2e(-0.4)]),
    )
    assert found == {"credit": "negative"}


@pytest.mark.parametrize(("unit", "name", "expected"), [
    ("kWh", "Electricity, at grid", "electricity"), ("MJ", "全国电力平均", "electricity"), ("MJ", "Heat", "energy"),
    ("t", "Steel", "mass"), ("t*km", "Truck", "freight"), ("m3", "Gas", "volume"), ("piece", "Bicycle", ""),
])  # fmt: skip
def test_a_footprint_is_judged_by_its_kind(unit: str, name: str, expected: str) -> None:
    assert kind_of(unit, name) == expected


def test_electricity_ranges_from_hydropower_to_coal() -> None:
    """The electricity factors of the starter library lie between 0.001 and 2 kg CO2e/kWh, as published mixes do."""
    electricity = ranges()["electricity"]
    assert electricity.unit == "kWh" and electricity.count > 100
    assert 0.001 < electricity.low < 0.05 and 0.9 < electricity.high < 2.0
