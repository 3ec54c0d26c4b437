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
from tanzuji.footprints.pages import differences, edition
from tanzuji.footprints.pages.differences import Difference
from tanzuji.footprints.pages.frame import frame
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
    for listed in page.object_list:
        this = edition.frozen(queries.version(study, listed.number))
        before = listed.number - 1
        change = None
        if before in numbers:
            change = differences.difference(edition.frozen(queries.version(study, before)), this)
        assert this.footprint is not None  # a version always has one
        shown.append(Shown(listed, differences.total(this), change, tuple(decided.get(listed.number, ()))))
    newest = numbers[0] if numbers else None
    draft = edition.draft(study, scenarios=False)
    context = {
        **frame(acting, study, "versions"),
        "page": page,
        "shown": shown,
        "numbers": numbers,
        "draft": draft,
        "draft_total": differences.total(draft),
        "ahead": newest is None or queries.version(study, newest).digest != study.digest,
    }
    return render(request, "footprints/versions.html", context)
