"""Read SimaPro CSV exports into records.

SimaPro links by name: a product is known by its own, a substance by its name and compartment. What `Waste to treatment`
asks for and a waste treatment takes in is one waste flow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.formats.archive import Package
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Process
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.simapro.amounts import Scope, definitions
from tanzuji.formats.simapro.blocks import Block, blocks
from tanzuji.formats.simapro.exchanges import Exchanges
from tanzuji.formats.simapro.flows import Flows
from tanzuji.formats.simapro.lines import Line, lines
from tanzuji.formats.simapro.rows import Row, Sheet, sheet

NO_PROCESSES = define(
    "simapro.no-processes",
    zh="“{file}”里没有过程（Process 段）；LCIA 方法和产品阶段不读。",
    en="“{file}” holds no processes (blocks “Process”); impact methods and product stages are not read.",
    remedy_zh="请在 SimaPro 中选择过程导出为 CSV。",
    remedy_en="Choose processes in SimaPro and export them as CSV.",
)
NO_PRODUCT = define(
    "simapro.no-product",
    zh="过程“{process}”没有产品，也不处理废物。",
    en="Process “{process}” has no product and treats no waste.",
    remedy_zh="请在 SimaPro 中补上产品后重新导出。",
    remedy_en="Give it a product in SimaPro and export again.",
)

_ENDINGS = (".csv", ".txt", ".tsv")
_SHOWN_PROBLEMS = 20
_LOCATION = re.compile(r"\{([A-Za-z][\w +,-]{1,30})\}|/(?:kg/)?([A-Z]{2,3}|RoW|GLO|RER)(?:/I)?(?: [US])?$")
_YEARS = re.compile(r"(\d{4})\s*(?:-\s*(\d{4}))?")
_UNSAID = {"", "unspecified", "unknown", '""', "''"}
_SYSTEM = {"system", "system process"}


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The records of a package. Raises `simapro.*`, `import.*`, `formula.*`; `progress` is told of files,
    then of processes."""
    names = [n for n in package.names if n.lower().endswith(_ENDINGS) and "__MACOSX" not in n.split("/")]
    reading = _Reading()
    versions: list[str] = []
    for done, name in enumerate(names, start=1):
        read = sheet(package.read(name), name)
        versions.append(read.version)
        reading.add(read)
        progress("read", done, len(names))
    if not reading.processes:
        raise NO_PROCESSES.error("", file=package.file)
    return reading.database(package, versions[0], progress)


class _Reading:
    """Collects the processes of every file, then turns them into records once all flows are known."""

    def __init__(self) -> None:
        self.losses = Losses()
        self.flows = Flows()
        self.processes: list[tuple[Block, Sheet, Scope]] = []

    def add(self, read: Sheet) -> None:
        found = list(blocks(read))
        wider = _scopes(found, read.decimal)
        read = replace(read, rows=())  # the blocks hold them now, until their amounts are known
        for block in found:
            if block.kind == "Units":
                self.flows.add_units(block.rows, read.decimal)
            elif block.kind == "Process" or _is_assembly(block):
                self.processes.append((block, read, wider))
            elif block.kind == "Product stage":
                self.losses.add("product-stages", _first_name(block))
            else:
                self.flows.add_substances(block)

    def database(self, package: Package, version: str, progress: Callable[[str, int, int], None]) -> Database:
        stated: list[tuple[Block, list[Line], str]] = []
        problems: list[Problem] = []
        identifiers = _identifiers([block for block, _, _ in self.processes])
        for at, (block, read, wider) in enumerate(self.processes):
            if at % 200 == 199:
                progress("read", at + 1, len(self.processes))
            try:
                stated.append((block, list(self._lines(block, read, wider)), f"{read.file}:{block.line}"))
            except CodedError as error:
                problems.extend(error.problems)
            block.sections.clear()
        if problems:
            raise CodedError(problems[:_SHOWN_PROBLEMS])
        self.flows.learn(line for _, found, _ in stated for line in found)
        exchanges = Exchanges(self.flows)
        processes: list[Process] = []
        for (block, found, place), identifier in zip(stated, identifiers, strict=True):
            try:
                processes.append(_process(block, found, place, identifier, exchanges))
            except CodedError as error:
                problems.extend(error.problems)
        if problems:
            raise CodedError(problems[:_SHOWN_PROBLEMS])
        tables = self.flows.units.tables
        return Database(
            file=package.file,
            schema=version,
            processes=tuple(processes),
            flows=self.flows.found,
            unit_groups=tables.groups,
            unit_group_of=tables.group_of,
            property_groups=tables.property_groups,
            property_names=tables.property_names,
            nested=package.nested,
            kind="simapro-csv",
            losses=self.losses.all(),
        )

    def _lines(self, block: Block, read: Sheet, wider: Scope) -> Iterator[Line]:
        """Every exchange of a process with its amount; parameters and tables nobody knows are told."""
        inputs, calculated = (
            block.sections.get(n, []) for n in ("Input parameters", "Calculated parameters")
        )
        self.losses.add("parameters", _first_name(block), len(inputs) + len(calculated))
        for label in block.unknown:
            self.losses.add("unknown-sections", label)
        own = Scope(definitions(inputs, calculated, read.decimal), wider)
        for line in lines(block, read, own, self.losses):
            self.losses.add("computed-formulas", line.name, int(line.is_formula))
            yield line


def _scopes(found: list[Block], decimal: str) -> Scope:
    """The parameters of the database, and around the processes those of the project, which hide them."""

    def rows(kind: str) -> list[Row]:
        return [row for block in found if block.kind == kind for row in block.rows]

    wider: Scope | None = None
    for level in ("Database", "Project"):
        inputs, calculated = rows(f"{level} Input parameters"), rows(f"{level} Calculated parameters")
        wider = Scope(definitions(inputs, calculated, decimal), wider)
    assert wider is not None
    return wider


def _is_assembly(block: Block) -> bool:
    """A product stage in which everything is an exchange; disposal and life cycles split by composition."""
    return block.kind == "Product stage" and block.labels.get("Category type", "").casefold() == "assembly"


def _first_name(block: Block) -> str:
    for section in ("Products", "Waste treatment", "Waste scenario"):
        for _, cells in block.sections.get(section, []):
            return cells[0]
    return _said(block, "Process name")


def _said(block: Block, label: str) -> str:
    value = block.labels.get(label, "").strip()
    return "" if value.casefold() in _UNSAID else value


def _identifiers(found: list[Block]) -> list[str]:
    """SimaPro's identifier where there is one that is used once, else one made of the process's place in the file."""
    stated = [_said(block, "Process identifier") or _said(block, "PlatformId") for block in found]
    times = Counter(stated)
    identifiers: dict[str, None] = {}
    for at, (block, identifier) in enumerate(zip(found, stated, strict=True)):
        if not identifier or times[identifier] > 1 or len(identifier) > 90:
            key = f"{identifier}|{_first_name(block)}|{_said(block, 'PlatformId')}"
            identifier = uuid_of("simapro process", key)
            if identifier in identifiers:
                identifier = uuid_of("simapro process", f"{key}|{at}")
        identifiers[identifier] = None
    return list(identifiers)


def _process(block: Block, found: list[Line], place: str, identifier: str, exchanges: Exchanges) -> Process:
    products = [line for line in found if line.role == "made"]
    name = _said(block, "Process name") or (products[0].name if products else "")
    if not products:
        raise NO_PRODUCT.error(place, process=name[:120] or identifier)
    years = _YEARS.search(_said(block, "Time period"))
    location = _LOCATION.search(products[0].name)
    method = exchanges.method(block, products)
    return Process(
        id=identifier,
        name=name,
        member=place,
        kind="LCI_RESULT" if _said(block, "Type").casefold() in _SYSTEM else "UNIT_PROCESS",
        location=next((part for part in location.groups() if part), "") if location else "",
        category=tuple(part for part in products[0].category.split("\\") if part),
        technology=_said(block, "Technology"),
        valid_from=years.group(1) if years else "",
        valid_to=(years.group(2) or years.group(1)) if years else "",
        version="",
        default_allocation=method,
        exchanges=tuple(exchanges.of(line, line is products[0]) for line in found),
        factors=tuple(exchanges.factors(products, method)),
        source=_said(block, "Literature references"),
        comment=_said(block, "Comment"),
        publisher=_said(block, "Generator"),
    )
