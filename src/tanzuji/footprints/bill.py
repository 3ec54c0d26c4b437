"""The bill of materials of a study: every line that stands, or should stand, on data of a library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.editing import keyed_path
from tanzuji.documents.exchanges import Energy, Exchange, Transport
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.footprints.models import Study
from tanzuji.library.queries import ReleaseName
from tanzuji.library.suggesting import Need

KINDS = {"inputs": "input", "energy": "energy", "transports": "transport", "wastes": "waste"}
"""By list of a process, the kind of line as the library knows it."""

HERE = "CN"
"""Where a product is made whose study does not say."""


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line with the place it is edited at, and what it needs of a library."""

    place: str
    list: str
    process: Text
    line: Exchange
    need: Need

    @property
    def datasets(self) -> tuple[str, ...]:
        """What it stands on now."""
        return self.line.datasets


def lines(model: ProductModel, plain: dict[str, Any]) -> tuple[BillLine, ...]:
    """The lines of a model that data of a library can supply, in its order: those that a process of the model's own
    supplies, or that enter without burden, are none."""
    return tuple(_lines(model, plain))


def _lines(model: ProductModel, plain: dict[str, Any]) -> Iterator[BillLine]:
    year = model.period.end.year if model.period else None
    geography = model.boundary.geography or HERE
    for i, process in enumerate(model.processes):
        for name, kind in KINDS.items():
            for j, line in enumerate(getattr(process, name)):
                if line.process is None and line.burden_free is None:
                    place = keyed_path(plain, f"processes[{i}].{name}[{j}]")
                    yield BillLine(place, name, process.name, line, _need(line, kind, geography, year))


def _need(line: Exchange, kind: str, geography: str, year: int | None) -> Need:
    name, unit = line.name, line.unit
    if isinstance(line, Transport):
        unit = "t*km" if line.mass is not None else line.unit
        mode = line.mode.strip()
        name = Text(zh=f"{mode} {name.to('zh')}".strip(), en=f"{mode} {name.to('en')}".strip())
    if isinstance(line, Energy) and line.electricity is not None:
        kind = "electricity"
    return Need(name, unit, kind, line.data.geography or geography, year)


def releases_of(study: Study) -> list[ReleaseName]:
    """Name and version of the libraries a study stands on."""
    return [(one["name"], one["version"]) for one in json.loads(study.releases)]
