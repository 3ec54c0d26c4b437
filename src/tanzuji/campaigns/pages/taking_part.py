"""Forms of participants: accept or decline, begin a study, link one, unlink it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanzuji.campaigns import queries, services
from tanzuji.campaigns.pages.reading import task_page
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent, status_of


def _again(request: HttpRequest, acting: Acting, task_id: UUID, error: CodedError) -> HttpResponse:
    if status_of(error) in (403, 404):
        raise error
    shown = queries.own_task(acting, task_id)
    return task_page(request, acting, shown, error.problems, status_of(error))


def _back(task_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("campaigns:task", args=[task_id]))


@require_POST
@signed_in
def respond(request: HttpRequest, acting: Acting, task_id: UUID) -> HttpResponse:
    """A task accepted or declined."""
    try:
        services.respond(
            acting, task_id, request.POST.get("action", ""), reason=request.POST.get("reason", "")
        )
    except CodedError as error:
        return _again(request, acting, task_id, error)
    return _back(task_id)


@require_POST
@signed_in
def link(request: HttpRequest, acting: Acting, task_id: UUID) -> HttpResponse:
    """A study linked to a task; unlinked where none is named."""
    queries.own_task(acting, task_id)
    study = request.POST.get("study", "")
    try:
        if study:
            services.link(acting, task_id, study)
        else:
            services.unlink(acting, task_id)
    except (ValidationError, ValueError) as error:
        if isinstance(error, CodedError):
            return _again(request, acting, task_id, error)
        raise absent() from None
    return _back(task_id)


@require_POST
@signed_in
def begin(request: HttpRequest, acting: Acting, task_id: UUID) -> HttpResponse:
    """A study begun from a reference model for a task; leads to it."""
    try:
        study = services.begin(
            acting, task_id, request.POST.get("model", ""), stages=request.POST.get("stages", "")
        )
    except CodedError as error:
        return _again(request, acting, task_id, error)
    return HttpResponseRedirect(reverse("footprints:reference", args=[study.id]))
