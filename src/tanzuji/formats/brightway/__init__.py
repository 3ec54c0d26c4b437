"""Brightway datapackages (bw_processing), read and written without depending on Brightway.

`layout` holds the files, `distributions` the uncertainty of stats_arrays, `units` Brightway's words for units.
"""

from __future__ import annotations

from tanzuji.formats.brightway.reader import read_database
from tanzuji.formats.brightway.writer import write_brightway

__all__ = ["read_database", "write_brightway"]
