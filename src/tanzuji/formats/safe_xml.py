"""Strict reading of XML from outside: no DOCTYPE, no entities, no includes, bounded size, depth and width.

The encoding is decided here (byte order mark, then the declaration, then UTF-8) and only UTF-8 is handed to
libxml2, so that a file in GBK or GB18030 reads the same on every machine and no exotic encoding can hide a tag.
Comments and processing instructions, style sheets among them, are left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from tanzuji.documents.errors import CodedError
from tanzuji.formats.xml_messages import (
    DOCTYPE,
    ELSEWHERE,
    EMPTY,
    FAULTS,
    MALFORMED,
    NUL,
    TEXT_TOO_LONG,
    TOO_DEEP,
    TOO_LARGE,
    TOO_MANY,
    TOO_MANY_ATTRIBUTES,
    UNKNOWN_ENCODING,
    WRONG_ENCODING,
    XINCLUDE,
)

Element = Any
"""An lxml element; lxml carries no types."""

MAX_BYTES = 64 * 1024**2
MAX_STREAMED = 512 * 1024**2
"""Bytes of a document that is read element by element."""
MAX_NODES = 1_000_000
"""Elements and attributes of a document held as a tree: at some 250 bytes each, 250 MB."""
MAX_STREAMED_NODES = 50_000_000
MAX_ATTRIBUTES = 256
MAX_DEPTH = 256
"""libxml2's own bound unless it is told to accept huge documents; it is not."""
MAX_TEXT = 10_000_000
"""Characters of one text, libxml2's own bound as well."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb-2312": "gb18030", "cp936": "gb18030",
    "windows-936": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "iso-8859-1": "iso-8859-1", "latin1": "iso-8859-1", "latin-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15", "windows-1252": "cp1252", "cp1252": "cp1252",
}  # fmt: skip
"""Declared names we read, with Python's codec; GB18030 holds GBK and GB2312."""

_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_PROLOGUE = re.compile(rb"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+", re.DOTALL)
_WIDE = re.compile(rb"<[^!?/<>\"'][^<>\"']*(?:\"[^<\"]*\"[^<>\"']*|'[^<']*'[^<>\"']*){257}")
_KINDS = {getattr(etree.ErrorTypes, kind): kind for kind in dir(etree.ErrorTypes) if kind in FAULTS}
_UNFINISHED = {"ERR_CDATA_NOT_FINISHED", "ERR_COMMENT_NOT_FINISHED", "ERR_PI_NOT_FINISHED"}
_XINCLUDE = b"http://www.w3.org/2001/XInclude"


def parse(data: bytes, name: str) -> Element:
    """The root element of the document in `data`; `name` (a file or member) is the path of every error.

    Raises `xml.*`: what is not well-formed, not text in its encoding, too large in any direction, or has a
    DOCTYPE or an include.
    """
    text = utf8(data, name, MAX_BYTES, MAX_NODES)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, name) from error


def iterate(data: bytes, name: str, *tags: str) -> Iterator[Element]:
    """The elements named `tags` (`{namespace}local`, or `{*}local`) one after another, for large documents.

    An element is emptied when the next one is asked for, so memory stays at one of them; elements outside of
    the wanted ones come to their end as empty ones. Bounds are wider than those of `parse`. Raises `xml.*`.
    """
    text = utf8(data, name, MAX_STREAMED, MAX_STREAMED_NODES)
    events = etree.iterparse(
        BytesIO(text),
        events=("end",),
        tag=tags or None,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        for _, element in events:
            yield element
            element.clear(keep_tail=False)
            before = element.getprevious()
            while before is not None:  # emptied siblings still cost memory while their parent holds them
                element.getparent().remove(before)
                before = element.getprevious()
    except etree.XMLSyntaxError as error:
        raise _refusal(error, name) from error


def root_name(data: bytes, name: str) -> str:
    """`{namespace}local` of the root element, without reading further. Raises `xml.*`."""
    text = utf8(data, name, MAX_STREAMED, MAX_STREAMED_NODES)
    events = etree.iterparse(
        BytesIO(text),
        events=("start",),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in events:
            return str(element.tag)
    except etree.XMLSyntaxError as error:
        raise _refusal(error, name) from error
    raise EMPTY.error(name)


def utf8(data: bytes, name: str, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> bytes:
    """The document in UTF-8 after every check that needs no tree. Raises `xml.*`."""
    if len(data) > max_bytes:
        raise TOO_LARGE.error(name, size=len(data), limit=max_bytes)
    if not data.strip():
        raise EMPTY.error(name)
    text = _decoded(data, name)
    if b"\x00" in text:
        raise NUL.error(name)
    start = _PROLOGUE.match(text)
    if text.startswith(b"<!DOCTYPE", start.end() if start else 0):
        raise DOCTYPE.error(name)
    tags, signs = text.count(b"<"), text.count(b"=")
    if tags / 2 + signs > max_nodes:  # an element has two tags; signs are attributes, or stand in texts
        raise TOO_MANY.error(name, limit=max_nodes)
    if signs > MAX_ATTRIBUTES and _WIDE.search(text):
        raise TOO_MANY_ATTRIBUTES.error(name, limit=MAX_ATTRIBUTES)
    if _XINCLUDE in text:
        raise XINCLUDE.error(name)
    return text


def _decoded(data: bytes, name: str) -> bytes:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _recoded(data[len(mark) :], codec, name)
    if data[:4] in {b"<\x00?\x00", b"<\x00!\x00"} or data[:2] == b"<\x00":
        return _recoded(data, "utf-16-le", name)
    if data[:2] == b"\x00<":
        return _recoded(data, "utf-16-be", name)
    declared = _DECLARATION.match(data)
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    found = _ENCODINGS.get(encoding.casefold().replace("_", "-"))
    if found is None:
        raise UNKNOWN_ENCODING.error(name, encoding=encoding)
    return _recoded(data, found, name)


def _recoded(data: bytes, codec: str, name: str) -> bytes:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise WRONG_ENCODING.error(name, position=error.start, encoding=codec.upper()) from error
    return data if codec == "utf-8" else text.encode("utf-8")


def _refusal(error: Any, name: str) -> CodedError:
    """libxml2's error as one of ours, with its place in the document."""
    kind = _KINDS.get(error.code, "")
    said = str(error)
    line, column = error.position if error.position else (error.lineno or 0, 0)
    if "depth" in said:
        return TOO_DEEP.error(name, limit=MAX_DEPTH)
    too_long = kind in _UNFINISHED and column > MAX_TEXT  # the parser stops there as if the end were missing
    if too_long or "huge" in said or "too long" in said or "limit" in said:
        return TEXT_TOO_LONG.error(name, limit=MAX_TEXT)
    return MALFORMED.error(name, line=line, column=column, detail=FAULTS.get(kind, ELSEWHERE))
