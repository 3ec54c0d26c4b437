"""Files of a certificate that anybody may have: the sheet as PDF, the public facts as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from tanzuji.certificates import paper, queries
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import Language
from tanzuji.web import answers
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language

FRESH = 60
"""Seconds for which a cache may answer; a suspension is seen a minute later at most."""


@require_safe
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet in the language of the address, as the certificate stands now."""
    return _sent(request, number, language())


def _sent(request: HttpRequest, number: str, spoken: Language) -> HttpResponse:
    view = _there(number)
    tag = quote_etag(f"{view.number}-{view.version_stamp}-{view.status}-{spoken}")
    if request.headers.get("If-None-Match") == tag:
        return _kept(HttpResponse(status=304), tag)
    return _kept(attachment(paper.pdf(view, spoken), f"{view.number}.pdf", TYPES["pdf"]), tag)


@require_safe
def facts(request: HttpRequest, number: str) -> HttpResponse:
    """The public facts in the canonical form whose digest the log holds: byte for byte what was issued."""
    view = _there(number)
    tag = quote_etag(view.facts_digest)
    if request.headers.get("If-None-Match") == tag:
        return _kept(HttpResponse(status=304), tag)
    content = canonical_json(dict(view.document))
    return _kept(attachment(content, f"{view.number}.json", TYPES["json"]), tag)


def _there(number: str) -> CertificateView:
    view = queries.by_number(number)
    if view is None:
        raise answers.absent()
    return view


def _kept(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response
