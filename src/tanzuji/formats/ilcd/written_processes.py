"""Processes as ILCD data sets: amounts in the reference units, as the format has them, and beside them, in openLCA's
attributes, the amount and unit they were stated in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text
from tanzuji.formats.ilcd.building import ANY_LENGTH, STRING, Builder, number_of
from tanzuji.formats.ilcd.elements import OPENLCA, Element
from tanzuji.formats.ilcd.uncertainty import written
from tanzuji.formats.lci.allocation import is_product
from tanzuji.formats.lci.records import Exchange, Factor, Process
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.lci.stated import scaled
from tanzuji.formats.lci.units import Converter

LICENCES = (
    "Free of charge for all users and uses",
    "Free of charge for some user types or use types",
    "Free of charge for members only",
    "License fee",
)


@dataclass(frozen=True, slots=True)
class ProcessWriter:
    """Writes the processes of one database."""

    build: Builder
    converter: Converter

    def root(self, process: Process) -> Element:
        """The data set of a process."""
        build = self.build
        root = build.root("Process")
        information = build.add(root, "processInformation")
        about = build.add(information, "dataSetInformation")
        build.identity(about, "process", process.id, process.name)
        names = process.names or Text.parse(process.name or process.id)
        build.both(build.add(about, "name"), "baseName", names, STRING, of=process.name)
        build.classified(about, process.category)
        self._prose(about, "generalComment", process.comment, common=True)
        internal = _internal_ids(process.exchanges)
        reference = build.add(information, "quantitativeReference")
        reference.set("type", "Reference flow(s)")
        at = next(i for i, exchange in enumerate(process.exchanges) if exchange.is_reference)
        build.add(reference, "referenceToReferenceFlow", internal[at])
        self._time_and_place(information, process)
        self._method(root, process)
        build.published(root, process.version, process.publisher, _licence(process.licence))
        shares = self._shares(process)
        within = build.add(root, "exchanges")
        for position, exchange in enumerate(process.exchanges):
            self._exchange(within, process, exchange, internal[position], shares.get(position, {}), internal)
        return root

    def _prose(self, parent: Element, name: str, text: str, *, common: bool = False) -> None:
        if text:
            self.build.both(parent, name, Text.parse(text), ANY_LENGTH, common=common)

    def _time_and_place(self, information: Element, process: Process) -> None:
        build = self.build
        years = [_year(process.valid_from), _year(process.valid_to)]
        if any(years):
            time = build.add(information, "time")
            build.put(time, "referenceYear", years[0], common=True)
            build.put(time, "dataSetValidUntil", years[1], common=True)
        if process.location:
            geography = build.add(information, "geography")
            place = build.add(geography, "locationOfOperationSupplyOrProduction")
            place.set("location", process.location[:STRING])
        if process.technology:
            technology = build.add(information, "technology")
            self._prose(technology, "technologyDescriptionAndIncludedProcesses", process.technology)

    def _method(self, root: Element, process: Process) -> None:
        build = self.build
        part = build.add(root, "modellingAndValidation")
        kind = "LCI result" if process.kind == "LCI_RESULT" else "Unit process, black box"
        build.add(build.add(part, "LCIMethodAndAllocation"), "typeOfDataSet", kind)
        if process.source:
            build.refer(
                build.add(part, "dataSourcesTreatmentAndRepresentativeness"),
                "referenceToDataSource",
                "Source",
                uuid_of("source", process.source),
                Text.parse(process.source),
            )

    def _exchange(
        self,
        within: Element,
        process: Process,
        exchange: Exchange,
        internal: str,
        shares: Mapping[int, float],
        ids: list[str],
    ) -> None:
        build, flow = self.build, self.converter.database.flows[exchange.flow]
        amount = self.converter.amount(exchange)
        if amount is None:
            build.losses.add("unconverted-amounts", f"{flow.name} [{exchange.unit_name}]")
            return
        made = build.add(within, "exchange")
        made.set("dataSetInternalID", internal)
        build.refer(
            made,
            "referenceToFlowDataSet",
            "Flow",
            uuid_of("flow", flow.id),
            flow.names or Text.parse(flow.name or flow.id),
        )
        build.add(made, "exchangeDirection", "Input" if exchange.is_input else "Output")
        build.add(made, "meanAmount", number_of(amount))
        build.add(made, "resultingAmount", number_of(amount))
        fields, mode, lost = written(_scaled(exchange.uncertainty, self._scale(exchange)), amount)
        for name, value in fields.items():
            build.add(made, name, value)
        if lost:
            build.losses.add(lost, process.name)
        if shares:
            allocations = build.add(made, "allocations")
            for position, share in shares.items():
                each = build.add(allocations, "allocation")
                each.set("internalReferenceToCoProduct", ids[position])
                each.set("allocatedFraction", f"{100 * share:.3f}".rstrip("0").rstrip("."))
        if exchange.comment:
            build.both(made, "generalComment", Text.parse(exchange.comment), STRING)
        self._extensions(made, exchange, mode)
        if exchange.pedigree:
            build.losses.add("data-quality", process.name)
        if exchange.formula:
            build.losses.add("formulas", process.name)

    def _scale(self, exchange: Exchange) -> float:
        """Reference units in one unit of the exchange, also where its amount is zero."""
        return self.converter.amount(replace(exchange, amount=1.0)) or 1.0

    def _extensions(self, made: Element, exchange: Exchange, mode: str | None) -> None:
        """openLCA's attributes for what the format has no field for."""
        attributes = {
            "unitId": exchange.unit,
            "propertyId": uuid_of("flow property", exchange.property) if exchange.property else "",
            "amount": number_of(exchange.amount) if exchange.unit else "",
            "defaultProvider": uuid_of("process", exchange.provider) if exchange.provider else "",
            "avoidedProduct": "true" if exchange.is_avoided else "",
            "mostLikelyValue": mode or "",
        }
        for name, value in attributes.items():
            if value:
                made.set(f"{{{OPENLCA}}}{name}", value)

    def _shares(self, process: Process) -> dict[int, dict[int, float]]:
        """Shares of co-products (by position) in each exchange (by position): those of the default method."""
        if not process.factors:
            return {}
        database = self.converter.database
        products = {
            exchange.flow: at
            for at, exchange in reversed(list(enumerate(process.exchanges)))
            if is_product(database, exchange)
        }
        methods = {factor.method for factor in process.factors}
        chosen = process.default_allocation if process.default_allocation in methods else sorted(methods)[0]
        kept = [
            factor for factor in process.factors if factor.method == chosen and factor.product in products
        ]
        if len(kept) < len(process.factors):
            self.build.losses.add("other-allocations", process.name, len(process.factors) - len(kept))
        positions = {exchange.internal: at for at, exchange in enumerate(process.exchanges)}
        own = {factor.exchange for factor in process.factors if factor.exchange}
        found: dict[int, dict[int, float]] = {}
        for factor in kept:
            for at in _concerned(factor, process, positions, own, set(products.values())):
                found.setdefault(at, {})[products[factor.product]] = factor.value
        return found


def _concerned(
    factor: Factor, process: Process, positions: Mapping[str, int], own: Set[str], made: Set[int]
) -> list[int]:
    """Positions of the exchanges a factor is about: the one it names; else those of its flow that have no factors of
    their `own` (by internal id); else all but the products `made`."""
    if factor.exchange:
        return [positions[factor.exchange]] if factor.exchange in positions else []
    return [
        at
        for at, exchange in enumerate(process.exchanges)
        if at not in made
        and (
            not factor.exchange_flow
            or (exchange.flow == factor.exchange_flow and exchange.internal not in own)
        )
    ]


def _internal_ids(exchanges: tuple[Exchange, ...]) -> list[str]:
    """The ids of the exchanges where they are numbers of at most six digits, all different; else their positions."""
    stated = [exchange.internal for exchange in exchanges]
    usable = all(re.fullmatch(r"0|[1-9][0-9]{0,5}", each) for each in stated)
    if usable and len(set(stated)) == len(stated):
        return stated
    return [str(at) for at in range(len(exchanges))]


def _scaled(uncertainty: Uncertainty | None, scale: float) -> Uncertainty | None:
    """The distribution around an amount in another unit."""
    if uncertainty is None or scale == 1.0:
        return uncertainty
    return scaled(uncertainty, scale)


def _licence(stated: str) -> tuple[str, str]:
    """The type of licence where the text begins with one of the format's, and the rest in its own words."""
    for known in LICENCES:
        if stated == known or stated.startswith(known + "; "):
            return known, stated[len(known) + 2 :]
    return "", stated


def _year(date: str) -> str:
    found = re.match(r"([0-9]{4})\b", date)
    return found.group(1) if found else ""
