"""The stand-alone verifier: one file that strangers take with them. Nothing here may import it as a part of the house."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("verify.py")


@cache
def source() -> bytes:
    """The verifier as it is handed out."""
    return FILE.read_bytes()


@cache
def digest() -> str:
    """Its SHA-256, hexadecimal, to compare after a download."""
    return hashlib.sha256(source()).hexdigest()
