"""Global trade item numbers as GS1 Digital Link writes them; `certificates.checking.gtin_ok` tells which are good."""

from __future__ import annotations


def padded(gtin: str) -> str:
    """The same number in fourteen digits."""
    return gtin.zfill(14)
