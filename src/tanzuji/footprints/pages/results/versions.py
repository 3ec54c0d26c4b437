"""The versions of a study, each with what it changed against the one before."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.footprints import queries
from tanzuji.footprints.models import Decision, Version
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.results import differences, edition
from tanzuji.footprints.pages.results.differences import Difference
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting

A_PAGE = 15


@dataclass(frozen=True, slots=True)
class Shown:
    """A version in the list."""

    version: Version
    total: str
    difference: Difference | None
    decisions: tuple[Decision, ...]


@require_safe
@signed_in
def versions(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The versions, newest first; any two of them, or the draft, can be chosen to compare."""
    study = queries.study(acting, study_id)
    found = queries.versions(study)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    decided: dict[int, list[Decision]] = {}
    for decision in queries.decisions(study):
        decided.setdefault(decision.version.number, []).append(decision)
    shown = []
    numbers = list(found.values_list("number", flat=True))
    rows = list(page.object_list)
    # Every version is compared with the one before: the last of the page with the first of the next.
    editions = [edition.frozen(row) for row in (*rows, *found[page.end_index() : page.end_index() + 1])]
    for i, row in enumerate(rows):
        change = differences.difference(editions[i + 1], editions[i]) if i + 1 < len(editions) else None
        shown.append(Shown(row, differences.total(editions[i]), change, tuple(decided.get(row.number, ()))))
    draft = edition.draft(study, scenarios=False)
    context = {
        **frame(acting, study, "versions"),
        "page": page,
        "shown": shown,
        "numbers": numbers,
        "draft": draft,
        "draft_total": differences.total(draft),
        "ahead": queries.state_of(study, found.first()) == "draft",
    }
    return render(request, "footprints/versions.html", context)
