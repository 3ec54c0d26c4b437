"""A workbook as a product model: cells to plain data with the place of each, then the document's own judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tanzuji.documents.base import Document
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.models import ProductModel
from tanzuji.formats.places import nearest_place
from tanzuji.formats.references import parse_model
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.formats.workbook.book import Book
from tanzuji.formats.workbook.messages import MORE_PROBLEMS, NO_PROCESS, UNKNOWN_OWNER
from tanzuji.formats.workbook.more_sheet import read_more
from tanzuji.formats.workbook.product_sheet import read_product
from tanzuji.formats.workbook.records import Record, Records
from tanzuji.formats.workbook.tables import OWNER, SHEETS

MAX_PROBLEMS = 200


def read_workbook(raw: bytes, name: str = "") -> ProductModel:
    """The product model in the bytes of an .xlsx file. Raises CodedError with every wrong cell, e.g. `物料清单!D7`."""
    return read_workbook_with_notices(raw, name)[0]


def read_workbook_with_notices(raw: bytes, name: str = "") -> tuple[ProductModel, tuple[Problem, ...]]:
    """`read_workbook`, and notices: sheets that were not read, Excel formulas whose stored results were taken."""
    return _Reading(Book(raw, shown_name(name or "workbook.xlsx"))).model()


class _Reading:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.places: dict[str, str] = {}

    def model(self) -> tuple[ProductModel, tuple[Problem, ...]]:
        plain, self.places = read_product(self.book)
        reader = Records(self.book)
        records = {sheet.field: reader.of(sheet) for sheet in SHEETS}
        read_more(self.book, plain, self.places, reader.keys)
        self._assemble(plain, records)
        problems = self.book.problems
        try:
            model = parse_model(plain)
        except CodedError as error:
            told = {problem.path for problem in problems}
            further = [_placed(problem, self.places) for problem in error.problems]
            raise _refusal([*problems, *(p for p in further if p.path not in told)]) from error
        if problems:
            raise _refusal(problems)
        return model, tuple(self.book.notices)

    def _assemble(self, plain: dict[str, Any], records: dict[str, list[Record]]) -> None:
        processes = {str(record.plain.get("id", "")): i for i, record in enumerate(records["processes"])}
        for sheet in SHEETS:
            if not sheet.owned:
                plain.setdefault(sheet.field, [record.plain for record in records[sheet.field]])
                for i, record in enumerate(records[sheet.field]):
                    self._note(f"{sheet.field}[{i}]", record)
        self.places.setdefault("processes", f"{self.book.tabs.get('processes', '过程')}!A2")
        owned = (record for sheet in SHEETS if sheet.owned for record in records[sheet.field])
        for record in owned:
            if record.owner not in processes:
                self._orphan(record, processes)
                continue
            i = processes[record.owner]
            items = plain["processes"][i].setdefault(record.sheet.field, [])
            self._note(f"processes[{i}].{record.sheet.field}[{len(items)}]", record)
            items.append(record.plain)

    def _orphan(self, record: Record, processes: Iterable[str]) -> None:
        """A row of no process: told, and judged by itself, so that its own wrong cells are told too."""
        place = record.cells[OWNER]
        if not record.owner:
            self.book.problems.append(NO_PROCESS.problem(place))
        else:
            known = ", ".join(processes) or "–"
            self.book.problems.append(UNKNOWN_OWNER.problem(place, process=record.owner[:60], known=known))
        kind: type[Document] = record.sheet.record
        try:
            kind.parse(record.plain)
        except CodedError as error:
            self.book.problems += [_placed(problem, record.cells) for problem in error.problems]

    def _note(self, prefix: str, record: Record) -> None:
        for path, cell in record.cells.items():
            self.places[f"{prefix}.{path}" if path else prefix] = cell


def _placed(problem: Problem, places: dict[str, str]) -> Problem:
    """The problem at the cell of its field, or of the nearest field around it."""
    return replace(problem, path=places.get(nearest_place(problem.path, places), problem.path))


def _refusal(problems: list[Problem]) -> CodedError:
    surplus = len(problems) - MAX_PROBLEMS
    if surplus <= 0:
        return CodedError(problems)
    return CodedError([*problems[:MAX_PROBLEMS], MORE_PROBLEMS.problem(count=surplus)])
