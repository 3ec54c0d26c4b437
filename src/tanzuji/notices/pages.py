"""Pages of notices: what one is told, newest first."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.notices import queries, services
from tanzuji.notices.kinds import name_of
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language

PAGE = 30


@require_safe
@signed_in
def notices(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What whoever acts is told."""
    page = Paginator(queries.notices(acting), PAGE).get_page(request.GET.get("page"))
    unread = set(queries.unread(acting).filter(id__in=[n.id for n in page]).values_list("id", flat=True))
    rows = [(notice, name_of(notice.kind), notice.id in unread) for notice in page]
    context = {
        "room": "notices",
        "page": page,
        "rows": rows,
        "muted": queries.muted(acting),
        "left": queries.unread(acting).count(),
    }
    return render(request, "notices/notices.html", context)


@require_POST
@signed_in
def open_notice(request: HttpRequest, acting: Acting, notice_id: UUID) -> HttpResponse:
    """Mark it as read and go where it leads."""
    notice = services.read(acting, notice_id)
    return HttpResponseRedirect(f"/{language()}{notice.page}" if notice.page else reverse("notices:home"))


@require_POST
@signed_in
def read_all(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Mark everything as read."""
    services.read_all(acting)
    return HttpResponseRedirect(reverse("notices:home"))


@require_POST
@signed_in
def mute(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Choose whether mails are wanted."""
    services.mute(acting, request.POST.get("mails") != "on")
    return HttpResponseRedirect(reverse("notices:home"))
