"""Impact methods of ILCD packages: characterisation factors by the UUID of the flow.

They do not compute footprints here; they tell whether the gases of a nomenclature are recognised. A method such as
“Climate change” of EF 3.1 names every flow that warms the climate by its UUID, with a factor that can be held
against the GWP of the gas the flow's name and CAS number were taken for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import CodedError
from tanzuji.documents.gases import gwp
from tanzuji.formats import safe_xml
from tanzuji.formats.archive import Package
from tanzuji.formats.greenhouse_flows import Characterised, Suspect, classify
from tanzuji.formats.ilcd.data_sets import data_sets, members_by_kind
from tanzuji.formats.ilcd.elements import (
    as_text,
    by_language,
    child,
    children,
    described,
    number,
    reference,
    text,
)
from tanzuji.formats.ilcd.quantities import flow
from tanzuji.formats.ilcd.reader import XML
from tanzuji.formats.lci.records import Flow


@dataclass(frozen=True, slots=True)
class CharacterisationFactor:
    """What a unit of a flow counts for; `is_input` for resources, which the method takes from nature."""

    flow: str
    name: str
    is_input: bool
    location: str
    value: float


@dataclass(frozen=True, slots=True)
class ImpactMethod:
    """An impact method with its factors, in the order of the file."""

    id: str
    name: str
    unit: str
    factors: tuple[CharacterisationFactor, ...]


@dataclass(frozen=True, slots=True)
class GasCheck:
    """How a flow of a method is recognised: the gas and its GWP100 with sign, or why there is none."""

    factor: CharacterisationFactor
    gas: str = ""
    line: str = ""
    gwp: float | None = None
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the factor is the GWP, to the three digits the tables of the IPCC are printed with."""
        return (
            self.gwp is not None and abs(self.gwp - self.factor.value) <= 5e-3 * abs(self.factor.value) + 1e-3
        )


def read_impact_methods(package: Package) -> tuple[ImpactMethod, ...]:
    """Every impact method of a package. Raises `ilcd.*` and `xml.*`."""
    members = members_by_kind(package, XML.ending, XML.root_of)["lciamethods"]
    found = []
    for data_set in data_sets(package, members, "lciamethods", safe_xml.parse):
        information = child(data_set.root, "LCIAMethodInformation")
        name = as_text(by_language(children(information, "dataSetInformation", "name")))
        unit = described(child(information, "quantitativeReference", "referenceQuantity"))
        factors = []
        for element in children(data_set.root, "characterisationFactors", "factor"):
            pointer = child(element, "referenceToFlowDataSet")
            named = described(pointer)
            factors.append(
                CharacterisationFactor(
                    flow=reference(pointer),
                    name=named.to("en") if named else "",
                    is_input=text(element, "exchangeDirection").casefold() == "input",
                    location=text(element, "location"),
                    value=number(element, data_set.member, "meanValue") or 0.0,
                )
            )
        found.append(
            ImpactMethod(
                data_set.id, name.to("en") if name else "", unit.to("en") if unit else "", tuple(factors)
            )
        )
    return tuple(found)


def read_flows(package: Package) -> dict[str, Flow]:
    """The flows of a package by UUID. Raises `ilcd.*` and `xml.*`."""
    members = members_by_kind(package, XML.ending, XML.root_of)["flows"]
    return {each.id: flow(each) for each in data_sets(package, members, "flows", safe_xml.parse)}


def check_gases(
    method: ImpactMethod, flows: Mapping[str, Flow], gwp_set: GwpSet = "AR6"
) -> Iterable[GasCheck]:
    """How each flow of a climate method that the package holds is recognised, held against `gwp_set`."""
    for factor in method.factors:
        known = flows.get(factor.flow)
        if known is None:
            yield GasCheck(factor, why="absent")
            continue
        found = classify(known.name, cas=known.cas, category=known.category, is_input=factor.is_input)
        if isinstance(found, Characterised):
            try:
                value = found.sign * gwp(found.gas, gwp_set)
            except CodedError:
                yield GasCheck(factor, found.gas, found.line, why="no-gwp")
                continue
            yield GasCheck(factor, found.gas, found.line, value)
        else:
            yield GasCheck(factor, why=found.why if isinstance(found, Suspect) else "not-recognised")
