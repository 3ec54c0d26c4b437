"""Files of a number for everybody: facts, credential, token, proof, sheet, label."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanzuji.certificates import bundle as proving
from tanzuji.certificates import credentials
from tanzuji.certificates import paper as sheets
from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.canonical import canonical_json
from tanzuji.labels import queries as labels
from tanzuji.register import keeping
from tanzuji.register.keeping import Page, page
from tanzuji.register.pages import answered
from tanzuji.web.answers import absent
from tanzuji.web.downloads import file_name
from tanzuji.web.language import language


@require_safe
def facts(request: HttpRequest, number: str) -> HttpResponse:
    """The public facts as they were frozen when it was issued, in canonical JSON: what the log's entries are digests of."""
    return _file(
        request, number, "facts", "application/json", lambda view: canonical_json(dict(view.document)), "json"
    )


@require_safe
def credential(request: HttpRequest, number: str) -> HttpResponse:
    """The credential (W3C VC 2.0, eddsa-jcs-2022)."""
    return _file(
        request,
        number,
        "credential",
        "application/vc",
        lambda view: canonical_json(credentials.credential(view)),
        "json",
    )


@require_safe
def token(request: HttpRequest, number: str) -> HttpResponse:
    """The same credential as a token."""
    return _file(
        request, number, "token", "application/vc+jwt", lambda view: credentials.jwt(view).encode(), "jwt"
    )


@require_safe
def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Everything a stranger needs to check it without the network."""
    return _file(request, number, "proof", "application/zip", lambda view: proving.bundle(view.number), "zip")


@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate's sheet."""
    said = language()
    return _file(
        request, number, f"sheet-{said}", "application/pdf", lambda view: sheets.pdf(view, said), "pdf"
    )


@require_safe
def label(request: HttpRequest, number: str) -> HttpResponse:
    """The label as it has to look, in the middle size. Raises `labels.not-in-force` unless the certificate is valid."""
    said = "en" if request.GET.get("lang") == "en" else "zh"
    return _file(
        request, number, f"label-{said}", "image/svg+xml", lambda view: labels.art(view, size="m", lang=said), "svg",
        inline=True,
    )  # fmt: skip


def _file(
    request: HttpRequest, number: str, what: str, content_type: str, make: Callable[[CertificateView], bytes],
    suffix: str, *, inline: bool = False,
) -> HttpResponse:  # fmt: skip
    """A file of a certificate issued here, made once a standing. Raises `web.absent`."""
    of = keeping.standing(number)
    if of is None or of.external:
        raise absent()

    def made() -> Page:
        view = certificates.by_number(of.number)
        if view is None:
            raise absent()
        return page(make(view), content_type)

    response = answered(request, keeping.kept(of, what, made))
    if not inline:
        name = file_name(f"{of.number}-{what}", suffix)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
