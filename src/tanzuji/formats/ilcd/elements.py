"""Elements of an ILCD data set, asked for by their names, each refused with its place where it is wrong.

Names are asked for without their namespace: published files leave it out or mix the common one with that of the
data set. What a data set is, its root says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text

Element = Any
"""An lxml element; lxml carries no types."""

COMMON = "http://lca.jrc.it/ILCD/Common"
OPENLCA = "http://openlca.org/ilcd-extensions"
"""Attributes by which openLCA keeps what ILCD has no field for: units, providers, avoided products."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

WRONG_NUMBER = define(
    "ilcd.wrong-number",
    zh="“{field}”的值“{value}”不是有限的十进制数。",
    en="The value “{value}” of “{field}” is not a finite decimal number.",
    remedy_zh="请用小数点写数，如 1.5；没有值就不写这一项。",
    remedy_en="Write the number with a decimal point, such as 1.5, or leave the field out where there is no value.",
)

SAYS_NOTHING = "Not specified"
"""What stands in fields that a format requires and nobody has filled; read as if it were not there."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def child(element: Element | None, *names: str) -> Element | None:
    """The first element at the path of local names below `element`, or None."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Every element at the end of the path; the elements before it are the first of their name."""
    parent = child(element, *names[:-1])
    if parent is not None:
        yield from parent.iterchildren(f"{{*}}{names[-1]}")


def text(element: Element | None, *names: str) -> str:
    """The text at the path, stripped; empty where absent."""
    found = child(element, *names)
    return (found.text or "").strip() if found is not None else ""


def number(element: Element | None, place: str, *names: str) -> float | None:
    """The number at the path, None where the element is absent or empty. Raises `ilcd.wrong-number`."""
    found = child(element, *names)
    written = (found.text or "").strip() if found is not None else ""
    if not written:
        return None
    value = as_number(written)
    if value is None:
        raise WRONG_NUMBER.error(f"{place}.{path_of(found)}", field=names[-1], value=written[:40])
    return value


def as_number(written: str) -> float | None:
    """A finite decimal number as XML writes it, or None for anything else; −0 is 0."""
    if not _NUMBER.fullmatch(written):
        return None
    value = float(written)
    return value + 0.0 if math.isfinite(value) else None


def path_of(element: Element) -> str:
    """`exchanges.exchange[3].meanAmount`: local names from below the root, positions from 0 among several."""
    parts: list[str] = []
    while element.getparent() is not None:
        name = etree.QName(element).localname
        alike = list(element.getparent().iterchildren(element.tag))
        parts.append(f"{name}[{alike.index(element)}]" if len(alike) > 1 else name)
        element = element.getparent()
    return ".".join(reversed(parts))


def by_language(elements: Iterable[Element]) -> dict[str, str]:
    """Texts by language, the first of each; a text that states none is English, as the format has it."""
    found: dict[str, str] = {}
    for element in elements:
        written = " ".join((element.text or "").split())
        language = (element.get(LANGUAGE) or "en").casefold().split("-")[0]
        if written and written != SAYS_NOTHING:
            found.setdefault(language, written)
    return found


def as_text(texts: dict[str, str]) -> Text | None:
    """Chinese and English; where there is neither, the first language there is stands as English."""
    zh, en = texts.get("zh"), texts.get("en")
    if not zh and not en:
        other = next(iter(texts.values()), None)
        return Text(en=other) if other else None
    return Text(zh=zh, en=en)


def joined(parts: Iterable[Iterable[Element]]) -> Text | None:
    """Parts of a name (base name, route, location, properties) as one, in each language that has the first part."""
    spoken = [by_language(part) for part in parts]
    if not spoken or not spoken[0]:
        return None
    languages = list(spoken[0])
    named = {
        language: "; ".join(part[language] for part in spoken if language in part) for language in languages
    }
    return as_text(named)


def reference(element: Element | None) -> str:
    """The id a reference to a data set points at: `refObjectId`, else the UUID in its `uri`. Empty where neither is."""
    if element is None:
        return ""
    stated = (element.get("refObjectId") or "").strip()
    if not stated:
        found = _UUID.search(element.get("uri") or "")
        stated = found.group(0) if found else ""
    return plain_id(stated)


def plain_id(identifier: str) -> str:
    """UUIDs are compared in lower case; anything else stays as it is written."""
    return identifier.lower() if _UUID.fullmatch(identifier) else identifier


def described(element: Element | None) -> Text | None:
    """The short description a reference carries of what it points at."""
    return as_text(by_language(children(element, "shortDescription"))) if element is not None else None
