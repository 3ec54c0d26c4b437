"""The table of a facility report: carriers or sources with their amounts and emissions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tanzuji.activity import messages
from tanzuji.activity.kinds import CARRIERS
from tanzuji.activity.uploads.mapping import bare, folded, unit_in
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.quantities import convertible, factor
from tanzuji.formats.factor_lists.headers import SEARCHED, header_at
from tanzuji.formats.factor_lists.numbers import is_nothing, split_number
from tanzuji.formats.factor_lists.sheets import Table, TableFile
from tanzuji.formats.workbook.cells import text_of

_COLUMNS = {
    "name": r"(能源|燃料|排放源|物料|耗能)?(品种|名称|类别|种类|类型)|排放源|能源|项目|energy( carrier)?|fuel|source|item|name|carrier",
    "amount": r"(净)?(消耗|消费|使用|活动水平|购入|用|耗)(数据|数)?(量)?|活动数据|数量|amount|quantity|consumption|activity data",
    "unit": r"(计量)?单位|units?",
    "emissions": r"(温室气体|二氧化碳|co2|碳)?排放量|emissions?",
}
_SUMS = re.compile(r"合计|总计|小计|total|sum", re.I)
_CARRIERS = {
    "electricity": r"(净)?(购入|外购|电网)?.{0,3}电(力|量)?|.*\belectricity\b.*",
    "natural_gas": r".*天然气.*|natural gas",
    "coal": r".*(原煤|烟煤|无烟煤|褐煤|动力煤|煤炭|洗精煤|燃煤).*|煤|.*\bcoal\b.*",
    "diesel": r".*柴油.*|.*\bdiesel\b.*",
    "heat": r".*(热力|蒸汽|热水).*|.*\b(steam|heat)\b.*",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A line of a facility report. `emissions` in t CO2e; `carrier` empty where it is none that is metered."""

    name: str
    amount: float | None = None
    unit: str = ""
    emissions: float | None = None
    carrier: str = ""
    place: str = ""


def carrier_of(name: str, unit: str = "") -> str:
    """The carrier a name means, where its unit is one of that carrier."""
    for carrier, pattern in _CARRIERS.items():
        if re.fullmatch(pattern, bare(name), re.I):
            try:
                return carrier if not unit or convertible(unit, CARRIERS[carrier].unit) else ""
            except CodedError:
                return ""
    return ""


def read_statement(file: TableFile) -> list[Stated]:
    """The lines of a report; rows of one name and unit (months) are added up, sums are passed over.

    Raises `activity.no-columns`, and one problem a bad cell.
    """
    table = file.table()
    row, columns = _header(table)
    stated = unit_in(table.text(row, columns["amount"])) if "amount" in columns else ""
    if "name" not in columns or not {"amount", "emissions"} & set(columns):
        raise messages.NO_COLUMNS.error("", zh="名称和用量", en="name and amount")
    problems: list[Problem] = []
    found: dict[tuple[str, str], Stated] = {}
    for at in range(row + 1, len(table.rows)):
        one = _line(table, at, columns, stated, problems)
        if one is None:
            continue
        key = (folded(one.name), one.unit)
        found[key] = _added(found[key], one) if key in found else one
    if problems:
        raise CodedError(problems[:50])
    return list(found.values())


def _header(table: Table) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for row in range(min(SEARCHED, len(table.rows))):
        columns: dict[str, int] = {}
        for at, name in enumerate(header_at(table, row, 1).names):
            for key, pattern in _COLUMNS.items():
                if key not in columns and re.fullmatch(pattern, bare(name), re.I):
                    columns[key] = at
                    break
        if len(columns) > len(best[1]):
            best = row, columns
    return best


def _line(
    table: Table, row: int, columns: dict[str, int], stated: str, problems: list[Problem]
) -> Stated | None:
    """A row as a line of the report; `stated` is the unit in the heading of the amounts. None for sums and empty rows."""
    name = table.text(row, columns["name"]).strip()
    if not name or _SUMS.search(name):
        return None
    amount = _number(table, row, columns.get("amount"), problems)
    emissions = _number(table, row, columns.get("emissions"), problems)
    if amount is None and emissions is None:
        return None
    unit = (table.text(row, columns["unit"]).strip() if "unit" in columns else "") or stated
    if unit:
        try:
            factor(unit, unit)
        except CodedError as error:
            problems += error.at(table.place(row, columns.get("unit", 0))).problems
            return None
    place = table.place(row, columns.get("amount", columns["name"]))
    return Stated(name[:200], amount, unit, emissions, carrier_of(name, unit), place)


def _number(table: Table, row: int, at: int | None, problems: list[Problem]) -> float | None:
    if at is None or is_nothing(table.text(row, at)):
        return None
    cell = table.cell(row, at)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    found = split_number(text_of(cell), ".")
    if found is None or found[1]:
        problems.append(messages.BAD_NUMBER.problem(table.place(row, at), value=text_of(cell)[:60]))
        return None
    return found[0]


def _added(one: Stated, other: Stated) -> Stated:
    def sum_(a: float | None, b: float | None) -> float | None:
        return b if a is None else a if b is None else a + b

    place = f"{one.place.split('–')[0]}–{other.place.rpartition('!')[2]}"
    return Stated(
        one.name, sum_(one.amount, other.amount), one.unit, sum_(one.emissions, other.emissions),
        one.carrier, place,
    )  # fmt: skip
