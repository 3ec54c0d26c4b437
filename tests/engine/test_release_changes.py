"""Two releases compared dataset by dataset. By hand: 2 → 3 is +50 %; 0.6205 → 0.5777 is −42.8/620.5."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.datasets import Dataset, GasAmount, Source, Uncertainty
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.release_changes import release_changes


def _dataset(id_: str, value: float | None, **more: Any) -> Dataset:
    amounts = () if value is None else (GasAmount(gas="CO2e", amount=value),)
    return Dataset(
        id=id_, name=Text(en=id_), unit="kg", amounts=amounts, source=Source(title="by hand"), **more
    )


def _release(folder: Path, version: str, *datasets: Dataset) -> Release:
    return write_release(
        folder / version, name="lib", version=version, title=Text(en="lib"), licence="CC0", datasets=datasets
    )


def test_a_new_value_a_successor_a_newcomer_and_a_leaver_are_told_apart(tmp_path: Path) -> None:
    one = _release(
        tmp_path, "1", _dataset("a", 2), _dataset("grid-2023", 0.6205), _dataset("c", 1), _dataset("d", 5)
    )
    other = _release(
        tmp_path,
        "2",
        _dataset("a", 3),
        _dataset("grid-2023", 0.6205),
        _dataset("grid-2024", 0.5777, replaces="grid-2023"),
        _dataset("e", 7),
        _dataset("d", 5, note=Text(en="another word")),
    )
    found = {change.dataset.id: change for change in release_changes(one, other)}
    assert {key: change.kind for key, change in found.items()} == {
        "grid-2024": "replaced", "a": "changed", "e": "added", "c": "removed", "d": "described",
    }  # fmt: skip
    assert found["a"].share == pytest.approx(0.5)
    assert found["grid-2024"].share == pytest.approx(-42.8 / 620.5)
    assert found["d"].fields == ("note",) and found["d"].share == 0
    assert found["c"].share is None and found["e"].share is None


def test_the_first_release_adds_everything_and_the_same_one_changes_nothing(tmp_path: Path) -> None:
    one = _release(tmp_path, "1", _dataset("a", 2), _dataset("b", 3))
    assert [change.kind for change in release_changes(None, one)] == ["added", "added"]
    assert release_changes(one, one) == []


def test_an_unknown_value_is_no_zero_and_units_that_differ_give_no_share(tmp_path: Path) -> None:
    one = _release(tmp_path, "1", _dataset("a", 2), _dataset("b", 2))
    tonnes = _dataset("b", 2000).model_copy(update={"unit": "t"})
    other = _release(tmp_path, "2", _dataset("a", None), tonnes)
    found = {change.dataset.id: change for change in release_changes(one, other)}
    assert found["a"].new != found["a"].new  # NaN
    assert found["a"].share is None and found["b"].share is None


def test_a_value_with_a_distribution_comes_with_the_range_of_its_samples(tmp_path: Path) -> None:
    """A lognormal of σ = 0.1 around a median of 1 holds 95 % between e^−0.196 = 0.822 and e^0.196 = 1.217."""
    spread = Uncertainty(distribution="lognormal", sigma=0.1)
    change = release_changes(None, _release(tmp_path, "1", _dataset("a", 1, uncertainty=spread)))[0]
    assert change.low == pytest.approx(0.822, rel=0.03) and change.high == pytest.approx(1.217, rel=0.03)
