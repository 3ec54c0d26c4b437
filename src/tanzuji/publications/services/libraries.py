"""Shared libraries set up: the jurisdiction's by its first release, a sector's by whoever makes it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine.store import home
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, messages, policy, scopes
from tanzuji.publications.models import SharedLibrary

_NAME = re.compile(r"[a-z][a-z0-9-]{2,39}")
_TAKEN = frozenset({"starter", "products", "open", "offers", "drafts", "collections"})
"""Libraries that the system has, and first steps of addresses of this room."""

JURISDICTION_LICENCE = "公开数据，引用须注明出处 / Open data, cite the source"


def main_library() -> SharedLibrary:
    """The library of the jurisdiction, which holders of the mandate for factors look after; made on first use."""
    code = settings.JURISDICTION
    name, title = scopes.library_of(code)
    found, _ = SharedLibrary.objects.get_or_create(
        name=name,
        defaults={
            "scope": scopes.of_jurisdiction(code),
            "title_zh": title.to("zh"),
            "title_en": title.to("en"),
            "licence": JURISDICTION_LICENCE,
        },
    )
    return found


def open_library(
    acting: Acting,
    name: str,
    title: Text | None,
    *,
    licence: str,
    about: Text | None = None,
    topics: Sequence[str] = (),
) -> SharedLibrary:
    """A library of a sector, which the acting organisation looks after.

    Raises `publications.bad-library`, `publications.missing`, `publications.no-library-kind`.
    """
    policy.may_open_library(acting).enforce()
    if not _NAME.fullmatch(name) or name in _TAKEN or name.startswith("org-") or _is_taken(name):
        raise messages.BAD_LIBRARY.error("name", name=name[:60])
    if title is None:
        raise messages.MISSING.error("title_zh", field=Text(zh="名称", en="title"))
    if not licence.strip():
        raise messages.MISSING.error("licence", field=Text(zh="许可", en="licence"))
    try:
        with transaction.atomic():
            made = SharedLibrary.objects.create(
                name=name,
                scope="sector",
                organisation=acting.organisation,
                title_zh=title.to("zh")[:200],
                title_en=title.to("en")[:200],
                about_zh=(about.zh or "") if about else "",
                about_en=(about.en or "") if about else "",
                topics=",".join(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))[:300],
                licence=licence.strip()[:200],
            )
            record(events.LIBRARY_OPENED, acting, "shared-library", made.id, name=name)
    except IntegrityError:
        raise _bad(name) from None
    return made


def _bad(name: str) -> CodedError:
    return messages.BAD_LIBRARY.error("name", name=name[:60])


def _is_taken(name: str) -> bool:
    """Whether the store or a jurisdiction has a library of this name."""
    return name == scopes.library_of(settings.JURISDICTION)[0] or (home() / "releases" / name).exists()
