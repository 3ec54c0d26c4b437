"""The bill of materials with data suggested for every line, how sure each is and why; a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.exchanges import Transport
from tanzuji.documents.text import Text
from tanzuji.footprints import bill, services
from tanzuji.footprints.bill import BillLine
from tanzuji.footprints.pages.editing.drafts import Draft, opened
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.pages.editing.rows import list_name
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.services import Chosen, Conflicted
from tanzuji.library.found import Row
from tanzuji.library.queries import rows_of
from tanzuji.library.suggesting import Suggestion, suggestions
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports.wording import plain, published
from tanzuji.web.answers import status_of
from tanzuji.web.language import say

PER_PAGE = 20
"""Lines of a page; each is looked for in the library twice, by its Chinese and its English name."""

SHOWS: dict[str, Text] = {
    "open": Text(zh="没有数据的", en="Without data"),
    "all": Text(zh="全部", en="All"),
}

PREFIX = "choice:"
"""Before a line's place, in the name of its choice."""
SEEN = "seen:"
"""Before a line's place, in the name of what it stood on when the page was made, an id a line."""
_BETWEEN = "|"
"""Between library and dataset in a choice: no id of a library has it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what it stands on now and what is suggested; `chosen` is what is ticked (`""`: nothing changes)."""

    of: BillLine
    address: str
    list_name: str
    now: tuple[Row, ...]
    suggestions: tuple[Suggestion, ...]
    chosen: str
    problem: Problem | None

    @property
    def amount(self) -> str:
        """The amount as it is written, with its unit; empty where there is none."""
        line = self.of.line
        if isinstance(line, Transport) and line.mass is not None and line.distance is not None:
            return f"{_written(line.mass)} {line.mass_unit} × {_written(line.distance)} {line.distance_unit}"
        return "" if line.amount is None else f"{_written(line.amount)} {line.unit}"


def _written(amount: float | str) -> str:
    """A number as it is read, a formula as it is written."""
    return amount if isinstance(amount, str) else plain(amount)


@require_http_methods(["GET", "POST"])
@signed_in
def matching(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """`?show=` open or all lines, `?page=`; a POST confirms what is chosen, sets it and remembers it."""
    draft = opened(acting, study_id)
    if request.method != "POST":
        return _page(request, draft)
    chosen = [_chosen(request, name) for name in request.POST if name.startswith(PREFIX)]
    chosen = [one for one in chosen if one.dataset]
    try:
        services.match(acting, study_id, chosen, key=request.POST.get("key", ""))
    except Conflicted as conflicted:
        return _page(request, opened(acting, study_id), conflicted.problems, status=409)
    except CodedError as error:
        return _page(request, draft, error.problems, status=status_of(error))
    if chosen:
        count = len(chosen)
        flash.success(
            request,
            say(
                f"已为 {count} 行选定数据，并已记住。",
                f"Data are set for {count} {'line' if count == 1 else 'lines'} and remembered.",
            ),
        )
    address = reverse("footprints:matching", args=[study_id])
    return HttpResponseRedirect(f"{address}?{urlencode({'show': _show(request)})}")


def _chosen(request: HttpRequest, name: str) -> Chosen:
    """What a form says of a line; without a dataset where it is to stay as it is."""
    place = name.removeprefix(PREFIX)
    release, _, dataset = request.POST[name].partition(_BETWEEN)
    seen = request.POST.get(f"{SEEN}{place}")
    return Chosen(place, release, dataset, None if seen is None else tuple(seen.split("\n")) if seen else ())


def _show(request: HttpRequest) -> str:
    shown = request.POST.get("show") or request.GET.get("show", "")
    return shown if shown in SHOWS else "open"


def _page(
    request: HttpRequest, draft: Draft, problems: Sequence[Problem] = (), *, status: int = 200
) -> HttpResponse:
    every = bill.lines(draft.live.model, draft.plain)
    without = [line for line in every if not line.datasets]
    show = _show(request)
    page = Paginator(without if show == "open" else every, PER_PAGE).get_page(
        request.POST.get("page") or request.GET.get("page")
    )
    counts = {"open": len(without), "all": len(every)}
    context = {
        **frame(draft.acting, draft.study, "inventory"),
        "lines": _shown(request, draft, page, problems),
        "page": page,
        "query": urlencode({"show": show}) + "&",
        "show": show,
        "shows": [(key, name, counts[key]) for key, name in SHOWS.items()],
        "locked": draft.locked,
        "problems": problems,
        "revision": draft.study.revision,
        "published": published,
        "value_of": value_of,
        "prefix": PREFIX,
        "seen": SEEN,
    }
    return render(request, "footprints/matching.html", context, status=status)


def value_of(row: Row) -> str:
    """What a form sends for a dataset."""
    return f"{row.release}{_BETWEEN}{row.dataset}"


def _shown(
    request: HttpRequest, draft: Draft, page: Page[BillLine], problems: Sequence[Problem]
) -> list[Shown]:
    lines = list(page.object_list)
    releases = bill.releases_of(draft.study)
    found = suggestions(draft.acting, [line.need for line in lines], releases=releases)
    now = rows_of({id_ for line in lines for id_ in line.datasets}, releases, draft.acting)
    by_place = {problem.path: problem for problem in problems}
    return [
        Shown(
            line,
            place_address(draft.study, f"{line.place}.datasets"),
            list_name(line.list),
            tuple(now[id_] for id_ in line.datasets if id_ in now),
            suggested,
            _ticked(request, line, suggested),
            by_place.get(line.place),
        )
        for line, suggested in zip(lines, found, strict=True)
    ]


def _ticked(request: HttpRequest, line: BillLine, suggested: Sequence[Suggestion]) -> str:
    """What was sent; at first what was confirmed before or is likely, for a line without data."""
    if request.method == "POST":
        return request.POST.get(f"{PREFIX}{line.place}", "")
    first = suggested[0] if suggested else None
    if line.datasets or first is None or first.sureness not in ("confirmed", "high") or not first.row.fits:
        return ""
    return value_of(first.row)
