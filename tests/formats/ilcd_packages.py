"""Small ILCD packages written out by hand, and the schemas of the format."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lxml import etree

from tanzuji.formats.archive import open_package
from tanzuji.formats.ilcd import read_database
from tanzuji.formats.lci.records import Database, Process

MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
CO2 = "08a91e70-3ddc-11dd-923d-0050c2490048"
STEEL = "00000000-0000-4000-8000-000000000001"
ORE = "00000000-0000-4000-8000-000000000002"
SLAG = "00000000-0000-4000-8000-000000000003"
MAKING = "00000000-0000-4000-8000-000000000011"
MINING = "00000000-0000-4000-8000-000000000012"

_SPACES = 'xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns:olca="http://openlca.org/ilcd-extensions"'


def process(
    identifier: str,
    exchanges: str,
    *,
    reference: str = "0",
    name: str = "Making",
    version: str = "01.00.000",
    head: str = "",
    location: str = "CN",
) -> str:
    """A process data set with what readers ask of it."""
    references = "".join(
        f"<referenceToReferenceFlow>{each}</referenceToReferenceFlow>" for each in reference.split()
    )
    return (
        f'<processDataSet version="1.1" xmlns="http://lca.jrc.it/ILCD/Process" {_SPACES}><processInformation>'
        f"<dataSetInformation><common:UUID>{identifier}</common:UUID><name>"
        f'<baseName xml:lang="en">{name}</baseName><baseName xml:lang="zh">制造</baseName></name></dataSetInformation>'
        f'<quantitativeReference type="Reference flow(s)">{references}</quantitativeReference>'
        f'<geography><locationOfOperationSupplyOrProduction location="{location}"/></geography>{head}'
        "</processInformation><administrativeInformation><publicationAndOwnership>"
        f"<common:dataSetVersion>{version}</common:dataSetVersion></publicationAndOwnership>"
        f"</administrativeInformation><exchanges>{exchanges}</exchanges></processDataSet>"
    )


def exchange(
    internal: int,
    flow: str,
    direction: str,
    amount: str,
    *,
    more: str = "",
    attributes: str = "",
    first: str = "",
) -> str:
    """One exchange; `first` stands before the amount (reminder, variable), `more` after it."""
    return (
        f'<exchange dataSetInternalID="{internal}" {attributes}><referenceToFlowDataSet type="flow data set" '
        f'refObjectId="{flow}"><common:shortDescription xml:lang="en">flow {flow[-1]}</common:shortDescription>'
        f"</referenceToFlowDataSet>{first}<exchangeDirection>{direction}</exchangeDirection>"
        f"<meanAmount>{amount}</meanAmount><resultingAmount>{amount}</resultingAmount>{more}</exchange>"
    )


def flow(
    identifier: str,
    name: str,
    kind: str = "Product flow",
    *,
    cas: str = "",
    compartment: str = "",
    version: str = "",
) -> str:
    """A flow in kilograms."""
    place = (
        "<classificationInformation><common:elementaryFlowCategorization>"
        f'<common:category level="0">Emissions</common:category><common:category level="1">{compartment}'
        "</common:category></common:elementaryFlowCategorization></classificationInformation>"
        if compartment
        else ""
    )
    number = f"<CASNumber>{cas}</CASNumber>" if cas else ""
    return (
        f'<flowDataSet version="1.1" xmlns="http://lca.jrc.it/ILCD/Flow" {_SPACES}><flowInformation>'
        f'<dataSetInformation><common:UUID>{identifier}</common:UUID><name><baseName xml:lang="en">{name}</baseName>'
        f"</name>{place}{number}</dataSetInformation><quantitativeReference><referenceToReferenceFlowProperty>0"
        "</referenceToReferenceFlowProperty></quantitativeReference></flowInformation><modellingAndValidation>"
        f"<LCIMethod><typeOfDataSet>{kind}</typeOfDataSet></LCIMethod></modellingAndValidation>"
        "<administrativeInformation><publicationAndOwnership><common:dataSetVersion>"
        f"{version or '01.00.000'}</common:dataSetVersion></publicationAndOwnership></administrativeInformation>"
        '<flowProperties><flowProperty dataSetInternalID="0"><referenceToFlowPropertyDataSet '
        f'type="flow property data set" refObjectId="{MASS}"/><meanValue>1.0</meanValue></flowProperty>'
        "</flowProperties></flowDataSet>"
    )


def two_processes(**changed: str) -> dict[str, str]:
    """Steel from ore: 1 kg of steel takes 1.5 kg of ore and emits 2 kg of CO2; 1 kg of ore emits 0.1 kg."""
    members = {
        "ILCD/flows/steel.xml": flow(STEEL, "Steel"),
        "ILCD/flows/ore.xml": flow(ORE, "Iron ore"),
        "ILCD/flows/co2.xml": flow(
            CO2, "carbon dioxide (fossil)", "Elementary flow", cas="124-38-9", compartment="Emissions to air"
        ),
        "ILCD/processes/making.xml": process(
            MAKING,
            exchange(0, STEEL, "Output", "1.0")
            + exchange(1, ORE, "Input", "1.5")
            + exchange(2, CO2, "Output", "2.0"),
        ),
        "ILCD/processes/mining.xml": process(
            MINING, exchange(0, ORE, "Output", "1.0") + exchange(1, CO2, "Output", "0.1"), name="Mining"
        ),
    }
    return members | changed


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """The members as a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> Database:
    with open_package(path) as package:
        return read_database(package, lambda step, done, total: None)


def read_one(
    tmp_path: Path, exchanges: str, more: Mapping[str, str] | None = None, **options: str
) -> Process:
    """The process made of these exchanges, beside the flows of `two_processes`."""
    members = {"ILCD/processes/making.xml": process(MAKING, exchanges, **options)} | dict(more or {})
    database = read(packed(tmp_path / "one.zip", two_processes(**members)))
    return next(each for each in database.processes if each.id == MAKING)


@lru_cache(maxsize=1)
def schemas(folder: Path) -> dict[str, etree.XMLSchema]:
    """The schemas of ILCD by the folder of a package their data sets stand in."""
    kinds = {
        "processes": "Process",
        "flows": "Flow",
        "flowproperties": "FlowProperty",
        "unitgroups": "UnitGroup",
        "contacts": "Contact",
        "sources": "Source",
    }
    return {
        kind: etree.XMLSchema(etree.parse(str(folder / f"ILCD_{name}DataSet.xsd")))
        for kind, name in kinds.items()
    }
