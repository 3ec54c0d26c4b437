"""Another electricity: what else in the library could supply a line of power, and what that would do."""

from __future__ import annotations

import json
from functools import lru_cache
from math import fsum

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.documents.exchanges import Energy
from tanzuji.documents.quantities import convertible
from tanzuji.documents.text import Text
from tanzuji.documents.what_if import Alternative
from tanzuji.engine.release import Release
from tanzuji.engine.what_if.ground import Ground

WHOLE = ("cradle_to_gate", "cradle_to_grave", "unknown")
"""Boundaries of factors that hold power with its supply."""

_WORDS = ("electric", "电")


def electricity_alternatives(ground: Ground) -> tuple[Alternative, ...]:
    """Every line that tells how its power comes, with the electricity datasets of its region in its releases.

    Lines in the order of the model, for each its present supply and then the alternatives, lowest first. Only
    factors of power with its supply, in greenhouse gases, that no other of the release replaces.
    """
    found: list[Alternative] = []
    offered = [dataset for release in ground.releases for dataset in _electricity(release)]
    for item, rows in ground.rows_by_path():
        line, path = item.line, item.path
        if not isinstance(line, Energy) or not line.id or line.electricity is None or not line.datasets:
            continue
        times = float(ground.foreground.runs[item.index])
        now = fsum(float(row.lines.sum()) for row in rows) * times
        amount = fsum(row.amount for row in rows)
        regions = _regions(ground, line)
        options = []
        for dataset in offered:
            if dataset.id in line.datasets or dataset.geography not in regions:
                continue
            try:
                factor = ground.background.factor(dataset.id, path)
                each = ground.amounts.per_unit(line.unit, line.conversion, dataset.unit, path)
            except CodedError:  # has no value in this GWP set, or another kind of unit
                continue
            options.append((amount * each * factor.total * times - now, dataset))
        place = f"{item.process.id}/{line.id}"
        own = Text(
            zh=_joined(ground, line, "zh"),
            en=_joined(ground, line, "en"),
        )
        if options:
            found.append(
                Alternative(
                    place=place, name=line.name, datasets=line.datasets, supply=own, effect=0.0, current=True
                )
            )
        for effect, dataset in sorted(options, key=lambda option: (option[0], option[1].id)):
            found.append(
                Alternative(
                    place=place, name=line.name, datasets=(dataset.id,), supply=dataset.name, effect=effect
                )
            )
    return tuple(found)


def _joined(ground: Ground, line: Energy, language: str) -> str:
    names = [ground.background.factor(d, "").dataset.name for d in line.datasets]
    return " + ".join(name.to("zh" if language == "zh" else "en") for name in names)


def _regions(ground: Ground, line: Energy) -> set[str]:
    return {ground.background.factor(d, "").dataset.geography for d in line.datasets}


@lru_cache(maxsize=16)
def _electricity(release: Release) -> tuple[Dataset, ...]:
    """The electricity factors of a release that nothing in it replaces; read once, by the words of their line."""
    found: list[Dataset] = []
    with (release.folder / "datasets.jsonl").open(encoding="utf-8") as file:
        for text in file:
            folded = text.casefold()
            if not any(word in folded for word in _WORDS):
                continue
            plain = json.loads(text)
            named = " ".join([*plain["name"].values(), *plain.get("category", [])]).casefold()
            if any(word in named for word in _WORDS) and _is_power(plain):
                found.append(Dataset.model_validate(plain))
    replaced = {dataset.replaces for dataset in found}
    return tuple(dataset for dataset in found if dataset.id not in replaced)


def _is_power(plain: dict[str, object]) -> bool:
    return (
        convertible(str(plain["unit"]), "kWh")
        and str(plain.get("boundary", "unknown")) in WHOLE
        and plain.get("gas_basis", "co2e") != "co2"
    )
