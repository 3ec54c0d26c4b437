"""Forms of the labels room: ask for a use, decide on it, show it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanzuji.documents.errors import CodedError
from tanzuji.labels import queries, services
from tanzuji.labels.pages.files import concerned
from tanzuji.labels.pages.reading import label_page, use_page
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of


@require_POST
@signed_in
def request_use(request: HttpRequest, acting: Acting, number: str) -> HttpResponse:
    """The holder asks for a use."""
    view = concerned(acting, number)
    sent = request.POST
    try:
        of = services.request(
            acting, view.number, placement=sent.get("placement", ""), where=sent.get("where", "")
        )
    except CodedError as error:
        if status_of(error) == 404:
            raise
        return label_page(request, acting, view, error.problems, status_of(error))
    return HttpResponseRedirect(reverse("labels:use", args=[of.id]))


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, use_id: UUID) -> HttpResponse:
    """The body authorises, declines or withdraws; the holder gives up."""
    sent = request.POST
    try:
        services.decide(
            acting, use_id, sent.get("action", ""), reason=sent.get("reason", ""), edition=_edition(request)
        )
    except CodedError as error:
        return _again(request, acting, use_id, error)
    return HttpResponseRedirect(reverse("labels:use", args=[use_id]))


@require_POST
@signed_in
def show(request: HttpRequest, acting: Acting, use_id: UUID) -> HttpResponse:
    """The holder shows the label in use."""
    file = request.FILES.get("file")
    try:
        services.show(
            acting,
            use_id,
            data=file.read() if file else b"",
            name=(file.name or "") if file else "",
            taken_on=request.POST.get("taken_on", ""),
            words=request.POST.get("words", ""),
            edition=_edition(request),
        )
    except CodedError as error:
        return _again(request, acting, use_id, error)
    return HttpResponseRedirect(reverse("labels:use", args=[use_id]))


def _edition(request: HttpRequest) -> int | None:
    """The edition a form was made from; None where a program left it out."""
    given = request.POST.get("edition", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _again(request: HttpRequest, acting: Acting, use_id: UUID, error: CodedError) -> HttpResponse:
    if status_of(error) == 404:
        raise error
    return use_page(request, acting, queries.use(acting, use_id), error.problems, status_of(error))
