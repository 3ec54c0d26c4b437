"""Building ILCD elements: in the order of the schema, with texts cut to what its types hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from tanzuji.documents.text import Text
from tanzuji.formats.ilcd.elements import COMMON, LANGUAGE, OPENLCA, Element
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.reference import is_uuid, uuid_of

STRING, SHORT_TEXT = 500, 1000
"""Characters of the schema's types String and ST."""
ANY_LENGTH = 10_000_000
VERSION = "01.00.000"

_SCHEMAS = {
    "Process": "processDataSet",
    "Flow": "flowDataSet",
    "FlowProperty": "flowPropertyDataSet",
    "UnitGroup": "unitGroupDataSet",
    "Contact": "contactDataSet",
    "Source": "sourceDataSet",
}
_REFERENCES = {
    "Process": ("process data set", "processes"),
    "Flow": ("flow data set", "flows"),
    "FlowProperty": ("flow property data set", "flowproperties"),
    "UnitGroup": ("unit group data set", "unitgroups"),
    "Contact": ("contact data set", "contacts"),
    "Source": ("source data set", "sources"),
}
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VERSION = re.compile(r"[0-9]{2}\.[0-9]{2}(?:\.[0-9]{3})?")


@dataclass
class Builder:
    """Makes elements and remembers what they could not hold."""

    losses: Losses = field(default_factory=Losses)

    def root(self, kind: str) -> Element:
        """The empty data set of a kind (`Process`, `Flow`, …)."""
        namespace = f"http://lca.jrc.it/ILCD/{kind}"
        spaces = {None: namespace, "common": COMMON, "olca": OPENLCA}
        made = etree.Element(f"{{{namespace}}}{_SCHEMAS[kind]}", nsmap=spaces)
        made.set("version", "1.1")
        return made

    def add(self, parent: Element, name: str, text: str = "", *, common: bool = False) -> Element:
        """A new last child of `parent`, in its namespace or the common one."""
        namespace = COMMON if common else etree.QName(parent.getroottree().getroot()).namespace
        made = etree.SubElement(parent, f"{{{namespace}}}{name}")
        if text:
            made.text = _NOT_XML.sub(" ", text)
        return made

    def put(self, parent: Element, name: str, text: str, *, common: bool = False) -> None:
        """A child with a text; nothing where there is none."""
        if text:
            self.add(parent, name, text, common=common)

    def both(
        self, parent: Element, name: str, text: Text | None, limit: int, *, common: bool = False, of: str = ""
    ) -> None:
        """One child a language, English before Chinese, each cut to `limit` characters."""
        for language, written in (("en", text.en), ("zh", text.zh)) if text else ():
            if written:
                plain = " ".join(written.split())
                if len(plain) > limit:
                    self.losses.add("long-texts", of or plain)
                made = self.add(parent, name, plain[:limit], common=common)
                made.set(LANGUAGE, language)

    def refer(
        self,
        parent: Element,
        name: str,
        kind: str,
        identifier: str,
        named: Text | None,
        *,
        common: bool = False,
    ) -> None:
        """A reference to a data set of the package; those that are referred to are written in their first version."""
        made = self.add(parent, name, common=common)
        said, folder = _REFERENCES[kind]
        made.set("type", said)
        made.set("refObjectId", identifier)
        made.set("version", VERSION)
        made.set("uri", f"../{folder}/{identifier}.xml")
        self.both(made, "shortDescription", named, SHORT_TEXT, common=True)

    def identity(self, parent: Element, kind: str, identifier: str, named: str = "") -> str:
        """Write the UUID of a data set; an id that is none becomes the one computed from it."""
        made = uuid_of(kind, identifier)
        if not is_uuid(identifier):
            self.losses.add("identifiers", named or identifier)
        self.add(parent, "UUID", made, common=True)
        return made

    def classified(self, parent: Element, path: tuple[str, ...], *, compartments: bool = False) -> None:
        """The category path as classes or, for elementary flows, as compartments; ten levels at most."""
        if not path:
            return
        within = self.add(parent, "classificationInformation")
        group = self.add(
            within, "elementaryFlowCategorization" if compartments else "classification", common=True
        )
        for level, each in enumerate(path[:10]):
            made = self.add(group, "category" if compartments else "class", each[:STRING], common=True)
            made.set("level", str(level))

    def published(
        self, parent: Element, version: str, owner: str = "", licence: tuple[str, str] = ("", "")
    ) -> None:
        """The administrative part: version, owner, and the licence as its type and its words."""
        part = self.add(self.add(parent, "administrativeInformation"), "publicationAndOwnership")
        self.add(part, "dataSetVersion", version_of(version), common=True)
        if owner:
            self.refer(
                part,
                "referenceToOwnershipOfDataSet",
                "Contact",
                uuid_of("contact", owner),
                Text.parse(owner),
                common=True,
            )
        kind, words = licence
        self.put(part, "licenseType", kind, common=True)
        if words:
            self.both(part, "accessRestrictions", Text.parse(words), ANY_LENGTH, common=True)


def version_of(stated: str) -> str:
    """The version where it has the form of the schema, else the first one."""
    return stated if _VERSION.fullmatch(stated) else VERSION


def number_of(value: float) -> str:
    """A number that reads back as the same one."""
    return repr(float(value))


def serialised(root: Element, *, spaces: Mapping[str, str] | None = None) -> bytes:
    """The data set as a file."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["common"])
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data
