"""Elements of an EcoSpold 2 file: texts within the format's bounds, in the languages they are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from tanzuji.documents.text import Text
from tanzuji.formats.ecospold2.vocabulary import NAMESPACE
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.safe_xml import Element

NAME, SHORT, LONG = 120, 40, 32_000
"""Longest names, codes and comments of the format's schema."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CJK = re.compile("[\u3400-\u9fff]")


def document() -> Element:
    """The root element of a file."""
    return etree.Element(f"{{{NAMESPACE}}}ecoSpold", nsmap={None: NAMESPACE})


def to_bytes(root: Element) -> bytes:
    content: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return content


def child(parent: Element, name: str, attributes: dict[str, str] | None = None) -> Element:
    """A child in the format's namespace. Attributes without a value are left out."""
    kept = {key: legal(value) for key, value in (attributes or {}).items() if value}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", kept)


def written(number: float) -> str:
    """The shortest text that is read back as the same number."""
    return repr(number + 0.0)


def legal(text: str) -> str:
    """Without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)


@dataclass
class Writing:
    """Puts texts into elements, cut at the format's bounds; what is cut is counted."""

    losses: Losses = field(default_factory=Losses)

    def cut(self, text: str, limit: int) -> str:
        if len(text) > limit:
            self.losses.add("long-texts", text)
        return text[:limit]

    def text(self, parent: Element, name: str, value: str, limit: int, index: int | None = None) -> None:
        """One text in the language it is written in; nothing where it is empty."""
        if not value.strip():
            return
        language = "zh" if _CJK.search(value) else "en"
        self._add(parent, name, value, language, limit, index)

    def name(self, parent: Element, tag: str, name: str, both: Text | None, limit: int = NAME) -> None:
        """A name, in Chinese and English where both are known; never empty."""
        if both is not None and both.zh and both.en:
            self._add(parent, tag, both.en, "en", limit)
            self._add(parent, tag, both.zh, "zh", limit)
        else:
            self.text(parent, tag, name if name.strip() else "–", limit)

    def paragraphs(self, parent: Element, tag: str, *values: str) -> None:
        """A `TTextAndImage`: paragraphs with their order; nothing where all are empty."""
        kept = [value for value in values if value.strip()]
        if not kept:
            return
        around = child(parent, tag)
        for index, value in enumerate(kept):
            self.text(around, "text", value, LONG, index)

    def _add(
        self, parent: Element, name: str, value: str, language: str, limit: int, index: int | None = None
    ) -> None:
        element = child(parent, name, {} if index is None else {"index": str(index)})
        element.set(_LANGUAGE, language)
        element.text = self.cut(legal(value).strip(), limit)
