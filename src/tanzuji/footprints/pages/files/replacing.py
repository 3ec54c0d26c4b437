"""A changed file laid over the draft: what it would change, whose value stands in a conflict, then applied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.documents.editing import Change, Conflict, Plain
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import exchange, policy, queries, services
from tanzuji.footprints import messages as notes
from tanzuji.footprints.exchange import Laid
from tanzuji.footprints.models import Study
from tanzuji.footprints.pages.files.creating import tell_notices, uploaded
from tanzuji.footprints.pages.files.wrong_places import wrong_places
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.schema import fields_of
from tanzuji.footprints.pages.wording import place_name, value_name
from tanzuji.formats.models import read_model, read_model_with_notices
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say
from tanzuji.web.verdicts import ALLOWED, Verdict, first

MAX_ROWS = 300


@dataclass(frozen=True, slots=True)
class Row:
    """A change, or a conflict with both values, in words."""

    place: str
    words: str
    kind: str
    before: str
    after: str


@require_http_methods(["GET", "POST"])
@signed_in
def replace(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Upload, preview, apply. The preview carries the file along: nothing is kept on the server in between."""
    study = queries.study(acting, study_id)
    if request.method != "POST":
        return _form(request, acting, study)
    _may_replace(acting, study).enforce()
    sent = request.FILES.get("file")
    name = shown_name((sent.name or "") if sent else request.POST.get("name", ""))
    try:
        if "document" not in request.POST:
            return _uploaded(request, acting, study)
        return _decided(request, acting, study, name)
    except CodedError as error:
        return _form(request, acting, study, error=error, name=name)


def _may_replace(acting: Acting, study: Study) -> Verdict:
    submitted = study.state == "submitted"
    return first(policy.may_edit(acting), Verdict(notes.SUBMITTED.problem()) if submitted else ALLOWED)


def _uploaded(request: HttpRequest, acting: Acting, study: Study) -> HttpResponse:
    content, name = uploaded(request)
    base = exchange.base_revision(study, request.POST.get("base_revision", ""), name)
    model, notices = read_model_with_notices(content, name=name)
    tell_notices(request, notices)
    return _preview(request, acting, study, model, exchange.laid(study, model, base), name)


def _decided(request: HttpRequest, acting: Acting, study: Study, name: str) -> HttpResponse:
    """Applied where the draft is as the preview showed it and every conflict is decided; else previewed again."""
    model = read_model(request.POST["document"].encode("utf-8", "surrogatepass"), name="document")
    base = exchange.base_revision(study, request.POST.get("base_revision", ""), "")
    theirs = _chosen(request, "theirs")
    result = exchange.laid(study, model, base, theirs)
    decided = theirs | _chosen(request, "mine")
    open_places = [c.place for c in result.conflicts if exchange.leader(c, result.conflicts) not in decided]
    if request.POST.get("now") != str(study.revision) or open_places:
        return _preview(request, acting, study, model, result, name, again=True)
    merged = ProductModel.parse(result.plain)
    services.replace(acting, study.id, merged, base_revision=result.now, origin=name)
    count = len(result.changes)
    flash.success(
        request,
        say(f"已用“{name}”更新草稿，改了 {count} 处。", f"“{name}” is laid over the draft: {count} changes."),
    )
    return HttpResponseRedirect(reverse("footprints:study", args=[study.id]))


def _chosen(request: HttpRequest, whose: str) -> set[str]:
    """The places decided for one side; a choice is named by its place."""
    return {
        key.removeprefix("choice:")
        for key, value in request.POST.items()
        if key.startswith("choice:") and value == whose
    }


def _form(
    request: HttpRequest, acting: Acting, study: Study, *, error: CodedError | None = None, name: str = ""
) -> HttpResponse:
    context = {
        **frame(acting, study, "report"),
        "may_edit": _may_replace(acting, study),
        "base_revision": request.POST.get("base_revision", ""),
        "wrong": wrong_places(error.problems) if error else [],
        "file_name": name,
    }
    return render(request, "footprints/replace.html", context, status=status_of(error) if error else 200)


def _preview(
    request: HttpRequest,
    acting: Acting,
    study: Study,
    model: ProductModel,
    result: Laid,
    name: str,
    *,
    again: bool = False,
) -> HttpResponse:
    now: Plain = json.loads(study.document)
    context: dict[str, Any] = {
        **frame(acting, study, "report"),
        "name": name,
        "laid": result,
        "document": json.dumps(model.plain(), ensure_ascii=False),
        "rows": _rows(now, result),
        "count": len(_undisputed(result)),
        "more": max(len(_undisputed(result)) - MAX_ROWS, 0),
        "conflicts": [
            _conflict(now, c) for c in result.conflicts if exchange.leader(c, result.conflicts) == c.place
        ],
        "together": _together(now, result.conflicts),
        "theirs": _chosen(request, "theirs"),
        "mine": _chosen(request, "mine"),
        "again": again,
        "others": result.now - result.base,
    }
    return render(
        request, "footprints/replace_preview.html", context, status=409 if result.conflicts else 200
    )


def _undisputed(result: Laid) -> list[Change]:
    """The changes that need no choice."""
    disputed = {conflict.place for conflict in result.conflicts}
    return [change for change in result.changes if change.place not in disputed]


def _rows(now: Plain, result: Laid) -> list[Row]:
    found = []
    for change in _undisputed(result)[:MAX_ROWS]:
        source = now if change.kind in ("removed", "changed") else result.plain
        found.append(_row(source, change.place, change.kind, change.before, change.after))
    return found


def _row(plain: Plain, place: str, kind: str, before: Any, after: Any) -> Row:
    fields = fields_of(read_place(place))
    return Row(
        place,
        place_name(plain, place, language()),
        kind,
        value_name(fields, before, language()),
        value_name(fields, after, language()),
    )


def _conflict(now: Plain, conflict: Conflict) -> Row:
    return _row(now, conflict.place, conflict.reason, conflict.theirs, conflict.mine)


def _together(now: Plain, conflicts: Sequence[Conflict]) -> dict[str, list[Row]]:
    """The units and bounds that go with a quantity in conflict, by the place of the quantity."""
    found: dict[str, list[Row]] = {}
    for conflict in conflicts:
        leader = exchange.leader(conflict, tuple(conflicts))
        if leader != conflict.place:
            found.setdefault(leader, []).append(_conflict(now, conflict))
    return found
