"""Files that nobody should send, by number of the list of bad inputs; each is made when it is asked for."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from functools import cache

from doors import model


@cache
def good() -> bytes:
    """A sound workbook."""
    from tanzuji.formats.models import write_workbook

    return write_workbook(model())


def with_parts(add: dict[str, bytes] | None = None, **changed: Callable[[bytes], bytes]) -> bytes:
    """The sound workbook with parts added, and those whose name ends in `changed` (`_` for `.`) made otherwise."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good())) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            for ending, change in changed.items():
                if name.endswith(ending.replace("_", ".")):
                    part = change(part)
            target.writestr(name, part)
        for name, part in (add or {}).items():
            target.writestr(name, part)
    return stream.getvalue()


def after_head(text: str) -> Callable[[bytes], bytes]:
    """A part of XML with something after its declaration."""
    return lambda part: re.sub(rb"(<\?xml[^>]*\?>)?", lambda m: m[0] + text.encode(), part, count=1)


def into_data(text: str) -> Callable[[bytes], bytes]:
    """A sheet with rows more."""
    return lambda part: part.replace(b"</sheetData>", text.encode() + b"</sheetData>")


def computed(kept: bytes) -> bytes:
    """The sound workbook where the first amount of energy is a formula, with what Excel kept of its result."""
    first = re.compile(rb'<c (r="[A-Z]+\d+")(?: s="\d+")?><v>[\d.]+</v></c>')
    return with_parts(
        sheet4_xml=lambda part: first.sub(
            lambda m: b"<c " + m[1] + b"><f>1+1</f>" + kept + b"</c>", part, count=1
        )
    )


def doubled() -> bytes:
    stream = io.BytesIO(good())
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr("xl/workbook.xml", "<a/>")
    return stream.getvalue()


def linked() -> bytes:
    info = zipfile.ZipInfo("xl/link.xml")
    info.external_attr = 0o120777 << 16
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(info, "/etc/passwd")
    return stream.getvalue()


def encrypted() -> bytes:
    raw = bytearray(good())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


LAUGHS = (
    "<!DOCTYPE a [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
    + "]>"
)

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "1 laughs, as a file": (lambda: f"<?xml version='1.0'?>{LAUGHS}<a>&a9;</a>".encode(), "m.xlsx"),
    "22 bomb": (lambda: with_parts({"xl/media/a.xml": bytes(60_000_000)}), "m.xlsx"),
    "22 bomb in a sheet": (
        lambda: with_parts(sheet1_xml=into_data("<row><c><v>" + " " * 60_000_000 + "</v></c></row>")), "m.xlsx",
    ),
    "23 nested bombs, as a file": (lambda: _zip({"a.zip": _zip({"b.zip": _zip({"c": bytes(5_000_000)})})}), "m.zip"),
    "24 ../../": (lambda: with_parts({"../../etc/passwd": b"x"}), "m.xlsx"),
    "24 /abs": (lambda: with_parts({"/etc/passwd": b"x"}), "m.xlsx"),
    "24 C:\\": (lambda: with_parts({"C:\\x": b"x"}), "m.xlsx"),
    "25 doubled": (doubled, "m.xlsx"),
    "26 link": (linked, "m.xlsx"),
    "27 20 000 parts": (lambda: with_parts({f"xl/p{i}.xml": b"<a/>" for i in range(20_000)}), "m.xlsx"),
    "28 encrypted": (encrypted, "m.xlsx"),
    "29 PDF too": (lambda: b"%PDF-1.7\n" + good(), "m.xlsx"),
    "29 tar too": (lambda: good() + b"\0" * 1024, "m.xlsx"),
    "30 XFD1048576": (
        lambda: with_parts(sheet1_xml=into_data('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "m.xlsx",
    ),
    "31 laughs in a sheet": (lambda: with_parts(sheet1_xml=after_head(LAUGHS)), "m.xlsx"),
    "32 xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "m.xls"),
    "32 xlsm renamed": (lambda: with_parts({"xl/vbaProject.bin": b"x"}), "m.xlsx"),
    "33 DDE": (
        lambda: with_parts({"xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'}),
        "m.xlsx",
    ),
    "34 hidden sheet": (
        lambda: with_parts(workbook_xml=lambda part: re.sub(rb'(<sheet [^>]*?)(sheetId="3")', rb'\1state="veryHidden" \2', part)),
        "m.xlsx",
    ),
    "35 formula without a value": (
        lambda: computed(b""), "m.xlsx",
    ),
    "38 a cell of a megabyte": (
        lambda: with_parts(sheet1_xml=into_data(f'<row><c t="inlineStr"><is><t>{"x" * 1_000_000}</t></is></c></row>')), "m.xlsx",
    ),
    "8 200 000 levels": (lambda: b"[" * 200_000, "m.json"),
    "10 a text of 30 MB": (lambda: b'{"id": "' + b"x" * 30_000_000 + b'"}', "m.json"),
    "14 NUL": (lambda: b"id: a\0b", "m.yaml"),
    "15 cut off": (lambda: good()[: len(good()) // 2], "m.xlsx"),
    "YAML laughs": (
        lambda: "\n".join(["a: &a [x, x]"] + [f"{c}: &{c} [*{b}, *{b}, *{b}, *{b}, *{b}, *{b}, *{b}, *{b}]"
                                              for b, c in zip("abcdefgh", "bcdefghi", strict=True)]).encode(), "m.yaml",
    ),
    "YAML of an object": (lambda: b"id: !!python/object/apply:os.system ['true']", "m.yaml"),
    "YAML merges": (lambda: b"a: &a {x: 1}\n<<: *a\n", "m.yaml"),
    "58 repeated key": (lambda: b'{"id": "a", "id": "b"}', "m.json"),
    "58 10 000 levels": (lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "m.json"),
    "58 1e999": (lambda: b'{"id": 1e999}', "m.json"),
    "58 NaN": (lambda: b'{"id": NaN}', "m.json"),
    "58 lone surrogate": (lambda: b'{"id": "\\ud800"}', "m.json"),
    "58 U+0000": (lambda: b'{"id": "\\u0000"}', "m.json"),
    "40 a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "m.yaml"),
    "40 gzip": (lambda: __import__("gzip").compress(bytes(10_000_000)), "m.yaml"),
}  # fmt: skip
"""Content and name of files that are refused."""


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in members.items():
            target.writestr(name, part)
    return stream.getvalue()
