"""The pieces of a page that answer an edit: drawn by the server, only those that may have changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string

from tanzuji.documents.editing import Operation, Set, Unset
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import services
from tanzuji.footprints.live import recall
from tanzuji.footprints.pages.editing import inventory, scope
from tanzuji.footprints.pages.editing.drafts import Draft, Here, moved, saved_at, standing
from tanzuji.footprints.pages.editing.panel import outline_html, panel_html
from tanzuji.footprints.pages.editing.rows import Row, View
from tanzuji.footprints.pages.editing.typed import seen, written
from tanzuji.footprints.pages.schema import Fields, fields_of
from tanzuji.footprints.states import STUDY


def is_structural(operations: Sequence[Operation]) -> bool:
    """Whether rows came, went or changed their parts, so that the whole sheet is drawn anew."""
    return not all(
        isinstance(operation, Set | Unset) and not _redraws(fields_of(read_place(operation.place)))
        for operation in operations
    )


def _redraws(fields: Fields) -> bool:
    return fields == ("parameters", "name") or fields[-1:] in _STRUCTURAL


_STRUCTURAL = {
    (name,)
    for name in ("id", "datasets", "grid_datasets", "residual_datasets", "process", "electricity", "instrument",
                 "conversion", "rules", "output", "method", "codes", "parameters", "end_of_life", "distribution", "period", "deliver")
}  # fmt: skip


def answer(
    request: HttpRequest, draft: Draft, here: Here, *, structural: bool, places: Iterable[str] = ()
) -> dict[str, Any]:
    """What a page needs after an edit: the pieces that may have changed, drawn by the server.

    `values` are what stands at the edited `places` now, which later edits name as what was seen, and `texts` the
    same as fields show it.
    """
    undo, redo = services.can_undo(draft.acting, draft.study)
    study = draft.study
    found: dict[str, Any] = {
        "revision": study.revision,
        "digest": study.digest,
        "saved_at": saved_at(draft),
        "undo": undo,
        "redo": redo,
        "can_make": draft.live.footprint is not None,
        "values": (values := _values(draft, places)),
        "texts": {place: written(place, value) for place, value in values.items()},
        "found": study.errors + study.warnings,
        "state": render_to_string(
            "footprints/state.html", {"state": study.state, "state_names": STUDY.states}
        ),
        "state_code": study.state,
        "standing": {
            "html": render_to_string("footprints/standing.html", {"standing": standing(draft)}),
            "change": moved(draft),
        },
        "live": panel_html(study, draft.view, draft.newest, draft.remarks),
    }
    if here.page == "inventory":
        found["outline"] = outline_html(study, draft.view, here.process)
    if structural:
        found["sheet"] = sheet_html(request, draft, here)
    elif here.page == "inventory":
        found["rows"] = rows(draft, here)
    else:
        found["computed"] = computed(draft)
    return found


def _values(draft: Draft, places: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place in places:
        with suppress(CodedError):  # an id was changed, and with it the place
            found[place] = seen(draft.plain, place)
    return found


def sheet_html(request: HttpRequest, draft: Draft, here: Here) -> str:
    """The middle of the page anew."""
    if here.page == "scope":
        return scope.sheet_html(request, draft)
    return inventory.sheet_html(request, draft, here)


def rows(draft: Draft, here: Here) -> dict[str, dict[str, str]]:
    """The cells of rows that differ from what the browser shows, by the row's anchor; all where that is not known."""
    view = draft.view
    index = view.process_index(here.process)
    before = recall(here.digest, draft.study.releases)
    shown: dict[str, tuple[Any, ...]] = {}
    if before is not None and before.footprint is not None:
        old = View(before, draft.study.releases, view.remarks)
        if old.process_index(here.process) == index:
            shown = old.signatures(index)
    changed = [path for path, seen_now in view.signatures(index).items() if shown.get(path) != seen_now]
    drawn = (view.row_at(path) for path in changed)
    return {row.anchor: cells(row) for row in drawn} | {"": {"subtotal": view.subtotal(index)}}


def cells(row: Row) -> dict[str, str]:
    """The changing cells of a row as HTML, by name; `mark` is the gravest of what was found."""
    pieces: Any = get_template("footprints/pieces.html")
    macros = pieces.template.module
    names = ("head", "computed", "data", "value", "notes")
    return {name: str(getattr(macros, name)(row)).strip() for name in names} | {"mark": row.severity}


def computed(draft: Draft) -> dict[str, str]:
    """The values of the parameters' formulas, by place."""
    view = draft.view
    return {
        f"parameters[{p.name}].value": value
        for p in view.model.parameters
        if (value := view.computed(p.value))
    }
