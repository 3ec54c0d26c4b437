"""Everything a scenario can change, and the residual mix of a line, travel through every file of a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import Set, apply
from tanzuji.documents.models import ProductModel
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import read_model, write_json, write_workbook, write_yaml


def everything() -> ProductModel:
    plain = demo_models()["lfp_battery_pack"].plain()
    plain["method"] = {"electricity": "market"}
    cell = next(p for p in plain["processes"] if p["id"] == "cell")
    cell["energy"][0]["residual_datasets"] = ["cn-elec-cf-2024-cn-042"]
    plain["scenarios"].append(
        {
            "id": "all",
            "name": {"zh": "都改", "en": "Everything"},
            "parameters": {"service_years": 10.0},
            "datasets": {"cell/cell-electricity": ["cn-elec-cf-2024-cn-047"]},
            "shares": {"cell/cell-electricity": 0.4},
            "amounts": {"housing/aluminium": "=cell_mass / 5", "cathode": 1.05},
            "materials": {"aluminium/recycling_rate": 0.5},
            "end_of_life": "cff",
            "gwp_set": "AR5",
            "biogenic": "0/0",
        }
    )
    return ProductModel.parse(plain)


@pytest.mark.parametrize("suffix", ["yaml", "json", "xlsx"])
def test_a_scenario_comes_back_from_a_file_as_it_was(tmp_path: Path, suffix: str) -> None:
    model = everything()
    write = {"yaml": write_yaml, "json": write_json, "xlsx": write_workbook}[suffix]
    content = write(model)
    path = tmp_path / f"model.{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    read = read_model(path)
    assert read == model
    assert digest(read) == digest(model)


def test_what_a_scenario_changes_follows_renamed_places() -> None:
    plain = everything().plain()
    for place, value in (
        ("processes[cell].energy[cell-electricity].id", "power"),
        ("processes[housing].id", "case"),
        ("processes[cathode].id", "positive"),
        ("materials[aluminium].id", "al"),
        ("parameters[cell_mass].name", "mass"),
    ):
        plain = apply(plain, (Set(place=place, value=value),)).plain
    scenario = plain["scenarios"][-1]
    assert scenario["datasets"] == {"cell/power": ["cn-elec-cf-2024-cn-047"]}
    assert scenario["shares"] == {"cell/power": 0.4}
    assert scenario["amounts"] == {"case/aluminium": "=mass / 5", "positive": 1.05}
    assert scenario["materials"] == {"al/recycling_rate": 0.5}
    ProductModel.parse(plain)
