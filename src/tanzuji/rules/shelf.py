"""Rules that were activated on this installation: files under `rules/` of the data folder, beside the shipped ones.

`rules/<id>/<version>.yaml` never changes; `rules/active.json` says which version of each holds. The rulebook writes
both; whoever checks a study reads them, on the command line as well as in a page.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from tanzuji.engine.store import home

ACTIVE = "active.json"


def folder() -> Path:
    """Where activated rules are kept; not necessarily there yet."""
    return home() / "rules"


def texts() -> Mapping[str, str]:
    """The text of every rule that holds here, by id. Empty where none was activated."""
    found = folder() / ACTIVE
    try:
        stat = found.stat()
    except OSError:
        return {}
    return _read(str(folder()), stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=4)
def _read(place: str, changed: int, size: int, inode: int) -> Mapping[str, str]:
    """The texts as they stand; read again when the list of them is another file."""
    listed: dict[str, str] = json.loads((Path(place) / ACTIVE).read_text("utf-8"))
    return {
        rule: (Path(place) / rule / f"{version}.yaml").read_text("utf-8") for rule, version in listed.items()
    }


def put(active: Mapping[str, tuple[str, str]]) -> None:
    """Keep `{id: (version, text)}` as the rules that hold; files that are there stay as they are.

    The list is written last and in one step, so that no reader finds a rule without its file.
    """
    place = folder()
    for rule, (version, text) in active.items():
        _write(place / rule / f"{version}.yaml", text)
    listed = json.dumps({rule: version for rule, (version, _) in sorted(active.items())}, indent=1)
    _write(place / ACTIVE, listed)


def _write(file: Path, text: str) -> None:
    if file.is_file() and file.read_text("utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
