"""Autosave: edits of one field or many, sent by the page's script; undo, redo; and what changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from time import perf_counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.documents import editing
from tanzuji.documents.editing import Operation, Plain
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Study
from tanzuji.footprints.pages.editing.answering import answer, is_structural
from tanzuji.footprints.pages.editing.drafts import Draft, Here
from tanzuji.footprints.pages.editing.merging import merge_view
from tanzuji.footprints.pages.editing.typed import operation, seen
from tanzuji.footprints.services import Conflicted, Edited
from tanzuji.formats.safe_json import read_json
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.numerals import moment

MAX_BYTES = 1024 * 1024
MAX_OPERATIONS = 500

TOO_LARGE = define(
    "footprints.edit-too-large",
    zh="一次送来的改动太多（上限 {limit}）。",
    en="That is too much for one edit (the limit is {limit}).",
    remedy_zh="请分几次改；整份模型请用“用文件替换”。",
    remedy_en="Send it in parts; for a whole model, replace the draft by a file.",
)
NOT_AN_EDIT = define(
    "footprints.not-an-edit",
    zh="送来的不是改动。",
    en="What was sent is no edit.",
    remedy_zh='请送 {{"key": …, "operations": […]}}。',
    remedy_en='Send {{"key": …, "operations": […]}}.',
)


@require_http_methods(["GET", "POST"])
@signed_in
def edits(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """POST `{key, operations, force?}` makes an edit; GET `?since=` tells what others changed (204: nothing)."""
    begun = perf_counter()
    if request.method == "POST":
        return _timed(begun, _edit(request, acting, study_id))
    return _timed(begun, _since(request, acting, study_id))


def _timed(begun: float, response: HttpResponse) -> HttpResponse:
    response["Server-Timing"] = f"app;dur={(perf_counter() - begun) * 1000:.1f}"
    return response


def _edit(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    try:
        sent = _body(request)
        operations = _operations(sent.get("operations"), _units(acting, study_id))
        structural = is_structural(operations)
    except CodedError as error:
        queries.study(acting, study_id)  # another's study is absent, whatever was sent to it
        return answers.as_json(error)
    here = _here(sent.get("here"))

    def made() -> Edited:
        return services.edit(
            acting, study_id, operations, key=str(sent.get("key") or ""), force=sent.get("force") is True
        )

    return _answered(
        request,
        acting,
        study_id,
        here,
        made,
        structural=structural,
        places=[getattr(o, "place", "") for o in operations],
    )


def _answered(
    request: HttpRequest,
    acting: Acting,
    study_id: UUID,
    here: Here,
    made: Callable[[], Edited],
    *,
    structural: bool,
    places: Sequence[str] = (),
) -> HttpResponse:
    """The pieces of the page after an edit, or what stands against it, as JSON."""
    try:
        edited = made()
    except Conflicted as conflicted:
        response = answers.as_json(conflicted)
        found = merge_view(conflicted)
        extra = {
            "problems": [answers.plain(p) for p in conflicted.problems],
            "conflicts": [entry.plain() for entry in found],
            "merge": render_to_string("footprints/merge.html", {"entries": found}, request=request),
            "revision": conflicted.study.revision,
        }
        return JsonResponse(extra, status=response.status_code)
    except CodedError as error:
        return answers.as_json(error)
    draft = Draft(acting, edited.study, edited.live)
    seen_all = edited.study.revision - 1 <= here.base
    return JsonResponse(answer(request, draft, here, structural=structural or not seen_all, places=places))


def _since(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The page's pieces as they are now, and who changed what since the revision its browser knows."""
    since = _whole(request.GET.get("since"))
    if queries.revision_of(acting, study_id) <= since:  # asked every few seconds by every open page
        return HttpResponse(status=204)
    study = queries.study(acting, study_id)
    here = Here(request.GET.get("page", "inventory"), request.GET.get("process", ""), since)
    draft = Draft(acting, study, queries.draft_result(study))
    others = study.edits.filter(revision__gt=since).exclude(by=acting.person).select_related("by")
    found = answer(request, draft, here, structural=True)
    found["by"] = [
        {"who": who, "when": when} for who, when in {e.by.name: moment(e.at)[-5:] for e in others}.items()
    ]
    return JsonResponse(found)


@require_POST
@signed_in
def undo(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The acting person's last edit taken back."""
    return _step(request, acting, study_id, services.undo)


@require_POST
@signed_in
def redo(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The acting person's last undo taken back."""
    return _step(request, acting, study_id, services.redo)


def _step(request: HttpRequest, acting: Acting, study_id: UUID, step: Callable[..., Edited]) -> HttpResponse:
    begun = perf_counter()
    if answers.wants_json(request):
        try:
            sent = _body(request)
        except CodedError as error:
            return answers.as_json(error)
        key = str(sent.get("key") or "")
        made = _answered(
            request,
            acting,
            study_id,
            _here(sent.get("here")),
            lambda: step(acting, study_id, key=key),
            structural=True,
        )
        return _timed(begun, made)
    step(acting, study_id)
    back = request.POST.get("here", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("footprints:inventory", args=[study_id])
    return HttpResponseRedirect(back)


def _body(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as JSON. Raises `footprints.edit-too-large`, `footprints.not-an-edit`, `json.*`."""
    if request.content_type == "multipart/form-data":  # read as a form by now, its bytes are gone
        raise NOT_AN_EDIT.error()
    if len(request.body) > MAX_BYTES:
        raise TOO_LARGE.error(limit=f"{MAX_BYTES // 1024} KiB")
    found = read_json(request.body or b"{}", "", max_values=100_000)
    if not isinstance(found, dict):
        raise NOT_AN_EDIT.error()
    return found


def _here(value: Any) -> Here:
    """The page an edit came from; nonsense is taken for the inventory."""
    told = value if isinstance(value, dict) else {}
    page = "scope" if told.get("page") == "scope" else "inventory"
    return Here(page, str(told.get("process") or ""), _whole(told.get("base")), str(told.get("digest") or ""))


def _whole(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _units(acting: Acting, study_id: UUID) -> Callable[[str], str]:
    """Tells the unit at a place of a study's draft, which is read when the first is asked for."""

    @cache
    def plain() -> Plain:
        found: Plain = json.loads(queries.study(acting, study_id).document)
        return found

    return lambda place: str(seen(plain(), place) or "")


def _operations(sent: Any, unit_of: Callable[[str], str]) -> tuple[Operation, ...]:
    """The operations in what was sent: those of the model, and `typed` ones with the text of a field.

    Raises, with the place, what cannot be read.
    """
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
        raise NOT_AN_EDIT.error("operations")
    if len(sent) > MAX_OPERATIONS:
        raise TOO_LARGE.error("operations", limit=MAX_OPERATIONS)
    made: list[Operation] = []
    problems: list[Problem] = []
    for one in sent:
        place = one.get("place")
        try:
            if one.get("kind") == "typed":
                if not isinstance(place, str) or not isinstance(one.get("text"), str):
                    raise NOT_AN_EDIT.error("operations")
                made.append(operation(place, one["text"], one.get("was"), unit_of))
            else:
                made += editing.Edit.parse({"operations": [one]}).operations
        except CodedError as error:
            problems += error.problems
    if problems:
        raise CodedError(problems)
    return tuple(made)


def seen_by(study: Study, base: str) -> Plain:
    """The draft as the author of a form saw it; as it is now where the form does not say."""
    revision = _whole(base)
    return queries.document_at(study, revision if 1 <= revision <= study.revision else study.revision)
