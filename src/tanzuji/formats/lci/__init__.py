"""Unit-process databases, whatever format they come in: records, linking, allocation, gases, report, release.

A reader (`formats.olca`, …) turns files into the `records`; from there on all formats go the same way. Modules:
`records`, `units` (amounts), `allocation` (several products), `columns`, `providers` and `linking` (who supplies
whom, with `options`), `interventions` (greenhouse gases), `balance` and `absurd` (what cannot be true), `losses`,
`report` and `report_text`, `importing` (the whole).
"""

from tanzuji.formats.lci.allocation import ALLOCATIONS, Allocation
from tanzuji.formats.lci.importing import (
    ImportResult,
    check_target,
    import_database,
    intensities_rows,
    report_of,
)
from tanzuji.formats.lci.options import LINKINGS, Linking, LinkOptions
from tanzuji.formats.lci.report_text import report_text

__all__ = [
    "ALLOCATIONS",
    "LINKINGS",
    "Allocation",
    "ImportResult",
    "LinkOptions",
    "Linking",
    "check_target",
    "import_database",
    "intensities_rows",
    "report_of",
    "report_text",
]
