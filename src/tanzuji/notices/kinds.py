"""Kinds of notices, declared by the rooms that send them."""

from __future__ import annotations

from tanzuji.documents.text import Text

_KINDS: dict[str, Text] = {}


def declare(kind: str, *, zh: str, en: str) -> str:
    """Declare a kind of notice, `room.what`, with its name for people; gives the kind back."""
    if _KINDS.setdefault(kind, Text(zh=zh, en=en)) != Text(zh=zh, en=en):
        raise ValueError(f"notice kind {kind!r} is declared twice with different names")
    return kind


def kinds() -> dict[str, Text]:
    """Every declared kind and its name."""
    return dict(sorted(_KINDS.items()))


def name_of(kind: str) -> Text:
    """The name of a kind, or the kind itself where its room is gone."""
    return _KINDS.get(kind) or Text(en=kind)
