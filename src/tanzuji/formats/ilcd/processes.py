"""ILCD processes as records: exchanges in the reference units of their flows, allocation, who supplies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tanzuji.documents.text import Text
from tanzuji.formats.ilcd.data_sets import DataSet
from tanzuji.formats.ilcd.elements import (
    OPENLCA,
    Element,
    as_number,
    as_text,
    by_language,
    child,
    children,
    described,
    number,
    plain_id,
    reference,
    text,
)
from tanzuji.formats.ilcd.places import place_code
from tanzuji.formats.ilcd.quantities import Quantities, absent_flow, category, process_names
from tanzuji.formats.ilcd.uncertainty import read_uncertainty
from tanzuji.formats.lci.records import Exchange, Factor, Flow, Process
from tanzuji.formats.lci.stated import scaled

_SOURCES = 3
"""Sources a process names are shown up to this many; some list every paper of a review."""


@dataclass
class Reading:
    """What processes are read against, and what was left out on the way: names by the key of a loss."""

    quantities: Quantities
    flows: dict[str, Flow]
    left_out: dict[str, list[str]] = field(default_factory=dict)

    def leave_out(self, what: str, name: str) -> None:
        self.left_out.setdefault(what, []).append(name)


def process(data_set: DataSet, reading: Reading) -> Process | None:
    """The process, or None where it states no reference flow. Raises `ilcd.wrong-number`."""
    information = child(data_set.root, "processInformation")
    about = child(information, "dataSetInformation")
    names = process_names(about)
    named = names.to("en") if names else data_set.id
    elements = list(children(data_set.root, "exchanges", "exchange"))
    references = _references(information, elements)
    if not references:
        reading.leave_out("no-reference-flow", named)
        return None
    if child(data_set.root, "LCIAResults", "LCIAResult") is not None:
        reading.leave_out("impact-results", named)
    repeated = _repeated(references)
    if repeated:
        reading.leave_out("repeated-references", named)
    if len(references) - len(repeated) > 1:
        reading.leave_out("several-reference-products", named)
    formulas = _formulas(information)
    exchanges = tuple(
        exchange
        for element in elements
        if element not in repeated
        and (
            exchange := _exchange(
                element, data_set.member, reading, element is references[0], formulas, named
            )
        )
    )
    if not any(exchange.is_reference for exchange in exchanges):  # it has no amount
        reading.leave_out("no-reference-flow", named)
        return None
    factors = tuple(_factors(elements, exchanges, data_set.member))
    located = child(information, "geography", "locationOfOperationSupplyOrProduction")
    place, within = place_code((located.get("location") or "").strip() if located is not None else "")
    if within:
        reading.leave_out("towns", named)
    return _documented(data_set, about, names, place, exchanges, factors)


def _documented(
    data_set: DataSet,
    about: Element | None,
    names: Text | None,
    place: str,
    exchanges: tuple[Exchange, ...],
    factors: tuple[Factor, ...],
) -> Process:
    method = child(data_set.root, "modellingAndValidation")
    owned = child(data_set.root, "administrativeInformation", "publicationAndOwnership")
    information = child(data_set.root, "processInformation")
    technology = _prose(children(information, "technology", "technologyDescriptionAndIncludedProcesses"))
    owner = described(child(owned, "referenceToOwnershipOfDataSet"))
    kind = text(method, "LCIMethodAndAllocation", "typeOfDataSet")
    return Process(
        id=data_set.id,
        name=names.to("en") if names else data_set.id,
        member=data_set.member,
        kind="LCI_RESULT" if kind == "LCI result" else "UNIT_PROCESS",
        location=place,
        category=category(about),
        technology=technology,
        valid_from=text(information, "time", "referenceYear"),
        valid_to=text(information, "time", "dataSetValidUntil"),
        version=data_set.version,
        default_allocation="causal" if factors else None,
        exchanges=exchanges,
        factors=factors,
        source=_sources(method, about),
        names=names,
        comment=_prose(children(about, "generalComment")),
        publisher=owner.to("en") if owner else "",
        licence=_licence(owned),
    )


def _licence(owned: Element | None) -> str:
    """The type of licence and its words; “Other” by itself says nothing."""
    kind = text(owned, "licenseType")
    words = _prose(children(owned, "accessRestrictions"))
    return "; ".join(filter(None, (kind if kind != "Other" else "", words)))


def _prose(elements: Iterator[Element]) -> str:
    """A longer text in one language, Chinese before English."""
    found = as_text(by_language(elements))
    return found.to("zh") if found else ""


def _sources(method: Element | None, about: Element | None) -> str:
    """Titles of the sources; TIDAS packages may name them as external documentation."""
    elements = list(children(method, "dataSourcesTreatmentAndRepresentativeness", "referenceToDataSource"))
    cited = [described(each) for each in elements or children(about, "referenceToExternalDocumentation")]
    shown = list(dict.fromkeys(name.to("en") for name in cited if name))
    return "; ".join(shown[:_SOURCES]) + ("; …" if len(shown) > _SOURCES else "")


def _references(information: Element | None, elements: list[Element]) -> list[Element]:
    """The exchanges the quantitative reference points at, in its order."""
    wanted = [
        (element.text or "").strip()
        for element in children(information, "quantitativeReference", "referenceToReferenceFlow")
    ]
    by_id: dict[str, Element] = {}
    for element in elements:
        by_id.setdefault(element.get("dataSetInternalID") or "", element)
    return [by_id[each] for each in dict.fromkeys(wanted) if each in by_id]


def _repeated(references: list[Element]) -> list[Element]:
    """Reference flows that say the first one again: the same flow in the same direction, listed a second time."""

    def key(element: Element) -> tuple[str, str]:
        return reference(child(element, "referenceToFlowDataSet")), text(element, "exchangeDirection")

    return [element for element in references[1:] if key(element) == key(references[0])]


def _formulas(information: Element | None) -> dict[str, str]:
    """Formulas of the variables of a process, by name; empty where a variable is a plain number."""
    return {
        element.get("name") or "": text(element, "formula")
        for element in children(information, "mathematicalRelations", "variableParameter")
    }


def _exchange(
    element: Element, member: str, reading: Reading, is_reference: bool, formulas: dict[str, str], named: str
) -> Exchange | None:
    """One exchange; None for a reminder, and for one without an amount."""
    if text(element, "functionType"):  # “… reminder flow”: information beside the balance, not part of it
        reading.leave_out("reminder-flows", named)
        return None
    place = member
    variable = text(element, "referenceToVariable")
    amount = number(element, place, "resultingAmount")
    mean = number(element, place, "meanAmount")
    if amount is None and not variable:
        amount = mean
    if amount is None:
        reading.leave_out("no-amount", named)
        return None
    pointer = child(element, "referenceToFlowDataSet")
    flow_id = reference(pointer) or "–"
    flow = reading.flows.get(flow_id)
    if flow is None:
        flow = reading.flows[flow_id] = absent_flow(flow_id, pointer)
    uncertainty, lost = read_uncertainty(element, place, amount)
    if lost:
        reading.leave_out(lost, named)
    unit = reading.quantities.reference_unit(flow.reference_property)
    comment = by_language(children(element, "generalComment"))
    made = Exchange(
        internal=element.get("dataSetInternalID") or "",
        flow=flow_id,
        amount=amount,
        unit=unit.id if unit else "",
        unit_name=unit.name if unit else "",
        property=flow.reference_property,
        is_input=text(element, "exchangeDirection").casefold() == "input",
        is_reference=is_reference,
        is_avoided=element.get(f"{{{OPENLCA}}}avoidedProduct") == "true",
        provider=(element.get(f"{{{OPENLCA}}}defaultProvider") or "").strip().lower(),
        formula=bool(formulas.get(variable)) or bool(element.get(f"{{{OPENLCA}}}formula")),
        uncertainty=uncertainty,
        comment=(comment.get("zh") or comment.get("en") or "")[:300],
    )
    return _as_stated(made, element, reading, flow)


def _as_stated(exchange: Exchange, element: Element, reading: Reading, flow: Flow) -> Exchange:
    """The exchange in the unit openLCA's attributes keep beside it, as long as they mean the same amount."""
    place = reading.quantities.place(element.get(f"{{{OPENLCA}}}unitId") or "")
    flow_property = plain_id(element.get(f"{{{OPENLCA}}}propertyId") or "")
    per = flow.properties.get(flow_property)
    stated = as_number(element.get(f"{{{OPENLCA}}}amount") or "")
    if place is None or not per or stated is None:
        return exchange
    unit, group = place
    scale = unit.factor / per
    same = abs(stated * scale - exchange.amount) <= 1e-9 * abs(exchange.amount)
    if not scale or not same or reading.quantities.property_groups.get(flow_property) != group:
        return exchange
    spread = exchange.uncertainty
    return replace(
        exchange,
        amount=stated,
        unit=unit.id,
        unit_name=unit.name,
        property=flow_property,
        uncertainty=spread and scaled(spread, 1 / scale),
    )


def _factors(elements: list[Element], exchanges: tuple[Exchange, ...], member: str) -> Iterator[Factor]:
    """Shares of co-products in each exchange; ILCD has them in percent, a few programs write them as parts of one."""
    flows = {exchange.internal: exchange.flow for exchange in exchanges}
    stated: list[tuple[str, str, float]] = []
    for element in elements:
        internal = element.get("dataSetInternalID") or ""
        for each in children(element, "allocations", "allocation"):
            product = each.get("internalReferenceToCoProduct") or ""
            try:
                share = float(each.get("allocatedFraction") or "")
            except ValueError:
                continue
            if product in flows and internal in flows and share >= 0:
                stated.append((internal, product, share))
    by_exchange: dict[str, list[float]] = {}
    for internal, _, share in stated:
        by_exchange.setdefault(internal, []).append(share)
    parts = all(len(shares) > 1 and abs(sum(shares) - 1) < 1e-3 for shares in by_exchange.values())
    scale = 1.0 if parts else 100.0
    for internal, product, share in stated:
        yield Factor("causal", flows[product], share / scale, internal, flows[internal])
