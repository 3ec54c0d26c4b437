"""Read a Brightway datapackage into records: its matrices are already linked, its tables say what the ids mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.formats.archive import Package
from tanzuji.formats.brightway.distributions import from_record
from tanzuji.formats.brightway.layout import Datapackage, Entries, read_datapackage
from tanzuji.formats.brightway.messages import NO_LABELS, NO_MATRIX, NO_PRODUCT
from tanzuji.formats.brightway.units import from_words
from tanzuji.formats.brightway.writer import JOIN
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Exchange, Flow, FlowType, Process
from tanzuji.formats.lci.reference import MASS, ReferenceUnits, UnitPlace
from tanzuji.formats.lci.stated import scaled

_SHOWN_PROBLEMS = 20
_WASTE = "waste treatment"

Cell = tuple[int, float, float, bool, Any]
"""Row id, value in the matrix, amount as stored, whether it was flipped, its distribution."""


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The processes of a datapackage, each with its suppliers. Raises `brightway.*`, `json.*`; `progress` as everywhere."""
    return _Reader(package.file, read_datapackage(package), progress).database()


class _Reader:
    def __init__(self, file: str, found: Datapackage, progress: Callable[[str, int, int], None]) -> None:
        self.file = file
        self.found = found
        self.progress = progress
        self.losses = Losses()
        self.units = ReferenceUnits()
        self.flows: dict[str, Flow] = {}
        if not found.entries.get("technosphere_matrix"):
            raise NO_MATRIX.error(matrix="technosphere_matrix")
        self.technosphere = _by_column(found.entries["technosphere_matrix"])
        self.biosphere = _by_column(found.entries.get("biosphere_matrix", []))
        self._check_labels()
        self.codes = self._codes()

    def _check_labels(self) -> None:
        elementary = {row for cells in self.biosphere.values() for row, *_ in cells}
        for ids, what_zh, what in (
            (set(self.technosphere), "过程", "processes"), (elementary, "基本流", "elementary flows"),
        ):  # fmt: skip
            unnamed = [i for i in ids if not self.found.labels.get(i, {}).get("name")]
            if unnamed:
                raise NO_LABELS.error(count=len(unnamed), what_zh=what_zh, what=what)

    def _codes(self) -> dict[int, str]:
        """Ids of processes: their codes where these are theirs alone and short enough, else their numbers."""
        codes = {number: self._text(number, "code") for number in self.technosphere}
        counts: dict[str, int] = {}
        for code in codes.values():
            counts[code] = counts.get(code, 0) + 1
        return {n: c if c and counts[c] == 1 and len(c) <= 90 else str(n) for n, c in codes.items()}

    def _text(self, number: int, key: str) -> str:
        value = self.found.labels.get(number, {}).get(key)
        text = "" if value is None or isinstance(value, float) else str(value).strip()
        return text[1:] if re.match(r"'\s*['=+\-@＝＋－＠]", text) else text

    # database

    def database(self) -> Database:
        processes = tuple(self._processes())
        return Database(
            file=self.file,
            schema="",
            processes=processes,
            flows=self.flows,
            unit_groups=self.units.groups,
            unit_group_of=self.units.group_of,
            property_groups=self.units.property_groups,
            property_names=self.units.property_names,
            kind="brightway",
            losses=self.losses.all(),
        )

    def _processes(self) -> Iterator[Process]:
        problems = []
        total = len(self.technosphere)
        for done, (number, cells) in enumerate(sorted(self.technosphere.items()), start=1):
            reference = self._reference(number, cells)
            if reference is None:
                problems.append(NO_PRODUCT.problem("", process=self._text(number, "name")[:120]))
            else:
                yield self._process(number, cells, reference)
            if done % 200 == 0 or done == total:
                self.progress("read", done, total)
        if problems:
            raise CodedError(problems[:_SHOWN_PROBLEMS])

    def _reference(self, number: int, cells: list[Cell]) -> int | None:
        """Position of the reference product: what carries the process's own id, else its first output."""
        own = [k for k, (row, *_) in enumerate(cells) if row == number]
        if own:
            return max(own, key=lambda k: (not cells[k][3], cells[k][1]))
        return next((k for k, (_, value, _, _, _) in enumerate(cells) if value > 0), None)

    def _process(self, number: int, cells: list[Cell], reference: int) -> Process:
        exchanges = [self._product(1, cells[reference], number, is_reference=True)]
        for k, cell in enumerate(cells):
            if k != reference and cell[1] != 0:
                exchanges.append(self._product(len(exchanges) + 1, cell, number))
        for cell in self.biosphere.get(number, ()):
            exchanges.append(self._elementary(len(exchanges) + 1, cell))
        name = self._text(number, "name")
        zh = self._text(number, "name_zh")
        return Process(
            id=self.codes[number],
            name=name,
            member=str(number),
            kind="UNIT_PROCESS",
            location=self._text(number, "location"),
            category=self._category(number),
            technology=self._text(number, "technology"),
            valid_from=self._text(number, "valid_from"),
            valid_to=self._text(number, "valid_to"),
            version=self._text(number, "version"),
            default_allocation=None,
            exchanges=tuple(exchanges),
            factors=(),
            source=self._text(number, "source"),
            names=_names(zh, name),
            comment=self._text(number, "comment"),
            publisher=self._text(number, "publisher"),
            licence=self._text(number, "licence"),
        )

    def _category(self, number: int) -> tuple[str, ...]:
        """`air::urban`, `('air', 'urban')` and `["air", "urban"]` alike."""
        value = self.found.labels.get(number, {}).get("categories")
        if isinstance(value, list):
            return tuple(str(part) for part in value)
        text = self._text(number, "categories")
        if text.startswith(("(", "[")):
            return tuple(re.findall(r"""['"]([^'"]+)['"]""", text))
        return tuple(part for part in text.split(JOIN) if part)

    def _is_waste(self, number: int) -> bool:
        return self._text(number, "type") == _WASTE

    def _product(self, internal: int, cell: Cell, process: int, *, is_reference: bool = False) -> Exchange:
        """An entry of the technosphere. A positive one off the diagonal is a credit where the product has a process of
        its own, else a further product."""
        row, value, _, _, _ = cell
        made = is_reference or (value > 0 and (row == process or row not in self.technosphere))
        flow, place = self._product_flow(row)
        spread = self._spread(cell, abs(value) if not is_reference else value, flow.name)
        return Exchange(
            internal=str(internal),
            flow=flow.id,
            amount=value if is_reference else abs(value),
            unit=place.id,
            unit_name=place.name,
            property=place.property,
            is_input=(flow.type == "WASTE_FLOW") == made,
            is_reference=is_reference,
            is_avoided=value > 0 and not made,
            provider="" if made else self.codes.get(row, ""),
            formula=False,
            uncertainty=spread,
        )

    def _product_flow(self, number: int) -> tuple[Flow, UnitPlace]:
        place = self.units.place(from_words(self._text(number, "unit") or "unit"))
        identifier = f"{self.codes.get(number, number)}#product"
        if identifier not in self.flows:
            name = self._text(number, "reference product") or self._text(number, "name") or str(number)
            kind: FlowType = "WASTE_FLOW" if self._is_waste(number) else "PRODUCT_FLOW"
            self.flows[identifier] = Flow(
                id=identifier,
                name=name,
                type=kind,
                reference_property=place.property,
                properties={place.property: 1.0},
                location=self._text(number, "location"),
            )
        return self.flows[identifier], place

    def _elementary(self, internal: int, cell: Cell) -> Exchange:
        row, value, _, _, _ = cell
        category = self._category(row)
        stated = self._text(row, "direction")
        first = category[0].casefold() if category else ""
        is_input = (
            stated == "input"
            if stated
            else self._text(row, "type") == "natural resource" or "resource" in first
        )
        identifier = self._text(row, "code") or f"flow-{row}"
        place = self.units.place(from_words(self._text(row, "unit") or "kilogram"))
        if identifier not in self.flows:
            name = self._text(row, "name")
            self.flows[identifier] = Flow(
                id=identifier,
                name=name,
                type="ELEMENTARY_FLOW",
                cas=self._text(row, "cas") or self._text(row, "CAS number"),
                formula=self._text(row, "formula"),
                category=category,
                reference_property=place.property,
                properties={place.property: 1.0},
                names=_names(self._text(row, "name_zh"), name),
            )
        return Exchange(
            internal=str(internal),
            flow=identifier,
            amount=value,
            unit=place.id,
            unit_name=place.name,
            property=place.property or MASS,
            is_input=is_input,
            is_reference=False,
            is_avoided=False,
            provider="",
            formula=False,
            uncertainty=self._spread(cell, value, self._text(row, "name")),
        )

    def _spread(self, cell: Cell, amount: float, name: str) -> Uncertainty | None:
        """The distribution, which is stored around the amount before flipping: that of the exchange, as it is here."""
        record, stored = cell[4], cell[2]
        if record is None:
            return None
        found, lost = from_record(record, stored)
        if lost:
            self.losses.add(lost, name)
        if found is None or np.sign(stored) == np.sign(amount) or not amount:
            return found
        return scaled(found, -1.0)


def _names(zh: str, en: str) -> Text | None:
    if not zh:
        return None
    return Text(zh=zh, en=en if en != zh else None)


def _by_column(groups: list[Entries]) -> dict[int, list[Cell]]:
    """Entries by column id, in their order."""
    found: dict[int, list[Cell]] = {}
    for entries in groups:
        spreads = entries.distributions
        values = entries.values.tolist()
        for k, (row, col) in enumerate(zip(entries.rows.tolist(), entries.cols.tolist(), strict=True)):
            record = None if spreads is None or int(spreads["uncertainty_type"][k]) < 2 else spreads[k]
            found.setdefault(col, []).append(
                (row, values[k], float(entries.amounts[k]), bool(entries.flip[k]), record)
            )
    return found
