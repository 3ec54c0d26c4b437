"""The report as a Word document: heading styles, repeated table heads, figures with alternative texts."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt

from tanzuji.reports import docx_parts as parts
from tanzuji.reports.blocks import (
    Block,
    Bullets,
    Cover,
    Drawing,
    Facts,
    Notice,
    Paragraph,
    Report,
    Section,
    Statement,
    Table,
    Value,
)
from tanzuji.reports.docx_tables import Tables
from tanzuji.reports.pdf import drawing_size, drawing_words, moment
from tanzuji.reports.raster import pictures

WIDTH, TALLEST = Cm(17), Cm(20)


def write_docx(report: Report) -> bytes:
    """A Word document; equal reports give equal bytes."""
    return _Writer(report).write()


class _Writer:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Any = docx.Document()
        drawings = report.drawings()
        shown = pictures([drawing.figure for drawing in drawings])
        self.pictures = {id(drawing): picture for drawing, picture in zip(drawings, shown, strict=True)}

    def write(self) -> bytes:
        self._properties()
        self._styles()
        self._page()
        self._cover(self.report.cover)
        self._contents()
        for section in self.report.sections:
            self._section(section, 1)
        target = io.BytesIO()
        self.document.save(target)
        return parts.fixed_times(target.getvalue(), moment(self.report))

    def _properties(self) -> None:
        properties, when = self.document.core_properties, moment(self.report).replace(tzinfo=None)
        properties.title, properties.author = self.report.title[:255], self.report.author[:255]
        properties.subject = self.report.cover.kind
        properties.keywords = f"{self.report.study}, {self.report.generator}"
        properties.language = "zh-CN" if self.report.language == "zh" else "en-GB"
        properties.comments, properties.last_modified_by = self.report.generator, self.report.generator
        properties.created = properties.modified = when
        properties.revision = 1

    def _styles(self) -> None:
        styles = self.document.styles
        parts.style_text(styles["Normal"], 9.5)
        parts.set_languages(styles["Normal"])
        styles["Normal"].paragraph_format.space_after = Pt(4)
        for level, size, before in ((1, 16, 26), (2, 12, 16)):
            style = styles[f"Heading {level}"]
            parts.style_text(style, size, bold=True)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
            style.paragraph_format.keep_with_next = True
        parts.paragraph_border(styles["Heading 1"], "top", parts.RULE, 1.5, 6)
        parts.style_text(styles["Title"], 28, bold=True)
        borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles["Title"].element.pPr.remove(borders)
        parts.style_text(styles["Caption"], 9.5, bold=True)
        styles["Caption"].paragraph_format.keep_with_next = True
        styles["Caption"].paragraph_format.space_before = Pt(10)
        for name, points in (("Report table", 8.5), ("Report note", 8.0)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            parts.style_text(style, points, parts.INK if name == "Report table" else parts.INK_3)
            style.paragraph_format.space_after = Pt(0 if name == "Report table" else 8)
        self.tables = Tables(self.document, self.report.labels)
        for level in (1, 2):
            style = styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            style.font.size = Pt(9)
            style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), Pt(14.5)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        self._two_ends(head, self.report.title, self.report.study)
        parts.paragraph_border(head, "bottom", parts.EDGE, 0.5)
        foot = section.footer.paragraphs[0]
        self._two_ends(foot, self.report.cover.badge, "")
        before, _, after = self.report.labels.page.partition("{page}")
        foot.add_run(before)
        parts.field(foot, "PAGE")
        between, _, last = self.report.labels.page_of.partition("{pages}")
        foot.add_run(after + ("，" if self.report.language == "zh" else " ") + between)
        parts.field(foot, "NUMPAGES")
        foot.add_run(last)
        for paragraph in (head, foot):
            for run in paragraph.runs:
                run.font.size, run.font.color.rgb = Pt(8), parts.INK_3

    def _two_ends(self, paragraph: Any, left: str, right: str) -> None:
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.style = self.document.styles["Normal"]
        paragraph.add_run(left if len(left) <= 90 else left[:89] + "…")
        paragraph.add_run("\t" + right)

    # ── pages ──────────────────────────────────────────────────────────────────

    def _cover(self, cover: Cover) -> None:
        kind = self._text(cover.kind, 12, parts.INK_2)
        # The cover has to stay on one page: every notice takes the room it needs from the blank above and between.
        spare = max(0, 3 - len(cover.notices)) / 3
        kind.paragraph_format.space_before = Pt(30 + 60 * spare)
        self.document.add_paragraph(cover.product, style="Title")
        badge = self._text(cover.badge, 9.5)
        parts.paragraph_border(badge, "left", parts.RULE, 3)
        badge.paragraph_format.space_after = Pt(20 + 40 * spare)
        self._value(cover.value, 54)
        self._text(cover.boundary, 9.5, parts.INK_2)
        if cover.strip is not None:
            self._picture(cover.strip)
        for notice in cover.notices:
            self._notice(notice)
        self._text("", 9.5).paragraph_format.space_after = Pt(4 + 20 * spare)
        self.tables.facts(cover.facts)
        self.document.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False

    def _contents(self) -> None:
        title = self._text(self.report.labels.contents, 16)
        title.runs[0].bold = True
        parts.paragraph_border(title, "top", parts.RULE, 1.5, 6)
        entries = [
            (level, _title(section))
            for top in self.report.sections
            for level, section in ((1, top), *((2, below) for below in top.sections))
        ]
        # The program fills in the page numbers when the field is updated; until then the titles stand here.
        for place, (level, words) in enumerate(entries):
            line = self.document.add_paragraph(style=f"TOC {level}")
            if place == 0:
                begin = parts.element("fldChar", fldCharType="begin", dirty="true")
                line.add_run()._r.append(begin)
                line.add_run()._r.append(parts._instruction('TOC \\o "1-2" \\h \\z \\u'))
                line.add_run()._r.append(parts.element("fldChar", fldCharType="separate"))
            line.add_run(words)
            if place == len(entries) - 1:
                line.add_run()._r.append(parts.element("fldChar", fldCharType="end"))
        self.document.add_page_break()

    def _section(self, section: Section, level: int) -> None:
        self.document.add_heading(_title(section), level)
        for block in section.blocks:
            self._block(block)
        for below in section.sections:
            self._section(below, level + 1)

    # ── blocks ─────────────────────────────────────────────────────────────────

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            style = "Report note" if block.role == "note" else None
            self.document.add_paragraph(block.text, style=style).paragraph_format.keep_with_next = True
        elif isinstance(block, Bullets):
            for item in block.items:
                line = self._text(f"–\t{item}", 9.5)
                line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.5), Cm(-0.5)
                line.paragraph_format.tab_stops.add_tab_stop(Cm(0.5))
        elif isinstance(block, Facts):
            self.tables.facts(block.rows)
        elif isinstance(block, Statement):
            self._statement(block)
        elif isinstance(block, Value):
            self._value(block, 30)
            for source in block.sources:
                self.tables.facts(source.facts)
        elif isinstance(block, Table):
            self._caption(self.report.labels.table, block.number, block.caption)
            self.tables.table(block)
        elif isinstance(block, Drawing):
            self._drawing(block)
        else:
            self._notice(block)

    def _text(self, text: str, size: float, color: Any = parts.INK) -> Any:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(size), color
        return paragraph

    def _value(self, value: Value, size: float) -> None:
        self._text(value.name, 9.5, parts.INK_2).paragraph_format.keep_with_next = True
        number = self._text(value.number, size)
        number.paragraph_format.keep_with_next = True
        number.paragraph_format.space_after = Pt(2)
        unit = number.add_run(f" {value.unit}")
        unit.font.size, unit.font.color.rgb = Pt(max(size * 0.28, 11)), parts.INK_2
        self._text(value.per, 9.5, parts.INK_2)

    def _statement(self, statement: Statement) -> None:
        name = self._text(statement.name, 9.5, parts.INK_3)
        name.paragraph_format.keep_with_next, name.paragraph_format.space_after = True, Pt(2)
        said = self._text(self.tables.said(statement.text), 9.5, parts.INK if statement.text else parts.INK_2)
        said.paragraph_format.left_indent = Cm(0.3)
        parts.paragraph_border(said, "left", parts.HAIR, 2, 6)

    def _notice(self, notice: Notice) -> None:
        paragraph = self._text(notice.title, 9.5)
        paragraph.runs[0].bold = True
        if notice.text:
            paragraph.runs[0].add_break()
            paragraph.add_run(notice.text)
        paragraph.paragraph_format.left_indent = Cm(0.3)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(8)
        parts.paragraph_border(paragraph, "left", parts.STATES[notice.state], 3, 8)
        parts.shade(paragraph._p.get_or_add_pPr(), parts.WASH)

    def _caption(self, label: str, number: int, words: str) -> None:
        paragraph = self.document.add_paragraph(style="Caption")
        numbered = paragraph.add_run(f"{label} {number}  ")
        numbered.bold, numbered.font.color.rgb = False, parts.INK_3
        paragraph.add_run(words)

    def _drawing(self, drawing: Drawing) -> None:
        self._caption(self.report.labels.figure, drawing.number, drawing.figure.heading)
        self._picture(drawing)
        self.document.add_paragraph(drawing_words(drawing), style="Report note")

    def _picture(self, drawing: Drawing) -> None:
        width, height = drawing_size(drawing)
        shown: int = min(int(WIDTH), int(TALLEST * width / height))
        picture = self.document.add_picture(io.BytesIO(self.pictures[id(drawing)]), width=Emu(shown))
        parts.describe(picture, drawing.figure.heading, drawing.figure.summary or drawing.figure.heading)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True


def _title(section: Section) -> str:
    return f"{section.number} {section.title}".strip()
