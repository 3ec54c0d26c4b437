"""Comments on places of a draft: the list, the thread of one place, writing, answering, settling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import policy, queries, services
from tanzuji.footprints.pages.editing.drafts import Draft, as_fragment, opened
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.wording import place_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import language, say


@require_safe
@signed_in
def comments(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Every comment, or those on one place (`?place=`); asked for by the editor, the thread alone."""
    return _shown(request, opened(acting, study_id), request.GET.get("place"))


@require_POST
@signed_in
def comment(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """A comment on the place the form names, empty for the whole study."""
    place = request.POST.get("place", "")
    return _after(
        request, acting, study_id, place, lambda text: services.comment(acting, study_id, text, place=place)
    )


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, study_id: UUID, comment_id: UUID) -> HttpResponse:
    """An answer to a comment."""
    place = request.POST.get("place", "")
    return _after(
        request, acting, study_id, place, lambda text: services.answer(acting, study_id, comment_id, text)
    )


@require_POST
@signed_in
def settle(request: HttpRequest, acting: Acting, study_id: UUID, comment_id: UUID) -> HttpResponse:
    """A comment marked as settled."""
    place = request.POST.get("place", "")
    return _after(
        request, acting, study_id, place, lambda text: services.settle(acting, study_id, comment_id)
    )


def _after(request: HttpRequest, acting: Acting, study_id: UUID, place: str, write: Any) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        write(text)
    except CodedError as error:
        if answers.status_of(error) != 422:
            raise
        draft = opened(acting, study_id)
        return _shown(request, draft, _only(request, place), text=text, problem=error.problems[0], status=422)
    if _in_editor(request):
        return _shown(request, opened(acting, study_id), place)
    query = f"?{urlencode({'place': place})}" if _only(request, place) else ""
    return HttpResponseRedirect(reverse("footprints:comments", args=[study_id]) + query)


def _only(request: HttpRequest, place: str) -> str | None:
    """The place the page was about; none for the list of all."""
    return place if request.POST.get("only") or _in_editor(request) else None


def _in_editor(request: HttpRequest) -> bool:
    return request.headers.get("X-Fragment") == "thread"


def _shown(
    request: HttpRequest,
    draft: Draft,
    place: str | None,
    *,
    text: str = "",
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    context = threads(draft, place) | {"text": text, "problem": problem, "in_editor": _in_editor(request)}
    if _in_editor(request):
        return as_fragment(render(request, "footprints/thread.html", context, status=status), "thread")
    return render(
        request,
        "footprints/comments.html",
        {**frame(draft.acting, draft.study, ""), **context},
        status=status,
    )


def threads(draft: Draft, place: str | None = None) -> dict[str, Any]:
    """Context of `thread.html`: the comments on one place, or all of them."""
    found = queries.comments(draft.study)
    place = place if place is None else place.replace("\x00", "")
    if place is not None:
        found = found.filter(place__startswith=place) if place else found.filter(place="")
    return {
        "study": draft.study,
        "threads": [
            {
                "comment": one,
                "where": place_name(draft.plain, one.place, language()) or say("整份核算", "The whole study"),
                "address": place_address(draft.study, one.place),
                "answers": sorted(one.replies.all(), key=lambda reply: (reply.at, str(reply.id))),
                "may_settle": policy.may_settle(
                    draft.acting, one.by_id, one.by.name, answered=bool(one.replies.all())
                ),
            }
            for one in found
        ],
        "in_editor": False,
        "place": place or "",
        "only": place is not None,
        "about": place_name(draft.plain, place, language()) if place else say("整份核算", "The whole study"),
        "may_comment": policy.may_comment(draft.acting),
        "text": "",
        "problem": None,
    }
