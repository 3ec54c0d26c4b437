"""Pages of the curator: what waits, decisions, remarks; and the maker's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import policy, queries, services
from tanzuji.reference_models.groups import group_name
from tanzuji.reference_models.models import ModelVersion
from tanzuji.reference_models.pages.reading import PAGE, tabs, version_context
from tanzuji.reference_models.states import MODEL
from tanzuji.web.answers import status_of
from tanzuji.web.language import say


@require_safe
@signed_in
def waiting(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Offered and reviewed versions, longest waiting first."""
    policy.may_curate(acting).enforce()
    page = Paginator(queries.waiting(), PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "reference_models",
        "tabs": tabs(acting),
        "here": "waiting",
        "page": page,
        "rows": [
            (
                version,
                group_name(version.group),
                dict(MODEL.next(version.state, queries.standing(acting, version))),
            )
            for version in page
        ],
        "state_names": MODEL.states,
        "action_names": MODEL.actions,
    }
    return render(request, "reference_models/waiting.html", context)


def _again(request: HttpRequest, acting: Acting, shown: ModelVersion, error: CodedError) -> HttpResponse:
    """The version's page with what was refused; somebody who may not is refused as everywhere."""
    if status_of(error) == 403:
        raise error
    context = version_context(request, acting, shown, error.problems)
    return render(request, "reference_models/version.html", context, status=status_of(error))


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, model_id: UUID, number: int) -> HttpResponse:
    """A decision on a version."""
    shown = queries.readable_version(acting, model_id, number)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    try:
        now = services.decide(acting, model_id, number, action, reason=reason)
    except CodedError as error:
        return _again(request, acting, shown, error)
    flash.success(
        request,
        say(
            f"版本 {now.number}：{MODEL.states[now.state].to('zh')}",
            f"Version {now.number}: {MODEL.states[now.state].to('en').lower()}",
        ),
    )
    return HttpResponseRedirect(reverse("reference_models:version", args=[model_id, number]))


@require_POST
@signed_in
def remark(request: HttpRequest, acting: Acting, model_id: UUID, number: int) -> HttpResponse:
    """A remark on a place of a version."""
    shown = queries.readable_version(acting, model_id, number)
    try:
        services.remark(
            acting, model_id, number, request.POST.get("text", ""), place=request.POST.get("place", "")
        )
    except CodedError as error:
        return _again(request, acting, shown, error)
    return HttpResponseRedirect(reverse("reference_models:version", args=[model_id, number]) + "#remarks")


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, model_remark_id: UUID) -> HttpResponse:
    """The maker's answer to a remark."""
    done = services.answer(acting, model_remark_id, request.POST.get("text", ""))
    version = queries.version_of_remark(done)
    return HttpResponseRedirect(
        reverse("reference_models:version", args=[version.model_id, version.number]) + "#remarks"
    )


@require_POST
@signed_in
def take_over(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The models that come with the software, offered for review."""
    made = services.take_over(acting)
    flash.success(
        request,
        say(
            f"已提交 {len(made)} 个随附的参考模型待评审。", f"Shipped models offered for review: {len(made)}."
        ),
    )
    return HttpResponseRedirect(reverse("reference_models:waiting"))
