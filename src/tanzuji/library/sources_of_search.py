"""What else the one search looks through: other rooms' registries, which say how they are searched.

A room above this one registers itself in its `AppConfig.ready`; for rooms below, this one does (`apps.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, a line about it, tags, and its page without the language (`/standards/…/`)."""

    title: Text
    page: str
    line: Text | None = None
    tags: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what a room found, best first; `total` over all pages."""

    total: int
    rows: tuple[Hit, ...] = ()


Find = Callable[[str, Acting | None, int, int], Hits]
"""Words, who asks (None: a stranger, who finds what is public), how many to skip, how many to show (0: count only)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A registry that is searched; `key` stands in addresses, `home` is its first page."""

    key: str
    title: Text
    home: str
    find: Find


_sources: dict[str, Source] = {}


def register(key: str, title: Text, home: str, find: Find) -> None:
    """Has the search look through another room's registry, after those registered before."""
    _sources[key] = Source(key, title, home, find)


def sources() -> tuple[Source, ...]:
    """Everything that is searched beside datasets."""
    return tuple(_sources.values())


def source(key: str) -> Source | None:
    """One of them; None for a key that is none."""
    return _sources.get(key)
