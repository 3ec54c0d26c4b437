"""Write a database as a TIDAS package: the data sets of ILCD as JSON, with the fields TIDAS asks for beyond it.

TIDAS requires what ILCD leaves open (reviews, compliance, commissioner, who entered the data). Where nothing is known
the document says so in the format's own words (“Not reviewed”, “Not defined”, “Not specified”); nothing is made up.
Classes are those of the TIDAS lists (ISIC for processes, CPC for products); a category that is in none of them is
written without its number, which the schemas of TIDAS do not accept, and named among the losses. A place that is in
none of its lists becomes the one around it that is, or none, and is named too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tanzuji.formats.archive_writer import write_archive
from tanzuji.formats.ilcd.building import VERSION, Builder
from tanzuji.formats.ilcd.elements import SAYS_NOTHING
from tanzuji.formats.ilcd.writer import data_sets_of
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Loss
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.tidas.classes import classified
from tanzuji.formats.tidas.locations import located, same
from tanzuji.formats.tidas.mirror import document

Json = dict[str, Any]

_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_FORMAT = ("a97a0155-0234-4b87-b4ce-a45da52f2a40", "ILCD format")
_COMPLIANCE = ("d92a1a12-2545-49e2-a585-55c259997756", "ILCD Data Network - Entry-level")
_KINDS = {
    "processDataSet": "Process",
    "flowDataSet": "Flow",
    "flowPropertyDataSet": "FlowProperty",
    "unitGroupDataSet": "UnitGroup",
    "contactDataSet": "Contact",
    "sourceDataSet": "Source",
}
_CLASSES = {
    "flowPropertyDataSet": ("4", "Other flow properties"),
    "unitGroupDataSet": ("4", "Other unit groups"),
    "contactDataSet": ("5", "Other"),
    "sourceDataSet": ("6", "Other source types"),
}


def write_tidas(database: Database, path: Path) -> tuple[Loss, ...]:
    """Write `database` to the ZIP archive `path`; what the format could not hold comes back.

    Raises OSError where the file cannot be written; nothing is left then.
    """
    build = Builder()
    writer = _Writer(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), build.losses)
    write_archive(path, writer.members(database, build))
    return (*database.losses, *build.losses.all())


class _Writer:
    """Completes mirrored documents to what the schemas of TIDAS ask for."""

    def __init__(self, moment: str, losses: Losses) -> None:
        self.moment = moment
        self.losses = losses

    def members(self, database: Database, build: Builder) -> Iterator[tuple[str, bytes]]:
        for folder, identifier, root in data_sets_of(database, build):
            made = document(root, {})
            name, content = next(iter(made.items()))
            completed = {name: _heads(name) | self._completed(name, content)}
            yield f"{folder}/{identifier}.json", json.dumps(completed, ensure_ascii=False, indent=1).encode()

    def _completed(self, name: str, content: Json) -> Json:
        content = _spoken(content)
        information = next(value for key, value in content.items() if key.endswith("Information"))
        about = information["dataSetInformation"]
        if name in _CLASSES:
            number, label = _CLASSES[name]
            about["classificationInformation"] = {
                "common:classification": {"common:class": {"@level": "0", "@classId": number, "#text": label}}
            }
        administration = content["administrativeInformation"]
        published = administration["publicationAndOwnership"]
        owner = published.setdefault("common:referenceToOwnershipOfDataSet", _contact())
        administration["dataEntryBy"] = {
            "common:timeStamp": self.moment,
            "common:referenceToDataSetFormat": _reference("source", *_FORMAT),
        }
        if name == "processDataSet":
            self._process(content, information, about, administration, owner)
        elif name == "flowDataSet":
            self._flow(content, information, about)
        elif name in {"flowPropertyDataSet", "unitGroupDataSet"}:
            content["modellingAndValidation"] = {"complianceDeclarations": {"compliance": _compliance()}}
        return content

    def _process(
        self, content: Json, information: Json, about: Json, administration: Json, owner: Json
    ) -> None:
        for part in ("treatmentStandardsRoutes", "mixAndLocationTypes"):
            about["name"].setdefault(part, _words(SAYS_NOTHING))
        about.setdefault("common:generalComment", _words(SAYS_NOTHING))
        self._classify("process", about, about["name"])
        place = information.setdefault("geography", {}).setdefault(
            "locationOfOperationSupplyOrProduction", {}
        )
        place["@location"] = self._located(place.get("@location", ""), about["name"]) or "NULL"
        time = information.setdefault("time", {})
        for year in ("common:referenceYear", "common:dataSetValidUntil"):
            if year in time:
                time[year] = int(time[year])
        if "common:referenceYear" not in time:
            self.losses.add("tidas-required", str(about["common:UUID"]))
        modelling = content["modellingAndValidation"]
        sources = modelling.pop("dataSourcesTreatmentAndRepresentativeness", {})
        if "referenceToDataSource" in sources:
            about["referenceToExternalDocumentation"] = sources["referenceToDataSource"]
        modelling["validation"] = {"review": {"@type": "Not reviewed"}}
        rest = ("nomenclature", "methodological", "review", "documentation", "quality")
        undefined = {f"common:{each}Compliance": "Not defined" for each in rest}
        modelling["complianceDeclarations"] = {"compliance": _compliance() | undefined}
        administration["common:commissionerAndGoal"] = {
            "common:referenceToCommissioner": owner,
            "common:intendedApplications": _words(SAYS_NOTHING),
        }
        administration["dataEntryBy"]["common:referenceToPersonOrEntityEnteringTheData"] = owner
        published = administration["publicationAndOwnership"]
        published.setdefault("common:permanentDataSetURI", f"urn:uuid:{about['common:UUID']}")
        published.setdefault("common:copyright", "true")
        published.setdefault("common:licenseType", "Other")
        exchanges = content["exchanges"]["exchange"] = _listed(content["exchanges"].get("exchange", []))
        for exchange in exchanges:
            exchange.setdefault("dataDerivationTypeStatus", "Unknown derivation")

    def _flow(self, content: Json, information: Json, about: Json) -> None:
        for place in _listed(information.pop("geography", {}).get("locationOfSupply", [])):
            located = self._located(place["#text"], about["name"])
            if located:
                information["geography"] = {"locationOfSupply": located}
        kind = content["modellingAndValidation"]["LCIMethod"]["typeOfDataSet"]
        content["modellingAndValidation"]["complianceDeclarations"] = {"compliance": _compliance()}
        if kind == "Elementary flow":
            self._classify("compartment", about, about["name"])
        else:
            for part in ("treatmentStandardsRoutes", "mixAndLocationTypes"):
                about["name"].setdefault(part, _words(SAYS_NOTHING))
            self._classify("product", about, about["name"])

    def _located(self, code: str, name: Json) -> str:
        """The code of a place in the list of TIDAS; what becomes a larger place, or none, is named."""
        found = located(code)
        if code and not same(found, code):
            base = _listed(name["baseName"])
            called = str(base[0].get("#text", "")) if base else ""
            self.losses.add("tidas-locations", f"{called[:60]}: {code} → {found or '–'}")
        return found

    def _classify(self, scheme: str, about: Json, name: Json) -> None:
        """Give classes their numbers in the lists of TIDAS; what is in none is left as it is and named."""
        group, item = (
            ("common:elementaryFlowCategorization", "common:category")
            if scheme == "compartment"
            else ("common:classification", "common:class")
        )
        stated = about.get("classificationInformation", {}).get(group, {}).get(item, [])
        path = [each["#text"] for each in _listed(stated)]
        classes = classified(scheme, path)
        if classes is None:
            base = _listed(name["baseName"])
            self.losses.add("tidas-classes", str(base[0].get("#text", "")) if base else "")
        else:
            about["classificationInformation"] = {group: {item: classes}}


def _heads(name: str) -> Json:
    """The attributes every document of a kind begins with."""
    kind = _KINDS[name]
    heads = {
        "@xmlns": f"http://lca.jrc.it/ILCD/{kind}",
        "@xmlns:common": "http://lca.jrc.it/ILCD/Common",
        "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "@xmlns:olca": "http://openlca.org/ilcd-extensions",
        "@version": "1.1",
        "@xsi:schemaLocation": f"http://lca.jrc.it/ILCD/{kind} ../../schemas/ILCD_{kind}DataSet.xsd",
    }
    if kind in {"Process", "Flow"}:
        heads["@locations"] = "../ILCDLocations.xml"
    if kind == "Flow":
        heads["@xmlns:ecn"] = "http://eplca.jrc.ec.europa.eu/ILCD/Extensions/2018/ECNumber"
    return heads


def _spoken(value: Any) -> Any:
    """Texts under the language they are written in: TIDAS takes no Chinese for English, and no English for Chinese."""
    if isinstance(value, list):
        spoken = [_spoken(each) for each in value]
        if all(isinstance(each, dict) and set(each) == {"@xml:lang", "#text"} for each in spoken):
            return list({each["@xml:lang"]: each for each in reversed(spoken)}.values())
        return spoken
    if not isinstance(value, dict):
        return value
    if set(value) == {"@xml:lang", "#text"}:
        return {"@xml:lang": "zh" if _CJK.search(value["#text"]) else "en", "#text": value["#text"]}
    return {key: _spoken(each) for key, each in value.items()}


def _words(english: str) -> Json:
    return {"@xml:lang": "en", "#text": english}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _reference(kind: str, identifier: str, named: str) -> Json:
    return {
        "@type": f"{kind} data set",
        "@refObjectId": identifier,
        "@uri": f"../{kind}s/{identifier}.xml",
        "@version": VERSION,
        "common:shortDescription": _words(named),
    }


def _contact() -> Json:
    return _reference("contact", uuid_of("contact", SAYS_NOTHING), SAYS_NOTHING)


def _compliance() -> Json:
    return {
        "common:referenceToComplianceSystem": _reference("source", *_COMPLIANCE),
        "common:approvalOfOverallCompliance": "Not defined",
    }
