"""The reference models that come with the software: on the shipped products, and frames without figures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.formats import safe_yaml
from tanzuji.formats.demo_models import demo_models
from tanzuji.rules import available

GENERAL = "gbt-24067-2024"


@lru_cache(maxsize=1)
def shipped_models() -> tuple[ReferenceModel, ...]:
    """Every reference model of the package: those on the shipped products, then frames without figures."""
    products = demo_models()
    built = [_on_product(products[each["base"]].plain(), each) for each in _read("from_products.yaml")]
    frames = [_frame(each) for each in _read("frames.yaml")]
    return (*built, *frames)


def _read(name: str) -> list[dict[str, Any]]:
    text = resources.files("tanzuji.reference_models").joinpath("seed", name).read_text("utf-8")
    found: list[dict[str, Any]] = safe_yaml.load(text)
    return found


def _on_product(plain: dict[str, Any], overlay: Mapping[str, Any]) -> ReferenceModel:
    """A shipped product as a reference model: amounts of some lines become parameters, what else is said is added."""
    for lift in overlay.get("lift", ()):
        line = _line(plain, lift["line"])
        plain.setdefault("parameters", []).append(
            {
                "name": lift["name"],
                "value": line["amount"],
                "unit": lift["unit"],
                "description": lift["description"],
                "citation": lift.get("citation") or line["data"]["citation"],
            }
        )
        line["amount"] = f"={lift['name']}"
    for other in overlay.get("set", ()):
        if "line" in other:
            _line(plain, other["line"])["amount"] = other["value"]
        else:
            parameter = next(p for p in plain["parameters"] if p["name"] == other["name"])
            parameter["value"] = other["value"]
    for statement in ("goal", "period"):
        plain.pop(statement, None)
    said = {key: value for key, value in overlay.items() if key not in ("base", "lift", "set")}
    return ReferenceModel.parse({**said, "model": plain})


def _line(plain: Mapping[str, Any], place: str) -> dict[str, Any]:
    process_id, _, line_id = place.partition("/")
    process = next(p for p in plain["processes"] if p["id"] == process_id)
    kinds = ("inputs", "energy", "transports", "wastes", "emissions")
    found: dict[str, Any] = next(
        line for kind in kinds for line in process.get(kind, []) if line.get("id") == line_id
    )
    return found


def _frame(frame: Mapping[str, Any]) -> ReferenceModel:
    """A reference model that names processes and lines and leaves the amounts to whoever accounts a product."""
    processes, own, stages = [], [], {}
    for given in frame["processes"]:
        process: dict[str, Any] = {"id": given["id"], "name": given["name"], "stage": given["stage"]}
        if "jiangsu" in given:
            stages[given["id"]] = given["jiangsu"]
        for line in given["lines"]:
            kept = {k: v for k, v in line.items() if k not in ("kind", "dataset", "citation")}
            if "dataset" in line:
                kept["datasets"] = [line["dataset"]]
            if "citation" in line:
                kept["data"] = {"kind": "secondary", "citation": line["citation"]}
            process.setdefault(line["kind"], []).append(kept)
            own.append(f"{given['id']}/{line['id']}")
        processes.append(process)
    constants = frame.get("constants", [])
    ranged = ("low", "high", "range_kind", "range_source")
    group = frame["group"]
    return ReferenceModel.parse(
        {
            "code": frame["code"],
            "group": group,
            "coverage": "thin",
            "about": frame["about"],
            "model": {
                "id": frame["code"],
                "product": {"name": frame["name"]},
                "unit": {"amount": 1, **frame["unit"]},
                "boundary": {"type": frame.get("boundary", "cradle_to_gate"), "geography": "CN"},
                "rules": [GENERAL, group] if _is_rule(group) else [GENERAL],
                "parameters": [{k: v for k, v in c.items() if k not in ranged} for c in constants],
                "processes": processes,
            },
            "parameters": [{"name": c["name"], **{k: c[k] for k in ranged if k in c}} for c in constants],
            "own_lines": own,
            "principles": frame.get("principles", []),
            "stages": {"jiangsu": stages} if stages else {},
        }
    )


def _is_rule(group: str) -> bool:
    """Whether a rule pack of the product group ships."""
    return any(pack.id == group for pack in available())
