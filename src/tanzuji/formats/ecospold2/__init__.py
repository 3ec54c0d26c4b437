"""EcoSpold 2: one XML file an activity, as ecoinvent 3 publishes them; read into records and written from them."""

from tanzuji.formats.ecospold2.reader import is_ecospold2, read_database
from tanzuji.formats.ecospold2.writer import write_ecospold2

__all__ = ["is_ecospold2", "read_database", "write_ecospold2"]
