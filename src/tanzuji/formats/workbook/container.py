"""The inside of a workbook before its cells are read: what it carries, what is hidden, merged or computed.

Every part is walked once with expat, which keeps nothing: DOCTYPE, deep nesting and sparse giants are refused before
a reader could expand or allocate for them.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from tanzuji.documents.errors import CodedError
from tanzuji.documents.refusals import Both
from tanzuji.formats.archive import Package, open_package
from tanzuji.formats.workbook.messages import (
    BAD_XML,
    BINARY,
    DOCTYPE,
    EXTERNAL_LINK,
    MACROS,
    NO_BOOK,
    NO_SHEETS,
    NOT_A_WORKBOOK,
    NOT_WELL_FORMED,
    TOO_LARGE,
)

MAX_BYTES = 64 * 1024 * 1024
MAX_PARTS = 1_000
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELLS = 150_000
MAX_ELEMENTS = 500_000
MAX_DEPTH = 100
MAX_NAMES = 1_000  # different element names; genuine parts stay below 300, and each costs memory
MAX_SHEETS = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a workbook may hold; what a product model needs, unless a larger table is expected."""

    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cells: int = MAX_CELLS
    elements: int = MAX_ELEMENTS


_ACTIVE = re.compile(r"vbaproject|macrosheets/|/activex/|/embeddings/|vbadata|\.bin$", re.IGNORECASE)
_HARMLESS_BIN = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_LINKED = re.compile(r"/externallinks/|/connections\.xml$|/querytables/", re.IGNORECASE)


@dataclass
class SheetFacts:
    """What the cells alone do not tell: places are `D7`, rows and columns count from 1."""

    name: str
    hidden: bool = False
    cells: int = 0
    formulas: list[str] = field(default_factory=list)
    unvalued: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def column_letters(column: int) -> str:
    """`D` for 4."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _file_name(file: str) -> str:
    """A name for the copy on disk that is the owner's own as far as a file system takes it."""
    name = re.sub(r"[/\\\0]", "_", file).encode()[:200].decode(errors="ignore")
    return name if name.strip(".") else "workbook.xlsx"


def inspect(raw: bytes, file: str, limits: Limits | None = None) -> list[SheetFacts]:
    """The sheets of the workbook in their order. Raises CodedError `archive.*` and `workbook.*`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _file_name(file))  # refusals name the file as its owner does
        path.write_bytes(raw)
        with open_package(path) as package:
            return _inspect(package, file, limits or Limits())


def _inspect(package: Package, file: str, limits: Limits) -> list[SheetFacts]:
    names = set(package.names)
    if "xl/workbook.bin" in names:
        raise NOT_A_WORKBOOK.error(file=file, detail=BINARY)
    _refuse_parts(package, file)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise NOT_A_WORKBOOK.error(file=file, detail=NO_BOOK)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise MACROS.error(file=file, member="macroEnabled")
    budget = _Budget(limits)
    facts: dict[str, SheetFacts] = {}
    for name in package.names:
        if name.lower().endswith((".xml", ".rels", ".vml")):
            scan = _Scan(name, budget)
            scan.run(package.read(name))
            if scan.is_sheet:
                facts[name] = scan.facts
    return _in_order(package, facts, file)


def _refuse_parts(package: Package, file: str) -> None:
    if len(package.members) > MAX_PARTS:
        raise TOO_LARGE.error(what_zh="部件数", what_en="parts", limit=MAX_PARTS)
    if sum(member.size for member in package.members) > MAX_BYTES:
        raise TOO_LARGE.error(what_zh="解压后的字节数", what_en="bytes uncompressed", limit=MAX_BYTES)
    for name in package.names:
        if _ACTIVE.search("/" + name) and not _HARMLESS_BIN.search(name):
            raise MACROS.error(file=file, member=name[:80])
        if _LINKED.search("/" + name):
            raise EXTERNAL_LINK.error(file=file, member=name[:80])


def _in_order(package: Package, facts: dict[str, SheetFacts], file: str) -> list[SheetFacts]:
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = inside

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identity = next((v for k, v in attributes.items() if k.rsplit(" ", 1)[-1] == "id"), "")
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), identity))

    if "xl/_rels/workbook.xml.rels" in package.names:
        _each("xl/_rels/workbook.xml.rels", package.read("xl/_rels/workbook.xml.rels"), relation)
    _each("xl/workbook.xml", package.read("xl/workbook.xml"), sheet)
    if len(sheets) > MAX_SHEETS:
        raise TOO_LARGE.error(what_zh="工作表数", what_en="sheets", limit=MAX_SHEETS)
    ordered = []
    for name, state, identity in sheets:
        found = facts.pop(targets.get(identity, ""), None)
        if found is None:
            found = SheetFacts(name)  # a chart sheet, which holds no cells
        found.name, found.hidden = name, state in {"hidden", "veryHidden"}
        ordered.append(found)
    if not ordered:
        raise NOT_A_WORKBOOK.error(file=file, detail=NO_SHEETS)
    return ordered


class _Budget:
    """Cells, elements and their names over all parts."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.elements = 0
        self.names: set[str] = set()


def _parser(member: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise DOCTYPE.error(member, member=member)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _each(member: str, raw: bytes, visit: Callable[[str, dict[str, str]], None]) -> None:
    parser = _parser(member)
    parser.StartElementHandler = lambda tag, attributes: visit(tag.rsplit(" ", 1)[-1], attributes)
    _parse(parser, member, raw)


def _parse(parser: expat.XMLParserType, member: str, raw: bytes) -> None:
    try:
        parser.Parse(raw, True)
    except CodedError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BAD_XML.error(member, member=member, detail=NOT_WELL_FORMED) from error


class _Scan:
    """One walk over a part; of worksheets it notes the facts."""

    def __init__(self, member: str, budget: _Budget) -> None:
        self.member = member
        self.budget = budget
        self.facts = SheetFacts("")
        self.is_sheet = False
        self.depth = 0
        self.row = 0
        self.column = 0
        self.kind = ""
        self.valued = False
        self.formula = False
        self.result = False

    def run(self, raw: bytes) -> None:
        parser = self.parser = _parser(self.member)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        _parse(parser, self.member, raw)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.budget.elements += 1
        self.budget.names.add(tag)
        if len(self.budget.names) > MAX_NAMES:
            detail = Both(f"元素名超过 {MAX_NAMES} 种", f"more than {MAX_NAMES} element names")
            raise BAD_XML.error(self.member, member=self.member, detail=detail)
        if self.depth > MAX_DEPTH:
            detail = Both(f"嵌套超过 {MAX_DEPTH} 层", f"more than {MAX_DEPTH} levels deep")
            raise BAD_XML.error(self.member, member=self.member, detail=detail)
        limits = self.budget.limits
        if self.budget.elements > limits.elements:
            raise TOO_LARGE.error(
                self.member, what_zh="XML 元素数", what_en="XML elements", limit=limits.elements
            )
        name = tag.rsplit(" ", 1)[-1]
        if self.depth == 1:
            self.is_sheet = name == "worksheet"
        if not self.is_sheet:
            return
        if name in {"v", "is"}:
            self.valued = True
            self.result |= name == "is" or self.kind == "str"  # a text may be empty, a number may not
            self.parser.CharacterDataHandler = self._text
        elif name == "f":
            self.formula = True
        elif name == "c":
            self._cell(attributes)
        elif name == "row":
            self._row(attributes)
        elif name == "col":
            self._col(attributes)
        elif name == "mergeCell":
            self.facts.merged.append(attributes.get("ref", "")[:20])

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if not self.is_sheet:
            return
        name = tag.rsplit(" ", 1)[-1]
        if name in {"v", "is"}:
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self._cell_ends()

    def _text(self, text: str) -> None:
        self.result |= not text.isspace()

    def _row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self.row = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else self.row + 1
        self.column = 0
        flat = attributes.get("ht", "").startswith("0") and not attributes.get("ht", "").strip("0.")
        if attributes.get("hidden") in {"1", "true"} or flat:
            self.facts.hidden_rows.add(self.row)

    def _col(self, attributes: dict[str, str]) -> None:
        width = attributes.get("width", "")
        flat = width.startswith("0") and not width.strip("0.")
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if (attributes.get("hidden") in {"1", "true"} or flat) and first.isdigit() and last.isdigit():
            self.facts.hidden_columns.append((int(first[:6]), int(last[:6])))

    def _cell(self, attributes: dict[str, str]) -> None:
        match = re.fullmatch(r"([A-Za-z]{1,6})([0-9]{1,8})", attributes.get("r", ""))
        if match:
            self.column, self.row = column_number(match[1]), int(match[2])
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.valued = self.formula = self.result = False

    def _cell_ends(self) -> None:
        if not (self.valued or self.formula):
            return
        place = f"{column_letters(self.column)}{self.row}"
        limits = self.budget.limits
        if self.row > limits.rows:
            raise TOO_LARGE.error(place, what_zh="行数", what_en="rows", limit=limits.rows)
        if self.column > limits.columns:
            raise TOO_LARGE.error(place, what_zh="列数", what_en="columns", limit=limits.columns)
        self.budget.cells += 1
        if self.budget.cells > limits.cells:
            raise TOO_LARGE.error(self.member, what_zh="单元格数", what_en="cells", limit=limits.cells)
        self.facts.cells += 1
        if self.formula:
            (self.facts.formulas if self.result else self.facts.unvalued).append(place)
        if self.kind == "e":
            self.facts.errors.append(place)
