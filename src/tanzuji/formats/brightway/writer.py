"""Write a database as a Brightway datapackage that bw2calc computes with: matrices, names, and the GWPs of its flows.

Ids of processes count from 1 on, those of flows follow. A process and its product share an id. What treats waste is
written as a service with a positive diagonal, as ours is, and marked in its `type`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tanzuji.documents.datasets import GwpSet, Uncertainty
from tanzuji.engine.release import GWP_SETS
from tanzuji.formats.archive_writer import write_archive
from tanzuji.formats.brightway.distributions import NONE, records, to_record
from tanzuji.formats.brightway.layout import INDICES, head, vector
from tanzuji.formats.brightway.units import to_words
from tanzuji.formats.lci.characterisation import FlowImpact, flow_impacts
from tanzuji.formats.lci.columns import Column
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.productive import link_productive
from tanzuji.formats.lci.records import Database, Exchange, Flow, Loss
from tanzuji.formats.lci.stated import scaled
from tanzuji.formats.lci.units import spelled

GLOBAL = 0
"""The id of the one place that characterisation factors are for."""

PROCESS_FIELDS = (
    "id", "code", "database", "name", "name_zh", "reference product", "unit", "location", "type", "categories", "version",
    "valid_from", "valid_to", "technology", "comment", "source", "publisher", "licence",
)  # fmt: skip
FLOW_FIELDS = (
    "id", "code", "database", "name", "name_zh", "unit", "type", "categories", "direction", "cas", "formula", "gas", "line",
    *(f"gwp100_{gwp_set}" for gwp_set in GWP_SETS),
)  # fmt: skip
JOIN = "::"
_FORMULA = re.compile(r"^\s*['=+\-@＝＋－＠]")


def write_brightway(database: Database, path: Path, gwp_set: GwpSet = "AR6") -> tuple[Loss, ...]:
    """Write `database` to the ZIP archive `path`; the characterisation matrix holds the GWP100 of `gwp_set`.

    Load it with `bw_processing.load_datapackage` and give it to `bw2calc.LCA` as a data object. What it cannot say comes
    back: inputs nothing supplies, distributions that stats_arrays does not have. Raises OSError.
    """
    writer = _Writer(database)
    members = writer.members(gwp_set)
    write_archive(path, members)
    return (*database.losses, *writer.losses.all())


@dataclass
class _Entries:
    """Entries of a matrix as they are gathered."""

    rows: list[int] = field(default_factory=list)
    cols: list[int] = field(default_factory=list)
    amounts: list[float] = field(default_factory=list)
    spreads: list[Uncertainty | None] = field(default_factory=list)

    def add(self, row: int, col: int, amount: float, stated: float, spread: Uncertainty | None) -> None:
        self.rows.append(row)
        self.cols.append(col)
        self.amounts.append(amount)
        usable = spread is not None and stated and amount
        self.spreads.append(scaled(spread, amount / stated) if usable and spread else None)


class _Writer:
    def __init__(self, database: Database) -> None:
        linked = link_productive(database, "none", lambda step, done, total: None)
        self.converter, self.links = linked.converter, linked.links
        self.database = linked.converter.database
        self.losses = Losses()
        self.flow_ids: dict[tuple[str, bool], int] = {}
        self.units: dict[int, str] = {}
        for skipped in self.links.skipped:
            self.losses.add("skipped-processes", skipped.process)
        for tally in self.links.unlinked.values():
            self.losses.add("unlinked-inputs", tally.name, tally.count)
        for process, _flow in self.links.co_products:
            self.losses.add("co-products", process)

    def members(self, gwp_set: GwpSet) -> list[tuple[str, bytes]]:
        """Every file of the package, the head last, because its id is a digest of the others."""
        technosphere, biosphere = self._technosphere(), self._biosphere()
        resources: list[dict[str, Any]] = []
        files: list[tuple[str, bytes]] = []
        for name, entries in (("technosphere", technosphere), ("biosphere", biosphere)):
            arrays = self._arrays(entries, name == "technosphere")
            made = vector(name, f"{name}_matrix", arrays)
            resources += made[0]
            files += made[1]
        impacts = {(i.flow, i.is_input): i for i in flow_impacts(self.database)}
        made = vector(
            "characterization",
            "characterization_matrix",
            self._factors(impacts, gwp_set),
            global_index=GLOBAL,
        )
        resources += made[0]
        files += made[1]
        for name, table, valid in (
            ("processes", self._processes(), [["technosphere", "rows"], ["technosphere", "cols"], ["biosphere", "cols"]]),
            ("flows", self._flows(impacts), [["biosphere", "rows"], ["characterization", "rows"]]),
        ):  # fmt: skip
            resources.append(
                {"profile": "data-resource", "mediatype": "text/csv", "path": f"{name}.csv", "name": name, "valid_for": valid}
            )  # fmt: skip
            files.append((f"{name}.csv", table))
        digest = hashlib.sha256(
            b"".join(hashlib.sha256(content).digest() for _, content in files)
        ).hexdigest()[:32]
        title = re.sub(r"[^\w\-.]", "_", self.database.file) or "tanzuji"
        more = {"creator": "tanzuji", "method": f"GWP100 IPCC {gwp_set}, kg CO2e"}
        return [("datapackage.json", head(title, digest, resources, **more)), *files]

    # matrices

    def _technosphere(self) -> _Entries:
        found = _Entries()
        links = self.links
        for row, col, value, stated, spread in zip(
            links.rows, links.cols, links.values, links.stated, links.spreads, strict=True
        ):
            found.add(row + 1, col + 1, value, stated, spread)
        return found

    def _biosphere(self) -> _Entries:
        """Elementary exchanges in the reference unit of their flow, inputs positive as outputs are."""
        found = _Entries()
        first = len(self.links.columns) + 1
        for at, column in enumerate(self.links.columns):
            for position, exchange in enumerate(column.process.exchanges):
                flow = self.database.flows[exchange.flow]
                if flow.type != "ELEMENTARY_FLOW":
                    continue
                amount = self.converter.amount(exchange)
                if amount is None:
                    self.losses.add("unconverted-amounts", flow.name)
                    continue
                if exchange.pedigree:
                    self.losses.add("data-quality", column.process.name)
                if exchange.comment or flow.synonyms:
                    self.losses.add("remarks", flow.name)
                key = (flow.id, exchange.is_input)
                number = self.flow_ids.setdefault(key, first + len(self.flow_ids))
                self.units.setdefault(number, self._unit(flow, exchange))
                portion = column.portion(position)
                found.add(number, at + 1, amount * portion, exchange.amount, exchange.uncertainty)
        return found

    def _unit(self, flow: Flow, exchange: Exchange) -> str:
        stated = self.converter.reference_unit(flow, exchange.unit, exchange.unit_name)
        return to_words(spelled(stated) or stated)

    def _arrays(self, entries: _Entries, flips: bool) -> dict[str, Any]:
        """Indices, data, flips and distributions; data of what is flipped are the amounts of the inputs."""
        indices = np.empty(len(entries.rows), dtype=INDICES)
        indices["row"], indices["col"] = entries.rows, entries.cols
        values = np.array(entries.amounts, dtype=np.float64)
        flip = (values < 0) if flips else np.zeros(len(values), dtype=bool)
        data = np.where(flip, -values, values)
        rows = []
        for amount, turned, spread in zip(data.tolist(), flip.tolist(), entries.spreads, strict=True):
            around = scaled(spread, -1.0) if turned and spread is not None else spread
            row = to_record(around, amount)
            if row is None:
                self.losses.add("uncertainty-kind")
                row = to_record(None, amount)
            rows.append(row or ())
        arrays = {"indices": indices, "data": data}
        if any(row[0] != NONE for row in rows):
            arrays["distributions"] = records(rows)
        if flip.any():
            arrays["flip"] = flip
        return arrays

    def _factors(self, impacts: dict[tuple[str, bool], FlowImpact], gwp_set: GwpSet) -> dict[str, Any]:
        found = []
        for key, number in self.flow_ids.items():
            impact = impacts.get(key)
            if impact is None:
                continue
            value = impact.factor(gwp_set)
            if value is None:
                self.losses.add("unknown-gwp", impact.gas)
            elif value:
                found.append((number, value))
        indices = np.array([(number, GLOBAL) for number, _ in found], dtype=INDICES)
        return {"indices": indices, "data": np.array([value for _, value in found], dtype=np.float64)}

    # names

    def _processes(self) -> bytes:
        rows = [self._process(at + 1, column) for at, column in enumerate(self.links.columns)]
        return _table(PROCESS_FIELDS, rows)

    def _process(self, number: int, column: Column) -> list[Any]:
        process, flow = column.process, self.database.flows[column.flow]
        kind = "waste treatment" if flow.type == "WASTE_FLOW" else "process"
        zh = process.names.zh if process.names and process.names.zh else ""
        unit = to_words(column.declared.unit)
        return [
            number, column.id, self.database.file, process.name, zh, flow.name, unit, process.location, kind,
            JOIN.join(process.category), process.version, process.valid_from, process.valid_to, process.technology,
            process.comment, process.source, process.publisher, process.licence,
        ]  # fmt: skip

    def _flows(self, impacts: dict[tuple[str, bool], FlowImpact]) -> bytes:
        rows = []
        for (identifier, is_input), number in self.flow_ids.items():
            flow = self.database.flows[identifier]
            impact = impacts.get((identifier, is_input))
            zh = flow.names.zh if flow.names and flow.names.zh else ""
            factors = [impact.factor(gwp_set) if impact else None for gwp_set in GWP_SETS]
            rows.append([
                number, flow.id, self.database.file, flow.name, zh, self.units[number],
                "natural resource" if is_input else "emission", JOIN.join(flow.category), "input" if is_input else "output",
                flow.cas, flow.formula, impact.gas if impact else "", impact.line if impact else "",
                *("" if factor is None else repr(factor) for factor in factors),
            ])  # fmt: skip
        return _table(FLOW_FIELDS, rows)


def _table(fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A table in UTF-8; an apostrophe keeps a spreadsheet from computing a text, and our reader takes it off."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow(
            f"'{c}" if isinstance(c, str) and _FORMULA.match(c) and not _number(c) else c for c in row
        )
    return target.getvalue().encode()


def _number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text) is not None
