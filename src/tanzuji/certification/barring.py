"""Who is barred from certification for now: higher rooms say so, which this one does not know.

The blacklist of supervision registers its look-up when the installation starts.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Barred = Callable[[UUID], bool]

_LOOKUPS: list[Barred] = []


def register(lookup: Barred) -> None:
    """Have `lookup(organisation)` asked before an application is accepted and before it is approved."""
    if lookup not in _LOOKUPS:
        _LOOKUPS.append(lookup)


def is_barred(organisation: UUID) -> bool:
    """Whether any of them says that the organisation is barred today."""
    return any(lookup(organisation) for lookup in _LOOKUPS)
