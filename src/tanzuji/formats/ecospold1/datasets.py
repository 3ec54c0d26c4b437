"""The datasets of an EcoSpold 1 file as they stand: one record a dataset and an exchange, nothing linked yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from sys import intern

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.stated import (
    FIELD_ABSENT,
    bounded,
    cas_number,
    is_off_centre,
    lognormal,
    normal,
    number,
    pedigree_scores,
)
from tanzuji.formats.lci.xml_fields import find, local, side
from tanzuji.formats.safe_xml import Element, iterate

_WESTERN = re.compile(r"(\d{4}-\d{2}-\d{2})-\d{2}:\d{2}")
_HALF_WIDTH = 2.0
"""standardDeviation95 is the squared geometric standard deviation, or twice the standard deviation."""


@dataclass(frozen=True, slots=True)
class StatedExchange:
    """An exchange as written. `group`: `in1`–`in5` or `out0`–`out4`, the format's own codes."""

    number: str
    name: str
    local_name: str
    category: tuple[str, ...]
    location: str
    unit: str
    amount: float
    cas: str
    formula: str
    group: str
    uncertainty: Uncertainty | None
    pedigree: tuple[int, ...]
    comment: str

    @property
    def is_nature(self) -> bool:
        return self.group in {"in4", "out4"}


@dataclass(frozen=True, slots=True)
class StatedAllocation:
    """Share (0–1) of the exchanges `of` (numbers) that the co-product `product` (a number) bears."""

    product: str
    share: float
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedDataset:
    """A dataset with its reference function, its exchanges and its allocation factors."""

    place: str
    number: str
    name: str
    local_name: str
    language: str
    local_language: str
    unit: str
    amount: float | None
    category: tuple[str, ...]
    location: str
    kind: str  # the code of dataSetInformation@type
    is_impact_result: bool
    technology: str
    comment: str
    start: str
    end: str
    version: str
    source: str
    publisher: str
    exchanges: tuple[StatedExchange, ...]
    allocations: tuple[StatedAllocation, ...]


def datasets(data: bytes, member: str, losses: Losses) -> Iterator[StatedDataset]:
    """The datasets of one file, one after another. Raises `xml.*`, `import.*` with the dataset's place."""
    for element in iterate(data, member, "{*}dataset"):
        place = f"{member}#{element.get('number', '')}"
        try:
            yield _dataset(element, place, losses)
        except CodedError as error:
            raise error.at(place) from None


def _attributes(element: Element, path: str) -> dict[str, str]:
    found = find(element, path)
    return {} if found is None else {key: value.strip() for key, value in found.attrib.items()}


def _text(element: Element, path: str) -> str:
    found = find(element, path)
    return "" if found is None else (found.text or "").strip()


def _number(attributes: dict[str, str], name: str) -> float | None:
    text = attributes.get(name, "").strip()
    return number(text, name) if text else None


def _dataset(element: Element, place: str, losses: Losses) -> StatedDataset:
    process = "metaInformation/processInformation"
    function = _attributes(element, f"{process}/referenceFunction")
    information = _attributes(element, f"{process}/dataSetInformation")
    geography = _attributes(element, f"{process}/geography")
    if not function.get("name"):
        raise FIELD_ABSENT.error(field="referenceFunction name")
    flows = find(element, "flowData")
    children = [] if flows is None else list(flows)
    return StatedDataset(
        place=place,
        number=element.get("number", "").strip(),
        name=function["name"],
        local_name=function.get("localName", ""),
        language=information.get("languageCode", "").casefold(),
        local_language=information.get("localLanguageCode", "").casefold(),
        unit=function.get("unit", ""),
        amount=_number(function, "amount"),
        category=_category(function),
        location=geography.get("location", ""),
        kind=information.get("type", ""),
        is_impact_result=information.get("impactAssessmentResult", "").casefold() == "true",
        technology=_attributes(element, f"{process}/technology").get("text", ""),
        comment="\n".join(filter(None, map(function.get, ("generalComment", "includedProcesses")))),
        start=_date(element, f"{process}/timePeriod/start"),
        end=_date(element, f"{process}/timePeriod/end"),
        version=information.get("version", ""),
        source=_source(element),
        publisher=_publisher(element),
        exchanges=tuple(_exchange(child, losses) for child in children if local(child) == "exchange"),
        allocations=tuple(_allocation(child) for child in children if local(child) == "allocation"),
    )


def _category(attributes: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        intern(part) for part in map(attributes.get, ("category", "subCategory")) if part and part.strip()
    )


def _date(element: Element, path: str) -> str:
    """`startYear`, `startYearMonth` or `startDate`, whichever is written; empty for the year 9999, which is no end.

    openLCA keeps midnight in universal time and writes it in its own: west of Greenwich that is the day before
    (2010-01-01 became `2009-12-31-07:00`), which is put right.
    """
    for kind in ("Year", "YearMonth", "Date"):
        found = _text(element, path + kind)
        if found:
            shifted = _WESTERN.fullmatch(found) if element.get("generator") == "openLCA" else None
            if shifted:
                found = _day_after(shifted.group(1))
            return "" if found.startswith("9999") else found
    return ""


def _day_after(day: str) -> str:
    try:
        return str(date.fromisoformat(day) + timedelta(days=1))
    except (ValueError, OverflowError):
        return day


def _source(element: Element) -> str:
    """The published source the dataset stands in, else its only source: author, year and title."""
    modelling = find(element, "metaInformation/modellingAndValidation")
    sources = [] if modelling is None else modelling.findall("{*}source")
    publication = _attributes(
        element, "metaInformation/administrativeInformation/dataGeneratorAndPublication"
    )
    wanted = publication.get("referenceToPublishedSource", "")
    named = [source for source in sources if source.get("number") == wanted]
    if not named and len(sources) == 1:
        named = sources
    if not named:
        return ""
    parts = (named[0].get(key, "").strip() for key in ("firstAuthor", "year", "title"))
    return ", ".join(part for part in parts if part)


def _publisher(element: Element) -> str:
    """Name of the person who generated the data."""
    administration = find(element, "metaInformation/administrativeInformation")
    generator = _attributes(element, "metaInformation/administrativeInformation/dataGeneratorAndPublication")
    persons = [] if administration is None else administration.findall("{*}person")
    return next(
        (p.get("name", "").strip() for p in persons if p.get("number") == generator.get("person", "?")), ""
    )


def _exchange(element: Element, losses: Losses) -> StatedExchange:
    attributes = {key: value.strip() for key, value in element.attrib.items()}
    stated = f"exchange[{attributes.get('number', '?')}]"
    try:
        for wanted in ("name", "unit", "meanValue"):
            if not attributes.get(wanted):
                raise FIELD_ABSENT.error(field=wanted)
        amount = number(attributes["meanValue"], "meanValue")
        return StatedExchange(
            number=intern(attributes.get("number", "")),
            name=intern(attributes["name"]),
            local_name=intern(attributes.get("localName", "")),
            category=_category(attributes),
            location=intern(attributes.get("location", "")),
            unit=intern(attributes["unit"]),
            amount=amount,
            cas=cas_number(attributes.get("CASNumber", "")),
            formula="" if attributes.get("formula", "NaN") in {"NaN", "0"} else attributes["formula"],
            group=_group(element),
            uncertainty=_uncertainty(attributes, amount, losses),
            pedigree=pedigree_scores(attributes.get("generalComment", "")),
            comment=attributes.get("generalComment", ""),
        )
    except CodedError as error:
        raise error.at(stated) from None


def _group(element: Element) -> str:
    found = side(element, "12345", "01234")
    if not found:
        raise FIELD_ABSENT.error(field="inputGroup / outputGroup")
    return found


def _uncertainty(attributes: dict[str, str], amount: float, losses: Losses) -> Uncertainty | None:
    """The distribution around `meanValue`, which is the median of a lognormal one (EcoSpold 1.2, field 3709)."""
    kind = attributes.get("uncertaintyType", "")
    spread = _number(attributes, "standardDeviation95")
    if not kind:
        kind = "1" if spread is not None else ""
    if kind in {"", "0"}:
        return None
    minimum, maximum = _number(attributes, "minValue"), _number(attributes, "maxValue")
    found: Uncertainty | None = None
    if kind == "1":
        if spread == 1:  # no spread is stated, which is no mistake
            return None
        found = lognormal(_log_half(spread), amount)
    elif kind == "2":
        found = normal(None if spread is None else spread / _HALF_WIDTH)
    elif kind == "3":
        found = bounded("triangular", minimum, maximum, _mode(attributes, amount, minimum, maximum))
    elif kind == "4":
        found = bounded("uniform", minimum, maximum)
    if found is None and amount != 0:
        losses.add("incomplete-uncertainty", attributes["name"])
    losses.add("uncertainty-off-centre", attributes["name"], int(is_off_centre(found, amount)))
    return found


def _log_half(squared: float | None) -> float | None:
    return log(squared) / 2 if squared is not None and squared > 1 else None


def _mode(
    attributes: dict[str, str], mean: float, minimum: float | None, maximum: float | None
) -> float | None:
    """The most likely value; where it is not written, the one that makes `meanValue` the mean (field 3707)."""
    stated = _number(attributes, "mostLikelyValue")
    if stated is not None or minimum is None or maximum is None:
        return stated
    return 3 * mean - minimum - maximum


def _allocation(element: Element) -> StatedAllocation:
    fraction = number(element.get("fraction", ""), "fraction")
    return StatedAllocation(
        product=element.get("referenceToCoProduct", "").strip(),
        share=fraction / 100,
        of=tuple((child.text or "").strip() for child in element if local(child) == "referenceToInputOutput"),
    )
