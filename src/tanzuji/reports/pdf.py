"""The report as PDF, set by typst with the open Noto faces that travel with the package.

The template reads one JSON value from its inputs and prints its strings; no text of the study is ever part of
typst source. Fonts of the machine are not asked, the time is fixed: the same report gives the same bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from tanzuji.figures import standalone
from tanzuji.reports import layout
from tanzuji.reports.blocks import Block, Drawing, Report, Section, Table

_LONG = re.compile(r"[!-~]{13,}")
_WORD = re.compile(r"[(\"'\[]?[A-Za-z]{1,20}[!-/:-@\[-`{-~]*")
_SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)"')


def write_pdf(report: Report) -> bytes:
    """An A4 document with contents, page numbers, tagged text and embedded fonts."""
    data = json.dumps(_data(report), ensure_ascii=False)
    source = resources.files("tanzuji.reports").joinpath("templates/report.typ").read_bytes()
    written = typst.compile(
        source, font_paths=fonts(), sys_inputs={"data": data}, format="pdf", timestamp=moment(report)
    )
    assert isinstance(written, bytes)  # one document, not pages
    return written


def moment(report: Report) -> datetime:
    """The time a file says it was made: the report's date, else a fixed one, so that bytes do not change."""
    day = datetime.fromisoformat(report.date) if report.date else datetime(2000, 1, 1)
    return day.replace(tzinfo=UTC)


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Noto Sans SC and Noto Serif SC, and no others."""
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def drawing_size(drawing: Drawing) -> tuple[float, float]:
    """Width and height of a figure in drawing units."""
    match = _SIZE.search(drawing.figure.svg)
    assert match is not None  # every drawing has a viewBox
    return float(match[1]), float(match[2])


def drawing_words(drawing: Drawing) -> str:
    """Result and reading aid of a figure as one paragraph."""
    figure = drawing.figure
    return ("" if figure.language == "zh" else " ").join(
        part for part in (figure.summary, figure.caption) if part
    )


def _data(report: Report) -> dict[str, Any]:
    cover = {
        "kind": report.cover.kind,
        "product": report.cover.product,
        "badge": report.cover.badge,
        "stands": report.cover.stands,
        "boundary": report.cover.boundary,
        "value": _plain(report.cover.value),
        "facts": [asdict(fact) for fact in report.cover.facts],
        "notices": [asdict(notice) for notice in report.cover.notices],
        "strip": _plain(report.cover.strip) if report.cover.strip else None,
    }
    data = {
        "language": report.language,
        "title": report.title,
        "author": report.author,
        "study": report.study,
        "generator": report.generator,
        "labels": asdict(report.labels),
        "cover": cover,
        "sections": [_section(section) for section in report.sections],
    }
    softened: dict[str, Any] = _softened(data)
    return softened | {key: data[key] for key in ("title", "author", "study", "generator")}


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "blocks": [_plain(block) for block in section.blocks],
        "sections": [_section(below) for below in section.sections],
    }


def _plain(block: Block) -> dict[str, Any]:
    kind = type(block).__name__
    if isinstance(block, Table):
        rows = [
            {"role": row.role, "cells": row.cells, "tall": layout.lines(row, block.columns) > layout.TALL}
            for row in block.rows
        ]
        return {"type": kind, "whole": layout.stays_whole(block)} | asdict(block) | {"rows": rows}
    if not isinstance(block, Drawing):
        return {"type": kind} | asdict(block)
    width, height = drawing_size(block)
    return {
        "type": kind,
        "number": block.number,
        "heading": block.figure.heading,
        "alt": block.figure.summary or block.figure.heading,
        "words": drawing_words(block),
        "width": width,
        "height": height,
        "svg": standalone(block.figure.svg),
    }


def _softened(value: Any) -> Any:
    """Every text but drawings with places where a long word may break (zero-width spaces)."""
    if isinstance(value, str):
        return soft(value)
    if isinstance(value, list | tuple):
        return [_softened(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "svg" else _softened(item) for key, item in value.items()}
    return value


def soft(text: str) -> str:
    """`text` whose long Latin words may break: after their punctuation, and identifiers after 12 signs without any.

    A plain word of up to 20 letters stays whole: broken without a hyphen it would read as two.
    """
    return _LONG.sub(lambda match: _breakable(match[0]), text)


def _breakable(word: str) -> str:
    parted = re.sub(r"([/_.:;,&?=+\-])(?=[^/_.:;,&?=+\-])", "\\1\u200b", word)
    return "\u200b".join(
        part if _WORD.fullmatch(part) else re.sub(r"(.{12})(?=.{4})", "\\1\u200b", part)
        for part in parted.split("\u200b")
    )
