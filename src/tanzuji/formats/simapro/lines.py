"""Rows of a SimaPro process: each with its amount, whatever its section calls its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Literal

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.stated import (
    FIELD_ABSENT,
    Role,
    bounded,
    is_off_centre,
    lognormal,
    normal,
)
from tanzuji.formats.simapro.amounts import Scope
from tanzuji.formats.simapro.blocks import Block
from tanzuji.formats.simapro.rows import Row, Sheet

_MADE = ("Products", "Waste treatment", "Waste scenario")
_ASKED = (
    "Materials/fuels", "Electricity/heat", "Waste to treatment", "Materials/assemblies", "Processes",
    "Assembly", "Additional life cycles",
)  # fmt: skip
_NATURE = (
    "Resources", "Emissions to air", "Emissions to water", "Emissions to soil", "Final waste flows",
    "Non material emissions", "Social issues", "Economic issues",
)  # fmt: skip
_ALL_WASTE = {"", "all waste types"}
_DISTRIBUTIONS = {"", "undefined", "lognormal", "normal", "triangle", "uniform"}


@dataclass(frozen=True, slots=True)
class Line:
    """One exchange as written, with its amount. `share`: the allocation in percent, of products."""

    section: str
    name: str
    unit: str
    amount: float
    place: str
    role: Role = "asked"
    is_nature: bool = False
    is_formula: bool = False
    compartment: str = ""
    category: str = ""
    share: float | None = None
    uncertainty: Uncertainty | None = None
    comment: str = ""


def lines(block: Block, sheet: Sheet, scope: Scope, losses: Losses) -> Iterator[Line]:
    """Every exchange of a process. Raises `import.*`, `formula.*` with the file's line as place."""
    reading = _Reading(block, sheet, scope, losses)
    for section in (*_MADE, "Avoided products", *_ASKED, *_NATURE):
        for row in block.sections.get(section, []):
            yield reading.at(row, section)
    yield from reading.split_waste()


class _Reading:
    def __init__(self, block: Block, sheet: Sheet, scope: Scope, losses: Losses) -> None:
        self.block, self.sheet, self.scope, self.losses = block, sheet, scope, losses

    def at(self, row: Row, section: str) -> Line:
        place = f"{self.sheet.file}:{row[0]}"
        try:
            if section in _MADE:
                return self._product(row[1], section, place)
            role: Role = "avoided" if section == "Avoided products" else "asked"
            return self._line(row[1], section, place, role, nature=section in _NATURE)
        except CodedError as error:
            raise error.at(place) from None

    def _amount(self, text: str) -> tuple[float, bool]:
        return self.scope.amount(text, self.sheet.decimal, "amount")

    def _pair(self, cells: tuple[str, ...]) -> tuple[str, str]:
        """Unit and amount, which SimaPro 7 and before write in the other order."""
        first, second = _cell(cells, 0), _cell(cells, 1)
        unit, amount = (second, first) if self.sheet.old else (first, second)
        if not unit:
            raise FIELD_ABSENT.error(field="unit")
        return unit, amount

    def _product(self, cells: tuple[str, ...], section: str, place: str) -> Line:
        unit, text = self._pair(cells[1:])
        amount, formula = self._amount(text)
        rest = cells[3:]
        share: float | None = None
        if section == "Products" and self.block.kind == "Process":
            share = self._amount(_cell(rest, 0))[0] if _cell(rest, 0) else None
            rest = rest[2:]  # the kind of waste that the product becomes stands between
        elif section != "Products":
            rest = rest[1:]  # the kind of waste that is treated
        return Line(
            section,
            _name(cells),
            unit,
            amount,
            place,
            role="made",
            is_formula=formula,
            category=_cell(rest, 0),
            share=share,
            comment=_cell(rest, 1),
        )

    def _line(self, cells: tuple[str, ...], section: str, place: str, role: Role, *, nature: bool) -> Line:
        """An exchange with others or, its compartment after its name, with nature."""
        after = 2 if nature else 1
        unit, text = self._pair(cells[after:])
        amount, formula = self._amount(text)
        return Line(
            section,
            _name(cells),
            unit,
            amount,
            place,
            role=role,
            is_nature=nature,
            is_formula=formula,
            compartment=_cell(cells, 1) if nature else "",
            uncertainty=self._uncertainty(cells[after + 2 :], amount, _name(cells)),
            comment=_cell(cells, after + 6),
        )

    def _uncertainty(self, cells: tuple[str, ...], amount: float, name: str) -> Uncertainty | None:
        """The columns “SD2 or 2SD”, minimum and maximum: the square of the geometric standard deviation around the
        median, twice the standard deviation around the mean, or bounds around the most likely value."""
        kind = _cell(cells, 0).casefold()
        if kind not in _DISTRIBUTIONS:
            self.losses.add("unknown-distribution", name)
            return None
        if kind in {"", "undefined"}:
            return None
        spread, minimum, maximum = (
            self._amount(_cell(cells, at))[0] if _cell(cells, at) else None for at in (1, 2, 3)
        )
        found: Uncertainty | None
        if kind == "lognormal":
            found = lognormal(log(spread) / 2 if spread is not None and spread > 1 else None, amount)
        elif kind == "normal":
            found = normal(None if spread is None else spread / 2)
        else:
            shape: Literal["uniform", "triangular"] = "uniform" if kind == "uniform" else "triangular"
            found = bounded(shape, minimum, maximum, amount if kind == "triangle" else None)
        if found is None and amount != 0 and not (kind == "lognormal" and spread == 1):
            self.losses.add("incomplete-uncertainty", name)
        self.losses.add("uncertainty-off-centre", name, int(is_off_centre(found, amount)))
        return found

    def split_waste(self) -> Iterator[Line]:
        """What a waste scenario hands on: separated shares of all waste, and what remains of it.

        Shares of one kind of waste need the composition of what is thrown away, which a process does not hold; they
        are told and left out.
        """
        scenario = self.block.sections.get("Waste scenario", [])
        if not scenario:
            return
        taken = self.at(scenario[0], "Waste scenario")
        remaining = 1.0
        for section in ("Separated waste", "Remaining waste"):
            separated = 0.0
            for line, cells in self.block.sections.get(section, []):
                place = f"{self.sheet.file}:{line}"
                if _cell(cells, 1).casefold() not in _ALL_WASTE:
                    self.losses.add("waste-by-kind", f"{_name(cells)}: {_cell(cells, 1)}")
                    continue
                try:
                    percent, formula = self._amount(_cell(cells, 2) or "0")
                except CodedError as error:
                    raise error.at(place) from None
                separated += percent / 100
                amount = taken.amount * remaining * percent / 100
                yield Line(section, _name(cells), taken.unit, amount, place, is_formula=formula)
            remaining -= separated


def _cell(cells: tuple[str, ...], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _name(cells: tuple[str, ...]) -> str:
    if not _cell(cells, 0):
        raise FIELD_ABSENT.error(field="name")
    return cells[0]
