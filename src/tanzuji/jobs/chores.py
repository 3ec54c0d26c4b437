"""What a worker does beside jobs: when it starts and every hour. Rooms add theirs when the installation starts."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import DatabaseError

Chore = Callable[[], object]

_CHORES: list[Chore] = []
_log = structlog.get_logger("tanzuji.jobs")


def hourly(chore: Chore) -> Chore:
    """Have `chore()` done every hour; it must come to the same when it is done twice, or by two workers at once."""
    if chore not in _CHORES:
        _CHORES.append(chore)
    return chore


def do_all() -> None:
    """Do every chore; one that fails is logged and holds up none of the others. Raises DatabaseError."""
    for chore in _CHORES:
        try:
            chore()
        except DatabaseError:
            raise
        except Exception:
            _log.exception("chore failed", chore=getattr(chore, "__name__", str(chore)))
