"""The activities of an EcoSpold 2 file as they stand: one record an activity and an exchange, nothing linked yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.formats.ecospold2.distributions import pedigree, uncertainty
from tanzuji.formats.ecospold2.vocabulary import LICENCE
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.stated import FIELD_ABSENT, cas_number
from tanzuji.formats.lci.xml_fields import attribute, find, local, number_of, side
from tanzuji.formats.safe_xml import Element

_ACTIVITIES = ("activityDataset", "childActivityDataset")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class StatedProperty:
    """A property of an exchange: `amount` of `unit` per unit of the exchange."""

    id: str
    name: str
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class StatedExchange:
    """An exchange as written. `group`: `in1`–`in5` or `out0`–`out5`, the format's own codes."""

    id: str
    flow: str
    name: str
    names: Text | None
    unit: str
    amount: float
    is_nature: bool
    group: str
    compartment: tuple[str, ...]
    cas: str
    formula: str
    synonyms: tuple[str, ...]
    link: str  # id of the activity that supplies it
    is_calculated: bool
    by_product: str  # class of a by-product: allocatable product, waste, …
    properties: tuple[StatedProperty, ...]
    uncertainty: Uncertainty | None
    pedigree: tuple[int, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class StatedActivity:
    """An activity with its exchanges."""

    place: str
    id: str
    name: str
    names: Text | None
    kind: str  # 1 unit process, 2 system terminated
    location: str
    category: tuple[str, ...]
    technology: str
    comment: str
    licence: str
    start: str
    end: str
    version: str
    publisher: str
    source: str
    allocation_property: str
    parameters: int
    exchanges: tuple[StatedExchange, ...] = field(repr=False)


def activities(root: Element, member: str, losses: Losses) -> Iterator[StatedActivity]:
    """The activities of one document. Raises `import.*` with the place."""
    for element in root:
        if local(element) in _ACTIVITIES:
            try:
                yield _activity(element, member, losses)
            except CodedError as error:
                raise error.at(member) from None


def _texts(element: Element | None, name: str) -> dict[str, str]:
    """The texts of the children `name`, by language; the first of each language counts."""
    found: dict[str, str] = {}
    for child in [] if element is None else element.findall(f"{{*}}{name}"):
        if child.text and child.text.strip():
            found.setdefault(child.get(_LANGUAGE, "en")[:2].casefold(), child.text.strip())
    return found


def _best(texts: dict[str, str]) -> str:
    """English where there is one: names in it are what the rest of the world matches by."""
    return texts.get("en") or next(iter(texts.values()), "")


def _both(texts: dict[str, str]) -> Text | None:
    return Text(zh=texts["zh"], en=texts["en"]) if {"zh", "en"} <= texts.keys() else None


def _paragraphs(element: Element | None) -> list[str]:
    """Texts of a `TTextAndImage`, English ones where there are any, in the order of their index."""
    found = [] if element is None else element.findall("{*}text")
    found = [child for child in found if child.text and child.text.strip()]
    # What we write stands in the language of each paragraph; elsewhere languages are translations of each other.
    indices = [child.get("index", "0") for child in found]
    english = [child for child in found if child.get(_LANGUAGE, "en")[:2].casefold() == "en"]
    chosen = english if english and len(set(indices)) < len(indices) else found
    return [child.text.strip() for child in sorted(chosen, key=lambda child: _order(child.get("index", "0")))]


def _order(index: str) -> int:
    return int(index) if index.strip().isdigit() else 0


def _activity(element: Element, member: str, losses: Losses) -> StatedActivity:
    description = find(element, "activityDescription")
    activity = None if description is None else find(description, "activity")
    if description is None or activity is None or not activity.get("id"):
        raise FIELD_ABSENT.error(field="activity id")
    names = _texts(activity, "activityName")
    if not names:
        raise FIELD_ABSENT.error(field="activityName")
    flows = find(element, "flowData")
    children = [] if flows is None else list(flows)
    publication = "administrativeInformation/dataGeneratorAndPublication"
    said = _paragraphs(find(activity, "generalComment"))
    author = attribute(element, publication, "publishedSourceFirstAuthor")
    return StatedActivity(
        place=member,
        id=activity.get("id").strip(),
        name=_best(names),
        names=_both(names),
        kind=activity.get("type", "1").strip(),
        location=_best(_texts(find(description, "geography"), "shortname")),
        category=_category(description),
        technology="\n".join(_paragraphs(find(description, "technology/comment"))),
        comment="\n".join(text for text in said if not text.startswith(LICENCE)),
        licence="".join(text.removeprefix(LICENCE) for text in said if text.startswith(LICENCE)),
        start=attribute(description, "timePeriod", "startDate"),
        end=attribute(description, "timePeriod", "endDate"),
        version=_version(element),
        publisher=attribute(element, publication, "personName"),
        source=", ".join(filter(None, (author, attribute(element, publication, "publishedSourceYear")))),
        allocation_property=activity.get("masterAllocationPropertyId", "").strip(),
        parameters=sum(local(child) == "parameter" for child in children),
        exchanges=tuple(
            _exchange(child, losses)
            for child in children
            if local(child) in {"intermediateExchange", "elementaryExchange"}
        ),
    )


def _version(element: Element) -> str:
    numbers = (
        attribute(element, "administrativeInformation/fileAttributes", name)
        for name in ("majorRelease", "minorRelease")
    )
    return ".".join(number for number in numbers if number)


def _category(description: Element) -> tuple[str, ...]:
    """The path that EcoSpold 1 knew where it is given, else the first classification of the activity."""
    found: dict[str, str] = {}
    for item in description.findall("{*}classification"):
        system, value = (
            _best(_texts(item, "classificationSystem")),
            _best(_texts(item, "classificationValue")),
        )
        if value:
            found.setdefault(system.casefold(), value)
    older = found.get("ecospold01categories", "")
    if older:
        return tuple(part.strip() for part in older.split("/") if part.strip())
    return tuple(list(found.values())[:1])


def _exchange(element: Element, losses: Losses) -> StatedExchange:
    is_nature = local(element) == "elementaryExchange"
    stated = f"{local(element)}[{element.get('id', '?')}]"
    try:
        names = _texts(element, "name")
        unit = _best(_texts(element, "unitName"))
        flow = element.get("elementaryExchangeId" if is_nature else "intermediateExchangeId", "").strip()
        for wanted, value in (("name", names), ("unitName", unit), ("flow id", flow)):
            if not value:
                raise FIELD_ABSENT.error(field=wanted)
        amount = number_of(element, "amount")
        if amount is None:
            raise FIELD_ABSENT.error(field="amount")
        distribution = find(element, "uncertainty")
        return StatedExchange(
            id=element.get("id", "").strip(),
            flow=intern(flow),
            name=intern(_best(names)),
            names=_both(names),
            unit=intern(unit),
            amount=amount,
            is_nature=is_nature,
            group=_group(element),
            compartment=_compartment(element) if is_nature else (),
            cas=cas_number(element.get("casNumber", "")),
            formula=element.get("formula", "").strip(),
            synonyms=tuple(
                s.text.strip() for s in element.findall("{*}synonym") if s.text and s.text.strip()
            ),
            link=intern(element.get("activityLinkId", "").strip()),
            is_calculated=bool(element.get("mathematicalRelation", "").strip()),
            by_product=_by_product(element),
            properties=() if is_nature else tuple(_properties(element)),
            uncertainty=None
            if distribution is None
            else uncertainty(distribution, amount, _best(names), losses),
            pedigree=() if distribution is None else pedigree(distribution),
            comment=_best(_texts(element, "comment")),
        )
    except CodedError as error:
        raise error.at(stated) from None


def _group(element: Element) -> str:
    found = side(element, "12345", "02345")
    if not found:
        raise FIELD_ABSENT.error(field="inputGroup / outputGroup")
    return found


def _compartment(element: Element) -> tuple[str, ...]:
    found = find(element, "compartment")
    parts = (_best(_texts(found, "compartment")), _best(_texts(found, "subcompartment")))
    return tuple(intern(part) for part in parts if part)


def _by_product(element: Element) -> str:
    for item in element.findall("{*}classification"):
        if _best(_texts(item, "classificationSystem")).casefold() == "by-product classification":
            return _best(_texts(item, "classificationValue")).casefold()
    return ""


def _properties(element: Element) -> Iterator[StatedProperty]:
    for item in element.findall("{*}property"):
        amount = number_of(item, "amount")
        if amount is not None:
            yield StatedProperty(
                intern(item.get("propertyId", "").strip()),
                intern(_best(_texts(item, "name"))),
                amount,
                intern(_best(_texts(item, "unitName"))),
            )
