"""How a standard comes into the room: proposed as a project, or registered as issued elsewhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.standards import kinds, policy, services
from tanzuji.standards.pages.frame import answered, context, shown
from tanzuji.standards.services.proposing import as_proposal
from tanzuji.web.language import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Propose a project."""
    if request.method != "POST":
        typed = {
            "form": "propose",
            "jurisdiction": settings.JURISDICTION,
            "kind": "pcr",
            "level": "association",
            "layer": "product",
        }
        return _form(request, acting, "propose", {"typed": typed | request.GET.dict()})
    return answered(
        request,
        lambda: services.propose(acting, as_proposal(request.POST.dict())),
        say("项目已提出，立项之前只有贵单位和主管部门能看到", "Proposed; until it is accepted only you and the authority see it"),
        lambda done: reverse("standards:standard", args=[done.id]),
        lambda more: _form(request, acting, "propose", more),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Register a standard that was issued elsewhere."""
    if request.method != "POST":
        typed = {
            "form": "register",
            "jurisdiction": "cn",
            "kind": "standard",
            "level": "national",
            "layer": "product",
            "source_tag": "V",
        }
        return _form(request, acting, "register", {"typed": typed})
    return answered(
        request,
        lambda: services.register(acting, request.POST.dict()),
        say("已登记", "Registered"),
        lambda done: reverse("standards:standard", args=[done.id]),
        lambda more: _form(request, acting, "register", more),
    )  # fmt: skip


def _form(request: HttpRequest, acting: Acting, which: str, more: dict[str, Any]) -> HttpResponse:
    verdict = policy.may_propose(acting) if which == "propose" else policy.may_prepare(acting, "standards")
    made = {level: kinds.LEVELS[level] for level in kinds.MADE_HERE}
    levels = made if which == "propose" else kinds.LEVELS
    return shown(
        request,
        "begin.html",
        context(request, "home", which=which, refused=verdict.problem, levels=levels) | more,
    )
