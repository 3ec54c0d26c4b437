"""What a study made of the reference model it began from: parameters, lines, and what that does to the total."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError
from tanzuji.documents.reference_models import COVERAGES, RANGE_KINDS, ReferenceModel
from tanzuji.documents.text import Text
from tanzuji.footprints import queries, references
from tanzuji.footprints.live import as_text, model_of
from tanzuji.footprints.models import Origin, Study
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import changed, differences, edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.starting import product_packs
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import policy as reference_policy
from tanzuji.reference_models import queries as library
from tanzuji.reference_models import services as library_services
from tanzuji.web.answers import status_of
from tanzuji.web.language import language, say


@require_safe
@signed_in
def reference(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """What differs from the reference model; of a study that did not begin from one, how to make one of it."""
    return _page(request, acting, queries.study(acting, study_id))


def _page(
    request: HttpRequest, acting: Acting, study: Study, error: CodedError | None = None
) -> HttpResponse:
    origin = references.origin_of(study)
    context = {
        **frame(acting, study, "reference"),
        "origin": origin,
        "may_make": reference_policy.may_make(acting),
        "packs": product_packs(),
        "coverages": COVERAGES,
        "range_kinds": RANGE_KINDS,
        "given": request.POST,
        "problems": error.problems if error else (),
        **(_shown(study, origin) if origin else {}),
    }
    return render(request, "footprints/reference.html", context, status=status_of(error) if error else 200)


def _shown(study: Study, origin: Origin) -> dict[str, Any]:
    reference = library.document(origin.reference)
    now = edition.draft(study, scenarios=False)
    before = _as_begun(study, origin)
    told, count = changed.changes(before, now)
    difference = differences.difference(before, now)
    standing = references.parameters(reference, now.model)
    plain = now.plain
    remaining = set(references.remaining_lines(reference, json.loads(origin.document), plain))
    return {
        "reference": reference,
        "newer": library.newer(origin.reference),
        "parameters": standing,
        "wanted": sum(each.wanted for each in standing),
        "outside": sum(each.outside for each in standing),
        "remaining": [line for line in _own_lines(study, reference) if line[0] in remaining],
        "changes": told,
        "count": count,
        "difference": difference,
        "listed": differences.LISTED,
        "before_name": say("参考模型（缺省值）", "Reference model, defaults"),
        "after_name": say("本核算", "This study"),
        "edition_problems": before.problems or now.problems,
        "parameter_address": field_address(study, plain, "parameters"),
    }


def _as_begun(study: Study, origin: Origin) -> Edition:
    """What the study began as, on the libraries the study stands on now."""
    plain = references.base_beside(origin, json.loads(study.document))
    as_begun = Study(
        id=study.id, document=as_text(plain), digest=digest(plain), releases=study.releases, revision=0
    )
    return replace(edition.draft(as_begun, scenarios=False), study=as_begun)


def _own_lines(study: Study, reference: ReferenceModel) -> list[tuple[str, str, str]]:
    """`process/line`, its words, and where it stands in the study's inventory."""
    found = []
    for process in reference.model.processes:
        for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
            for line in getattr(process, kind):
                place = f"{process.id}/{line.id}"
                words = f"{process.name.to(language())} · {line.name.to(language())}"
                found.append(
                    (place, words, place_address(study, f"processes[{process.id}].{kind}[{line.id}]"))
                )
    return [each for each in found if each[0] in reference.own_lines]


@require_POST
@signed_in
def make_reference(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """A draft of a reference model made of the study's draft; leads to the ranges and sources it still needs."""
    study = queries.study(acting, study_id)
    reference_policy.may_make(acting).enforce()
    try:
        made = library_services.create(acting, _reference_of(request, study), origin=f"study {study.id}")
    except CodedError as error:
        return _page(request, acting, study, error)
    return HttpResponseRedirect(reverse("reference_models:draft", args=[made.id]))


def _reference_of(request: HttpRequest, study: Study) -> ReferenceModel:
    """The reference model the form describes. Raises `document.*`, `reference.*`."""
    plain = model_of(study.document).plain()
    for part in references.OWN_STATEMENTS:
        plain.pop(part, None)
    for part in references.OWN_OF_PRODUCT:
        plain["product"].pop(part, None)
    about = request.POST.get("about", "").strip()[:4000]
    coverage = request.POST.get("coverage", "")
    return ReferenceModel.parse(
        {
            "code": request.POST.get("code", "").strip()[:80],
            "group": request.POST.get("group", "").strip()[:80],
            "coverage": coverage if coverage in COVERAGES else "partial",
            "about": Text.parse(about).plain() if about else {},
            "model": plain,
        }
    )
