"""A footprint handed over as a file: HTML, PDF, DOCX, XLSX or JSON, by the suffix of its name."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import Language, define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.formats.files import keep
from tanzuji.reports.blocks import Report
from tanzuji.reports.data_workbook import write_data_workbook
from tanzuji.reports.docx import write_docx
from tanzuji.reports.html import write_html
from tanzuji.reports.pdf import write_pdf
from tanzuji.reports.structure import build_report

UNKNOWN_FORMAT = define(
    "report.unknown-format",
    zh="不能写成“{suffix}”格式的报告。",
    en="A report cannot be written as “{suffix}”.",
    remedy_zh="请用以 {known} 结尾的文件名。",
    remedy_en="Use a file name that ends in {known}.",
)


def write_json(footprint: Footprint, *, pretty: bool = False) -> bytes:
    """The footprint itself: RFC 8785 canonical JSON, or the same data set out for reading."""
    if not pretty:
        return canonical_json(footprint)
    return (json.dumps(footprint.plain(), ensure_ascii=False, indent=2) + "\n").encode()


_ARRANGED: dict[str, Callable[[Report], str | bytes]] = {
    ".html": write_html,
    ".pdf": write_pdf,
    ".docx": write_docx,
}

FORMATS: tuple[str, ...] = (*_ARRANGED, ".xlsx", ".json")
"""Suffixes a report can be written under."""


def write_report(
    footprint: Footprint,
    check: CheckResult | None,
    path: Path | str,
    *,
    language: Language = "zh",
    date: datetime.date | None = None,
    uncertainty: FootprintUncertainty | None = None,
) -> Path:
    """Write the report the suffix of `path` asks for and return `path`. Raises `report.unknown-format`."""
    return write_reports(footprint, check, [path], language=language, date=date, uncertainty=uncertainty)[0]


def write_reports(
    footprint: Footprint,
    check: CheckResult | None,
    paths: Sequence[Path | str],
    *,
    language: Language = "zh",
    date: datetime.date | None = None,
    uncertainty: FootprintUncertainty | None = None,
) -> list[Path]:
    """One report in several forms: it is built once. Refuses all where one suffix is unknown."""
    files = [Path(path) for path in paths]
    for file in files:
        if file.suffix.casefold() not in FORMATS:
            raise UNKNOWN_FORMAT.error(suffix=file.suffix or file.name, known=", ".join(FORMATS))
    report: Report | None = None
    for file in files:
        suffix = file.suffix.casefold()
        if suffix in _ARRANGED:
            report = report or build_report(footprint, check, uncertainty, language=language, date=date)
            arranged = _ARRANGED[suffix](report)
            written = arranged.encode() if isinstance(arranged, str) else arranged
        elif suffix == ".xlsx":
            written = write_data_workbook(footprint, check, uncertainty, language=language)
        else:
            written = write_json(footprint)
        keep(file, written)
    return files
