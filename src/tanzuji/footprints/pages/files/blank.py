"""The short form from which a study begins: product, unit, boundary, period, rules, stages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import policy, services, shelf, starting
from tanzuji.footprints.pages.editing import typed
from tanzuji.footprints.pages.wording import UNITS, choice_names, hint, label
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.rules import vocabularies
from tanzuji.web.answers import status_of
from tanzuji.web.language import language

PLACES = (
    "product.name.zh",
    "product.name.en",
    "product.model",
    "product.maker.zh",
    "product.maker.en",
    "unit.kind",
    "unit.amount",
    "unit.unit",
    "unit.description.zh",
    "unit.description.en",
    "boundary.type",
    "boundary.geography",
    "period.start",
    "period.end",
)
"""What the form asks, as places of the model; a field carries its place as name and id."""


@require_http_methods(["GET", "POST"])
@signed_in
def blank(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The form; sent, it makes a study and leads to its inventory."""
    if request.method != "POST":
        return _form(request, acting, {"unit.amount": "1"}, [])
    policy.may_edit(acting).enforce()
    given = {place: request.POST.get(place, "") for place in PLACES}
    try:
        model = starting.started(_plain(request, given), _vocabulary(request))
        study = services.create(
            acting, model, shelf.chosen_releases(request.POST.getlist("release"), acting), origin="blank"
        )
    except CodedError as error:
        return _form(request, acting, given, error.problems, status=status_of(error))
    return HttpResponseRedirect(reverse("footprints:study", args=[study.id]))


@require_safe
@signed_in
def rules(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The choice of product rules for the name typed so far, for the form to show while it is filled in."""
    name = " ".join(request.GET.get(place, "")[:300] for place in ("product.name.zh", "product.name.en"))
    return render(request, "footprints/blank_rules.html", _packs(name, request.GET.getlist("rules")))


def _vocabulary(request: HttpRequest) -> str:
    chosen = request.POST.get("stages", "canonical")
    return chosen if chosen in vocabularies() else "canonical"


def _plain(request: HttpRequest, given: dict[str, str]) -> dict[str, Any]:
    """The filled-in part of a model. Raises with every field that cannot be read."""
    plain: dict[str, Any] = {}
    problems: list[Problem] = []
    for place, text in given.items():
        try:
            value = typed.read(place, text)
        except CodedError as error:
            problems += error.problems
            continue
        if value is not None:
            *around, last = place.split(".")
            part = plain
            for key in around:
                part = part.setdefault(key, {})
            part[last] = value
    try:
        starting.started({**plain, "rules": []})
    except CodedError as error:
        known = {problem.path for problem in problems}
        problems += [problem for problem in error.problems if problem.path not in known]
    if problems:
        raise CodedError(
            sorted(problems, key=lambda p: PLACES.index(p.path) if p.path in PLACES else len(PLACES))
        )
    packs = {pack.id for pack in starting.product_packs()}
    plain["rules"] = [starting.GENERAL, *(r for r in request.POST.getlist("rules") if r in packs)]
    return plain


def _form(
    request: HttpRequest, acting: Acting, given: dict[str, str], problems: Any, *, status: int = 200
) -> HttpResponse:
    names = f"{given.get('product.name.zh', '')} {given.get('product.name.en', '')}"
    releases = shelf.release_names(acting)
    context = {
        "room": "footprints",
        "may_create": policy.may_edit(acting),
        "given": {place: given.get(place, "") for place in PLACES},
        "labels": {place: label(tuple(place.split(".")), language()) for place in PLACES},
        "hints": {place: hint(tuple(place.split(".")), language()) for place in PLACES},
        "kinds": {key: pair[language() == "en"] for key, pair in choice_names(("unit", "kind")).items()},
        "boundaries": {
            key: pair[language() == "en"] for key, pair in choice_names(("boundary", "type")).items()
        },
        "units": UNITS,
        "vocabularies": list(vocabularies().values()),
        "vocabulary": _vocabulary(request),
        "releases": releases if len(releases) > 1 else (),
        "chosen": request.POST.getlist("release") or releases[:1],
        "problems": problems,
        "wrong": {problem.path: problem for problem in problems},
        **_packs(names, request.POST.getlist("rules")),
    }
    return render(request, "footprints/blank.html", context, status=status)


def _packs(name: str, chosen: list[str]) -> dict[str, Any]:
    """Product rules: those whose words stand in the name first, and chosen where nothing else is."""
    fitting = [pack.id for pack in starting.suggested(name)]
    packs = sorted(starting.product_packs(), key=lambda pack: (pack.id not in fitting, pack.id))
    return {"packs": packs, "fitting": fitting, "chosen_rules": chosen or fitting}
