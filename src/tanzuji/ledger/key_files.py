"""Private keys as files under `home()/keys`, which only this user can read: outside the database and its backups.

Another keeper (a card, a key service) is any class with these methods, named by TANZUJI_KEY_PROVIDER.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from tanzuji.engine.store import home
from tanzuji.proofs import signing
from tanzuji.proofs.sealing import SealAlgorithm, SealingKey
from tanzuji.proofs.signing import Algorithm, Signer


@dataclass(frozen=True, slots=True)
class Held:
    """A key that was made under a name. `signer` is None once the private half was destroyed."""

    algorithm: Algorithm
    public_key: bytes
    made_at: datetime
    retired_at: datetime | None
    signer: Signer | None


class KeyProvider(Protocol):
    """Whoever keeps private keys."""

    def held(self, name: str) -> list[Held]:
        """Every key made under that name, oldest first."""
        ...

    def make(self, name: str, algorithm: Algorithm, *, beside: int = 0) -> None:
        """A new key; nothing where `name` has more than `beside` of that algorithm that are not retired.

        Several that make one at once make one together.
        """
        ...

    def retire(self, name: str, public_key: bytes) -> None:
        """Destroy the private half; the public one stays listed."""
        ...

    def names(self) -> list[str]:
        """Every name there are keys under."""
        ...

    def secret(self) -> bytes:
        """32 bytes that seal the rows of the log; made on first use."""
        ...

    def sealing_keys(self) -> tuple[SealingKey, ...]:
        """Every key of encrypted fields, oldest first."""
        ...

    def add_sealing_key(self, algorithm: SealAlgorithm) -> None:
        """A new key of encrypted fields behind those there."""
        ...

    def drop_sealing_key(self, key_id: str) -> None:
        """Destroy a key of encrypted fields; what it sealed is lost."""
        ...


class FileKeys:
    """A JSON file a name."""

    def held(self, name: str) -> list[Held]:
        return [_held(row) for row in _read(_path(name))["keys"]]

    def make(self, name: str, algorithm: Algorithm, *, beside: int = 0) -> None:
        path = _path(name)
        with _alone():
            kept = _read(path)
            live = [row for row in kept["keys"] if row["algorithm"] == algorithm and not row["retired_at"]]
            if len(live) > beside:
                return
            key = signing.made(algorithm)
            row = {
                "algorithm": algorithm,
                "public": b64encode(key.public_key).decode(),
                "private": b64encode(key.private).decode(),
                "made_at": _now(),
                "retired_at": None,
            }
            write(path, {"name": name, "keys": [*kept["keys"], row]})

    def retire(self, name: str, public_key: bytes) -> None:
        path = _path(name)
        with _alone():
            kept = _read(path)
            if not kept["name"]:
                return  # the folder was lost, and with it what there was to destroy
            for row in kept["keys"]:
                if b64decode(row["public"]) == public_key and not row["retired_at"]:
                    row["retired_at"] = _now()
                    row["private"] = ""
            write(path, kept)

    def names(self) -> list[str]:
        return sorted(_read(path)["name"] for path in folder().glob("*.key"))

    def secret(self) -> bytes:
        path = folder() / "seal"
        if not path.is_file():
            write(path, {"secret": secrets.token_hex(32)}, first=True)
        return _secret(path, path.stat().st_mtime_ns)

    def sealing_keys(self) -> tuple[SealingKey, ...]:
        path = folder() / FIELDS
        try:
            found = path.stat()
        except FileNotFoundError:
            return ()
        return _sealing(path, found.st_ino, found.st_mtime_ns)

    def add_sealing_key(self, algorithm: SealAlgorithm) -> None:
        with _alone():
            _write_sealing((*self.sealing_keys(), SealingKey.made(algorithm)))

    def drop_sealing_key(self, key_id: str) -> None:
        with _alone():
            _write_sealing([key for key in self.sealing_keys() if key.id != key_id])


@lru_cache(4)
def _secret(path: Path, written: int) -> bytes:
    """What a file holds, read again once it was written again."""
    return bytes.fromhex(json.loads(path.read_text("ascii"))["secret"])


@lru_cache(4)
def _sealing(path: Path, inode: int, written: int) -> tuple[SealingKey, ...]:
    """The keys in a file, read again once another file took its place."""
    rows = json.loads(path.read_text("ascii"))["keys"]
    return tuple(SealingKey(row["algorithm"], b64decode(row["secret"])) for row in rows)


def _write_sealing(keys: Sequence[SealingKey]) -> None:
    rows = [{"algorithm": key.algorithm, "secret": b64encode(key.secret).decode()} for key in keys]
    write(folder() / FIELDS, {"keys": rows})


def folder() -> Path:
    """Where keys are kept; made with mode 0700."""
    found = home() / "keys"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


FIELDS = "fields"
"""Beside the keys: those of encrypted fields."""
STATE, ANEW, SEALED = "log.state", "log.begun", "seal.since"
"""Beside the keys: what was signed last, how often the log was begun, from which entry on the seal's secret is known."""


LOSS, RESTART = "log.loss", "log.restart"
"""What was begun and is not committed yet: that the log's key was lost, that the log is begun anew."""


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else, of this process or another, changes a key file meanwhile: what one adds, another would overwrite."""
    handle = os.open(folder() / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def kept(name: str) -> dict[str, Any] | None:
    """What a file beside the keys holds; None where there is none."""
    path = folder() / name
    found: dict[str, Any] | None = json.loads(path.read_text("ascii")) if path.is_file() else None
    return found


def forget(name: str) -> None:
    """Take a file beside the keys away, lastingly."""
    (folder() / name).unlink(missing_ok=True)
    _settle(folder())


def number(name: str, default: int) -> int:
    """A number kept beside the keys."""
    path = folder() / name
    return int(json.loads(path.read_text("ascii"))["number"]) if path.is_file() else default


def begun() -> int:
    """How often the log was begun: once, unless its past was lost."""
    return number(ANEW, 1)


def write(path: Path, content: dict[str, Any], *, first: bool = False) -> bool:
    """Write a file of mode 0600 whole and lasting; with `first` only where there is none: else False."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        if first:
            try:
                os.link(part, path)
            except FileExistsError:
                return False
        else:
            part.replace(path)
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return True


def _settle(directory: Path) -> None:
    """Make a renaming last through a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(name: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9/\-]{0,99}", name):
        raise ValueError(f"{name!r} is no name of a key")
    return folder() / f"{name.replace('/', '_')}.key"


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"name": "", "keys": []}
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _held(row: dict[str, Any]) -> Held:
    public, private = b64decode(row["public"]), b64decode(row["private"])
    return Held(
        row["algorithm"],
        public,
        datetime.fromisoformat(row["made_at"]),
        datetime.fromisoformat(row["retired_at"]) if row["retired_at"] else None,
        signing.restored(row["algorithm"], private, public) if private else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
