"""`tanzuji sample`: joint samples of a release, the same for any number of processes."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tanzuji.documents import Dataset, Text
from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine import FlowGas, ProcessArrays, Release, write_release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.site import cli


def steel(folder: Path, *, uncertain: bool = True) -> Release:
    """Steel takes 0.5 of power, which emits 2 kg of carbon dioxide, lognormal with σ = 0.3."""
    datasets = [
        Dataset.parse({"id": i, "name": i, "unit": "kg", "kind": "process", "source": {"title": "made"}})
        for i in ("power", "steel")
    ]
    made = np.array([0, 1, 0]), np.array([0, 1, 1]), np.array([1.0, 1.0, -0.5])
    emitted = np.array([0]), np.array([0]), np.array([2.0])
    spread = Factors.of([Uncertainty(distribution="lognormal", sigma=0.3)], emitted[2])
    uncertainty = (Factors.certain(3), spread) if uncertain else None
    arrays = ProcessArrays(made, emitted, [FlowGas("co2", "CO2", "CO2")], uncertainty)
    return write_release(
        folder,
        name="steel",
        version="1",
        title=Text(en="steel"),
        licence="",
        datasets=datasets,
        processes=arrays,
    )


def sample(monkeypatch: pytest.MonkeyPatch, *arguments: object, lang: str = "zh") -> int:
    monkeypatch.setenv("TANZUJI_LANG", lang)
    monkeypatch.setattr(sys, "argv", ["tanzuji", "sample", *map(str, arguments)])
    return int(cli.run())


def test_samples_are_stored_with_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """ln of the samples has a standard deviation of 0.3, and steel is always half of power."""
    for folder, workers in ((tmp_path / "a", 1), (tmp_path / "b", 2)):
        steel(folder)
        assert sample(monkeypatch, folder, "--iterations", 200, "--workers", workers) == 0
        assert "steel@1：2 个数据集各 200 个联合样本，种子 0" in capsys.readouterr().err
    one, other = (Release.open(tmp_path / name).samples([0, 1]) for name in "ab")
    assert (one == other).all() and one.shape == (200, 2)
    assert np.log(one[:, 0]).std() == pytest.approx(0.3, rel=0.2)
    assert np.allclose(one[:, 1], one[:, 0] / 2, rtol=1e-9)


def test_a_release_without_uncertainty_says_that_there_is_nothing_to_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steel(tmp_path / "r", uncertain=False)
    assert sample(monkeypatch, tmp_path / "r", lang="en") == 0
    assert "nothing to store" in capsys.readouterr().err
    assert not Release.open(tmp_path / "r").has_samples


def test_a_release_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sample(monkeypatch, "nothing-of-this-name") == 3
    assert sample(monkeypatch, "steel", "--iterations", 0) == 2


def test_an_import_stores_as_many_samples_as_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 000 unless told; none for 0. The file states a geometric standard deviation of 1.2 for 2 kg of CO2."""
    stated = {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2.0, "geomSd": 1.2}
    unit = {"@id": "kg", "name": "kg"}
    common = {"unit": unit, "flowProperty": {"@id": "mass"}, "isInput": False}
    steel = {"@id": "s", "name": "Steel", "flowType": "PRODUCT_FLOW"}
    gas = {
        "@id": "c",
        "name": "Carbon dioxide, fossil",
        "flowType": "ELEMENTARY_FLOW",
        "category": "Emissions to air",
    }
    held = {
        "flowProperties": [
            {"flowProperty": {"@id": "mass"}, "conversionFactor": 1.0, "isRefFlowProperty": True}
        ]
    }
    members = {
        "unit_groups/m.json": {"@id": "m", "name": "Mass", "units": [{**unit, "conversionFactor": 1.0, "isRefUnit": True}]},
        "flow_properties/mass.json": {"@id": "mass", "name": "Mass", "unitGroup": {"@id": "m"}},
        "flows/s.json": {**steel, **held},
        "flows/c.json": {**gas, **held},
        "processes/p.json": {"@id": "p", "name": "Mill", "exchanges": [
            {"flow": steel, "amount": 1.0, "isQuantitativeReference": True, **common},
            {"flow": gas, "amount": 2.0, "uncertainty": stated, **common}]},
    }  # fmt: skip
    with zipfile.ZipFile(tmp_path / "mill.zip", "w") as archive:
        for name, value in members.items():
            archive.writestr(name, json.dumps(value))
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    for version, asked, expected in (
        ("1", [], 1000),
        ("2", ["--samples", "30"], 30),
        ("3", ["--samples", "0"], 0),
    ):
        line = [
            "tanzuji",
            "import",
            str(tmp_path / "mill.zip"),
            "--name",
            "mill",
            "--version",
            version,
            *asked,
        ]
        monkeypatch.setattr(sys, "argv", line)
        assert cli.run() == 0
        assert Release.open(tmp_path / "releases" / "mill" / version).sample_count == expected
