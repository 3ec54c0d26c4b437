"""Pages of the conformance of databases."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.library import queries as library
from tanzuji.nodes import policy, queries, services
from tanzuji.nodes.conformance import RULES
from tanzuji.nodes.pages.frame import frame, tell
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of

SHOWN = 30


@require_http_methods(["GET", "POST"])
@signed_in
def examinations(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Databases that can be examined, and what came of those that were; a POST examines one."""
    if request.method == "POST":
        name, _, version = request.POST.get("release", "").partition("@")
        try:
            made = services.examine_release(acting, name, version)
        except CodedError as error:
            if status_of(error) in (403, 404):
                raise
            tell(request, error)
            return HttpResponseRedirect(reverse("nodes:examinations"))
        return HttpResponseRedirect(reverse("nodes:examination", args=[made.id]))
    context = {
        **frame(acting, "conformance"), "rows": list(queries.examinations(acting)[:SHOWN]),
        "releases": list(library.visible(acting).order_by("name", "-indexed_at")),
        "may_examine": policy.may_examine(acting), "rules": RULES.values(),
    }  # fmt: skip
    return render(request, "nodes/examinations.html", context)


@require_safe
@signed_in
def examination(request: HttpRequest, acting: Acting, examination_id: UUID) -> HttpResponse:
    """Every rule and the datasets that fail it."""
    one = queries.examination(acting, examination_id)
    outcomes = [(RULES[o["rule"]], o) for o in json.loads(one.outcomes) if o["rule"] in RULES]
    return render(
        request, "nodes/examination.html", {**frame(acting, "conformance"), "one": one, "outcomes": outcomes}
    )
