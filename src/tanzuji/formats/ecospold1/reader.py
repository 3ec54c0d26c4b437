"""Read EcoSpold 1 files into records.

Which exchanges are the same flow is not stated by the format. Where each number stands for one name throughout the
package, as in files of ecoinvent and openLCA, the number tells; else name, place and category do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.text import Text
from tanzuji.formats.archive import Package
from tanzuji.formats.ecospold1.datasets import StatedDataset, StatedExchange, datasets
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import AllocationMethod, Database, Exchange, Factor, Flow, FlowType, Process
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.lci.spold_files import read_each
from tanzuji.formats.lci.stated import (
    NO_PRODUCT,
    REPEATED_PROCESS,
    NamedUnits,
    Role,
    is_input,
)
from tanzuji.formats.safe_xml import root_name

NO_DATASETS = define(
    "ecospold1.no-datasets",
    zh="“{file}”里没有 EcoSpold 1 数据集（根元素 ecoSpold，命名空间 EcoSpold01）{found_zh}。",
    en="“{file}” holds no EcoSpold 1 datasets (root element ecoSpold, namespace EcoSpold01){found}.",
    remedy_zh="请检查文件是不是 EcoSpold 1；版本看根元素的命名空间，不看文件名。",
    remedy_en="Check that it is EcoSpold 1; the namespace of the root element tells the version, not the file's name.",
)

NAMESPACE = "http://www.EcoInvent.org/EcoSpold01"
_NO_PROCESS = {"3", "4"}  # elementary flows and impact categories have datasets of their own
_SHOWN_PROBLEMS = 20
_KINDS = {"0": "LCI_RESULT", "1": "UNIT_PROCESS", "2": "LCI_RESULT", "5": "UNIT_PROCESS"}
_MADE = {"out0", "out2"}


def is_ecospold1(root: str) -> bool:
    """Whether `{namespace}local` of a root element is that of EcoSpold 1."""
    return root.casefold() == f"{{{NAMESPACE}}}ecospold".casefold()


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The records of a package. Raises `ecospold1.*`, `import.*`, `xml.*`; `progress` is told of files."""
    losses = Losses()
    stated = list(_datasets(package, losses, progress))
    flows = _Flows(stated)
    processes: list[Process] = []
    problems: list[Problem] = []
    for dataset, identifier in zip(stated, _identifiers(stated, problems), strict=True):
        try:
            processes.append(_process(dataset, identifier, flows, losses))
        except CodedError as error:
            problems.extend(error.problems)
    if problems:
        raise CodedError(problems[:_SHOWN_PROBLEMS])
    tables = flows.units.tables
    return Database(
        file=package.file,
        schema="",  # the kind says it
        processes=tuple(processes),
        flows=flows.found,
        unit_groups=tables.groups,
        unit_group_of=tables.group_of,
        property_groups=tables.property_groups,
        property_names=tables.property_names,
        nested=package.nested,
        kind="ecospold1",
        losses=losses.all(),
    )


def _datasets(
    package: Package, losses: Losses, progress: Callable[[str, int, int], None]
) -> Iterator[StatedDataset]:
    """Every process of every EcoSpold 1 file; what is no process is counted as lost."""

    def processes(data: bytes, member: str) -> Iterator[StatedDataset]:
        for dataset in datasets(data, member, losses):
            if dataset.is_impact_result or dataset.kind in _NO_PROCESS:
                losses.add("impact-dataset", dataset.name)
            else:
                yield dataset

    def begun(data: bytes, member: str) -> tuple[str, Callable[[], Iterator[StatedDataset]]]:
        return root_name(data, member), lambda: processes(data, member)

    return read_each(package, begun, is_ecospold1, NO_DATASETS, losses, progress)


def _identifiers(stated: Sequence[StatedDataset], problems: list[Problem]) -> list[str]:
    """An id a dataset: its number where that is its own, else one made of number, name, place and unit."""
    numbers = Counter(dataset.number for dataset in stated)
    found: list[str] = []
    seen: set[str] = set()
    for dataset in stated:
        identifier = dataset.number
        if not identifier or numbers[identifier] > 1 or len(identifier) > 80:
            key = (dataset.number, dataset.name, dataset.location, dataset.unit, *dataset.category)
            identifier = uuid_of("ecospold1 process", "|".join(key))
        if identifier in seen:
            problems.append(
                REPEATED_PROCESS.problem(dataset.place, process=dataset.name[:120], id=dataset.number)
            )
        seen.add(identifier)
        found.append(identifier)
    return found


class _Flows:
    """The flows behind the exchanges of a package, and the units they are measured in."""

    def __init__(self, stated: Sequence[StatedDataset]) -> None:
        self.found: dict[str, Flow] = {}
        self.units = NamedUnits()
        self._by_number = _numbers_tell(stated)
        exchanges = [exchange for dataset in stated for exchange in dataset.exchanges]
        self._places: dict[str, set[str]] = {}  # where a product is made, by its name
        for exchange in exchanges:
            if exchange.group in _MADE:
                self._places.setdefault(exchange.name, set()).add(exchange.location)
        self._wastes = {self._key(exchange) for exchange in exchanges if exchange.group == "out3"}
        self._languages = {dataset.local_language for dataset in stated}
        # Whoever makes a product says how it is measured, and where it is made.
        for exchange in sorted(exchanges, key=lambda exchange: exchange.group not in _MADE):
            self._add(exchange)

    def of(self, exchange: StatedExchange) -> Flow:
        return self.found[self._key(exchange)]

    def _key(self, exchange: StatedExchange) -> str:
        if self._by_number:
            return f"{exchange.number}-nature" if exchange.is_nature else exchange.number
        place = exchange.category if exchange.is_nature else (self._place(exchange),)
        parts = ("nature" if exchange.is_nature else "techno", exchange.name, *place)
        return uuid_of("ecospold1 flow", "|".join(parts))

    def _place(self, exchange: StatedExchange) -> str:
        """Where the product is from; one asked for without a place is the one that is made in a single place."""
        made = self._places.get(exchange.name, set())
        return next(iter(made)) if not exchange.location and len(made) == 1 else exchange.location

    def _add(self, exchange: StatedExchange) -> None:
        key = self._key(exchange)
        if key in self.found:
            return
        place = self.units.place(exchange.unit)
        kind: FlowType = "PRODUCT_FLOW"
        if exchange.is_nature:
            kind = "ELEMENTARY_FLOW"
        elif key in self._wastes:
            kind = "WASTE_FLOW"
        self.found[key] = Flow(
            id=key,
            name=exchange.name,
            type=kind,
            cas=exchange.cas,
            formula=exchange.formula,
            category=exchange.category,
            reference_property=place.property,
            properties={place.property: 1.0},
            names=_names(exchange.name, exchange.local_name, self._languages),
            location="" if exchange.is_nature else exchange.location,
        )


def _numbers_tell(stated: Sequence[StatedDataset]) -> bool:
    """Whether every number stands for one name (and, in nature, one compartment) throughout."""
    seen: dict[tuple[str, bool], tuple[str, ...]] = {}
    for dataset in stated:
        for exchange in dataset.exchanges:
            named = (exchange.name, *(exchange.category if exchange.is_nature else ()))
            if not exchange.number or seen.setdefault((exchange.number, exchange.is_nature), named) != named:
                return False
    return True


def _names(name: str, local: str, languages: set[str]) -> Text | None:
    """Both names where the local one is Chinese and the file's other language is not."""
    if languages == {"zh"} and local and local != name:
        return Text(zh=local, en=name)
    return None


def _process(dataset: StatedDataset, identifier: str, flows: _Flows, losses: Losses) -> Process:
    reference = _reference(dataset, losses)
    exchanges = tuple(_exchange(exchange, flows, exchange is reference) for exchange in dataset.exchanges)
    factors = tuple(_factors(dataset, flows))
    default: AllocationMethod | None = "causal" if factors else None
    return Process(
        id=identifier,
        name=dataset.name,
        member=dataset.place,
        kind=_KINDS.get(dataset.kind, "UNIT_PROCESS"),
        location=dataset.location,
        category=dataset.category,
        technology=dataset.technology,
        valid_from=dataset.start,
        valid_to=dataset.end,
        version=dataset.version,
        default_allocation=default,
        exchanges=exchanges,
        factors=factors,
        source=dataset.source,
        names=_names(dataset.name, dataset.local_name, {dataset.local_language}),
        comment=dataset.comment,
        publisher=dataset.publisher,
    )


def _reference(dataset: StatedDataset, losses: Losses) -> StatedExchange:
    """The reference product. Datasets of several products have none: the one named like the dataset stands in,
    else the first, and that is told; with allocation “as stated” it makes no difference."""
    references = [exchange for exchange in dataset.exchanges if exchange.group == "out0"]
    if len(references) > 1:
        losses.add("several-reference-products", dataset.name)
    if references:
        return references[0]
    products = [exchange for exchange in dataset.exchanges if exchange.group == "out2" and exchange.amount]
    if not products:
        raise NO_PRODUCT.error(dataset.place, process=dataset.name[:120])
    losses.add("no-reference-product", dataset.name)
    return next((p for p in products if p.name == dataset.name), products[0])


def _exchange(exchange: StatedExchange, flows: _Flows, is_reference: bool) -> Exchange:
    flow = flows.of(exchange)
    unit = flows.units.place(exchange.unit)
    role: Role = "made" if exchange.group in _MADE else "avoided" if exchange.group == "out1" else "asked"
    side = exchange.group == "in4" if exchange.is_nature else is_input(role, flow.type)
    return Exchange(
        internal=exchange.number,
        flow=flow.id,
        amount=exchange.amount,
        unit=unit.id,
        unit_name=exchange.unit,
        property=unit.property,
        is_input=side,
        is_reference=is_reference,
        is_avoided=role == "avoided",
        provider="",
        formula=False,
        uncertainty=exchange.uncertainty,
        pedigree=exchange.pedigree,
        comment=exchange.comment,
    )


def _factors(dataset: StatedDataset, flows: _Flows) -> Iterator[Factor]:
    by_number = {exchange.number: exchange for exchange in dataset.exchanges}
    for allocation in dataset.allocations:
        product = by_number.get(allocation.product)
        if product is None:
            continue
        for number in allocation.of:
            yield Factor(
                method="causal",
                product=flows.of(product).id,
                value=allocation.share,
                exchange=number,
            )
