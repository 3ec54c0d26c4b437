"""Databases taken away: a file of a release in another format, made in the background."""

from __future__ import annotations

from uuid import UUID

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.formats import doors
from tanzuji.jobs import services as jobs
from tanzuji.ledger.services import record
from tanzuji.library import events, messages, policy
from tanzuji.library.addresses import release_page
from tanzuji.library.models import Release
from tanzuji.parties.acting import Acting

KIND = "library.export"


def begin_export(acting: Acting, release: Release, format: str, *, language: Language) -> UUID:
    """The id of the work that writes a release as `format`. Raises `library.unknown-export`, `jobs.too-many`."""
    policy.may_import(acting).enforce()
    form = doors.FORMATS.get(format)
    if form is None or not form.writes:
        known = ", ".join(f.key for f in doors.writable())
        raise messages.UNKNOWN_EXPORT.error("format", format=format[:40], known=known)
    record(
        events.EXPORTED,
        acting,
        "release",
        release.id,
        name=release.short,
        version=release.version,
        format=form.key,
    )
    title = f"{release.short} {release.version}"
    job = jobs.start(
        acting,
        KIND,
        {"name": release.name, "version": release.version, "format": form.key},
        title=Text(zh=f"{title} 写成 {form.name.to('zh')}", en=f"{title} as {form.name.to('en')}"),
        language=language,
        page=release_page(release.name, release.version),
    )
    return job.id
