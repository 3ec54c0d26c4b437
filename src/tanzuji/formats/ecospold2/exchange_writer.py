"""Exchanges as EcoSpold 2 states them: sides, signs, one unit a flow, distributions, shares of products."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from math import exp, log

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.ecospold2.distributions import PEDIGREE
from tanzuji.formats.ecospold2.elements import LONG, NAME, SHORT, Writing, child, written
from tanzuji.formats.ecospold2.vocabulary import (
    ECONOMIC_SHARE,
    PHYSICAL_SHARE,
    UNIT_IDS,
    UNIT_NAMES,
    WET_MASS,
    compartment,
)
from tanzuji.formats.lci.allocation import is_product, products_of
from tanzuji.formats.lci.records import Database, Exchange, Flow, Process
from tanzuji.formats.lci.reference import NAMESPACE as IDENTIFIERS
from tanzuji.formats.lci.reference import is_uuid, uuid_of
from tanzuji.formats.lci.stated import cas_number, scaled
from tanzuji.formats.lci.units import Converter, spelled
from tanzuji.formats.safe_xml import Element

_BY_PRODUCT = uuid_of("classification", "By-product classification: Waste")
_SYNONYM = 80
_LONGEST_CAS = 12
_SHARES = {
    "physical": (PHYSICAL_SHARE, "allocation share, physical"),
    "economic": (ECONOMIC_SHARE, "economic value"),
}


def unit_id(name: str) -> str:
    return UNIT_IDS.get(name) or uuid_of("unit", name)


def unit_name(name: str) -> str:
    """A unit in the format's spelling."""
    ours = spelled(name)
    return name if ours is None else UNIT_NAMES.get(ours, ours)


@dataclass
class ExchangeWriter:
    """Writes the exchanges of one database."""

    database: Database
    activity_ids: dict[str, str]  # by process id
    writing: Writing
    converter: Converter = field(init=False)
    _units: dict[str, Exchange] = field(default_factory=dict)
    """By flow: an exchange in the unit the flow is written in."""
    _made: set[str] = field(default_factory=set)
    _scales: dict[tuple[str, str, str, str], float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.converter = Converter(self.database)
        everything = [e for process in self.database.processes for e in process.exchanges]
        for exchange in sorted(everything, key=lambda e: not e.is_reference):
            self._units.setdefault(exchange.flow, exchange)
        self._made = {e.flow for e in everything if is_product(self.database, e)}

    def write(self, parent: Element, process: Process, exchange: Exchange, position: int) -> None:
        flow = self.database.flows[exchange.flow]
        is_nature = flow.type == "ELEMENTARY_FLOW"
        group, sign = ("in4" if exchange.is_input else "out4", 1.0)
        if not is_nature:
            group, sign = self._side(exchange, flow)
        scale = self._scale(exchange)
        stated = exchange if scale is None else self._units[exchange.flow]
        amount = exchange.amount * sign * (1.0 if scale is None else scale)
        unit = unit_name(stated.unit_name)
        element = self._element(parent, process, exchange, position, unit, amount)
        self.writing.name(element, "name", flow.name, flow.names)
        self.writing.text(element, "unitName", unit, SHORT)
        self.writing.text(element, "comment", exchange.comment, LONG)
        around = exchange.uncertainty and scaled(
            exchange.uncertainty, sign * (1.0 if scale is None else scale)
        )
        self._uncertainty(element, around, exchange.pedigree, amount, flow.name)
        for synonym in flow.synonyms:
            self.writing.text(element, "synonym", synonym, _SYNONYM)
        if is_nature:
            self._compartment(element, flow)
        else:
            self._properties(element, process, exchange, flow, amount)
            if flow.type == "WASTE_FLOW":
                self._classify(element)
        child(element, "inputGroup" if group[:2] == "in" else "outputGroup").text = group[-1]

    def _element(
        self, parent: Element, process: Process, exchange: Exchange, position: int, unit: str, amount: float
    ) -> Element:
        """The element of an exchange with what the format keeps in attributes."""
        flow = self.database.flows[exchange.flow]
        is_nature = flow.type == "ELEMENTARY_FLOW"
        cas = cas_number(flow.cas)
        return child(
            parent,
            "elementaryExchange" if is_nature else "intermediateExchange",
            {
                "id": self._id(process, exchange, position),
                "unitId": unit_id(unit),
                "casNumber": cas if len(cas) <= _LONGEST_CAS else "",
                "amount": written(amount),
                "elementaryExchangeId" if is_nature else "intermediateExchangeId": uuid_of("flow", flow.id),
                "formula": flow.formula[:SHORT] if is_nature else "",
                "activityLinkId": self._link(exchange),
            },
        )

    def _side(self, exchange: Exchange, flow: Flow) -> tuple[str, float]:
        """The group of a technosphere exchange and the sign its amount is written with."""
        waste = flow.type == "WASTE_FLOW"
        if exchange.is_reference:
            return "out0", -1.0 if waste else 1.0
        if is_product(self.database, exchange):
            if not waste:
                return "out2", 1.0
            if exchange.amount > 0:
                return "out2", -1.0
            self.writing.losses.add("negative-treatment", flow.name)
            return "in5", 1.0
        if exchange.is_avoided:
            self.writing.losses.add("avoided-products", flow.name)
            return "in5", 1.0 if waste else -1.0
        return "in5", -1.0 if waste else 1.0

    def _scale(self, exchange: Exchange) -> float | None:
        """What turns the exchange's unit into the one its flow is written in; None where nothing does."""
        wanted = self._units[exchange.flow]
        key = (exchange.flow, exchange.unit, exchange.unit_name, exchange.property)
        if key not in self._scales:
            if key[1:] == (wanted.unit, wanted.unit_name, wanted.property):
                self._scales[key] = 1.0
            else:
                own, other = (self.converter.amount(replace(e, amount=1.0)) for e in (exchange, wanted))
                self._scales[key] = None if own is None or not other else own / other
        return self._scales[key]

    def _id(self, process: Process, exchange: Exchange, position: int) -> str:
        if is_uuid(exchange.internal):
            return exchange.internal.lower()
        return str(uuid.uuid5(IDENTIFIERS, f"exchange:{process.id}:{position}"))

    def _link(self, exchange: Exchange) -> str:
        if not exchange.provider:
            return ""
        return self.activity_ids.get(exchange.provider) or uuid_of("process", exchange.provider)

    def _compartment(self, element: Element, flow: Flow) -> None:
        name, below = compartment(flow.category)
        around = child(
            element, "compartment", {"subcompartmentId": uuid_of("compartment", f"{name}/{below}")}
        )
        self.writing.text(around, "compartment", name, SHORT)
        self.writing.text(around, "subcompartment", below, SHORT)

    def _classify(self, element: Element) -> None:
        around = child(element, "classification", {"classificationId": _BY_PRODUCT})
        self.writing.text(around, "classificationSystem", "By-product classification", NAME)
        self.writing.text(around, "classificationValue", "Waste", NAME)

    def _properties(
        self, element: Element, process: Process, exchange: Exchange, flow: Flow, amount: float
    ) -> None:
        made = is_product(self.database, exchange)
        if made or exchange.flow not in self._made:
            mass = self._mass(exchange, flow)
            if mass is not None:
                self._property(element, WET_MASS, "wet mass", mass, "kg")
        if made and len(products_of(self.database, process)) > 1:
            for factor in process.factors:
                if factor.product == exchange.flow and factor.method in _SHARES and amount:
                    self._property(element, *_SHARES[factor.method], factor.value / amount, "dimensionless")

    def _mass(self, exchange: Exchange, flow: Flow) -> float | None:
        """kg in one of the units the flow is written in; None where it is written in a unit of mass, or unknown."""
        wanted = replace(self._units[exchange.flow], amount=1.0)
        ours = spelled(self.converter.reference_unit(flow, wanted.unit, wanted.unit_name))
        if ours == "kg" or len(flow.properties) < 2:
            return None
        return self.converter.mass(wanted)

    def _property(self, element: Element, identifier: str, name: str, amount: float, unit: str) -> None:
        attributes = {"propertyId": identifier, "amount": written(amount), "unitId": unit_id(unit)}
        around = child(element, "property", attributes)
        self.writing.text(around, "name", name, _SYNONYM)
        self.writing.text(around, "unitName", unit, SHORT)

    def _uncertainty(
        self,
        element: Element,
        uncertainty: Uncertainty | None,
        pedigree: tuple[int, ...],
        amount: float,
        name: str,
    ) -> None:
        """The distribution with the scores; scores alone stand beside a lognormal without spread."""
        scores = pedigree[:5] if len(pedigree) >= 5 and min(pedigree[:5]) >= 1 else ()
        if pedigree and pedigree != scores:
            self.writing.losses.add("data-quality", name)
        described = _distribution(uncertainty, amount)
        if uncertainty is not None and uncertainty.distribution != "none" and described is None:
            self.writing.losses.add("uncertainty-shape", name)
        if described is None:
            if not scores:
                return
            described = ("lognormal", _lognormal(log(abs(amount)) if amount else 0.0, amount, 0.0))
        around = child(element, "uncertainty")
        child(around, described[0], {key: written(value) for key, value in described[1].items()})
        if scores:
            child(around, "pedigreeMatrix", dict(zip(PEDIGREE, map(str, scores), strict=True)))


def _lognormal(mu: float, mean: float, variance: float) -> dict[str, float]:
    return {
        "meanValue": mean,
        "mu": mu,
        "variance": variance,
        "varianceWithPedigreeUncertainty": variance,
    }


def _distribution(uncertainty: Uncertainty | None, amount: float) -> tuple[str, dict[str, float]] | None:
    """Name and parameters of the format's distribution; None where it has none, or parameters are missing."""
    if uncertainty is None or uncertainty.distribution == "none" or uncertainty.problems():
        return None
    kind, low, high = uncertainty.distribution, uncertainty.minimum, uncertainty.maximum
    if kind == "lognormal" and uncertainty.sigma is not None and amount:
        variance = uncertainty.sigma**2
        median = log(abs(amount)) - (variance / 2 if uncertainty.convention == "mean" else 0.0)
        stated = amount if uncertainty.convention == "median" else exp(median) * (1 if amount > 0 else -1)
        return "lognormal", _lognormal(median, stated, variance)
    if kind == "normal" and uncertainty.spread is not None:
        variance = uncertainty.spread**2
        return "normal", {
            "meanValue": amount,
            "variance": variance,
            "varianceWithPedigreeUncertainty": variance,
        }
    if low is None or high is None:
        return None
    mode = amount if uncertainty.mode is None else uncertainty.mode
    if kind == "uniform":
        return "uniform", {"minValue": low, "maxValue": high}
    if kind == "triangular":
        return "triangular", {"minValue": low, "mostLikelyValue": mode, "maxValue": high}
    if kind == "pert":
        return "beta", {"minValue": low, "mostFrequentValue": mode, "maxValue": high}
    return None
