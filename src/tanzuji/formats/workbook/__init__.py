"""A product model as an Excel workbook that people in a factory can fill.

`tables` says which field stands in which column, `cells` how a value is written there and read back. `container` looks
at the file before its cells are read, `book` opens it, `product_sheet`, `records` and `more_sheet` read its three kinds
of sheet and `reader` puts them together; `writer` goes the other way. The workbook carries the whole model: what has no
column stands on the sheet 其他 / More as JSON.
"""

from tanzuji.formats.workbook.reader import read_workbook, read_workbook_with_notices
from tanzuji.formats.workbook.writer import write_template, write_workbook

__all__ = ["read_workbook", "read_workbook_with_notices", "write_template", "write_workbook"]
