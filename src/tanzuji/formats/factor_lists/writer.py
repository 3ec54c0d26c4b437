"""Datasets as a list of factors: CSV and Excel with the same columns, which our own reader knows without being told.

What a text begins with never makes a spreadsheet compute: in CSV such a cell is led by an apostrophe, in Excel every
text is stored as text. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.lines import LINES
from tanzuji.engine.release import Release
from tanzuji.formats.archive_writer import whole_file
from tanzuji.formats.factor_lists.fields import FIELDS, Field
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Loss
from tanzuji.formats.workbook.cells import Cell, fitting

OWN_COLUMNS = 10
"""Pairs of gas and line with a column of their own; the rest shares one."""
SHEET = "因子 Factors"

_FORMULA = re.compile(r"^[\s\u3000\u00a0]*['=+\-@＝＋－＠]")
_PAIR = tuple[str, str]


def datasets_of(release: Release, datasets: Sequence[str] | None = None) -> list[Dataset]:
    """The datasets of a release as factors; of unit processes with the gases that were solved for them.

    Raises `release.no-dataset`.
    """
    rows = range(len(release)) if datasets is None else sorted({release.index(d) for d in datasets})
    found = []
    for row in rows:
        dataset = release.dataset(release.ids[row])
        if release.has_processes:
            masses = zip(release.columns, release.gas_amounts[row].tolist(), strict=True)
            amounts = [{"gas": c.gas, "line": c.line, "amount": kg} for c, kg in masses if kg != 0.0]
            amounts = amounts or [{"gas": "CO2", "line": "fossil", "amount": 0.0}]  # known to be nothing
            dataset = Dataset.parse(
                dataset.plain() | {"kind": "factor", "gas_basis": "gases", "amounts": amounts}
            )
        found.append(dataset)
    return found


def write_factor_csv(datasets: Iterable[Dataset], path: Path) -> tuple[Loss, ...]:
    """Write a list as CSV in UTF-8 with its mark, which Excel needs to know Chinese; what was lost comes back."""
    listed = _List(list(datasets))
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(listed.headers)
    writer.writerows([_csv_cell(cell) for cell in row] for row in listed.rows())
    with whole_file(path) as part:
        part.write_bytes(b"\xef\xbb\xbf" + target.getvalue().encode())
    return listed.losses.all()


def write_factor_excel(datasets: Iterable[Dataset], path: Path) -> tuple[Loss, ...]:
    """Write a list as a workbook of one sheet: the same bytes for the same list; what was lost comes back.

    Numbers are numbers that can be computed with, to the 16 digits that the writer keeps.
    """
    listed = _List(list(datasets))
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": True,
    }
    with whole_file(path) as part:
        book = xlsxwriter.Workbook(str(part), options)
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": SHEET})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        for column, header in enumerate(listed.headers):
            sheet.write_string(0, column, header, head)
            sheet.set_column(column, column, listed.width(column))
        for at, row in enumerate(listed.rows(), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, column, _fitted(cell))
                elif isinstance(cell, float | int):
                    sheet.write_number(at, column, cell)
        sheet.autofilter(0, 0, len(listed.datasets), len(listed.headers) - 1)
        book.close()
    return listed.losses.all()


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) and not _is_number(cell) else cell
    return repr(float(cell)) if isinstance(cell, float | int) else str(cell)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text) is not None


def _fitted(text: str) -> str:
    """What a cell can hold of a text: control characters and what is over Excel's limit are left out."""
    if fitting(text) is not None:
        return text
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return kept[:16_000]


class _List:
    """The columns that these datasets need, and their rows."""

    def __init__(self, datasets: list[Dataset]) -> None:
        self.datasets = datasets
        self.losses = Losses()
        self.plain = [dataset.model_dump(mode="json") for dataset in datasets]
        pairs = Counter((a.gas, a.line) for d in datasets for a in _summed(d))
        common = [pair for pair, _ in pairs.most_common(OWN_COLUMNS)]
        self.pairs: list[_PAIR] = sorted(common, key=lambda p: (LINES.index(p[1]), p[0] != "CO2e", p[0]))
        self.rest = len(pairs) > OWN_COLUMNS
        needed = [f for f in FIELDS.values() if f.key in {"id", "name", "unit"} or self._is_needed(f)]
        at = next(i for i, f in enumerate(needed) if f.key == "unit") + 1
        self.before, self.after = needed[:at], needed[at:]
        for dataset in datasets:
            if not dataset.amounts:
                self.losses.add("unknown-footprint", dataset.id)
        self.headers = [
            *(f.header for f in self.before),
            *(f"{gas}@{line} kg" if line != "fossil" else f"{gas} kg" for gas, line in self.pairs),
            *([FIELDS["gases"].header] if self.rest else []),
            *(f.header for f in self.after),
        ]

    def _is_needed(self, field: Field) -> bool:
        return field.kind not in {"amount", "gases"} and any(
            _value(plain, field) not in (None, "") for plain in self.plain
        )

    def width(self, column: int) -> int:
        return 36 if "名称" in self.headers[column] else 14

    def rows(self) -> Iterable[list[Cell]]:
        for dataset, plain in zip(self.datasets, self.plain, strict=True):
            if not dataset.amounts:
                continue
            masses = {(a.gas, a.line): a.amount for a in _summed(dataset)}
            own = [masses.pop(pair) if pair in masses else None for pair in self.pairs]
            rest = "; ".join(
                f"{gas}{'@' + line if line != 'fossil' else ''} = {kg!r}"
                for (gas, line), kg in masses.items()
            )
            yield [
                *(_cell(plain, f) for f in self.before),
                *own,
                *([rest or None] if self.rest else []),
                *(_cell(plain, f) for f in self.after),
            ]


def _summed(dataset: Dataset) -> list[Any]:
    """Amounts with each pair of gas and line once, in the order they are stated."""
    found: dict[_PAIR, Any] = {}
    for amount in dataset.amounts:
        pair = (amount.gas, amount.line)
        before = found.get(pair)
        found[pair] = (
            amount if before is None else amount.model_copy(update={"amount": before.amount + amount.amount})
        )
    return list(found.values())


def _value(plain: Mapping[str, Any], field: Field) -> Any:
    """The value of a field in a document; None where it is not stated or stands at its default."""
    if not field.path or field.kind == "year":
        return None
    value: Any = plain
    for step in field.path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    default = {"version": "1", "kind": "factor", "convention": "median"}.get(field.key)
    return None if value == default or value in ([], ()) else value


def _cell(plain: Mapping[str, Any], field: Field) -> Cell:
    value = _value(plain, field)
    if value is None:
        return None
    if field.key == "category":
        return " > ".join(value)
    if isinstance(value, list | tuple):
        return "; ".join(repr(item) for item in value)
    if isinstance(value, bool):
        return "是 / Yes" if value else "否 / No"
    return value if isinstance(value, float | int) else str(value)
