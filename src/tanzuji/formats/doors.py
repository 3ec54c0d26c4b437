"""Every foreign format of background data by one name: what it is called, what reads it, what writes it.

`sniff` tells a package by what is in it, never by its name alone: an archive called ecospold2 may hold EcoSpold 1.
Readers and writers are imported when they are asked for, so that nobody pays for a format that is not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.formats.archive import MAX_MEMBERS, MAX_TOTAL, Member, Package, open_package
from tanzuji.formats.archive_messages import TOO_LARGE, TOO_MANY
from tanzuji.formats.lci.losses import EXAMPLES
from tanzuji.formats.lci.records import Database, Loss
from tanzuji.formats.names import FORMATS, Format, readable, writable

__all__ = [
    "FORMATS",
    "Format",
    "open_any",
    "read_any",
    "read_package",
    "readable",
    "sniff",
    "writable",
    "write_any",
    "write_release_as",
]

Progress = Callable[[str, int, int], None]

UNKNOWN_FORMAT = define(
    "import.unknown-format",
    zh="看不出“{file}”是哪种数据库。",
    en="“{file}” is no database of a kind that is known.",
    remedy_zh="可读：{known}。",
    remedy_en="Can be read: {known}.",
)
NOT_WRITTEN = define(
    "export.unknown-format",
    zh="不能写成“{format}”。",
    en="Nothing is written as “{format}”.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
A_LIST = define(
    "import.factor-list",
    zh="“{file}”是因子清单，没有单元过程。",
    en="“{file}” is a list of factors without unit processes.",
    remedy_zh="请按因子清单读入，并核对各列的含义。",
    remedy_en="Read it as a list of factors, and check what its columns mean.",
)


# recognising ─────────────────────────────────────────────────────────────────

_LOOKED_AT = 8
"""Members of a kind whose beginning is looked at."""
_HEAD = 64 * 1024

_ROOT = re.compile(rb"<(?![?!])([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)")
_NAMESPACES = {
    b"http://lca.jrc.it/ILCD": "ilcd",
    b"http://www.EcoInvent.org/EcoSpold01": "ecospold1",
    b"http://www.EcoInvent.org/EcoSpold02": "ecospold2",
}


def sniff(package: Package) -> str:
    """The key of the format that a package holds. Raises `import.unknown-format`."""
    for look in (_office, _datapackage, _json, _xml, _table):
        found = look(package)
        if found:
            return found
    known = [form.name for form in readable()]
    raise UNKNOWN_FORMAT.error(
        "",
        file=package.file,
        known=Text(zh="、".join(n.to("zh") for n in known), en=", ".join(n.to("en") for n in known)),
    )


def _ending(package: Package, *endings: str) -> list[Member]:
    """Members with one of the endings, the smallest first: what they hold is the same, reading them is not."""
    found = [m for m in package.members if m.name.lower().endswith(endings) and "__MACOSX" not in m.name]
    return sorted(found, key=lambda member: member.size)


def _head(package: Package, member: Member) -> bytes:
    """The beginning of a member, as ASCII can be found in: UTF-16 is turned into UTF-8."""
    head = package.read(member.name)[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _office(package: Package) -> str:
    names = set(package.names)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "excel"
    return "excel" if _ending(package, ".xlsx", ".xlsm", ".xls") and len(names) == 1 else ""


def _datapackage(package: Package) -> str:
    return "brightway" if any(n.rsplit("/", 1)[-1] == "datapackage.json" for n in package.names) else ""


def _json(package: Package) -> str:
    """openLCA and TIDAS both keep `processes/*.json`; the root of one tells which."""
    found = [m for m in _ending(package, ".json") if m.name.split("/")[-2:-1] == ["processes"]]
    for member in found[:_LOOKED_AT]:
        head = _head(package, member)
        if re.match(rb'\s*\{\s*"processDataSet"', head) or b'"processDataSet"' in head:
            return "tidas"
    marked = any(n.rsplit("/", 1)[-1] in {"openlca.json", "olca-schema.json"} for n in package.names)
    return "openlca-json-ld" if found or marked else ""


def _xml(package: Package) -> str:
    for member in _ending(package, ".xml", ".spold")[: _LOOKED_AT * 4]:
        head = _head(package, member)
        root = _ROOT.search(re.sub(rb"<!--.*?-->", b"", head, flags=re.S))
        for namespace, key in _NAMESPACES.items():
            if root and namespace in root.group(3):
                return key
    return ""


def _table(package: Package) -> str:
    for member in _ending(package, ".csv", ".tsv", ".txt")[:_LOOKED_AT]:
        head = _head(package, member).lstrip()
        if head.startswith((b"{SimaPro", b'"{SimaPro', b"SimaPro ")):
            return "simapro-csv"
    return "csv" if len(package.members) == 1 and _ending(package, ".csv", ".tsv", ".txt") else ""


# opening ─────────────────────────────────────────────────────────────────────

_ALONE = (".xml", ".spold", ".csv", ".tsv", ".txt", ".xls", ".json")


def open_any(paths: Path | str | Sequence[Path | str]) -> Package:
    """A package from an archive, a folder, a single file, or several of these as one. Raises `archive.*`.

    A folder with archives side by side, as databases in parts are downloaded, is read as all of them. Databases in
    parts repeat the flows and units they share: a member that several packages hold alike counts once; one that
    differs stands under the name of its package too, and the reader decides.
    """
    given = [paths] if isinstance(paths, Path | str) else list(paths)
    several = [part for path in given for part in _parts(Path(path))]
    opened: list[Package] = []
    try:
        opened.extend(_opened(Path(path)) for path in several)  # what was opened before one fails is kept
    except BaseException:
        for package in opened:
            package._close()
        raise
    return opened[0] if len(opened) == 1 else _together(opened)


def _parts(path: Path) -> list[Path]:
    """The archives of a folder that holds archives and no folders of data; else the path itself."""
    if not path.is_dir() or any(each.is_dir() for each in path.iterdir()):
        return [path]
    return sorted(each for each in path.iterdir() if each.suffix.lower() == ".zip") or [path]


def _opened(path: Path) -> Package:
    if path.is_file() and path.suffix.lower() in _ALONE:
        return Package(path.name, (Member(path.name, path.stat().st_size),), lambda name: path.read_bytes())
    return open_package(path)


def _together(packages: Sequence[Package]) -> Package:
    holder: dict[str, tuple[Package, str]] = {}
    members: list[Member] = []
    for package in packages:
        for member in package.members:
            name = member.name
            if name in holder:
                first, _ = holder[name]
                if first.read(name) == package.read(name):
                    continue
                name = f"{package.file}/{name}"
            holder[name] = package, member.name
            members.append(Member(name, member.size))
    if len(members) > MAX_MEMBERS:
        raise TOO_MANY.error(limit=MAX_MEMBERS)
    total = sum(member.size for member in members)
    if total > MAX_TOTAL:
        raise TOO_LARGE.error(size=total, limit=MAX_TOTAL)

    def read(name: str) -> bytes:
        package, own_name = holder[name]
        return package.read(own_name)

    def close() -> None:
        for package in packages:
            package._close()

    return Package(
        " + ".join(package.file for package in packages),
        tuple(members),
        read,
        close,
    )


# reading and writing ─────────────────────────────────────────────────────────


def read_package(package: Package, progress: Progress, *, format: str = "") -> Database:
    """The unit processes of an opened package. Raises `import.unknown-format`, `import.factor-list`, and what the
    format's reader raises."""
    form = FORMATS.get(format or sniff(package))
    if form is None or not form.reads:
        raise UNKNOWN_FORMAT.error("", file=package.file, known=", ".join(f.key for f in readable()))
    if form.is_list:
        raise A_LIST.error("", file=package.file)
    reader = import_module(f"tanzuji.formats.{form.module}")
    return cast(Database, reader.read_database(package, progress))


def read_any(paths: Path | str | Sequence[Path | str], progress: Progress, *, format: str = "") -> Database:
    """The unit processes of a database in whatever format it is (`format` spares looking)."""
    with open_any(paths) as package:
        return read_package(package, progress, format=format)


def write_any(database: Database, path: Path, format: str) -> tuple[Loss, ...]:
    """A database as a file of a format; what the format could not hold. Raises `export.unknown-format`."""
    form = FORMATS.get(format)
    if form is None or not form.writes or form.is_list:
        known = [f.key for f in writable() if not f.is_list]
        raise NOT_WRITTEN.error("", format=format[:40], known=", ".join(known))
    module = import_module(f"tanzuji.formats.{form.module}")
    writer = getattr(module, f"write_{form.module}")
    return tuple(writer(database, path))


def write_release_as(
    release: Release, path: Path, format: str, *, progress: Progress | None = None
) -> tuple[Loss, ...]:
    """A release as a file of a format; what the format could not hold. `progress` is told of `gather` and `write`.

    Raises `export.unknown-format`.
    """
    from tanzuji.formats.lci.from_release import database_of

    tell = progress or (lambda step, done, total: None)
    form = FORMATS.get(format)
    if form is None or not form.writes:
        raise NOT_WRITTEN.error("", format=format[:40], known=", ".join(f.key for f in writable()))
    tell("gather", 0, 2)
    if form.is_list:
        from tanzuji.formats.factor_lists import datasets_of, write_factor_csv, write_factor_excel

        datasets = datasets_of(release)
        tell("write", 1, 2)
        return (write_factor_excel if form.key == "excel" else write_factor_csv)(datasets, path)
    database = database_of(release)
    tell("write", 1, 2)
    found = dict.fromkeys((*database.losses, *write_any(database, path, format)))
    return (*found, *_left_behind(release)) if release.has_processes else tuple(found)


def _left_behind(release: Release) -> Iterator[Loss]:
    """What a release of unit processes itself no longer holds, or holds and no format does."""
    unlinked = release.report.get("linking", {}).get("unlinked", {})
    if unlinked.get("count"):
        named = tuple(flow["name"] for flow in unlinked.get("flows", ())[:EXAMPLES])
        yield Loss("inputs-cut-off", unlinked["count"], named)
    yield Loss("solved-values", len(release))
