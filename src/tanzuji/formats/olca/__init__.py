"""openLCA JSON-LD packages: schema 1.x and 2 read into library releases, schema 2 written.

The package is read by an own reader: the field names of both dialects are asked for, so that nothing a 1.x
export states is lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tanzuji.formats.archive import open_package
from tanzuji.formats.lci.importing import ImportResult, Progress, check_target, import_database
from tanzuji.formats.olca.reader import read_database
from tanzuji.formats.olca.writer import write_olca

__all__ = ["import_olca", "read_database", "write_olca"]


def import_olca(
    path: Path | str, *, name: str, version: str = "1", progress: Progress | None = None, **options: Any
) -> ImportResult:
    """Read the package at `path` (ZIP or folder, schema 1.x or 2), link it, and write the release `name`.

    `options` are those of `lci.import_database`. Nothing is stored where an error is raised. Raises `archive.*`,
    `json.*`, `olca.*`, and what `import_database` raises.
    """
    target = {key: options[key] for key in ("allocation", "home", "replace") if key in options}
    check_target(name, version, **target)
    tell = progress or (lambda step, done, total: None)
    with open_package(Path(path)) as package:
        database = read_database(package, tell)
    return import_database(database, name=name, version=version, progress=tell, **options)
