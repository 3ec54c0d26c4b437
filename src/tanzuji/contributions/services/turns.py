"""One at a time, where what is looked at before a change is more than one row."""

from __future__ import annotations

import hashlib

from django.db import connection


def in_turn(about: str) -> None:
    """Wait until nobody else's transaction is at `about`, and keep it until this one ends.

    On PostgreSQL an advisory lock; SQLite lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
