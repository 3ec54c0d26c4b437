"""The visit: a checklist that is filled on a phone, one question after another, with photographs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tanzuji.certification import policy, queries, services
from tanzuji.certification.models import Inspection
from tanzuji.certification.pages import surveying
from tanzuji.certification.pages.applications import page as application_page
from tanzuji.certification.pages.frame import at, done, names
from tanzuji.documents.errors import CodedError
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.downloads import attachment


@require_POST
@signed_in
def begin(request: HttpRequest, acting: Acting, application_id: UUID) -> HttpResponse:
    """Begin the visit of an application, or of the surveillance that `cycle` names."""
    of = queries.application(acting, application_id)
    asked = request.POST.get("cycle", "")
    cycle = queries.surveillance(acting, asked) if asked else None
    try:
        made = services.inspect(acting, of.id, cycle)
    except CodedError as error:
        if cycle is not None:
            return surveying.page(request, acting, cycle, error)
        return application_page(request, acting, of, error)
    return HttpResponseRedirect(at("visit", made.id))


@require_GET
@signed_in
def visit(request: HttpRequest, acting: Acting, visit_id: UUID) -> HttpResponse:
    """The checklist with what was answered."""
    return page(request, acting, queries.inspection(acting, visit_id))


def page(
    request: HttpRequest, acting: Acting, shown: Inspection, error: CodedError | None = None
) -> HttpResponse:
    """The checklist, with what is wrong where something was refused."""
    of = shown.application
    standing = (
        queries.surveillance_standing(acting, shown.surveillance)
        if shown.surveillance is not None
        else queries.standing(acting, of)
    )
    answers = queries.answers(shown)
    topics: Any = queries.questions_of(shown)
    asked = [question.id for _, questions in topics for question in questions]
    may = policy.may_examine(standing)
    context = {
        **names(),
        "shown": shown,
        "of": of,
        "topics": topics,
        "answers": answers,
        "may": may,
        "open": shown.concluded_at is None and bool(may),
        "is_body": acting.organisation_id == of.body_id,
        "done_count": len(set(asked) & set(answers)),
        "count": len(asked),
        "next_question": next((one for one in asked if one not in answers), ""),
        "problems": error.problems if error is not None else (),
        "given": request.POST if request.method == "POST" else {},
    }
    return render(
        request, "certification/visit.html", context, status=status_of(error) if error is not None else 200
    )


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, visit_id: UUID) -> HttpResponse:
    """One question answered; the page goes on to it."""
    shown = queries.inspection(acting, visit_id)
    question = request.POST.get("question", "")
    file = request.FILES.get("photo")
    return done(
        request,
        lambda: services.answer(
            acting,
            shown.id,
            question,
            request.POST.get("verdict", ""),
            note=request.POST.get("note", ""),
            data=file.read() if file is not None else b"",
            file=(file.name or "") if file is not None else "",
        ),
        at("visit", shown.id, part=f"q-{question}"),
        lambda error: page(request, acting, shown, error),
    )


@require_POST
@signed_in
def conclude(request: HttpRequest, acting: Acting, visit_id: UUID) -> HttpResponse:
    """The visit is over."""
    shown = queries.inspection(acting, visit_id)
    where = (
        at("cycle", shown.surveillance_id)
        if shown.surveillance_id is not None
        else at("application", shown.application_id)
    )
    return done(
        request,
        lambda: services.conclude(acting, shown.id, request.POST.get("summary", "")),
        where,
        lambda error: page(request, acting, shown, error),
    )


@require_GET
@signed_in
def photo(request: HttpRequest, acting: Acting, visit_id: UUID, question: str) -> HttpResponse:
    """The photograph of an answer as a download, for the body that took it."""
    row, data = services.open_photo(acting, visit_id, question)
    return attachment(data, row.file, "application/octet-stream")
