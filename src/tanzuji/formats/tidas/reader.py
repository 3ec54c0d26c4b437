"""Read a TIDAS package, ILCD written as JSON, into records."""

from __future__ import annotations

from collections.abc import Callable

from tanzuji.formats.archive import Package
from tanzuji.formats.ilcd.reader import Dialect, read_data_sets
from tanzuji.formats.lci.records import Database
from tanzuji.formats.tidas.mirror import load, root_of

JSON = Dialect("tidas", "TIDAS", ".json", load, root_of)


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The records of a TIDAS package. Raises `tidas.*`, `ilcd.*` and `json.*`; `progress` is told of files."""
    return read_data_sets(package, progress, JSON)
