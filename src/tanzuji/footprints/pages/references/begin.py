"""A study begun from a released reference model: name, stages, own values of parameters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.reference_models import RANGE_KINDS, ReferenceModel
from tanzuji.footprints import policy, references, shelf
from tanzuji.footprints.live import model_of
from tanzuji.footprints.pages.editing import typed
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries as library
from tanzuji.reference_models.staging import known_vocabularies
from tanzuji.rules.stages import vocabularies
from tanzuji.web.answers import status_of
from tanzuji.web.language import language


@require_http_methods(["GET", "POST"])
@signed_in
def new_from_reference(request: HttpRequest, acting: Acting, model_id: UUID) -> HttpResponse:
    """The form; sent, it makes a study and leads to what it began as."""
    version = library.version(model_id)
    reference = library.document(version)
    if request.method != "POST":
        return _form(request, acting, version, reference)
    policy.may_edit(acting).enforce()
    try:
        chosen = references.Chosen(
            name=request.POST.get("name", ""),
            stages=_stages(request),
            whole="whole" in request.POST,
            values=_values(request, reference),
        )
        releases = shelf.chosen_releases(request.POST.getlist("release"), acting)
        study = references.begin(acting, model_id, chosen, number=version.number, releases=releases)
    except CodedError as error:
        return _form(request, acting, version, reference, error)
    for problem in references.outside_ranges(reference, model_of(study.document)):
        flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
    return HttpResponseRedirect(reverse("footprints:reference", args=[study.id]))


def _stages(request: HttpRequest) -> str:
    given = request.POST.get("stages", "")
    return given if given in vocabularies() else references.default_stages()


def _values(request: HttpRequest, reference: ReferenceModel) -> dict[str, float]:
    """The own values that were filled in. Raises one problem a field that cannot be read."""
    problems: list[Problem] = []
    found: dict[str, float] = {}
    for parameter in reference.model.parameters:
        text = request.POST.get(f"value.{parameter.name}", "").strip()
        if not text or isinstance(parameter.value, str):
            continue
        try:
            value = typed.read("unit.amount", text)
        except CodedError as error:
            problems += [Problem(p.message, f"value.{parameter.name}", p.fields) for p in error.problems]
            continue
        if isinstance(value, int | float):
            found[parameter.name] = float(value)
    if problems:
        raise CodedError(problems)
    return found


def _form(
    request: HttpRequest,
    acting: Acting,
    version: Any,
    reference: ReferenceModel,
    error: CodedError | None = None,
) -> HttpResponse:
    releases = shelf.release_names(acting)
    given = request.POST
    problems = error.problems if error else ()
    context = {
        "room": "footprints",
        "shown": version,
        "reference": reference,
        "rows": [
            (p, reference.guide(p.name), given.get(f"value.{p.name}", "")) for p in reference.model.parameters
        ],
        "range_kinds": RANGE_KINDS,
        "name": given.get("name", ""),
        "whole": "whole" in given,
        "can_be_drawn_out": reference.model.boundary.type == "cradle_to_gate",
        "vocabularies": known_vocabularies(),
        "vocabulary": given.get("stages", "") or references.default_stages(),
        "releases": releases if len(releases) > 1 else (),
        "chosen": given.getlist("release") or releases[:1],
        "may_create": policy.may_edit(acting),
        "problems": problems,
        "wrong": {problem.path: problem for problem in problems},
    }
    return render(
        request, "footprints/new_from_reference.html", context, status=status_of(error) if error else 200
    )
