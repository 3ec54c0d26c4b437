"""A label as SVG, PDF or PNG, set by typst: one drawing, three files that look alike."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib import resources
from typing import Literal

import typst

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.figures.labels import messages
from tanzuji.figures.labels.code import BLACK
from tanzuji.figures.labels.faces import fonts
from tanzuji.figures.labels.layouts import laid_out
from tanzuji.figures.labels.lighter import lighter
from tanzuji.figures.labels.marks import GREY, INK, Sheet, readable
from tanzuji.figures.labels.subject import Label, Size, checked
from tanzuji.figures.svg import escape, number

Format = Literal["svg", "pdf", "png"]
FORMATS: tuple[Format, ...] = ("svg", "pdf", "png")
TYPES: dict[Format, str] = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
PIXELS_PER_INCH = 600
"""Of a PNG; a module of the smallest code is then 7 pixels or more."""


def draw(label: Label, size: Size, format: Format, *, mono: bool = False) -> bytes:
    """The artwork; equal labels give equal bytes.

    SVG has its text as outlines, PDF embeds its face, PNG has 600 pixels an inch on a clear ground. Raises
    `label.incomplete`, `label.no-rating`, `label.unknown-kind`, `label.text-too-small`, `label.code-too-fine`,
    `label.no-glyph`.
    """
    checked(label, size)
    if format not in FORMATS:
        kinds = Text(zh="文件格式", en="file format")
        raise messages.UNKNOWN_KIND.error("format", given=format, what=kinds, known=", ".join(FORMATS))
    sheet = laid_out(label, size, mono=mono)
    drawn = _set(sheet, label.language, label.title, label.issuer, format, mono)
    return _sized(drawn, label.title, sheet) if format == "svg" else drawn


def set_svg(sheet: Sheet, language: Language, *, title: str, author: str) -> bytes:
    """Marks as an SVG in mm that says `title` to those who do not see it."""
    return _sized(_set(sheet, language, title, author, "svg", mono=False), title, sheet)


def _set(sheet: Sheet, language: Language, title: str, author: str, format: Format, mono: bool) -> bytes:
    marks = [mark.plain() for mark in sheet.marks]
    if mono:  # one ink: what is grey in colour is as dark as the rest
        for mark in marks:
            for colour in {"fill", "stroke"} & mark.keys():
                mark[colour] = BLACK if mark[colour] in (INK, GREY) else mark[colour]
    data = {
        "language": language,
        "title": readable(title),
        "author": readable(author),
        "width": sheet.width,
        "height": sheet.height,
        "marks": marks,
    }
    drawn = typst.compile(
        resources.files("tanzuji.figures.labels").joinpath("label.typ").read_bytes(),
        font_paths=fonts(),
        sys_inputs={"label": json.dumps(data, ensure_ascii=False)},
        format=format,
        ppi=PIXELS_PER_INCH,
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),  # the bytes do not depend on when they are made
    )
    assert isinstance(drawn, bytes)  # one page
    return drawn


_OPENING = re.compile(r"<svg\b[^>]*>")


def _sized(drawn: bytes, said: str, sheet: Sheet) -> bytes:
    """The drawing in mm, with what it says in words for those who do not see it."""
    svg = drawn.decode()
    opening = _OPENING.search(svg)
    assert opening is not None  # typst writes one
    box = re.search(r'viewBox="([^"]+)"', opening[0])
    assert box is not None
    title = escape(said)
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{number(sheet.width)}mm" height="{number(sheet.height)}mm" viewBox="{box[1]}" role="img" '
        f'aria-label="{title}"><title>{title}</title>{lighter(svg[opening.end() :])}'
    )
    return whole.encode()
