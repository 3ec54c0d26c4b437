"""Which row is the header of a table, and which field each of its columns stands for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tanzuji.documents.lines import Line
from tanzuji.formats.factor_lists.factor_units import factor_unit
from tanzuji.formats.factor_lists.fields import FIELDS, GAS_NAMES, bare, folded
from tanzuji.formats.factor_lists.mapping import ColumnMapping, ListMapping
from tanzuji.formats.factor_lists.numbers import split_number, tidy
from tanzuji.formats.factor_lists.sheets import Table
from tanzuji.formats.workbook.cells import is_empty, text_of
from tanzuji.formats.workbook.container import column_letters

SEARCHED = 30
"""Rows in which a header is looked for; titles, units and remarks may stand above it."""
LEVELS = 3
BETWEEN = " › "
"""Joins the levels of a header of several rows."""

_CANONICAL = {folded(spelling): f.key for f in FIELDS.values() for spelling in (f.header, f.zh, f.en)}
_OWN_AMOUNT = re.compile(r"(?P<gas>[\w=-]+(?: [\w=-]+)?)(?:@(?P<line>\w+))? kg(?: / .*)?")
_AMOUNT = re.compile(
    r"排放因子|碳足迹|排放系数|因子值|因子数值|碳排放|碳强度|温室气体|^gwp|数值|系数|取值|推荐值|缺省值|默认值|^合计$|^总计$"
    r"|emissionfactor|carbonfootprint|carbonintensity|ghg|^因子$|^factors?$|^ef$|^efs?value|^values?$|co2e|^total|climatechange|二氧化碳当量"
)
_NO_AMOUNT = re.compile(
    r"年|来源|名称|单位|编号|编码|等级|说明|类型|分类|备注|机构|不确定|版本|最小|最大|下限|上限|year|source|unit|name|code|note|uncert|min|max|lower|upper"
)
_GAS = re.compile(
    r"(?:(?<![a-z0-9])|(?<=kg)|(?<=\bt)|(?<=\bg))(co2-?e(?:q|quiv\w*)?|co2当量|二氧化碳当量|co2|二氧化碳|ch4|甲烷|n2o|氧化亚氮|一氧化二氮|sf6|六氟化硫|nf3|三氟化氮"
    r"|h?cfc-?\d+\w*|hfc-?\d[\w-]*|pfc-?\d[\w-]*)(?![a-z0-9])"
)
_PART = re.compile(r"(?P<unit>(?:kg|g|t) ?co2-?e) of (?P<gas>co2|ch4|n2o)\b")
"""The way the UK factors name the part of one gas in a total."""
_LINES: tuple[tuple[Line, str], ...] = (
    ("removal", r"清除|吸收|碳汇|固碳|removal|uptake|sequest"),
    ("land_use_change", r"土地利用|luc\b|luluc|landuse"),
    ("aircraft", r"航空|飞机|aircraft|aviation"),
    ("biogenic", r"生物(源|质|成因)|biogenic"),
)


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows from `row` (from 0) on, and the text of every column, each once."""

    row: int
    rows: int
    names: tuple[str, ...]


def guess_mapping(table: Table) -> ListMapping:
    """The header that is understood best and what its columns stand for; to be shown and corrected.

    Columns nothing is known of are left out. Where no header is found the first row with two cells stands for it.
    """
    best: tuple[float, Header] | None = None
    for row in range(min(SEARCHED, len(table.rows))):
        for rows in range(1, min(LEVELS, len(table.rows) - row) + 1):
            if len(table.filled(row)) < 2 and rows == 1:
                continue
            if rows > 1 and _has_numbers(table, row + rows - 1):
                break
            header = header_at(table, row, rows)
            score = _score(table, header) - 0.1 * (rows - 1) - 0.001 * row
            if best is None or score > best[0]:
                best = score, header
    header = best[1] if best else header_at(table, 0, 1)
    columns = tuple(columns_of(table, header))
    amounts = [column for column in columns if column.field == "amount"]
    return ListMapping(
        sheet=table.name,
        header_row=header.row + 1,
        header_rows=header.rows,
        columns=columns,
        total=not all(_OWN_AMOUNT.fullmatch(column.header) for column in amounts),
    )


def header_at(table: Table, row: int, rows: int) -> Header:
    """The header in these rows: levels joined, merged cells spread, columns of the same name numbered."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for column in range(table.width):
        levels: list[str] = []
        for r in range(row, row + rows):
            text = re.sub(r"\s+", " ", _spread(table, r, column, row, rows)).strip()
            if text and text not in levels:
                levels.append(text)
        name = BETWEEN.join(levels) or f"({column_letters(column + 1)})"
        seen[folded(name)] += 1
        names.append(name if seen[folded(name)] == 1 else f"{name} ({seen[folded(name)]})")
    return Header(row, rows, tuple(names))


def _spread(table: Table, row: int, column: int, first: int, rows: int) -> str:
    """The text over a column: its own, that of the cells it is merged with, or in a CSV file of the cell to its left."""
    own = table.text(row, column)
    if own:
        return own
    origin = table.origins.get((row, column))
    if origin is not None:
        return table.text(*origin)
    below = any(table.text(r, column) for r in range(row + 1, first + rows))
    if below and not table.origins and not table.formulas:
        for left in range(column - 1, -1, -1):
            if table.text(row, left):
                return (
                    table.text(row, left)
                    if any(table.text(r, left) for r in range(row + 1, first + rows))
                    else ""
                )
    return ""


def _has_numbers(table: Table, row: int) -> bool:
    return any(
        isinstance(cell, float | int) or (isinstance(cell, str) and _is_number(cell))
        for cell in table.rows[row]
    )


def _is_number(text: str) -> bool:
    found = split_number(text, ".") or split_number(text, ",")
    return found is not None and not found[1]


def _score(table: Table, header: Header) -> float:
    columns = columns_of(table, header)
    kinds = {column.field for column in columns}
    units = sum(column.unit is not None for column in columns)
    return len(columns) + 2 * ("amount" in kinds) + ("name" in kinds) + ("unit" in kinds) + 0.5 * units


def columns_of(table: Table, header: Header) -> list[ColumnMapping]:
    """What the columns of a header stand for; those nothing is known of are left out."""
    found: list[ColumnMapping] = []
    taken: set[tuple[str, str | None, str]] = set()
    for at, name in enumerate(header.names):
        column = _amount(name) if _is_factor(table, header, at) else recognise(name)
        if column is None:
            continue
        key = (column.field, column.gas, column.line)
        if key in taken and not FIELDS[column.field].several:
            continue
        taken.add(key)
        found.append(column)
    return found


def _is_factor(table: Table, header: Header, column: int) -> bool:
    """Whether a column called 因子 holds the factors' numbers; where it holds words, it names them."""
    if bare(header.names[column].rsplit(BETWEEN, 1)[-1]) != "因子":
        return False
    first = header.row + header.rows
    cells = [table.cell(row, column) for row in range(first, min(first + SEARCHED, len(table.rows)))]
    filled = [cell for cell in cells if not is_empty(cell)]
    numbers = sum(isinstance(c, float | int) or (isinstance(c, str) and _is_number(c)) for c in filled)
    return bool(filled) and 2 * numbers > len(filled)


def recognise(header: str) -> ColumnMapping | None:
    """What a column of this header stands for, or None."""
    exact = _CANONICAL.get(folded(header))
    if exact and exact != "amount":
        return ColumnMapping(header=header, field=exact)
    own = _OWN_AMOUNT.fullmatch(header)
    if own:
        return ColumnMapping(
            header=header, field="amount", gas=own["gas"], line=own["line"] or "fossil", unit="kg"
        )
    plain = bare(header.rsplit(BETWEEN, 1)[-1]) or bare(header)
    for field in FIELDS.values():
        if field.pattern and re.fullmatch(field.pattern, plain):
            english = f"{field.key}_en" in FIELDS and re.search(
                r"[(（\[]\s*(en|eng|english|英文?)\s*[)）\]]", header, re.I
            )
            return ColumnMapping(header=header, field=f"{field.key}_en" if english else field.key)
    return _amount(header)


def _amount(header: str) -> ColumnMapping | None:
    """A column of amounts: the gas, the line and the unit that its header names."""
    whole = tidy(header).casefold()
    part = _PART.search(whole)
    if part:
        return ColumnMapping(header=header, field="amount", gas=_gas_of(part["gas"]), unit=part["unit"])
    flat = re.sub(r"\s+", "", whole)
    unit = _unit_in(header)
    understood = factor_unit(unit) if unit else None
    plain = bare(header)
    named = _GAS.search(re.sub(r"[(（\[【].*?[)）\]】]", "", flat)) or _GAS.search(flat)
    is_amount = bool(_AMOUNT.search(plain)) or (understood is not None and understood.gas is not None)
    if _NO_AMOUNT.search(plain) or not (is_amount or named):
        return None
    line = next((line for line, words in _LINES if re.search(words, flat)), "fossil")
    return ColumnMapping(
        header=header,
        field="amount",
        gas=_gas_of(named.group(1)) if named else None,
        line=line,
        unit=unit or None,
    )


def _gas_of(written: str) -> str:
    if written in GAS_NAMES:
        return GAS_NAMES[written]
    if written.startswith(("co2e", "co2-e")):
        return "CO2e"
    return written.upper()


def _unit_in(header: str) -> str:
    """The unit a header states: in brackets, in the last level, behind a comma, or as the header itself."""
    candidates = [inner for pair in re.findall(r"[(（\[【](.*?)[)）\]】]", header) for inner in [pair]]
    candidates += [header.rsplit(BETWEEN, 1)[-1], *re.split(r"[,，:：]\s*", header)[1:]]
    for text in candidates:
        inner = re.sub(r"^\s*单位\s*[:：]?", "", text)
        found = factor_unit(inner)
        if found is not None and found.kilograms is not None:
            return inner.strip()
    return ""


def sample(table: Table, header: Header, column: int, count: int = 5) -> list[str]:
    """The first values below a header, for a page that asks what a column means."""
    cells = (table.cell(row, column) for row in range(header.row + header.rows, len(table.rows)))
    shown: list[str] = []
    for cell in cells:
        if not is_empty(cell):
            shown.append(text_of(cell)[:60])
            if len(shown) == count:
                break
    return shown
