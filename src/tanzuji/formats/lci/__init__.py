"""Unit-process databases, whatever format they come in: records, linking, allocation, gases, report, release.

A reader (`formats.olca`, …) turns files into the `records`; from there on all formats go the same way. Modules:
`records`, `units` (amounts), `allocation` (several products), `linking` (who supplies whom), `interventions`
(greenhouse gases), `report` and `report_text`, `importing` (the whole).
"""

from tanzuji.formats.lci.allocation import ALLOCATIONS, Allocation
from tanzuji.formats.lci.importing import ImportResult, check_target, import_database, intensities_rows
from tanzuji.formats.lci.report_text import report_text

__all__ = [
    "ALLOCATIONS",
    "Allocation",
    "ImportResult",
    "check_target",
    "import_database",
    "intensities_rows",
    "report_text",
]
