"""What writers that were killed left behind in the store: folders beside the place their content was meant for."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from tanzuji.engine.store import home

DAY = 24 * 3600.0
"""Seconds without any change after which nobody is writing any more."""

_PREFIXES = (".writing-", ".sampling-", ".replaced-", ".receiving-")


def clear_leftovers(older: float = DAY) -> int:
    """Remove them where nothing in them changed for so many seconds; how many there were.

    A release that was moved aside to be replaced, and whose place stands empty, is moved back.
    """
    count = 0
    for folder in _leftovers():
        try:
            changed = max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
        except OSError:  # its writer is at it
            continue
        if time.time() - changed > older:
            _put_back(folder)
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _leftovers() -> Iterator[Path]:
    for place in (home(), home() / "imports", *(home() / "releases").glob("*")):
        if place.is_dir():
            for folder in place.iterdir():
                if folder.name.startswith(_PREFIXES) and folder.is_dir() and not folder.is_symlink():
                    yield folder


def _put_back(folder: Path) -> None:
    """A release within `folder` back to its place, where that is empty: its writer died between two moves."""
    release = folder / "release"
    if not (release / "release.json").is_file():
        return
    try:
        version = str(json.loads((release / "release.json").read_text("utf-8"))["version"])
        if version == Path(version).name and not (folder.parent / version).exists():
            release.rename(folder.parent / version)
    except (ValueError, KeyError, TypeError, OSError):
        return
