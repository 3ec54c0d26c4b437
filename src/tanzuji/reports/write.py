"""A footprint handed over as a file: HTML, PDF, DOCX, XLSX or JSON, by the suffix of its name."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import Language, define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
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

_Writer = Callable[[Footprint, CheckResult | None, Language, datetime.date | None], bytes]


def write_json(footprint: Footprint, *, pretty: bool = False) -> bytes:
    """The footprint itself: RFC 8785 canonical JSON, or the same data set out for reading."""
    if not pretty:
        return canonical_json(footprint)
    return (json.dumps(footprint.plain(), ensure_ascii=False, indent=2) + "\n").encode()


_WRITERS: dict[str, _Writer] = {
    ".html": lambda f, c, lang, day: write_html(build_report(f, c, language=lang, date=day)).encode(),
    ".pdf": lambda f, c, lang, day: write_pdf(build_report(f, c, language=lang, date=day)),
    ".docx": lambda f, c, lang, day: write_docx(build_report(f, c, language=lang, date=day)),
    ".xlsx": lambda f, c, lang, day: write_data_workbook(f, c, language=lang),
    ".json": lambda f, c, lang, day: write_json(f),
}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""Suffixes a report can be written under."""


def write_report(
    footprint: Footprint,
    check: CheckResult | None,
    path: Path | str,
    *,
    language: Language = "zh",
    date: datetime.date | None = None,
) -> Path:
    """Write the report the suffix of `path` asks for and return `path`. Raises `report.unknown-format`."""
    path = Path(path)
    suffix = path.suffix.casefold()
    writer = _WRITERS.get(suffix)
    if writer is None:
        raise UNKNOWN_FORMAT.error(suffix=path.suffix or path.name, known=", ".join(FORMATS))
    path.write_bytes(writer(footprint, check, language, date))
    return path
