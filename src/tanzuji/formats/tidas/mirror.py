"""TIDAS is ILCD written as JSON: `@name` for attributes, `#text` for text, lists where elements repeat.

A document is turned into the elements it mirrors, and elements into a document, so that everything that is known of
ILCD holds for TIDAS as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from tanzuji.documents.errors import define
from tanzuji.formats.ilcd.elements import COMMON, LANGUAGE, OPENLCA, Element
from tanzuji.formats.safe_json import read_json

WRONG_SHAPE = define(
    "tidas.wrong-shape",
    zh="这里不是 TIDAS 的写法：{detail_zh}。",
    en="This is not how TIDAS is written: {detail}.",
    remedy_zh="请对照 TIDAS 的 JSON 模式改正，或重新导出。",
    remedy_en="Compare with the JSON schemas of TIDAS, or export again.",
)

_ATTRIBUTE, _TEXT, _SPACES = "@", "#text", "@xmlns"
_XML = "http://www.w3.org/XML/1998/namespace"
_KNOWN = {"common": COMMON, "xml": _XML, "olca": OPENLCA, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load(data: bytes, place: str) -> Element:
    """The root element a TIDAS document mirrors; `place` is the path of every error. Raises `json.*`, `tidas.*`."""
    value = read_json(data, place)
    name = root_name(value, place)
    content = value[name]
    if not isinstance(content, Mapping):
        raise WRONG_SHAPE.error(f"{place}.{name}", detail="an object is wanted", detail_zh="应为对象")
    spaces = dict(_KNOWN)
    for key, written in content.items():
        if key.startswith(_SPACES) and isinstance(written, str):
            spaces[key.removeprefix(_SPACES).removeprefix(":")] = written
    root = etree.Element(_qualified(name, spaces, place))
    _fill(root, content, spaces, place)
    return root


def root_of(data: bytes, place: str) -> str:
    """The name of the document's root; empty where it is none of TIDAS."""
    value = read_json(data, place)
    return str(next(iter(value))) if isinstance(value, Mapping) and len(value) == 1 else ""


def root_name(value: Any, place: str) -> str:
    """The only key of the document. Raises `tidas.wrong-shape`."""
    if not isinstance(value, Mapping) or len(value) != 1:
        raise WRONG_SHAPE.error(
            place,
            detail="one object such as “processDataSet” is wanted",
            detail_zh="应只有一个如“processDataSet”的对象",
        )
    return str(next(iter(value)))


def _qualified(name: str, spaces: Mapping[str, str], place: str) -> str:
    prefix, _, local = name.rpartition(":")
    if not _NAME.fullmatch(local):
        raise WRONG_SHAPE.error(place, detail=f"“{name[:60]}” is no name", detail_zh=f"“{name[:60]}”不是名称")
    space = spaces.get(prefix, "" if not prefix else f"unknown:{_NOT_XML.sub('', prefix)[:60]}")
    if prefix in {"", "xml"} or space:
        return f"{{{space}}}{local}" if space else local
    return local


def _fill(element: Element, content: Any, spaces: Mapping[str, str], place: str) -> None:
    """Attributes, text and children of one element, in the order of the document."""
    if not isinstance(content, Mapping):
        element.text = _written(content)
        return
    for key, value in content.items():
        here = f"{place}.{key}"
        if key.startswith(_SPACES):
            continue
        if key == _TEXT:
            element.text = _written(value)
        elif key.startswith(_ATTRIBUTE):
            name = key.removeprefix(_ATTRIBUTE)
            # An attribute without prefix belongs to no namespace, whatever the root declares.
            qualified = _qualified(name, {**spaces, "": ""}, here)
            if value is not None:
                element.set(qualified, _written(value))
        else:
            qualified = _qualified(key, spaces, here)
            for at, item in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(item, list):
                    raise WRONG_SHAPE.error(
                        f"{here}[{at}]", detail="a list within a list", detail_zh="列表里还有列表"
                    )
                _fill(etree.SubElement(element, qualified), item, spaces, here)


def _written(value: Any) -> str:
    if value is None or isinstance(value, list | Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub(" ", repr(value) if isinstance(value, float) else str(value))


def document(root: Element, attributes: Mapping[str, str]) -> dict[str, Any]:
    """The TIDAS document that mirrors a data set; `attributes` stand first, as the schemas ask for them."""
    content: dict[str, Any] = {f"{_ATTRIBUTE}{name}": value for name, value in attributes.items()}
    mirrored = _mirrored(root)
    assert isinstance(mirrored, dict)
    return {etree.QName(root).localname: content | mirrored}


def _mirrored(element: Element) -> Any:
    found: dict[str, Any] = {}
    for name, value in element.attrib.items():
        found[_ATTRIBUTE + _plain(name)] = value
    for child in element:
        key = _plain(child.tag)
        value = _mirrored(child)
        if key not in found:
            found[key] = value
        elif isinstance(found[key], list):
            found[key].append(value)
        else:
            found[key] = [found[key], value]
    text = (element.text or "").strip()
    if not found:
        return text
    if text:
        found[_TEXT] = text
    return found


def _plain(tag: str) -> str:
    name = etree.QName(tag)
    if tag == LANGUAGE:
        return "xml:lang"
    prefix = {COMMON: "common:", OPENLCA: "olca:"}.get(name.namespace or "", "")
    return prefix + str(name.localname)
