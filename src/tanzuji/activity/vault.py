"""Papers on disk, below `evidence/` of the home: one file a content, named by its SHA-256, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from tanzuji.activity.messages import DAMAGED
from tanzuji.engine.store import home


def path_of(digest: str) -> Path:
    """Where the content of this digest lies."""
    return home() / "evidence" / digest[:2] / digest


def digest_of(data: bytes) -> str:
    """The name of a content: its SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Put a content into the vault; its SHA-256 in hexadecimal. The same content again is left as it lies."""
    digest = digest_of(data)
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, staging = tempfile.mkstemp(prefix=".keeping-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as kept:
            kept.write(data)
            kept.flush()
            os.fsync(kept.fileno())
        Path(staging).replace(target)
    except BaseException:
        Path(staging).unlink(missing_ok=True)
        raise
    return digest


def read(digest: str) -> bytes:
    """The content of a digest. Raises `activity.evidence-damaged` where it is gone or is not what was kept."""
    try:
        data = path_of(digest).read_bytes()
    except OSError as error:
        raise DAMAGED.error(digest=digest[:12]) from error
    if digest_of(data) != digest:
        raise DAMAGED.error(digest=digest[:12])
    return data
