"""TIDAS packages, TianGong's JSON form of ILCD: `mirror` (documents ⇄ elements), `reader`, `writer`."""

from tanzuji.formats.tidas.reader import read_database
from tanzuji.formats.tidas.writer import write_tidas

__all__ = ["read_database", "write_tidas"]
