"""Words that somebody typed, as a database can keep them."""

from __future__ import annotations


def clean(text: str, longest: int | None = None) -> str:
    """The text without NUL, which no database keeps, and without blanks around it; cut after `longest` characters."""
    return text.replace("\x00", "").strip()[:longest]
