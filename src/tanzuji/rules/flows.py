"""Flows a rule names, recognised among the lines of a model: how much, how many kg CO2e, whether known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.rules import Flow, FlowMatch
from tanzuji.rules.lines import Item
from tanzuji.rules.predicates import Words


def flow_view(flow: Flow, lines: list[Item]) -> dict[str, Any]:
    """`flows[id]`: present, known, lines, kg_co2e, paths; `amount` in the flow's unit where all of it converts."""
    matches = _matcher(flow.match)
    found = [line for line in lines if matches(line)]
    view: dict[str, Any] = {
        "present": bool(found),
        "known": bool(found) and all("amount" in line or line["gap"] == "burden_free" for line in found),
        "lines": len(found),
        "kg_co2e": sum(line["kg_co2e"] for line in found),
        "paths": [line["path"] for line in found],
    }
    unit = flow.unit
    if unit and found and all("amount" in line and convertible(line["unit"], unit) for line in found):
        view["amount"] = sum(line["amount"] * factor(line["unit"], unit) for line in found)
    return view


def _matcher(match: FlowMatch) -> Callable[[Item], bool]:
    names, places = Words(match.names), Words(match.in_processes)
    datasets = frozenset(match.datasets)

    def matches(line: Item) -> bool:
        if match.kinds and line["kind"] not in match.kinds:
            return False
        if match.in_processes and not places.found_in(line["process"], *line["process_name"].values()):
            return False
        return (
            line["id"] in match.ids
            or line["gas"] in match.gases
            or not datasets.isdisjoint(line["datasets"])
            or line["supplier"].partition(":")[0] in match.processes
            or names.found_in(*line["name"].values(), *_other_names(line))
        )

    return matches


_ELECTRIC = ("电力", "electricity")
_HEAT = Words([r"热|汽|燃|煤|气|油|\bheat|\bsteam|\bfuel|\bgas|\bcoal|\boil"])


def _other_names(line: Item) -> tuple[str, ...]:
    """Words an energy line stands for whatever it is called: 网电 in kWh is electricity, with or without a factor."""
    if line["kind"] != "energy":
        return ()
    in_hours = line["unit"].strip().casefold() in {"kwh", "mwh", "gwh", "wh"}
    told = line["electricity"] or (in_hours and not _HEAT.found_in(*line["name"].values()))
    return _ELECTRIC if told else ()
