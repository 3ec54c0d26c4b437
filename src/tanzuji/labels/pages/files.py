"""Files of the labels room: artwork for designers, pictures for shops, samples, proofs."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from tanzuji.activity import vault
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.figures.labels import SIZES, TYPES, Format
from tanzuji.labels import drawing, messages, packing, patterns, queries
from tanzuji.labels.embedding import PLACEMENT
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.downloads import attachment, file_name
from tanzuji.web.language import language

_PROOF_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "pdf": "application/pdf"}
_FRESH = 300
"""Seconds a shop may show a picture without asking again: so long a dead label may still be seen."""


def concerned(acting: Acting, number: str) -> CertificateView:
    """A certificate that the acting organisation holds or issued. Raises `web.absent`."""
    view = certificates.by_number(number)
    if view is None or acting.organisation_id not in (view.holder, view.body):
        raise absent()
    return view


def chosen(request: HttpRequest) -> dict[str, str]:
    """Size, kind, language and ink as asked for; a plain default where nothing is said."""
    asked = {name: request.GET.get(name, "")[:12] for name in ("size", "variant", "lang", "ink")}
    return asked | {"size": asked["size"] or "l", "lang": asked["lang"] or language()}


def drawn(view: CertificateView, asked: dict[str, str], format: str) -> bytes:
    """The artwork that was asked for."""
    return queries.art(
        view,
        variant=asked["variant"],
        size=asked["size"],
        lang=asked["lang"],
        mono=asked["ink"] == "mono",
        format=format,
    )


@require_safe
@signed_in
def preview(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """The label as it would be printed, for the pages of holder and body."""
    view = concerned(acting, number)
    return _picture(drawn(view, chosen(request), "svg"), "private, no-store")


@require_safe
@signed_in
def download(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """The artwork as a file. The holder needs a use that was authorised. Raises `labels.not-authorised`."""
    view = concerned(acting, number)
    asked, format = chosen(request), request.GET.get("format", "svg")[:4]
    content = drawn(view, asked, format)
    authorised(acting, view)
    ink = "-mono" if asked["ink"] == "mono" else ""
    name = file_name(
        f"{view.number}-{asked['variant'] or view.variant}-{asked['size']}-{asked['lang']}{ink}", format
    )
    return attachment(content, name, TYPES[cast(Format, format)])


@require_safe
@signed_in
def parcel(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """Every file of the label at once."""
    view = concerned(acting, number)
    drawing.label_of(view, "zh")
    authorised(acting, view)
    return attachment(packing.parcel(view), file_name(f"{view.number}-label", "zip"), "application/zip")


def authorised(acting: Acting, view: CertificateView) -> None:
    """Raises `labels.not-authorised` for a holder without any use that was authorised; the body checks artwork freely."""
    if acting.organisation_id != view.body and not queries.placements(view.number):
        anywhere = "、".join(one.to("zh") for one in PLACEMENTS.values())
        raise messages.NOT_AUTHORISED.error("number", number=view.number, placement=anywhere)


@require_safe
def art(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The picture shops embed: `numeric-m`, `grade-s` …; a plain notice once the certificate is not in force.

    Only for labels that may be used in advertising. Raises `web.absent`, `labels.not-authorised`.
    """
    view = certificates.by_number(number)
    variant, _, size = name.partition("-")
    if view is None or size not in SIZES:
        raise absent()
    tag = f'"{view.version_stamp}-{name}-{language()}-{timezone.localdate():%Y%m%d}"'
    if view.status == "valid":
        if PLACEMENT not in queries.placements(view.number):
            raise messages.NOT_AUTHORISED.error("number", number=view.number, placement=PLACEMENTS[PLACEMENT])
        content = queries.art(view, variant=variant, size=size, lang=language())
    else:
        content = drawing.stood_down(language(), view.status, view.number, size)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse = HttpResponseNotModified() if tag in known else _picture(content, "")
    response["ETag"], response["Cache-Control"] = tag, f"public, max-age={_FRESH}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # pages of shops show it
    return response


@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A sample of the label."""
    if name not in patterns.samples():
        raise absent()
    return _picture(patterns.drawn(name), "public, max-age=86400")


@require_safe
@signed_in
def proof(request: HttpRequest, acting: Acting, proof_id: UUID) -> HttpResponse:
    """The file of a proof of use, for holder and body."""
    found = queries.proof(acting, proof_id)
    return attachment(vault.read(found.digest), found.file, _PROOF_TYPES[found.kind])


def _picture(content: bytes, cached: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES["svg"])
    response["X-Content-Type-Options"] = "nosniff"
    # Opened by itself an SVG is a document: it may hold nothing but what is drawn here.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if cached:
        response["Cache-Control"] = cached
    return response
