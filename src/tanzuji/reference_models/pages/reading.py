"""Pages that anybody may read: the list of released reference models, a version, two versions compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.reference_models import COVERAGES, RANGE_KINDS
from tanzuji.figures.bars import cell_bar
from tanzuji.figures.parts import Part
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import policy, queries
from tanzuji.reference_models.changes import Changes, between
from tanzuji.reference_models.files import SUFFIXES, written
from tanzuji.reference_models.groups import group_name
from tanzuji.reference_models.models import ModelVersion
from tanzuji.reference_models.staging import by_stage, known_vocabularies
from tanzuji.reference_models.states import MODEL, WITH_REASON
from tanzuji.rules.stages import vocabularies
from tanzuji.web.answers import absent
from tanzuji.web.downloads import TYPES, attachment, file_name
from tanzuji.web.language import language, say

PAGE = 30

ROLES_OF_STAGES = {
    "raw_materials": "f-raw",
    "manufacturing": "f-manufacturing",
    "distribution": "f-distribution",
    "use": "f-use",
    "end_of_life": "f-eol",
}


def tabs(acting: Acting | None) -> list[tuple[str, str, str]]:
    """Key, words and address of the lists of the room that whoever asks may see."""
    found = [("library", say("产品模型库", "Library"), reverse("reference_models:home"))]
    if acting is None:
        return found
    found.append(("ours", say("本单位编制", "Made by us"), reverse("reference_models:ours")))
    if acting.mandated("models"):
        count = queries.waiting().count()
        words = say("待处理", "To decide") + (f" {count}" if count else "")
        found.append(("waiting", words, reverse("reference_models:waiting")))
    return found


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The released models, with search and product group."""
    acting = parties.acting_of(request)
    text = request.GET.get("q", "")[:200]
    group = request.GET.get("group", "")[:80]
    rows = queries.released(text, group)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    groups = [(each, group_name(each)) for each in queries.groups()]
    context = {
        "room": "reference_models",
        "tabs": tabs(acting),
        "here": "library",
        "q": text,
        "group": group,
        "groups": groups,
        "page": page,
        "rows": [_row(version) for version in page],
        "count": page.paginator.count,
        "coverages": COVERAGES,
        "may_take_over": bool(acting and policy.may_take_over(acting)),
    }
    return render(request, "reference_models/home.html", context)


def _row(version: ModelVersion) -> dict[str, Any]:
    reference = queries.document(version)
    return {
        "version": version,
        "group": group_name(version.group),
        "unit": reference.model.unit,
        "boundary": BOUNDARIES[reference.model.boundary.type],
        "parameters": len(reference.model.parameters),
    }


BOUNDARIES = {
    "cradle_to_grave": ("从摇篮到坟墓", "Cradle to grave"),
    "cradle_to_gate": ("从摇篮到大门", "Cradle to gate"),
    "gate_to_gate": ("从大门到大门", "Gate to gate"),
    "gate_to_grave": ("从大门到坟墓", "Gate to grave"),
}


@require_safe
def model(request: HttpRequest, model_id: UUID) -> HttpResponse:
    """The released version of a model, or else the newest that whoever asks may read."""
    acting = parties.acting_of(request)
    return _version_page(request, acting, queries.newest_readable(acting, model_id))


@require_safe
def version(request: HttpRequest, model_id: UUID, number: int) -> HttpResponse:
    """One version."""
    acting = parties.acting_of(request)
    return _version_page(request, acting, queries.readable_version(acting, model_id, number))


def _version_page(request: HttpRequest, acting: Acting | None, shown: ModelVersion) -> HttpResponse:
    return render(request, "reference_models/version.html", version_context(request, acting, shown))


def version_context(
    request: HttpRequest, acting: Acting | None, shown: ModelVersion, problems: Any = ()
) -> dict[str, Any]:
    """Context of `reference_models/version.html`."""
    reference = queries.document(shown)
    chosen = request.GET.get("stages", "")
    vocabulary = chosen if chosen in vocabularies() else "canonical"
    standing = queries.standing(acting, shown) if acting else None
    lines = {
        f"{process.id}/{line.id}": (process.name, line.name, getattr(line, "unit", ""))
        for process in reference.model.processes
        for kind in ("inputs", "energy", "transports", "wastes", "emissions")
        for line in getattr(process, kind)
    }
    own = acting is not None and acting.organisation_id == shown.model.organisation_id
    return {
        "room": "reference_models",
        "shown": shown,
        "reference": reference,
        "group": group_name(shown.group),
        "boundary": BOUNDARIES[reference.model.boundary.type],
        "coverages": COVERAGES,
        "range_kinds": RANGE_KINDS,
        "parameters": [(p, reference.guide(p.name)) for p in reference.model.parameters],
        "own_lines": [lines[place] for place in reference.own_lines],
        "processes": len(reference.model.processes),
        "stages": _stages(reference, vocabulary, shown),
        "vocabulary": vocabulary,
        "vocabularies": known_vocabularies(),
        "versions": list(queries.readable_versions(acting, shown.model_id)),
        "state_names": MODEL.states,
        "action_names": MODEL.actions,
        "may": dict(MODEL.next(shown.state, standing))
        if standing and acting and (own or acting.mandated("models"))
        else {},
        "with_reason": WITH_REASON,
        "decisions": list(queries.decisions(shown)) if acting else [],
        "remarks": list(queries.remarks(shown)) if own or (acting and acting.mandated("models")) else [],
        "may_remark": standing is not None and shown.state == "offered" and bool(policy.may_remark(standing)),
        "is_own": own,
        "suffixes": SUFFIXES,
        "computed_on": " ".join(shown.computed_on.split()[:2]),
        "problems": problems,
    }


def _stages(reference: Any, vocabulary: str, shown: ModelVersion) -> list[dict[str, Any]]:
    totals = queries.process_totals(shown)
    found = by_stage(reference, vocabulary, totals)
    values = [total for _, total, _ in found if total is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    return [
        {
            "name": stage.name,
            "total": total if totals else None,
            "inside": total is not None,
            "processes": count,
            "share": total / shown.total if total is not None and shown.total else None,
            "bar": cell_bar(
                [Part(total, ROLES_OF_STAGES[stage.canonical], stage.name.to(language()))], low, high
            )
            if total
            else "",
        }
        for stage, total, count in found
    ]


@require_safe
def download(request: HttpRequest, model_id: UUID, number: int, suffix: str) -> HttpResponse:
    """A version as `yaml` or `json` of the reference model, or its parameters as `csv`."""
    shown = queries.readable_version(parties.acting_of(request), model_id, number)
    if suffix not in SUFFIXES:
        raise absent()
    content = written(queries.document(shown), suffix, language())
    return attachment(content, file_name(f"{shown.model.code}-v{shown.number}", suffix), TYPES[suffix])


@require_safe
def compare(request: HttpRequest, model_id: UUID) -> HttpResponse:
    """Two versions of a model beside each other: parameters, lines, what the defaults come to."""
    acting = parties.acting_of(request)
    numbers = [row.number for row in queries.readable_versions(acting, model_id)]
    if not numbers:
        raise absent()
    after = _number(request.GET.get("after"), numbers, numbers[0])
    before = _number(request.GET.get("before"), numbers, numbers[min(1, len(numbers) - 1)])
    one, other = (queries.readable_version(acting, model_id, number) for number in (before, after))
    found: Changes = between(queries.document(one), queries.document(other))
    context = {
        "room": "reference_models",
        "one": one,
        "other": other,
        "numbers": numbers,
        "changes": found,
        "range_kinds": RANGE_KINDS,
        "coverages": COVERAGES,
    }
    return render(request, "reference_models/compare.html", context)


def _number(given: str | None, known: list[int], otherwise: int) -> int:
    if given and given.isascii() and given.isdigit() and int(given[:9]) in known:
        return int(given[:9])
    return otherwise
