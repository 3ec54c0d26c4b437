"""One product among the others: published versions, what it takes, who takes it, its limits."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import messages, policy, queries, services
from tanzuji.footprints.models import Limits, Study
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.products.frame import links, per
from tanzuji.footprints.products.standing import standing
from tanzuji.footprints.services.recomputing import read_limits
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import say
from tanzuji.web.numerals import number


@require_safe
@signed_in
def product(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The product: whether it is up to date, its publications, neighbours and limits."""
    return _page(request, acting, queries.study(acting, study_id))


@require_POST
@signed_in
def publish(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Publishes the version `number` of the form among the organisation's products."""
    study = queries.study(acting, study_id)
    given = request.POST.get("number", "")
    wanted = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    try:
        made = services.publish(acting, study_id, wanted)
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        return _page(request, acting, study, problems=error.problems)
    flash.success(
        request,
        say(
            f"版本 {wanted} 已发布到本单位产品，其他核算可以选用（{made.dataset}）。",
            f"Version {wanted} stands among your organisation's products; other studies can choose it ({made.dataset}).",
        ),
    )
    return HttpResponseRedirect(reverse("footprints:product", args=[study_id]))


@require_POST
@signed_in
def renew(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Moves the draft to what is newest, and leads to its comparison with the newest version."""
    study = queries.study(acting, study_id)
    try:
        services.renew_draft(acting, study_id)
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        return _page(request, acting, study, problems=error.problems)
    flash.success(
        request,
        say(
            "草稿已改用最新的数据库和产品；与最新版本的比较如下。",
            "The draft stands on the newest libraries and products; it is compared with the newest version here.",
        ),
    )
    return HttpResponseRedirect(reverse("footprints:compare", args=[study_id]))


@require_POST
@signed_in
def limits(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Takes `limits`, a name and an upper limit a line."""
    study = queries.study(acting, study_id)
    typed = request.POST.get("limits", "")[:2000]
    try:
        services.set_limits(acting, study_id, read_limits(typed))
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) == 404:
            raise
        return _page(request, acting, study, problems=error.problems, typed=typed)
    flash.success(request, say("等级界限已保存。", "The limits are stored."))
    return HttpResponseRedirect(reverse("footprints:product", args=[study_id]) + "#limits")


def _page(
    request: HttpRequest,
    acting: Acting,
    study: Study,
    *,
    problems: tuple[Problem, ...] = (),
    typed: str | None = None,
) -> HttpResponse:
    now = standing(acting)
    newest = now.versions.get(study.id)
    published = now.publications.get(study.id, ())
    edges = [edge for edge in now.web.edges if edge.user == study.id]
    kept = Limits.objects.filter(study=study).first()
    written = json.loads(kept.values) if kept else []
    taken_by = sorted({e.user for e in now.web.edges if e.product == study.id}, key=str)
    context: dict[str, Any] = {
        **frame(acting, study, "product"),
        "newest": newest,
        "published": published,
        "is_published": bool(newest and published and published[0].version.number == newest.number),
        "reasons": now.reasons.get(study.id, ()),
        "takes": [(links(now, [e.product]), e) for e in edges],
        "taken_by": links(now, taken_by),
        "loop": [links(now, [p]) for loop in now.web.loops if study.id in loop for p in (*loop, loop[0])],
        "limits": typed
        if typed is not None
        else "\n".join(f"{v['name']} {number(v['limit'])}" for v in written),
        "bands": _bands(written, newest.total if newest else None),
        "problems": problems,
        "unit": per(newest.unit_label) if newest else "",
        "may_publish": policy.may_publish(acting),
        "refused": messages.NO_VERSION.problem() if newest is None else None,
    }
    status = 422 if problems else 200
    return render(request, "footprints/product.html", context, status=status)


def _bands(written: list[dict[str, Any]], total: float | None) -> list[tuple[str, float, bool]]:
    """Limits with whether the product stands in the band below each."""
    found, below = [], float("-inf")
    for limit in written:
        here = total is not None and below < total <= limit["limit"]
        found.append((str(limit["name"]), float(limit["limit"]), here))
        below = limit["limit"]
    return found
