"""Global trade item numbers (GTIN, 商品条码): their check digit and their form in fourteen digits.

GS1 General Specifications, 7.9: weights 3 and 1 from the right, the sum and the check digit come to a multiple of ten.
"""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)


def gtin_ok(gtin: str) -> bool:
    """Whether a number of 8, 12, 13 or 14 digits ends in the right check digit; zeros alone name nothing."""
    if len(gtin) not in LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(gtin)))
    return weighted > 0 and weighted % 10 == 0


def padded(gtin: str) -> str:
    """The same number in fourteen digits, as a GS1 Digital Link writes it."""
    return gtin.zfill(14)
