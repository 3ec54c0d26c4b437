"""Compiled rows against `compute`, which adds the same terms another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tanzuji import ProductModel, Release, compute, demo_models, starter_release
from tanzuji.documents.errors import CodedError
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Method
from tanzuji.engine.catalogue import Catalogue, Column, Product, Releases, compile_row, recompute
from tanzuji.engine.catalogue.recompute import Standing
from tanzuji.engine.catalogue.store import METHODS

MODELS = demo_models()


@pytest.fixture(scope="module")
def starter() -> Release:
    return starter_release()


def _catalogue(folder: Path, starter: Release, names: list[str]) -> Catalogue:
    catalogue = Catalogue(folder)
    rows = [compile_row(MODELS[name], starter) for name in names]
    catalogue.put([Product(name, "one", "d") for name in names], rows)
    return catalogue


def test_every_row_of_the_examples_weighs_what_compute_gives_on_every_line(
    tmp_path: Path, starter: Release
) -> None:
    with _catalogue(tmp_path, starter, list(MODELS)) as catalogue:
        found = recompute(catalogue.rows(), Releases.of(starter))
    for name, lines in zip(found.rows.keys, found.lines, strict=True):
        whole = compute(MODELS[name], starter)
        scale = whole.gross_emissions - whole.gross_credits
        assert lines.sum() == pytest.approx(whole.total, abs=1e-12 * scale)
        for line, value in zip(LINES, lines, strict=True):
            assert value == pytest.approx(whole.lines.get(line), abs=1e-12 * scale), (name, line)


@pytest.mark.parametrize("method", METHODS, ids=lambda m: f"{m.gwp_set} {m.biogenic}")
def test_another_gwp_set_and_convention_need_no_other_row(
    tmp_path: Path, starter: Release, method: Method
) -> None:
    """Rows are compiled once, in the study's own method."""
    with _catalogue(tmp_path, starter, list(MODELS)) as catalogue:
        found = recompute(catalogue.rows(), Standing(Releases.of(starter), method=method))
    for name, total in zip(found.rows.keys, found.totals, strict=True):
        model = MODELS[name]
        chosen = model.method.model_copy(update={"gwp_set": method.gwp_set, "biogenic": method.biogenic})
        try:
            whole = compute(model, starter, method=chosen)
        except CodedError:
            assert np.isnan(total), name
            continue
        assert total == pytest.approx(whole.total, abs=1e-12 * (whole.gross_emissions - whole.gross_credits))


def test_a_row_by_hand(starter: Release) -> None:
    """Two runs of a process of 3 kWh and 0.5 kg methane: 6 kWh of grid power, 1 kg CH4."""
    model = ProductModel.parse(
        {
            "id": "by-hand", "product": {"name": {"zh": "甲", "en": "A"}},
            "unit": {"kind": "declared", "amount": 1, "unit": "kg", "description": {"zh": "1 kg", "en": "1 kg"}},
            "boundary": {"type": "cradle_to_gate"}, "deliver": "make",
            "processes": [{
                "id": "make", "name": "make", "stage": "manufacturing", "output": {"amount": 0.5, "unit": "kg"},
                "energy": [{"id": "power", "name": "power", "amount": 3, "unit": "kWh", "dataset": "cn-elec-cf-2024-cn-041"}],
                "emissions": [{"id": "gas", "name": "methane", "gas": "CH4-fossil", "amount": 0.5}],
            }],
        }
    )  # fmt: skip
    row = compile_row(model, starter)
    assert row.amounts == {
        Column("starter", starter.digest, "cn-elec-cf-2024-cn-041"): pytest.approx(6.0),
        Column("gas", "fossil", "CH4-fossil"): pytest.approx(1.0),
    }
    other = model.plain()
    other["processes"][0]["energy"][0]["datasets"] = ["cn-elec-cf-9999"]
    with pytest.raises(CodedError) as raised:
        compile_row(ProductModel.parse(other), starter)
    assert raised.value.code == "release.no-dataset"
