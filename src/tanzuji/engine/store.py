"""Where releases live: under `TANZUJI_HOME`, by default the user's data folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import platformdirs

from tanzuji.documents.errors import define
from tanzuji.engine.release import NO_RELEASE, Release, nearest

BAD_NAME = define(
    "release.bad-name",
    zh="“{name}”不能作数据库的名称或版本。",
    en="“{name}” cannot name a library release or its version.",
    remedy_zh="请用 1–60 个小写字母、数字、点、连字符，以字母或数字开头。",
    remedy_en="Use 1 to 60 lower-case letters, digits, dots and hyphens, starting with a letter or digit.",
)


def home() -> Path:
    """The folder that holds this user's releases; not necessarily there yet."""
    chosen = os.environ.get("TANZUJI_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("tanzuji", appauthor=False))


def release_folder(name: str, version: str) -> Path:
    """The folder of a release. Raises `release.bad-name`."""
    for part in (name, version):
        if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]{0,59}", part) or ".." in part:
            raise BAD_NAME.error(name=part[:60])
    return home() / "releases" / name / version


def installed() -> list[Release]:
    """Every release under `home()`, by name and version. Raises `release.damaged`."""
    return [Release.open(path.parent) for path in sorted(_heads("*"))]


def _heads(name: str) -> list[Path]:
    """The head files of finished releases; what a stopped import left behind starts with a dot."""
    found = (home() / "releases").glob(f"{name}/*/release.json")
    return [path for path in found if not path.parent.name.startswith(".")]


def open_release(name: str, version: str | None = None) -> Release:
    """A release by name (its newest write, unless a version is given). Raises `release.not-found`."""
    if version is not None:
        return Release.open(release_folder(name, version))
    release_folder(name, "1")  # refuses a bad name
    heads = sorted(_heads(name), key=lambda p: (p.stat().st_mtime, p))
    if not heads:
        known = sorted({release.name for release in installed()})
        near = nearest(name, known)
        raise NO_RELEASE.error(folder=name + (f" ({', '.join(near)}?)" if near else ""))
    return Release.open(heads[-1].parent)
