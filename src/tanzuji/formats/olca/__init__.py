"""openLCA JSON-LD packages, schema 1.x and 2, read into library releases.

The package is read by an own reader: the field names of both dialects are asked for, so that nothing a 1.x
export states is lost. Modules: `reader` (files → records), `units` (amounts), `allocation` (several
products), `linking` (who supplies whom), `interventions` (greenhouse gases), `report` and `report_text`,
`importing` (the whole).
"""

from tanzuji.formats.olca.allocation import ALLOCATIONS, Allocation
from tanzuji.formats.olca.importing import ImportResult, import_olca, intensities_rows
from tanzuji.formats.olca.report_text import report_text

__all__ = ["ALLOCATIONS", "Allocation", "ImportResult", "import_olca", "intensities_rows", "report_text"]
