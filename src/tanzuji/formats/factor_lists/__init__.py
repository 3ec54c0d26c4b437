"""Lists of factors in CSV and Excel: read with a mapping of their columns, written in a form that needs none.

    tables = read_tables(raw, "factors.csv")
    mapping = guess_mapping(tables.table())     # to be shown and corrected; `write_mapping` remembers it
    found = read_factor_list(tables, mapping)   # datasets, notices, report; or one problem a bad cell

Modules: `sheets` (cells with their places), `numbers`, `factor_units`, `fields`, `headers` (guessing), `mapping`,
`cells` and `amounts` (one row), `reader`, `writer`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tanzuji.documents.text import Text
from tanzuji.engine.release_writer import write_release
from tanzuji.formats.factor_lists.headers import guess_mapping, header_at, sample
from tanzuji.formats.factor_lists.mapping import ColumnMapping, ListMapping, read_mapping, write_mapping
from tanzuji.formats.factor_lists.reader import FactorList, read_factor_list
from tanzuji.formats.factor_lists.sheets import Table, TableFile, read_tables
from tanzuji.formats.factor_lists.writer import datasets_of, write_factor_csv, write_factor_excel
from tanzuji.formats.lci.importing import ImportResult, check_target

__all__ = [
    "ColumnMapping",
    "FactorList",
    "ListMapping",
    "Table",
    "TableFile",
    "datasets_of",
    "guess_mapping",
    "header_at",
    "import_factor_list",
    "read_factor_list",
    "read_mapping",
    "read_tables",
    "sample",
    "write_factor_csv",
    "write_factor_excel",
    "write_mapping",
]


def import_factor_list(
    path: Path | str,
    *,
    name: str,
    version: str = "1",
    mapping: ListMapping | None = None,
    title: Text | None = None,
    licence: str = "",
    home: Path | str | None = None,
    replace: bool = False,
    **reading: Any,
) -> ImportResult:
    """Read the list at `path` and write the release `name`; the mapping is guessed where none is given.

    `reading` are the encoding and separator of `read_tables`. Nothing is stored where an error is raised. Raises what
    `read_tables`, `read_factor_list` and `check_target` raise.
    """
    folder = check_target(name, version, home=home, replace=replace)
    tables = read_tables(Path(path).read_bytes(), Path(path).name, **reading)
    used = mapping or guess_mapping(tables.table())
    found = read_factor_list(tables, used, prefix=name)
    release = write_release(
        folder,
        name=name,
        version=version,
        title=title or Text.parse(Path(path).stem or name),
        licence=licence,
        datasets=found.datasets,
        report=found.report,
        replace=replace,
    )
    return ImportResult(release, found.report)
