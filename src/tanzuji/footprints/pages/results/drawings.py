"""Figures of a footprint, drawn once and kept, and handed out as CSV and SVG."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.figures import (
    Figure,
    csv_text,
    gas_bars,
    gauge,
    lifecycle_strip,
    line_bars,
    sankey,
    scenario_bars,
    stage_bars,
    standalone,
    tornado,
    treemap,
)
from tanzuji.footprints import queries
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.kept import Kept
from tanzuji.footprints.pages.results.tables import TABLES
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.language import language

WIDE, COLUMN, NARROW = 1080, 816, 340
"""Drawing units: a whole page, the column beside the facts, a telephone."""

DRAWN = {
    "stage-bars": stage_bars,
    "lifecycle-strip": lifecycle_strip,
    "sankey": sankey,
    "treemap": treemap,
    "line-bars": line_bars,
    "gas-bars": gas_bars,
    "tornado": tornado,
    "scenario-bars": scenario_bars,
    "gauge": gauge,
}
"""Figures a page may ask for, by id."""

_kept: Kept[Figure | None] = Kept(400)
"""A drawing takes two to ten kilobytes, and ten to thirty milliseconds to make for a model of a thousand lines."""


def drawing(
    footprint: Footprint, name: str, width: int = WIDE, lang: Language | None = None
) -> Figure | None:
    """A figure in the language of the request; None where it has nothing to show."""
    lang = lang or language()
    key = (footprint.id, len(footprint.scenarios), name, lang, width)
    return _kept.get(key, lambda: DRAWN[name](footprint, lang, width=width))


@require_safe
@signed_in
def figure_csv(request: HttpRequest, acting: Acting, study_id: UUID, name: str) -> HttpResponse:
    """The numbers of a figure or table at full precision; `?version=` for a version, else the draft."""
    footprint = _footprint(request, acting, study_id)
    own = TABLES.get(name)
    table = own(footprint, language()) if own else _figure(footprint, name).table
    # The byte order mark tells spreadsheets that the text is UTF-8.
    return _file(f"\ufeff{csv_text(table, language())}", "text/csv; charset=utf-8", f"{name}.csv")


@require_safe
@signed_in
def figure_svg(request: HttpRequest, acting: Acting, study_id: UUID, name: str) -> HttpResponse:
    """A figure that carries its own colours, for a slide or a document."""
    figure = _figure(_footprint(request, acting, study_id), name)
    return _file(standalone(figure.svg), "image/svg+xml; charset=utf-8", f"{name}.svg")


def _footprint(request: HttpRequest, acting: Acting, study_id: UUID) -> Footprint:
    shown = edition.chosen(queries.study(acting, study_id), request.GET.get("version"))
    if shown.footprint is None:
        raise absent()
    return shown.footprint


def _figure(footprint: Footprint, name: str) -> Figure:
    found = drawing(footprint, name) if name in DRAWN else None
    if found is None:
        raise absent()
    return found


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
