"""SimaPro CSV: the text exports of SimaPro 7 to 9, with their parameters, read into records."""

from tanzuji.formats.simapro.reader import read_database

__all__ = ["read_database"]
