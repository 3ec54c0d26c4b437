"""The trail, for the audit administrator: looked through, verified, exported."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tanzuji.audit import queries
from tanzuji.audit.models import Act
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.figures.figure import harmless
from tanzuji.parties.access import officer
from tanzuji.parties.kinds import OFFICE_MEANINGS, OFFICES
from tanzuji.web.downloads import attachment

A_PAGE = 100
EXPORTED = 100_000
"""Lines of one export, newest first."""

OUTCOMES: dict[str, Text] = {
    "done": Text(zh="已完成", en="done"),
    "refused": Text(zh="被拒绝", en="refused"),
    "failed": Text(zh="出错", en="failed"),
    "open": Text(zh="没有结束", en="broke off"),
}


def outcome_of(act: Act) -> str:
    """How an attempt ended, a key of OUTCOMES."""
    if act.phase == "begun" or act.status is None:
        return "open"
    if act.status >= 500:
        return "failed"
    return "refused" if act.status >= 400 or act.codes else "done"


@require_safe
@never_cache
@officer("audit")
def home(request: HttpRequest, person: object) -> HttpResponse:
    """What was tried, newest first, with a search."""
    asked, problems, found = _asked(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = _frame() | asked | {
        "page": page,
        "rows": [(one, outcome_of(one)) for one in page.object_list],
        "problems": problems,
    }  # fmt: skip
    return render(request, "audit/home.html", context, status=422 if problems else 200)


@require_safe
@never_cache
@officer("audit")
def verify(request: HttpRequest, person: object) -> HttpResponse:
    """The whole trail checked, line by line and against the transparency log."""
    return render(request, "audit/verify.html", _frame() | {"result": queries.verified()})


@require_safe
@officer("audit")
def export(request: HttpRequest, person: object) -> HttpResponse:
    """The lines found, as CSV."""
    _, problems, found = _asked(request)
    if problems:
        raise CodedError(problems)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for act in found[:EXPORTED]:
        rows.writerow([harmless(str(_value(act, column))) for column in _COLUMNS])
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    return attachment(("\ufeff" + out.getvalue()).encode(), f"audit-{stamp}.csv", "text/csv; charset=utf-8")


_COLUMNS = (
    "id", "at", "outcome", "person", "person_name", "program", "organisation", "address", "method", "path",
    "view", "status", "codes", "request", "chain",
)  # fmt: skip


def _value(act: Act, column: str) -> object:
    if column == "outcome":
        return outcome_of(act)
    value = getattr(act, column)
    if column == "at":
        return timezone.localtime(value).isoformat(timespec="seconds")
    return "" if value is None else value


def _asked(request: HttpRequest) -> tuple[dict[str, Any], list[Any], Any]:
    """What was asked for, what is wrong with it, and what was found."""
    asked = {name: request.GET.get(name, "") for name in ("text", "outcome", "since", "until")}
    try:
        since, until = queries.day(asked["since"], "since"), queries.day(asked["until"], "until")
    except CodedError as error:
        return asked, list(error.problems), queries.acts().none()
    found = queries.acts(text=asked["text"], outcome=asked["outcome"], since=since, until=until)
    return asked, [], found


def _frame() -> dict[str, Any]:
    return {
        "room": "audit",
        "office": OFFICES["audit"],
        "meaning": OFFICE_MEANINGS["audit"],
        "outcomes": OUTCOMES,
    }
