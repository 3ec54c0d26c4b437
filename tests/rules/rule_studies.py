"""Small studies for the rule tests: a release of telling factors, and models that follow their rules."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine import Release, write_release
from tanzuji.engine.footprint import compute

Plain = dict[str, Any]
Change = Callable[[Plain], None]

BOTH = {"zh": "说明", "en": "a word"}


def dataset(identity: str, unit: str, kg: float = 1.0, **fields: Any) -> Dataset:
    """A factor of `kg` kg CO2 per unit, told by gas unless `fields` say otherwise."""
    line = fields.pop("line", "fossil")
    gas = "CO2e" if fields.get("gas_basis") == "co2e" else "CO2"
    plain: Plain = {
        "id": identity,
        "unit": unit,
        "name": {"zh": f"数据集 {identity}", "en": f"dataset {identity}"},
        "geography": "CN",
        "year_from": 2022,
        "year_to": 2022,
        "boundary": "cradle_to_gate",
        "gas_basis": "gases",
        "amounts": [{"gas": gas, "amount": kg, "line": line}],
        "confidence": "high",
        "source": {"title": "hand-made for tests", "year": 2024},
    }
    return Dataset.parse({**plain, **fields})


def write_test_release(folder: Path) -> Release:
    electricity = {"category": ["electricity"]}
    datasets = [
        dataset("grid", "kWh", 0.6, includes_losses=True, **electricity),
        dataset("grid-losses-unknown", "kWh", 0.6, **electricity),
        dataset("grid-losses-excluded", "kWh", 0.6, includes_losses=False, **electricity),
        dataset("grid-co2", "kWh", 0.53, gas_basis="co2", boundary="generation", **electricity),
        dataset("grid-generation", "kWh", 0.5, boundary="generation", includes_losses=True, **electricity),
        dataset("grid-upstream", "kWh", 0.1, boundary="upstream", **electricity),
        dataset("losses", "kWh", 0.03, name="Electricity T&D (including line losses)", **electricity),
        dataset("wind", "kWh", 0.03, includes_losses=True, **electricity),
        dataset("steel", "kg", 2.0),
        dataset("steel-old", "kg", 2.0, year_from=2005, year_to=2005),
        dataset("steel-2017", "kg", 2.0, year_from=2017, year_to=2017),
        dataset("steel-ar5", "kg", 2.0, gas_basis="co2e", gwp_set="AR5"),
        dataset("steel-no-set", "kg", 2.0, gas_basis="co2e"),
        dataset("steel-weak", "kg", 2.0, confidence="low"),
        dataset("steel-no-source", "kg", 2.0, source={"title": ""}),
        dataset("steel-credit", "kg", -2.0),
        dataset("coal-co2", "kg", 2.2, gas_basis="co2", boundary="combustion"),
        dataset("coal-gases", "kg", 2.2, boundary="combustion"),
        dataset("soy-iluc", "kg", 1.0, name="Soy, indirect land-use change"),
        dataset("soy-land", "kg", 1.0, line="land_use_change"),
        dataset("uptake", "kg", -1.5, line="removal"),
        dataset("release", "kg", 1.5, line="biogenic"),
        dataset("road", "t*km", 0.1),
        dataset("air-unmarked", "t*km", 0.9),
        dataset("air", "t*km", 0.9, line="aircraft"),
        dataset("landfill", "kg", 0.05, boundary="waste_treatment"),
    ]
    return write_release(
        folder / "rules",
        name="rules-test",
        version="1",
        title=Text(zh="测试", en="test"),
        licence="CC0",
        datasets=datasets,
    )


def line(zh: str, en: str, amount: float | str | None, unit: str, *datasets: str, **more: Any) -> Plain:
    """A line with primary data that names its source, year and place."""
    plain: Plain = {
        "name": {"zh": zh, "en": en},
        "amount": amount,
        "unit": unit,
        "data": {"kind": "primary", "citation": "meter 1", "geography": "CN", "year_to": 2024},
        **more,
    }
    if datasets:
        plain["datasets"] = list(datasets)
    return {key: value for key, value in plain.items() if value is not None}


def gate() -> Plain:
    """A cradle-to-gate study of 1 t of castings with nothing to complain about but the information at its end."""
    return {
        "id": "casting",
        "product": {
            "name": {"zh": "铸件", "en": "casting"}, "maker": BOTH, "model": "C1", "site": BOTH,
            "description": BOTH, "specification": BOTH,
        },
        "unit": {"kind": "declared", "amount": 1, "unit": "t", "description": BOTH},
        "boundary": {"type": "cradle_to_gate", "description": BOTH, "geography": "CN"},
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "goal": {"application": BOTH, "reasons": BOTH, "audience": BOTH, "communicated": False},
        "scope": dict.fromkeys(("data_quality", "cut_off", "allocation", "report_type", "review_type", "limitations"), BOTH),
        "processes": [
            {
                "id": "melt", "name": {"zh": "熔炼", "en": "melting"}, "stage": "manufacturing", "controlled": True,
                "output": {"amount": 1000, "unit": "kg"},
                "inputs": [
                    line("钢料", "steel", 1050, "kg", "steel", id="steel", uncertainty={"distribution": "lognormal", "sigma": 0.05})
                ],
                "energy": [line("用电", "electricity", 500, "kWh", "grid", id="power", electricity="grid")],
                "transports": [line("公路", "road", 100, "t*km", "road", id="road", mode="road")],
                "wastes": [line("炉渣", "slag", 20, "kg", "landfill", id="slag")],
                "emissions": [{**line("直接排放", "direct CO2", 10, "kg", id="direct"), "gas": "CO2"}],
            }
        ],
        "deliver": "melt",
        "scenarios": [{"id": "more", "name": BOTH, "kind": "use", "parameters": {}}],
    }  # fmt: skip


def grave() -> Plain:
    """The same product from cradle to grave: functional unit, all five stages."""
    model = gate()
    model["unit"] = {
        "kind": "functional", "amount": 1, "unit": "piece", "description": BOTH, "reference_flow": BOTH,
    }  # fmt: skip
    model["boundary"]["type"] = "cradle_to_grave"
    model["scope"] |= {"assumptions_use": BOTH, "assumptions_end_of_life": BOTH}
    model["deliver"] = None
    for stage, en, name in (
        ("raw_materials", "ore", "steel"), ("distribution", "delivery", "steel"),
        ("use", "using", "steel"), ("end_of_life", "discarding", "landfill"),
    ):  # fmt: skip
        model["processes"].append(
            {
                "id": en, "name": {"zh": en, "en": en}, "stage": stage,
                "inputs": [line(f"{en} 投入", f"{en} input", 1, "kg", name, id="in")],
            }
        )  # fmt: skip
    model["processes"][0].pop("output")
    return {key: value for key, value in model.items() if value is not None}


def product(unit: str, *processes: Plain, kind: str = "declared", boundary: str = "cradle_to_gate") -> Plain:
    """A study of another product, with the lines its rules look for."""
    model = gate() if boundary == "cradle_to_gate" else grave()
    model["unit"] |= {"kind": kind, "unit": unit, "reference_flow": BOTH}
    model["boundary"]["type"] = boundary
    model["processes"] = list(processes)
    model.pop("deliver", None)
    return model


def process(identity: str, stage: str, **lists: Any) -> Plain:
    return {
        "id": identity,
        "name": {"zh": identity, "en": identity},
        "stage": stage,
        "controlled": True,
        **lists,
    }


def study(
    base: Plain, release: Release, change: Change | None = None, broken: Change | None = None
) -> Footprint:
    """The footprint of a model after `change`. `broken` alters the model only afterwards, where the engine refuses."""
    plain = copy.deepcopy(base)
    if change is not None:
        change(plain)
    footprint = compute(ProductModel.parse(plain), [release])
    if broken is not None:
        broken(plain)
        footprint = footprint.model_copy(update={"model": ProductModel.parse(plain)})
    return footprint
