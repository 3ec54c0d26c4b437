"""What was changed in a draft, by whom and when, newest first; and making a version of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents import editing
from tanzuji.documents.editing import Change, Plain
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Edit
from tanzuji.footprints.pages.editing import inventory
from tanzuji.footprints.pages.editing.drafts import opened
from tanzuji.footprints.pages.editing.rows import dataset_source
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.schema import fields_of
from tanzuji.footprints.pages.wording import place_name, value_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.language import language, say

A_PAGE = 40
MOST_CHANGES = 8
"""Changes of one edit that are told one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words: where, and from what to what."""

    where: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One edit in the history."""

    edit: Edit
    changes: list[Told]
    more: int
    undoes: int | None


@require_safe
@signed_in
def history(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The edits, newest first, with the one that undo would take back."""
    draft = opened(acting, study_id)
    study = draft.study
    paginator = Paginator(queries.edits(study), A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = list(page.object_list)
    undo, redo = services.can_undo(acting, study)
    context = {
        **frame(acting, study, ""),
        "page": page,
        "steps": list(_steps(study.revision, draft.plain, shown, study)),
        "undo": undo and not draft.locked,
        "redo": redo and not draft.locked,
    }
    return render(request, "footprints/history.html", context)


def _steps(revision: int, plain: Plain, shown: list[Edit], study: Any) -> Iterator[Step]:
    """The shown edits with what each changed: the draft is taken back step by step."""
    if shown and shown[0].revision < revision:
        plain = queries.document_at(study, shown[0].revision)
    for edit in shown:
        before = editing.apply(plain, queries.operations_in(edit.inverse)).plain
        found = editing.changes(before, plain)
        told = [_told(study.releases, change, before, plain) for change in found[:MOST_CHANGES]]
        yield Step(edit, told, max(0, len(found) - MOST_CHANGES), edit.undoes)
        plain = before


def _told(releases: str, change: Change, before: Plain, after: Plain) -> Told:
    fields = fields_of(read_place(change.place))

    def value(written: Any) -> str:
        if written is None:
            return ""
        if isinstance(written, list) and fields[-1].endswith("datasets"):
            written = [dataset_source(releases, str(id_), language()).name for id_ in written]
        return value_name(fields, written, language())

    return Told(
        where=place_name(before if change.kind == "removed" else after, change.place, language()),
        kind=change.kind,
        before=value(change.before),
        after=value(change.after),
    )


@require_POST
@signed_in
def make_version(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """A version of the draft as it stands, then its result; what keeps it from being made is shown in the editor."""
    note = request.POST.get("note", "")
    try:
        version = services.make_version(acting, study_id, note=note)
    except CodedError as error:
        if answers.status_of(error) != 422 or answers.wants_json(request):
            raise
        draft = opened(acting, study_id)
        draft.problems = {p.path: p for p in error.problems}
        return inventory.page(request, draft, status=422)
    notices.success(request, say(f"已生成版本 {version.number}", f"Version {version.number} is made"))
    return HttpResponseRedirect(reverse("footprints:result", args=[study_id]))
