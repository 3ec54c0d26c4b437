"""Tokens that other nodes issued to us: files that only this user reads, beside the database and not in it."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from tanzuji.engine.store import home


def _file(peer: UUID) -> Path:
    return home() / "nodes" / f"{peer}.token"


def keep(peer: UUID, token: str) -> None:
    """Keep a token, or forget it where it is empty."""
    file = _file(peer)
    if not token:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as written:
        written.write(token)
    beside.replace(file)


def token(peer: UUID) -> str:
    """The token of a peer; empty where there is none."""
    file = _file(peer)
    return file.read_text("utf-8").strip() if file.is_file() else ""
