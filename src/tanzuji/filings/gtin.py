"""Global trade item numbers."""

from __future__ import annotations

import re


def is_gtin(written: str) -> bool:
    """Whether it is a GTIN-8, -12, -13 or -14 whose last digit is the check digit (GS1 General Specifications, 7.9)."""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", written):
        return False
    weighted = (int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(written[:-1])))
    return (10 - sum(weighted) % 10) % 10 == int(written[-1])


def padded(gtin: str) -> str:
    """The same number in fourteen digits, as GS1 Digital Link writes it."""
    return gtin.zfill(14)
