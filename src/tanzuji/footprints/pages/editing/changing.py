"""Forms of the editor: a button pressed, a whole sheet saved without script, a small form for something new."""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import perf_counter
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from tanzuji.documents.editing import Insert, Operation
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import queries, services
from tanzuji.footprints.pages.editing import actions, inventory, scope
from tanzuji.footprints.pages.editing.answering import answer
from tanzuji.footprints.pages.editing.drafts import Draft, Here, opened
from tanzuji.footprints.pages.editing.edits import seen_by
from tanzuji.footprints.pages.editing.merging import merge_view
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.schema import leaf_at
from tanzuji.footprints.services import Conflicted, Edited
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers

_NOT_FIELDS = {
    "csrfmiddlewaretoken",
    "base",
    "page",
    "process",
    "do",
    "adding",
    "key",
    "revision",
    "digest",
    "row",
}
CHOOSE = "choose:"
"""Before the place of a conflict, in the form that settles it: `mine` or `theirs`."""


@require_POST
@signed_in
def change(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """What a form of the editor brings: the fields in it that its author changed, then what its button does."""
    begun = perf_counter()
    response = _change(request, acting, study_id)
    response["Server-Timing"] = f"app;dur={(perf_counter() - begun) * 1000:.1f}"
    return response


def _change(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    study = queries.study(acting, study_id)
    form = request.POST
    here = Here(
        "scope" if form.get("page") == "scope" else "inventory",
        form.get("process", ""),
        int(form["revision"]) if form.get("revision", "").isdigit() and len(form["revision"]) < 10 else 0,
        form.get("digest", ""),
    )
    action, texts = form.get("do", ""), _texts(form)
    made: list[Operation] = []
    problems: dict[str, Problem] = {}
    try:
        seen = seen_by(study, form.get("base", ""))
        typed, problems = actions.typed_operations(texts, seen)
        made += typed
        if action and not problems and action.partition(":")[2] not in _given_up(form):
            place = action.partition(":")[2]
            made += actions.operations(action, _new(form, place), json.loads(study.document), seen)
        if problems:
            return _refused(request, acting, study_id, here, texts, problems)
        edited = (
            services.edit(acting, study_id, made, key=form.get("key", ""))
            if made
            else _as_it_is(acting, study_id)
        )
    except Conflicted as conflicted:
        return _conflict(request, acting, conflicted, here, action, texts)
    except CodedError as error:
        if answers.status_of(error) != 422:
            raise
        return _refused(request, acting, study_id, here, texts, {p.path: p for p in error.problems})
    return _done(request, acting, edited, here, made)


def _as_it_is(acting: Acting, study_id: UUID) -> Edited:
    draft = opened(acting, study_id)
    return Edited(draft.study, draft.live)


def _texts(form: QueryDict) -> dict[str, str]:
    """The texts of the fields in a form, by place; those that a settled conflict left to the other are out."""
    given_up = _given_up(form)
    return {
        name: "\n".join(form.getlist(name)) if name == "rules" else form.get(name, "")
        for name in form
        if name not in _NOT_FIELDS and name not in given_up and not name.startswith((CHOOSE, "new."))
        and _is_field(name)
    }  # fmt: skip


def _given_up(form: QueryDict) -> set[str]:
    """The places of settled conflicts at which the other's value stays."""
    return {name.removeprefix(CHOOSE) for name in form if name.startswith(CHOOSE) and form[name] == "theirs"}


def _is_field(name: str) -> bool:
    try:
        return leaf_at(name) is not None
    except CodedError:
        return False


def _new(form: QueryDict, place: str) -> dict[str, str]:
    """The texts of the small form for something new at a place, by field."""
    begin = actions.new_name(place, "")
    return {name.removeprefix(begin): form.get(name, "") for name in form if name.startswith(begin)}


def _done(
    request: HttpRequest, acting: Acting, edited: Edited, here: Here, made: list[Operation]
) -> HttpResponse:
    inserted = next((o for o in made if isinstance(o, Insert) and isinstance(o.item, dict)), None)
    item = str(inserted.item.get("id", "")) if inserted and isinstance(inserted.item, dict) else ""
    process, row = here.process, item
    if inserted and inserted.place == "processes":
        process, row = item, ""
    elif inserted and not inserted.place.startswith("processes["):
        row = ""
    if answers.wants_json(request):
        draft = Draft(acting, edited.study, edited.live)
        here = Here(here.page, draft.model_process(process), here.base, here.digest)
        found = answer(request, draft, here, structural=True)
        return JsonResponse({**found, "process": here.process, "opened": row})
    address = reverse(f"footprints:{here.page}", args=[edited.study.id])
    query = urlencode(
        {k: v for k, v in (("process", process), ("row", row)) if v and here.page == "inventory"}
    )
    return HttpResponseRedirect(f"{address}{'?' + query if query else ''}{'#in-' + row if row else ''}")


def _refused(
    request: HttpRequest,
    acting: Acting,
    study_id: UUID,
    here: Here,
    texts: Mapping[str, str],
    problems: Mapping[str, Problem],
) -> HttpResponse:
    """What is wrong, at its field; everything that was written stands there still."""
    if answers.wants_json(request):
        return answers.as_json(CodedError(problems.values()))
    draft = opened(acting, study_id)
    new = {name: request.POST[name] for name in request.POST if name.startswith("new.")}
    draft.typed, draft.problems = {**texts, **new}, dict(problems)
    if here.page == "scope":
        return scope.page(request, draft, status=422)
    return inventory.page(
        request, draft, process=here.process, adding=request.POST.get("adding", ""), status=422
    )


def _conflict(
    request: HttpRequest,
    acting: Acting,
    conflicted: Conflicted,
    here: Here,
    action: str,
    texts: Mapping[str, str],
) -> HttpResponse:
    """Both values side by side, with what else was written carried along."""
    entries = merge_view(conflicted)
    context = {"entries": entries}
    if answers.wants_json(request):
        merge = render_to_string("footprints/merge.html", context, request=request)
        return JsonResponse(
            {
                "problems": [answers.plain(p) for p in conflicted.problems],
                "conflicts": [entry.plain() for entry in entries],
                "merge": merge,
                "revision": conflicted.study.revision,
            },
            status=409,
        )
    seen = _mine(conflicted)
    carried = {place: text for place, text in texts.items() if place not in {e.place for e in entries}}
    return render(
        request,
        "footprints/conflict.html",
        {**frame(acting, conflicted.study, here.page), **context, "page_name": here.page, "process_id": here.process,
         "action": action, "carried": {**seen, **carried}, "base": conflicted.study.revision},
        status=409,
    )  # fmt: skip


def _mine(conflicted: Conflicted) -> dict[str, str]:
    """My texts for the places in conflict, as the form that settles them sends them again."""
    return {entry.place: entry.mine_text for entry in merge_view(conflicted) if _is_field(entry.place)}
