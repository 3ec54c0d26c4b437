"""Files of databases that were brought in, below `imports/` of the home: a folder an import, named by its id."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from tanzuji.engine.store import home
from tanzuji.library.messages import EMPTY_FILE, NO_FILE
from tanzuji.web.downloads import file_name
from tanzuji.web.uploads import MAX_LARGE

MAX_FILES = 4
"""Files of one import: databases come in up to three parts."""


def folder(import_id: UUID) -> Path:
    """Where the files of an import lie."""
    return home() / "imports" / str(import_id)


def paths(import_id: UUID) -> list[Path]:
    """The files of an import in their order; empty where they were removed."""
    place = folder(import_id)
    return sorted(path for part in sorted(place.glob("[0-9]")) for path in part.iterdir())


def keep(import_id: UUID, files: Sequence[UploadedFile[Any]]) -> tuple[list[str], int]:
    """Put uploaded files into their folder, all or none; their names and the bytes of all.

    Raises `library.no-file`, `library.empty-file`.
    """
    if not files:
        raise NO_FILE.error("file", limit=MAX_LARGE // 2**20)
    target = folder(import_id)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".receiving-", dir=target.parent))
    names: list[str] = []
    size = 0
    try:
        for at, file in enumerate(files[:MAX_FILES]):
            stem, _, suffix = (file.name or "").rpartition(".")
            name = file_name(stem or suffix, suffix if stem else "bin")
            place = staging / str(at)
            place.mkdir()
            with (place / name).open("wb") as kept:
                for chunk in file.chunks():
                    size += kept.write(chunk)
                kept.flush()
                os.fsync(kept.fileno())
            if not (place / name).stat().st_size:
                raise EMPTY_FILE.error("file", file=name)
            names.append(name)
        staging.rename(target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return names, size


def remove(import_id: UUID) -> None:
    """Delete the files of an import."""
    shutil.rmtree(folder(import_id), ignore_errors=True)
