"""The inventory page: processes at the left, the rows of one of them, the live result at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.editing.places import Item, find, read_place, write_place
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import FactorUse
from tanzuji.documents.gases import gases
from tanzuji.figures.amounts import unit_of
from tanzuji.footprints import queries
from tanzuji.footprints.pages.editing.desk import desk
from tanzuji.footprints.pages.editing.distributions import SPREAD
from tanzuji.footprints.pages.editing.drafts import (
    Draft,
    Here,
    as_fragment,
    opened,
)
from tanzuji.footprints.pages.editing.fields import FieldView, Sheet
from tanzuji.footprints.pages.editing.panel import outline
from tanzuji.footprints.pages.editing.rows import ROW_LISTS, Row, legend, list_name
from tanzuji.footprints.pages.links import dataset_address
from tanzuji.footprints.pages.wording import ITEM, UNITS, label
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.language import language, say


@require_safe
@signed_in
def study(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """A draft leads to its inventory, what has been calculated to its result."""
    found = queries.study(acting, study_id)
    return HttpResponseRedirect(
        reverse("footprints:inventory" if found.state == "draft" else "footprints:result", args=[found.id])
    )


@require_safe
@signed_in
def inventory(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """`?process=` chooses the process, `?row=` opens a row, `?add=` the small form of a list."""
    return page(request, opened(acting, study_id))


def page(
    request: HttpRequest, draft: Draft, *, process: str = "", adding: str = "", status: int = 200
) -> HttpResponse:
    """The page; a form that was refused says which process it was about and what it was adding."""
    here = Here("inventory", draft.model_process(process or request.GET.get("process", "")))
    context = {
        **desk(draft, "inventory"),
        **outline(draft.study, draft.view, here.process),
        **sheet(request, draft, here, adding=adding),
    }
    return render(request, "footprints/inventory.html", context, status=status)


def sheet(request: HttpRequest, draft: Draft, here: Here, *, adding: str = "") -> dict[str, Any]:
    """Context of the middle: the chosen process, its fields and rows."""
    view, index = draft.view, draft.view.process_index(here.process)
    process = view.model.processes[index]
    place = write_place(("processes", Item(process.id)))
    rows = view.rows(index)
    stages = {stage.id: stage.name.to(language()) for stage in view.model.stages()}
    chosen = request.GET.get("row", "")
    wanted = adding or request.GET.get("add", "")
    return {
        **(small_form(draft, here.process, wanted) if wanted in ADDABLE else {"adding": ""}),
        "draft": draft,
        "study": draft.study,
        "locked": draft.locked,
        "sheet": draft.sheet,
        "process": process,
        "place": place,
        "row_lists": [(name, list_name(name), rows[name]) for name in ROW_LISTS],
        "row_count": sum(map(len, rows.values())),
        "subtotal": view.subtotal(index),
        "legend": list(legend(rows, stages)),
        "troubles": view.troubles.get(f"processes[{index}]", []),
        "open_row": chosen,
        "row_fields": row_fields,
        "factor_address": factor_address(draft),
        "unit": unit_of(draft.live.footprint, language())
        if draft.live.footprint
        else say("kgCO₂e", "kg CO₂e"),
        "units": UNITS,
        "gases": tuple(gases()),
    }


ADDABLE = (*ROW_LISTS, "processes", "output")
"""What the small form can add."""


def small_form(draft: Draft, process: str, adding: str) -> dict[str, Any]:
    """Context of `adding.html` for a new row, process or output."""
    owner = write_place(("processes", Item(process)))
    place = "processes" if adding == "processes" else f"{owner}.{adding}"
    what = label(("processes", adding) if adding == "output" else (adding,), language())
    name = say(*ITEM[adding]) if adding in ITEM else what
    return {
        "adding": adding,
        "add_verb": "put" if adding == "output" else "add",
        "add_place": place,
        "add_page": "inventory",
        "add_title": say(f"添加{name}", f"Add {name}"),
        "process_id": process,
        "new_fields": draft.sheet.new(place),
    }


def sheet_html(request: HttpRequest, draft: Draft, here: Here) -> str:
    """The middle of the page as it is drawn anew after an edit."""
    return render_to_string("footprints/process.html", sheet(request, draft, here), request=request)


@require_safe
@signed_in
def row(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Everything the model knows of one row: `?place=processes[grinding].energy[power]`."""
    draft = opened(acting, study_id)
    found = find_row(draft, request.GET.get("place", ""))
    context = {"draft": draft, "study": draft.study, "sheet": draft.sheet, "row": found, "locked": draft.locked,
               "row_fields": row_fields, "factor_address": factor_address(draft)}  # fmt: skip
    return as_fragment(render(request, "footprints/row.html", context), "row")


@require_safe
@signed_in
def adding(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The small form for a new row: `?process=…&add=energy`; or for a new process."""
    draft = opened(acting, study_id)
    process = draft.model_process(request.GET.get("process", ""))
    wanted = request.GET.get("add", "")
    if wanted not in ADDABLE or draft.locked:
        raise absent()
    context = {"study": draft.study, **small_form(draft, process, wanted)}
    return as_fragment(render(request, "footprints/adding.html", context), "add")


def factor_address(draft: Draft) -> Callable[[FactorUse], str]:
    """The library's page of a factor, in the release the draft stands on."""
    footprint = draft.live.footprint
    return lambda use: dataset_address(footprint, use) if footprint else ""


def find_row(draft: Draft, place: str) -> Row:
    """The row at a place. Raises `web.absent` where there is none."""
    try:
        trail, line = find(draft.plain, read_place(place))
    except CodedError as error:
        raise absent() from error
    if len(trail) != 4 or trail[0] != "processes" or trail[2] not in ROW_LISTS or not isinstance(line, dict):
        raise absent()
    process = draft.live.model.processes[int(trail[1])]
    name = str(trail[2])
    found = getattr(process, name)[int(trail[3])]
    return draft.view.row(process, name, found, f"processes[{trail[1]}].{name}[{trail[3]}]")


def row_fields(sheet: Sheet, row: Row) -> dict[str, list[FieldView]]:
    """The single fields of a row by group, those its kind has."""
    groups = {
        "kind": ("electricity", "attributes_sold", "mass", "mass_unit", "distance", "distance_unit", "mode", "gas",
                 "line", "category", "is_waste"),
        "products": ("mass", "energy", "price", "share"),
        "origin": ("data.kind", "data.citation", "data.read_in", "data.confidence", "data.geography",
                   "data.year_from", "data.year_to"),
        "quality": ("data.quality.technology", "data.quality.geography", "data.quality.time",
                    "data.quality.precision", "data.quality.completeness"),
        "uncertainty": tuple(f"uncertainty.{name}" for name in SPREAD),
        "instrument": ("instrument.kind", "instrument.number", "instrument.conveys_generator",
                       "instrument.unique_claim", "instrument.cancelled_for_user", "instrument.same_period",
                       "instrument.same_market"),
        "conversion": ("conversion.amount", "conversion.unit", "conversion.citation"),
        "conversion_spread": tuple(f"conversion.uncertainty.{name}" for name in SPREAD),
    }  # fmt: skip
    if row.moved:  # mass and distance stand in the table then
        groups["kind"] = ("mode", "amount", "unit")
    if row.list == "coproducts":
        groups["kind"] = ("is_waste",)
    else:
        groups["products"] = ()
    return {
        group: [sheet.field(f"{row.place}.{name}") for name in names if sheet.knows(f"{row.place}.{name}")]
        for group, names in groups.items()
    }
