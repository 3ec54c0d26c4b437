"""Safe reading of packages: a ZIP archive or a folder, seen as names and bytes.

A package comes from outside. Before the first member is read, the directory of the archive is held against
bounds, so that bombs, doubled names, links and names that lead out of the package are refused with a code.
Nothing is ever unpacked to disk, and an archive inside an archive is not opened.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tanzuji.formats.archive_messages import (
    BAD_DIRECTORY,
    BAD_MEMBER,
    BOMB,
    CUT_SHORT,
    DUPLICATE_NAME,
    ENCRYPTED,
    LINK,
    NO_END,
    NOT_A_ZIP,
    NOT_FOUND,
    OTHER_FORMAT,
    OVERLAPPING,
    TOO_LARGE,
    TOO_MANY,
    TRUNCATED,
    TWO_FORMATS,
    UNKNOWN_COMPRESSION,
    UNSAFE_NAME,
)

MAX_MEMBERS = 100_000
MAX_TOTAL = 2 * 1024**3
"""Bytes of all members together, uncompressed."""
MAX_RATIO = 200
"""Uncompressed to compressed; JSON of real databases stays below 15, a bomb of zeros reaches 1 028."""
RATIO_FREE = 64 * 1024
"""Members up to this size may have any ratio: a short run of blanks is no bomb."""
MAX_DIRECTORY = 64 * 1024**2
"""Bytes of the archive's directory; 100 000 members of 300-byte names take 35 MB."""

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the package: its name with forward slashes, and its size in bytes."""

    name: str
    size: int


@dataclass
class Package:
    """An opened package. `members` are its files in their order; nested archives are listed, never opened."""

    file: str
    members: tuple[Member, ...]
    _read: Callable[[str], bytes]
    _close: Callable[[], None] = field(default=lambda: None)

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises `archive.truncated` where its checksum or its data are wrong."""
        return self._read(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(member.name for member in self.members)

    @property
    def nested(self) -> tuple[str, ...]:
        """Members that are archives by their name."""
        endings = (".zip", ".zolca", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar")
        return tuple(name for name in self.names if name.lower().endswith(endings))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()


def open_package(path: Path | str) -> Package:
    """The ZIP archive or folder at `path`, checked against every bound. Raises `archive.*`."""
    path = Path(path)
    if path.is_dir():
        return _open_folder(path)
    if not path.is_file():
        raise NOT_FOUND.error(file=_shown(path.name))
    return _open_zip(path)


def _shown(name: str) -> str:
    """A name that is safe to print: control and direction characters escaped, length bounded."""
    safe = "".join(c if c.isprintable() and c not in _BIDI else f"\\u{ord(c):04x}" for c in name[:120])
    return safe + ("…" if len(name) > 120 else "")


def check_name(name: str) -> None:
    """Refuse a name that leads out of the package or misleads a reader. Raises `archive.unsafe-name`."""
    parts = name.rstrip("/").split("/")
    checks = (
        (not name or any(part == "" for part in parts[1:]), "空", "it is empty"),
        (name.startswith("/"), "绝对路径", "it is an absolute path"),
        (re.match(r"[A-Za-z]:", name) is not None, "含盘符", "it names a drive"),
        ("\\" in name, "含反斜线", "it holds a backslash"),
        (".." in parts, "含“..”", "it holds “..”"),
        (
            any(unicodedata.category(c) in {"Cc", "Cs"} for c in name),
            "含控制字符",
            "it holds control characters",
        ),
        (
            any(c in _BIDI for c in name),
            "含文字方向控制符",
            "it holds characters that turn the writing direction",
        ),
        (any(len(part.encode()) > 255 for part in parts), "过长", "it is too long"),
    )
    for wrong, why_zh, why in checks:
        if wrong:
            raise UNSAFE_NAME.error(_shown(name), name=_shown(name), why=why, why_zh=why_zh)


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        check_name(name)
        key = unicodedata.normalize("NFC", name).rstrip("/")
        if key in seen:
            raise DUPLICATE_NAME.error(_shown(name), name=_shown(name))
        seen.add(key)


def _open_folder(folder: Path) -> Package:
    members: list[Member] = []
    total = 0
    for place, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for file in [*folders, *sorted(files)]:
            path = Path(place, file)
            name = path.relative_to(folder).as_posix()
            mode = path.lstat()
            if stat.S_ISDIR(mode.st_mode):
                continue
            if not stat.S_ISREG(mode.st_mode):
                raise LINK.error(_shown(name), name=_shown(name))
            total += mode.st_size
            members.append(Member(name, mode.st_size))
            if len(members) > MAX_MEMBERS:
                raise TOO_MANY.error(limit=MAX_MEMBERS)
    if total > MAX_TOTAL:
        raise TOO_LARGE.error(size=total, limit=MAX_TOTAL)
    _check_names(member.name for member in members)
    return Package(folder.name, tuple(members), lambda name: (folder / name).read_bytes())


def _open_zip(path: Path) -> Package:
    shown = _shown(path.name)
    _check_outside(path, shown)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise TRUNCATED.error(file=shown, detail=BAD_DIRECTORY) from error
    try:
        infos = archive.infolist()
        _check_members(infos, path, shown)
    except BaseException:
        archive.close()
        raise
    members = tuple(Member(i.filename, i.file_size) for i in infos if not i.is_dir())

    def read(name: str) -> bytes:
        try:
            with archive.open(name) as member:
                return member.read()  # zipfile never gives more than the size the directory states
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise TRUNCATED.error(_shown(name), file=shown, detail=BAD_MEMBER) from error

    return Package(path.name, members, read, archive.close)


def _check_outside(path: Path, shown: str) -> None:
    """Magic, end record and other formats around the members; zipfile would find a ZIP anywhere in a file."""
    with path.open("rb") as file:
        head = file.read(1024)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_557))
        tail = file.read()
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"PK\x05\x06" in tail:
            raise TWO_FORMATS.error(file=shown, other="PDF" if b"%PDF-" in head else OTHER_FORMAT)
        raise NOT_A_ZIP.error(file=shown)
    if head[257:262] == b"ustar":
        raise TWO_FORMATS.error(file=shown, other="TAR")
    if b"%PDF-" in head and b".pdf" not in head[30:560].lower():
        raise TWO_FORMATS.error(file=shown, other="PDF")
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise TRUNCATED.error(file=shown, detail=NO_END)
    if end + 22 + int.from_bytes(tail[end + 20 : end + 22], "little") != len(tail):
        raise TWO_FORMATS.error(file=shown, other=OTHER_FORMAT)
    # The count may lie; a reader walks the length of the directory, which ZIP64 states in its own record.
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    zip64 = tail.rfind(b"PK\x06\x06", 0, end)
    if zip64 >= 0 and directory == 0xFFFFFFFF:
        directory = int.from_bytes(tail[zip64 + 40 : zip64 + 48], "little")
    if directory > MAX_DIRECTORY:
        raise TOO_MANY.error(limit=MAX_MEMBERS)


def _check_members(infos: list[zipfile.ZipInfo], path: Path, shown: str) -> None:
    if len(infos) > MAX_MEMBERS:
        raise TOO_MANY.error(limit=MAX_MEMBERS)
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise TOO_LARGE.error(size=total, limit=MAX_TOTAL)
    for info in infos:
        name = _shown(info.orig_filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise LINK.error(name, name=name)
        if info.flag_bits & 0x1:
            raise ENCRYPTED.error(name, name=name)
        if info.compress_type not in _METHODS:
            raise UNKNOWN_COMPRESSION.error(name, name=name, method=info.compress_type)
        if info.file_size > RATIO_FREE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            ratio = round(info.file_size / max(info.compress_size, 1))
            raise BOMB.error(name, name=name, ratio=ratio, limit=MAX_RATIO)
    _check_names(info.orig_filename for info in infos)
    _check_spans(infos, path, shown)


def _check_spans(infos: list[zipfile.ZipInfo], path: Path, shown: str) -> None:
    """Members may not share bytes: overlapping members multiply what a small file unpacks to."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            raise OVERLAPPING.error(file=shown)
        end = info.header_offset + 30 + info.compress_size
    if end > path.stat().st_size:
        raise TRUNCATED.error(file=shown, detail=CUT_SHORT)
