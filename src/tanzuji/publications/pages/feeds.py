"""Releases as an Atom feed (RFC 4287), for readers and programs that need no account."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.text import Text
from tanzuji.publications import queries
from tanzuji.publications.models import Publication
from tanzuji.web.language import language, say

ENTRIES = 50


@require_safe
def feed(request: HttpRequest, library: str = "") -> HttpResponse:
    """The newest releases, of one library or of all, in the language of the address."""
    of = queries.library(library) if library else None
    found = list(queries.releases(library)[:ENTRIES])
    title = of.title if of is not None else Text(zh="共享数据库的发布", en="Releases of shared libraries")
    page = reverse("publications:library", args=[library]) if library else reverse("publications:home")
    updated = found[0].at if found else of.opened_at if of is not None else datetime(2026, 1, 1, tzinfo=UTC)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{say("zh-Hans", "en")}">',
        f"<id>{escape(request.build_absolute_uri())}</id>",
        f"<title>{escape(title.to(language()))}</title>",
        f"<updated>{updated.isoformat()}</updated>",
        f'<link rel="self" href={quoteattr(request.build_absolute_uri())}/>',
        f"<link href={quoteattr(request.build_absolute_uri(page))}/>",
        *(_entry(request, one) for one in found),
        "</feed>",
    ]
    return HttpResponse("\n".join(parts).encode(), content_type="application/atom+xml; charset=utf-8")


def _entry(request: HttpRequest, of: Publication) -> str:
    """One release; its id is its digest, which never changes."""
    address = request.build_absolute_uri(reverse("publications:release", args=[of.library.name, of.number]))
    name = of.library.title.to(language())
    title = say(f"{name}第 {of.number} 版", f"{name}, release {of.number}")
    counts = say(
        f"新增 {of.added}，变更 {of.changed}，退出 {of.removed}，共 {of.count} 个数据集；自 {of.effective_from} 起生效。",
        f"{of.added} added, {of.changed} changed, {of.removed} left out, {of.count} datasets; counts from {of.effective_from}.",
    )
    notice = of.notice.to(language()) if of.notice else ""
    return "\n".join(
        (
            "<entry>",
            f"<id>urn:sha256:{escape(of.digest.removeprefix('sha256:'))}</id>",
            f"<title>{escape(title)}</title>",
            f"<updated>{of.at.isoformat()}</updated>",
            f"<link href={quoteattr(address)}/>",
            f"<author><name>{escape(of.organisation.name.to(language()))}</name></author>",
            f"<summary>{escape(counts)}</summary>",
            f'<content type="text">{escape(notice)}</content>',
            "</entry>",
        )
    )
