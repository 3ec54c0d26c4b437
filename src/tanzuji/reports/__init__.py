"""Footprint and findings → study report → HTML, PDF, DOCX, XLSX and JSON.

`build_report` says everything once, as sections of data; the writers only arrange it. `write_report` chooses the
writer by the suffix of the file.
"""

from __future__ import annotations

from tanzuji.reports.blocks import Report
from tanzuji.reports.data_workbook import write_data_workbook
from tanzuji.reports.docx import write_docx
from tanzuji.reports.html import write_html
from tanzuji.reports.pdf import write_pdf
from tanzuji.reports.structure import build_report
from tanzuji.reports.write import FORMATS, write_json, write_report, write_reports

__all__ = [
    "FORMATS",
    "Report",
    "build_report",
    "write_data_workbook",
    "write_docx",
    "write_html",
    "write_json",
    "write_pdf",
    "write_report",
    "write_reports",
]
