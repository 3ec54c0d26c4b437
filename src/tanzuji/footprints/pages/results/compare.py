"""Any two versions of a study, or a version and the draft, compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.figures import csv_text, difference_distribution
from tanzuji.figures.amounts import percent
from tanzuji.footprints import queries, uncertain
from tanzuji.footprints.models import Study
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import changed, differences, edition
from tanzuji.footprints.pages.results.drawings import NARROW, WIDE
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.language import language


@require_safe
@signed_in
def compare(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """`before` and `after` are numbers of versions or `draft`; without them the newest version and the draft."""
    study = queries.study(acting, study_id)
    numbers = list(queries.versions(study).values_list("number", flat=True))
    context = {**frame(acting, study, "versions"), "numbers": numbers, "before": None, "after": None}
    if numbers:
        before, after = _asked(request, study, numbers)
        told, count = changed.changes(before, after)
        plain = after.plain
        difference = differences.difference(before, after)
        context |= {
            "before": before,
            "after": after,
            "difference": difference,
            "changes": told,
            "count": count,
            "listed": differences.LISTED,
            "problems": before.problems or after.problems,
            "field": lambda path: field_address(study, plain, path),
            **(_common_samples(before, after) if difference and difference.comparison.comparable else {}),
        }
    return render(request, "footprints/compare.html", context)


def _common_samples(before: Edition, after: Edition) -> dict[str, Any]:
    """How likely it is that the later edition is lower: both drawn on common samples."""
    one, other = before.footprint, after.footprint
    if one is None or other is None:
        return {}
    try:
        found = uncertain.comparison_of((one, before.releases), (other, after.releases))
    except CodedError:  # a draft whose distributions give nothing to draw says so on its own page
        return {}
    wide, narrow = (difference_distribution(other, found, language(), width=w) for w in (WIDE, NARROW))
    return {
        "sampled": found,
        "sampled_lower": percent(found.lower),
        "sampled_error": percent(found.lower_error),
        "sampled_draws": f"{found.iterations - found.void:,}",
        "sampled_drawn": (wide, narrow) if wide and narrow else None,
    }


@require_safe
@signed_in
def compare_csv(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The steps from one total to the other and their lines, at full precision."""
    study = queries.study(acting, study_id)
    numbers = list(queries.versions(study).values_list("number", flat=True))
    found = differences.table(*_asked(request, study, numbers)) if numbers else None
    if found is None:
        raise absent()
    response = HttpResponse("\ufeff" + csv_text(found, language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    return response


def _asked(request: HttpRequest, study: Study, numbers: list[int]) -> tuple[Edition, Edition]:
    """The two editions to compare; where one is not named, the newest version and what comes after it."""
    after = request.GET.get("after") or "draft"
    before = request.GET.get("before") or str(numbers[0])
    return edition.chosen(study, before), edition.chosen(study, after)
