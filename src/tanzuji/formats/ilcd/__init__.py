"""ILCD and eILCD packages (XML), read into the records of unit-process databases and written from them.

Modules: `elements` (asking a data set for its fields), `data_sets` (the files of a package), `quantities` (units, flow
properties, flows), `uncertainty`, `processes`, `roles` (what is left open until all is read), `life_cycle_models`
(who supplies whom), `reader` (the whole), `impact_methods` (characterisation factors); `building`, `written_flows`,
`written_processes` and `writer` for the other direction.
"""

from tanzuji.formats.ilcd.reader import read_database
from tanzuji.formats.ilcd.writer import write_ilcd

__all__ = ["read_database", "write_ilcd"]
