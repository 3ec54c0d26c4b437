"""Databases brought in: uploaded, recognised, read in the background, their files removed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release as StoredRelease
from tanzuji.engine.store import owned_name, release_folder
from tanzuji.formats import doors
from tanzuji.jobs import services as jobs
from tanzuji.ledger.services import record
from tanzuji.library import events, messages, policy, queries, sources
from tanzuji.library.models import Import, Release
from tanzuji.library.options import ImportOptions
from tanzuji.library.services.indexing import index_release
from tanzuji.parties.acting import Acting

MAX_KEPT = 2 * 2**30
"""Bytes of uploaded files an organisation may keep."""

FORGOTTEN_AFTER = timedelta(days=2)
"""Files that nothing was made of are removed after so long."""

KIND = "library.import"


def bring(acting: Acting, files: Sequence[UploadedFile[Any]]) -> Import:
    """Uploaded files kept and recognised; nothing is kept of what is no database.

    Raises `library.no-file`, `library.empty-file`, `library.too-much-kept`, `import.unknown-format`, `archive.*`.
    """
    policy.may_import(acting).enforce()
    _forget_abandoned(acting)
    identifier = uuid4()
    names, size = sources.keep(identifier, files)
    try:
        _refuse_too_much(acting, size)
        with doors.open_any(sources.paths(identifier)) as package:
            kind = doors.sniff(package)
        with transaction.atomic():
            brought = Import.objects.create(
                id=identifier,
                organisation=acting.organisation,
                person=acting.person,
                file=" + ".join(names)[:300],
                size=size,
                kind=kind,
            )
            record(events.BROUGHT, acting, "import", identifier, file=brought.file, format=kind)
    except BaseException:
        sources.remove(identifier)
        raise
    return brought


def _refuse_too_much(acting: Acting, size: int) -> None:
    kept = queries.imports(acting).filter(removed_at=None).aggregate(sum=Sum("size"))["sum"] or 0
    if kept + size > MAX_KEPT:
        raise messages.TOO_MUCH_KEPT.error("file", size=(kept + size) // 2**20, limit=MAX_KEPT // 2**20)


def _forget_abandoned(acting: Acting) -> None:
    """Remove files that nobody made anything of."""
    old = queries.imports(acting).filter(
        removed_at=None, release=None, options="{}", created_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    for one in old:
        _remove(one)


def _remove(one: Import) -> None:
    """The files go once it is certain that the import says so."""
    Import.objects.filter(id=one.id).update(removed_at=timezone.now())
    transaction.on_commit(lambda: sources.remove(one.id))


def forget(acting: Acting, import_id: UUID | str) -> None:
    """The files of an import removed; what was made of them stays."""
    policy.may_import(acting).enforce()
    one = queries.import_of(acting, import_id)
    with transaction.atomic():
        record(events.FORGOTTEN, acting, "import", one.id, file=one.file)
        _remove(one)


def begin(acting: Acting, import_id: UUID | str, options: ImportOptions, *, language: Language) -> UUID:
    """The id of the work that reads an import into a release of the organisation's own.

    Raises `library.files-gone`, `library.release-taken`, `library.import-running`, `release.bad-own-name`,
    `release.bad-name`, `jobs.too-many`.
    """
    policy.may_import(acting).enforce()
    one = queries.import_of(acting, import_id)
    if one.removed_at is not None or not sources.paths(one.id):
        raise messages.FILES_GONE.error("file")
    check_free(acting, options)
    wanted = {"import": str(one.id), "options": options.plain()}
    with transaction.atomic():
        Import.objects.filter(id=one.id).update(
            options=json.dumps(options.plain(), ensure_ascii=False, sort_keys=True)
        )
        job = jobs.start(
            acting,
            KIND,
            wanted,
            title=Text(
                zh=f"读入数据库 {options.name} {options.version}",
                en=f"Import of {options.name} {options.version}",
            ),
            language=language,
            page=f"/library/import/{one.id}/",
            subject=f"{options.name}@{options.version}",
            busy=messages.RUNNING.error("name", name=options.name, version=options.version),
        )
    return job.id


def check_free(acting: Acting, options: ImportOptions) -> str:
    """The full name of the release to be. Raises where the name is none, or the version is there already."""
    full = owned_name(acting.organisation_id, options.name)
    release_folder(full, options.version)
    if Release.objects.filter(name=full, version=options.version).exists():
        raise messages.TAKEN.error("version", name=options.name, version=options.version)
    return full


def settle(acting: Acting, import_id: UUID | str, stored: StoredRelease, detail: dict[str, Any]) -> Release:
    """A release that was written shown to its organisation; again the same where it is already."""
    row = index_release(stored)
    with transaction.atomic():
        changed = Import.objects.filter(id=import_id).exclude(release=row)
        changed = changed | Import.objects.filter(id=import_id, release=None)
        Release.objects.filter(id=row.id, made_of=None).update(made_of=import_id)
        if changed.update(release=row):
            record(events.IMPORTED, acting, "release", row.id, name=row.short, version=row.version, **detail)
    return row
