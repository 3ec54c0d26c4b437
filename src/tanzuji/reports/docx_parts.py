"""Pieces of WordprocessingML that python-docx has no words for: borders, shading, fields, fonts of both scripts."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

INK, INK_2, INK_3 = RGBColor(0x15, 0x20, 0x2B), RGBColor(0x44, 0x52, 0x5F), RGBColor(0x5C, 0x6A, 0x76)
RULE, HAIR, EDGE, WASH = "15202B", "D5DCE0", "76848F", "F4F6F7"
STATES = {"info": EDGE, "ok": "17643F", "warn": "7D4E00", "bad": "A3261A"}

LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""Faces that office machines have; where they are missing the office program takes its own sans serif."""


def element(tag: str, **attributes: str) -> Any:
    """`<w:tag w:name="value"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_fonts(holder: Any) -> None:
    """The Latin face and the East Asian face of a style or run."""
    properties = holder.element.get_or_add_rPr() if hasattr(holder, "element") else holder._r.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = element("rFonts")
        properties.insert(0, fonts)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, face in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", CHINESE)):
        fonts.set(qn(f"w:{name}"), face)


def set_languages(holder: Any) -> None:
    """The languages that spelling and line breaking go by: Latin words break as English in either report."""
    holder.element.get_or_add_rPr().append(element("lang", val="en-GB", eastAsia="zh-CN"))


def style_text(style: Any, size: float, color: RGBColor = INK, *, bold: bool = False) -> None:
    """Size in points, colour and weight of a style, in faces for both scripts."""
    set_fonts(style)
    style.font.size, style.font.color.rgb, style.font.bold, style.font.italic = Pt(size), color, bold, False


def paragraph_border(target: Any, side: str, color: str, width: float, space: int = 4) -> None:
    """A rule beside a paragraph or a paragraph style; `width` in points."""
    properties = target.element.get_or_add_pPr() if hasattr(target, "element") else target._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("pBdr")
        properties.append(borders)
    borders.append(element(side, val="single", sz=str(round(width * 8)), space=str(space), color=color))


def shade(properties: Any, fill: str) -> None:
    """The ground of a paragraph or a cell."""
    properties.append(element("shd", val="clear", color="auto", fill=fill))


def cell_border(cell: Any, **sides: tuple[str, float]) -> None:
    """Rules of a cell: side → colour and width in points."""
    borders = element("tcBorders")
    for side, (color, width) in sides.items():
        borders.append(element(side, val="single", sz=str(round(width * 8)), space="0", color=color))
    cell._tc.get_or_add_tcPr().append(borders)


def cell_margins(table: Any, left: int = 0, right: int = 100, vertical: int = 45) -> None:
    """Room inside every cell of a table, in twentieths of a point."""
    margins = element("tblCellMar")
    for side, width in (("top", vertical), ("left", left), ("bottom", vertical), ("right", right)):
        margins.append(element(side, w=str(width), type="dxa"))
    table._tbl.tblPr.append(margins)


def repeat_head(row: Any) -> None:
    """The row is printed again at the top of every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def keep_whole(row: Any) -> None:
    """The row is never parted between pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit", val="true"))


def field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """A field such as `PAGE`, with what it shows until the program works it out."""
    for part in (
        element("fldChar", fldCharType="begin"),
        _instruction(instruction),
        element("fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def _instruction(words: str) -> Any:
    made = element("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {words} "
    return made


def describe(picture: Any, name: str, words: str) -> None:
    """The alternative text of a picture, and no room around it: some programs add some where none is stated."""
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")
    properties = picture._inline.docPr
    properties.set("name", name)
    properties.set("descr", words)


def fixed_times(written: bytes, moment: datetime) -> bytes:
    """The same package with one time on every part, so that equal contents are equal files."""
    target = io.BytesIO()
    stamp = (max(moment.year, 1980), moment.month, moment.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(written)) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, source.read(name))
    return target.getvalue()
