"""EcoSpold 1: datasets of one XML file or of many, as ecoinvent 1 and 2 published them and other programs export them."""

from tanzuji.formats.ecospold1.reader import is_ecospold1, read_database

__all__ = ["is_ecospold1", "read_database"]
