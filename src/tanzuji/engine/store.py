"""Where releases live: under `TANZUJI_HOME`, by default the user's data folder.

A release belongs to the whole installation, or to one owner, whose number then stands in its name
(`org-<26 letters>-uslci`): so the files alone say whose it is, two owners never meet in a name, and the digest,
which covers the name, tells nobody that another holds the same data.
"""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path
from uuid import UUID

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

BAD_OWN_NAME = define(
    "release.bad-own-name",
    zh="“{name}”不能作本单位数据库的名称。",
    en="“{name}” cannot name a library of your own.",
    remedy_zh="请用 1–{limit} 个小写字母、数字、点、连字符，以字母或数字开头；products 留给本单位发布的产品。",
    remedy_en="Use 1 to {limit} lower-case letters, digits, dots and hyphens, starting with a letter or digit; "
    "`products` is kept for the products you publish.",
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


_OWNED = re.compile(r"org-([a-z2-7]{26})-(?=.)")

MAX_OWN_NAME = 60 - len("org--") - 26
"""Characters of a name that an owner gives a release of its own."""


PRODUCTS = "products"
"""The library of an owner's published products: made by publishing, never imported under this name."""


def full_name(owner: UUID, name: str) -> str:
    """The name under which an owner's release is kept."""
    return f"org-{base64.b32encode(owner.bytes).decode().rstrip('=').lower()}-{name}"


def owned_name(owner: UUID, name: str) -> str:
    """`full_name` of a name that somebody chose. Raises `release.bad-name`, `release.bad-own-name`."""
    if len(name) > MAX_OWN_NAME or _OWNED.match(name) or name == PRODUCTS:
        raise BAD_OWN_NAME.error("name", name=name[:60], limit=MAX_OWN_NAME)
    release_folder(name, "1")
    return full_name(owner, name)


def owner_of(name: str) -> UUID | None:
    """Whose a release of this name is; None for those of the whole installation."""
    found = _OWNED.match(name)
    if found is None:
        return None
    return UUID(bytes=base64.b32decode(found.group(1).upper() + "======"))


def short_name(name: str) -> str:
    """The name as its owner gave it."""
    return _OWNED.sub("", name, count=1)


def may_open(name: str, owner: UUID) -> bool:
    """Whether a release of this name is the installation's or this owner's."""
    return owner_of(name) in (None, owner)


def installed() -> list[Release]:
    """Every release under `home()`, whoever's, by name and version. Raises `release.damaged`."""
    return [Release.open(path.parent) for path in sorted(_heads("*"))]


def open_for(owner: UUID, name: str, version: str | None = None) -> Release:
    """A release that `owner` may use, by its full name, the installation's or the owner's short one.

    Raises `release.not-found`, alike for what is another's and for what does not exist, and `release.bad-name`.
    """
    release_folder(name, version or "1")
    own = [full_name(owner, name)] if len(name) <= MAX_OWN_NAME and owner_of(name) is None else []
    for full in (*([name] if may_open(name, owner) else []), *own):
        heads = [path for path in _heads(full) if version in (None, path.parent.name)]
        if heads:
            return Release.open(max(heads, key=lambda path: (path.stat().st_mtime, path)).parent)
    raise NO_RELEASE.error(folder=f"{name} {version or ''}".rstrip())


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
