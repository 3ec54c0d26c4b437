"""Background work of the library room: databases read in, and written in other formats.

A job may be stopped at any step: a release is written beside its place and moved there in one step when it is whole,
and shown when it is indexed. What a worker that died left behind is no release, and the next attempt writes over it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release as StoredRelease
from tanzuji.engine.store import home
from tanzuji.formats import doors
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.losses import said
from tanzuji.jobs.services import Progress, Result, work
from tanzuji.library import messages, queries, sources
from tanzuji.library.addresses import release_page
from tanzuji.library.models import Import
from tanzuji.library.options import ImportOptions
from tanzuji.library.reading import opened
from tanzuji.library.services.exporting import KIND as EXPORT
from tanzuji.library.services.importing import KIND as IMPORT
from tanzuji.library.services.importing import check_free, settle
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import file_name

MAX_RESULT = 64 * 2**20
"""Bytes of a file that a job may end in."""

STEPS: dict[str, Text] = {
    "read": Text(zh="读取文件", en="Reading the files"),
    "link": Text(zh="链接供应者", en="Linking suppliers"),
    "balance": Text(zh="核对质量和碳的平衡", en="Checking the balance of mass and carbon"),
    "solve": Text(zh="求解并写成数据库版本", en="Solving and writing the release"),
    "sample": Text(zh="联合抽样", en="Drawing joint samples"),
    "index": Text(zh="编入检索", en="Indexing for the search"),
    "gather": Text(zh="整理数据集", en="Gathering the datasets"),
    "write": Text(zh="写成文件", en="Writing the file"),
}


def _telling(progress: Progress) -> Callable[[str, int, int], None]:
    """Progress of the pure floors as a job tells it; raises once the job is to stop."""

    def tell(step: str, done: int, total: int) -> None:
        progress.tell(done, total, STEPS.get(step))

    return tell


@work(IMPORT)
def import_release(
    acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language
) -> Result:
    """A release of the organisation's own from the files of an import; a second attempt finds that of the first."""
    one = queries.import_of(acting, parameters["import"])
    options = ImportOptions.parse(parameters["options"])
    full = check_free(acting, options)
    tell = _telling(progress)
    tell("read", 0, 0)
    paths = sources.paths(one.id)
    if not paths:
        raise messages.FILES_GONE.error("file")
    stored = _written(one, options, full, paths, tell)
    tell("index", 0, 1)
    row = settle(acting, one.id, stored, {"file": one.file, "format": one.kind, "datasets": len(stored)})
    tell("index", 1, 1)
    return Result(page=release_page(row.name, row.version))


def _written(
    one: Import,
    options: ImportOptions,
    full: str,
    paths: list[Path],
    tell: Callable[[str, int, int], None],
) -> StoredRelease:
    if doors.FORMATS[one.kind].is_list:
        from tanzuji.library.lists import write_list

        return write_list(one, options, full, paths, tell)
    database = doors.read_any(paths, tell, format=one.kind)
    return import_database(
        database,
        name=full,
        version=options.version,
        allocation=options.allocation,
        gwp_set=options.gwp_set,
        title=options.title or Text.parse(options.name),
        licence=options.licence,
        linking=options.linking,
        choices=options.choices,
        progress=tell,
        samples=options.samples,
        replace=True,  # no release of that name is known (`check_free`): what stands there was never shown
    ).release


@work(EXPORT)
def export_release(
    acting: Acting, parameters: dict[str, Any], progress: Progress, language: Language
) -> Result:
    """A release as a file of another format; its notes say what the format could not hold."""
    row = queries.release(parameters["name"], parameters["version"], acting)
    form = doors.FORMATS[parameters["format"]]
    stored = opened(row)
    tell = _telling(progress)
    tell("gather", 0, 2)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=home()) as place:
        path = Path(place, f"export{form.suffix}")
        losses = doors.write_release_as(stored, path, form.key, progress=tell)
        size = path.stat().st_size
        if size > MAX_RESULT:
            raise messages.TOO_LARGE_EXPORT.error(size=size // 2**20, limit=MAX_RESULT // 2**20)
        content = path.read_bytes()
    tell("write", 2, 2)
    kinds = {".zip": "application/zip", ".csv": "text/csv; charset=utf-8"}
    kind = kinds.get(form.suffix, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    name = file_name(f"{row.short}-{row.version}-{form.key}", form.suffix.lstrip("."))
    return Result(name, kind, content, notes=tuple(said(loss) for loss in losses))
