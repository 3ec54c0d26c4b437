"""Read EcoSpold 2 files into records.

A product of negative amount is a waste that the activity treats; those who hand it over state a negative input.
Both are turned into a waste flow: taken in by the one, given out by the others, in positive amounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.formats.archive import Package
from tanzuji.formats.ecospold2.activities import StatedActivity, StatedExchange, activities
from tanzuji.formats.ecospold2.shares import allocation
from tanzuji.formats.ecospold2.vocabulary import MASSES, NAMESPACE, UNSTATED_PERIOD
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Exchange, Flow, FlowType, Process
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.lci.spold_files import read_each
from tanzuji.formats.lci.stated import (
    NO_PRODUCT,
    REPEATED_PROCESS,
    NamedUnits,
    Role,
    is_input,
    scaled,
)
from tanzuji.formats.lci.units import spelled
from tanzuji.formats.safe_xml import parse

NO_ACTIVITIES = define(
    "ecospold2.no-activities",
    zh="“{file}”里没有 EcoSpold 2 数据集（根元素 ecoSpold，命名空间 EcoSpold02）{found_zh}。",
    en="“{file}” holds no EcoSpold 2 datasets (root element ecoSpold, namespace EcoSpold02){found}.",
    remedy_zh="请检查文件是不是 EcoSpold 2；版本看根元素的命名空间，不看文件名。",
    remedy_en="Check that it is EcoSpold 2; the namespace of the root element tells the version, not the file's name.",
)

_SHOWN_PROBLEMS = 20


def is_ecospold2(root: str) -> bool:
    """Whether `{namespace}local` of a root element is that of EcoSpold 2."""
    return root.casefold() == f"{{{NAMESPACE}}}ecospold".casefold()


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The records of a package. Raises `ecospold2.*`, `import.*`, `xml.*`; `progress` is told of files."""
    losses = Losses()
    stated = list(_activities(package, losses, progress))
    problems: list[Problem] = []
    identifiers = _identifiers(stated, problems)
    flows = _Flows(stated)
    providers = _providers(stated, identifiers)
    processes: list[Process] = []
    for activity, identifier in zip(stated, identifiers, strict=True):
        try:
            processes.append(_process(activity, identifier, flows, providers, losses))
        except CodedError as error:
            problems.extend(error.problems)
    if problems:
        raise CodedError(problems[:_SHOWN_PROBLEMS])
    losses.add("parameters", count=sum(activity.parameters for activity in stated))
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
        kind="ecospold2",
        losses=losses.all(),
    )


def _activities(
    package: Package, losses: Losses, progress: Callable[[str, int, int], None]
) -> Iterator[StatedActivity]:
    """Every activity of every EcoSpold 2 file."""

    def begun(data: bytes, member: str) -> tuple[str, Callable[[], Iterator[StatedActivity]]]:
        root = parse(data, member)
        return str(root.tag), lambda: activities(root, member, losses)

    return read_each(package, begun, is_ecospold2, NO_ACTIVITIES, losses, progress)


def _reference(activity: StatedActivity, losses: Losses) -> StatedExchange:
    """The reference product. Of several, as undivided datasets may have them, the first that is no zero stands,
    and that is told; with allocation it makes no difference. Raises `import.no-product`."""
    references = [e for e in activity.exchanges if e.group == "out0" and not e.is_nature]
    if not references:
        raise NO_PRODUCT.error(activity.place, process=activity.name[:120])
    made = [exchange for exchange in references if exchange.amount] or references
    if len(made) > 1:
        losses.add("several-reference-products", activity.name)
    return made[0]


def _identifiers(stated: Sequence[StatedActivity], problems: list[Problem]) -> list[str]:
    """The activity's id; where a system model has divided it by product, with the product's id behind."""
    times = Counter(activity.id for activity in stated)
    found: list[str] = []
    seen: set[str] = set()
    for activity in stated:
        identifier = activity.id
        if times[identifier] > 1:
            product = next((e.flow for e in activity.exchanges if e.group == "out0" and e.amount), "")
            identifier = f"{activity.id}_{product}"
        if len(identifier) > 90:
            identifier = uuid_of("ecospold2 process", identifier)
        if identifier in seen:
            problems.append(
                REPEATED_PROCESS.problem(activity.place, process=activity.name[:120], id=activity.id)
            )
        seen.add(identifier)
        found.append(identifier)
    return found


def _providers(stated: Sequence[StatedActivity], identifiers: Sequence[str]) -> dict[tuple[str, str], str]:
    """Process ids by activity id and product: links name the activity, and the product tells which part of it."""
    found: dict[tuple[str, str], str] = {}
    for activity, identifier in zip(stated, identifiers, strict=True):
        for exchange in activity.exchanges:
            if exchange.group in {"out0", "out2"}:
                key = (activity.id, exchange.flow)
                if exchange.group == "out0" and exchange.amount:
                    found[key] = identifier
                else:
                    found.setdefault(key, identifier)
    return found


class _Flows:
    """The flows behind the exchanges, and the units and properties they are measured in."""

    def __init__(self, stated: Sequence[StatedActivity]) -> None:
        self.found: dict[str, Flow] = {}
        self.units = NamedUnits()
        exchanges = [exchange for activity in stated for exchange in activity.exchanges]
        treated = {e.flow for e in exchanges if e.group == "out0" and e.amount < 0}
        named = {e.flow for e in exchanges if e.by_product == "waste" or e.group == "out3"}
        made = {e.flow for e in exchanges if e.group == "out0" and e.amount > 0}
        self.wastes = (treated | named) - made
        self._kinds = {exchange.flow: exchange.is_nature for exchange in exchanges}
        # Whoever makes a product knows its properties best.
        for exchange in sorted(exchanges, key=lambda exchange: exchange.group != "out0"):
            if exchange.flow not in self.found:
                self.found[exchange.flow] = self._flow(exchange)

    def _flow(self, exchange: StatedExchange) -> Flow:
        place = self.units.place(exchange.unit)
        kind: FlowType = "PRODUCT_FLOW"
        if exchange.is_nature:
            kind = "ELEMENTARY_FLOW"
        elif exchange.flow in self.wastes:
            kind = "WASTE_FLOW"
        per_unit = self._per_reference_unit(exchange)
        return Flow(
            id=exchange.flow,
            name=exchange.name,
            type=kind,
            cas=exchange.cas,
            formula=exchange.formula,
            category=exchange.compartment,
            reference_property=place.property,
            properties={place.property: 1.0} | self._mass(exchange, place.property, per_unit),
            names=exchange.names,
            synonyms=exchange.synonyms,
        )

    def _per_reference_unit(self, exchange: StatedExchange) -> float:
        """How many of the exchange's units are one reference unit of its group."""
        place = self.units.place(exchange.unit)
        return 1.0 / self.units.tables.groups[place.group].units[place.id].factor

    def _mass(self, exchange: StatedExchange, own: str, per_unit: float) -> dict[str, float]:
        """kg per reference unit, from the properties of an exchange that is not measured in kg itself."""
        mass = self.units.place("kg").property
        if own == mass:
            return {}
        for name in MASSES:
            for item in exchange.properties:
                if item.name.casefold() == name and spelled(item.unit) == "kg" and item.amount > 0:
                    return {mass: item.amount * per_unit}
        return {}


def _process(
    activity: StatedActivity,
    identifier: str,
    flows: _Flows,
    providers: dict[tuple[str, str], str],
    losses: Losses,
) -> Process:
    reference = _reference(activity, losses)
    kept = [exchange for exchange in activity.exchanges if exchange.group != "out5"]
    losses.add("stock-additions", activity.name, len(activity.exchanges) - len(kept))
    exchanges = tuple(_exchange(exchange, flows, providers, exchange is reference) for exchange in kept)
    method, factors = allocation(activity, flows.wastes)
    return Process(
        id=identifier,
        name=activity.name,
        member=activity.place,
        kind="LCI_RESULT" if activity.kind == "2" else "UNIT_PROCESS",
        location=activity.location,
        category=activity.category,
        technology=activity.technology,
        valid_from="" if activity.start == UNSTATED_PERIOD[0] else activity.start,
        valid_to="" if activity.end == UNSTATED_PERIOD[1] else activity.end,
        version=activity.version,
        default_allocation=method,
        exchanges=exchanges,
        factors=factors,
        source=activity.source,
        names=activity.names,
        comment=activity.comment,
        publisher=activity.publisher,
        licence=activity.licence,
    )


def _exchange(
    exchange: StatedExchange, flows: _Flows, providers: dict[tuple[str, str], str], is_reference: bool
) -> Exchange:
    flow = flows.found[exchange.flow]
    unit = flows.units.place(exchange.unit)
    amount, uncertainty = exchange.amount, exchange.uncertainty
    if flow.type == "ELEMENTARY_FLOW":
        side = exchange.group == "in4"
    else:
        waste = flow.type == "WASTE_FLOW"
        handed_over = exchange.group == "out3" or (exchange.group == "out2" and amount >= 0)
        role: Role = "made" if exchange.group in {"out0", "out2"} else "asked"
        if waste and handed_over:
            role = "asked"
        elif waste:  # treated: a product of negative amount; handed over: an input of negative amount
            amount, uncertainty = -amount + 0.0, uncertainty and scaled(uncertainty, -1.0)
        side = is_input(role, flow.type)
    return Exchange(
        internal=exchange.id,
        flow=flow.id,
        amount=amount,
        unit=unit.id,
        unit_name=exchange.unit,
        property=unit.property,
        is_input=side,
        is_reference=is_reference,
        is_avoided=False,
        provider=providers.get((exchange.link, exchange.flow), exchange.link),
        formula=exchange.is_calculated,
        uncertainty=uncertainty,
        pedigree=exchange.pedigree,
        comment=exchange.comment,
    )
