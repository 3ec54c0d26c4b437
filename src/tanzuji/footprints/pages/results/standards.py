"""“Many standards” on a page: results side by side, what each standard lays down, and the bridge between any two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.comparisons import Reason
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import StageDefinition
from tanzuji.documents.profiles import (
    CHOICE_NAMES,
    CHOICES,
    Bridge,
    Choice,
    Profile,
    ProfileComparison,
    ProfileResult,
)
from tanzuji.documents.rules import SOURCE_NAMES
from tanzuji.engine.profiles import OWN, available, bridge
from tanzuji.figures import Figure, csv_text, profile_bars, profile_bridge, standalone
from tanzuji.figures.amounts import amount, percent, signed, unit_of
from tanzuji.figures.bridge import MARK, interval_of_totals
from tanzuji.figures.profiles import too_low
from tanzuji.footprints import queries
from tanzuji.footprints.grounds import profiles_of
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.drawings import NARROW, WIDE
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.results.kept import Kept
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say

FORMS = ("csv", "svg")
LISTED = 10
"""Lines of a step that stand open; the others unfold."""
FOLDED = 200

_bridges: Kept[Bridge] = Kept(64)


@dataclass(frozen=True, slots=True)
class Cell:
    """A choice under one standard: in words, whether it differs from the study's, and who says so."""

    text: str
    differs: bool
    clause: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Side:
    """A standard's column: its name, result, difference to the study, and lines."""

    id: str
    name: str
    standard: str
    about: str
    url: str
    total: str
    change: str
    share: str
    without_uptake: str
    has_biogenic: bool
    estimated: str
    cells: tuple[Cell, ...]
    stages: tuple[str, ...]
    notes: tuple[Reason, ...]
    too_low: str


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the bridge in words."""

    name: str
    before: str
    after: str
    effect: str
    share: str
    clause: str
    movers: list[tuple[str, str, str, str, str, str]]
    more: int


@require_safe
@signed_in
def standards(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The study under every standard that fits it; `before` and `after` are those the bridge goes between."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    plain = shown.plain
    context: dict[str, Any] = {
        **frame(acting, study, "standards", version=shown.version),
        "edition": shown,
        "footprint": shown.footprint,
        "problems": shown.problems,
        "field": lambda path: field_address(study, plain, path),
    }
    if shown.footprint is not None:
        try:
            context |= _shown(shown, request.GET)
        except CodedError as error:  # a choice of a standard under which this model cannot be computed
            context |= {"footprint": None, "problems": error.problems}
    return render(request, "footprints/standards.html", context)


@require_safe
@signed_in
def standards_file(
    request: HttpRequest, acting: Acting, study_id: UUID, name: str, form: str
) -> HttpResponse:
    """A figure of the page as `csv` or `svg`."""
    shown = edition.chosen(queries.study(acting, study_id), request.GET.get("version"))
    if shown.footprint is None or form not in FORMS:
        raise absent()
    found = _figures(shown, request.GET, language(), WIDE).get(name)
    if found is None:
        raise absent()
    if form == "svg":
        return attachment(standalone(found.svg).encode(), f"{name}.svg", TYPES["svg"])
    text = "\ufeff" + csv_text(found.table, language())
    return attachment(text.encode(), f"{name}.csv", TYPES["csv"])


def _key(shown: Edition) -> tuple[Any, str, str]:
    return shown.model, shown.digest, shown.releases


def _between(comparison: ProfileComparison, form: Mapping[str, str]) -> tuple[ProfileResult, ProfileResult]:
    """The two results of the bridge; from the study to the one that differs most where none is asked for."""
    known = {result.profile: result for result in comparison.results}
    own = comparison.results[0]
    furthest = max(comparison.results[1:], key=lambda r: abs(r.total - own.total), default=own)
    return known.get(form.get("before", ""), own), known.get(form.get("after", ""), furthest)


def _bridge(shown: Edition, before: str, after: str) -> Bridge:
    """The steps between two profiles by their ids."""
    key = (shown.digest, shown.releases, before, after)
    profiles = {each.id: each for each in available()}
    return _bridges.get(
        key,
        lambda: bridge(shown.model, opened(shown.releases), profiles.get(before), profiles.get(after)),
    )


def _figures(shown: Edition, form: Mapping[str, str], lang: Language, width: int) -> dict[str, Figure]:
    f = shown.footprint
    assert f is not None
    comparison, unit = profiles_of(*_key(shown)), unit_of(f, lang)
    before, after = _between(comparison, form)
    found = _bridge(shown, before.profile, after.profile)
    names = before.name.to(lang), after.name.to(lang)
    notes = too_low(before, lang), too_low(after, lang)
    return {
        "profile-bars": profile_bars(comparison, shown.model, unit, lang, width=width),
        "profile-bridge": profile_bridge(found, names, unit, lang, width=width, notes=notes),
    }


def _shown(shown: Edition, form: Mapping[str, str]) -> dict[str, Any]:
    f, lang = shown.footprint, language()
    assert f is not None
    comparison = profiles_of(*_key(shown))
    before, after = _between(comparison, form)
    found = _bridge(shown, before.profile, after.profile)
    wide, narrow = (_figures(shown, form, lang, width) for width in (WIDE, NARROW))
    stages = sorted(shown.model.stages(), key=lambda stage: STAGES.index(stage.canonical))
    interval = interval_of_totals(*(result.total for result in comparison.results))
    return {
        "unit": unit_of(f, lang),
        "bars": wide["profile-bars"],
        "drawn_bridge": (wide["profile-bridge"], narrow["profile-bridge"]),
        "sides": [_side(result, comparison, stages, interval, lang) for result in comparison.results],
        "choice_names": [say(*CHOICE_NAMES[kind]) for kind in CHOICES],
        "stage_names": [stage.name.to(lang) for stage in stages],
        "notes": comparison.notes,
        "before": before.profile,
        "after": after.profile,
        "bridge": found,
        "steps": _steps(shown, found, lang),
        "idle": [step.name.to(lang) for step in found.steps if not step.effect],
        "change": signed(found.change, interval),
        "change_share": _share(found.change, found.total_before),
        "total_before": amount(found.total_before, interval) + (MARK if before.too_low else ""),
        "total_after": amount(found.total_after, interval) + (MARK if after.too_low else ""),
        "mark": MARK,
        "name_before": before.name.to(lang),
        "name_after": after.name.to(lang),
        "direction": "rise" if found.change > 0 else "fall" if found.change < 0 else "none",
        "query": f"?{'version=' + str(shown.number) + '&' if shown.number else ''}before={before.profile}&after={after.profile}",
    }


def _side(
    result: ProfileResult,
    comparison: ProfileComparison,
    stages: Sequence[StageDefinition],
    interval: Decimal,
    lang: Language,
) -> Side:
    profile: Profile | None = next((p for p in available() if p.id == result.profile), None)
    own = comparison.results[0].total
    return Side(
        id=result.profile,
        name=result.name.to(lang),
        standard=result.standard,
        about=profile.about.to(lang) if profile else say("按研究自己的选择", "By the study's own choices"),
        url=profile.url if profile else "",
        total=amount(result.total, interval),
        change="" if result.profile == OWN else _change(result.total - own, interval),
        share=_share(result.total - own, own) if result.total != own else "",
        without_uptake=amount(result.without_uptake, interval),
        has_biogenic=amount(result.without_uptake, interval) != amount(result.total, interval),
        estimated=amount(result.estimated, interval) if result.estimated else "",
        cells=tuple(
            Cell(
                choice.text.to(lang),
                not choice.own,
                choice.clause,
                _read(choice, lang),
                choice.note.to(lang) if choice.note else "",
            )
            for choice in result.choices
        ),
        stages=tuple(
            amount(result.stages[stage.id], interval) if stage.id in result.stages else say("不计入", "not counted")
            for stage in stages
        ),
        notes=result.notes,
        too_low=too_low(result, lang),
    )  # fmt: skip


def _read(choice: Choice, lang: Language) -> str:
    """Where a choice was read, and how."""
    if choice.source is None or choice.source_tag is None:
        return ""
    source, how = choice.source.to(lang), SOURCE_NAMES[choice.source_tag][0 if lang == "zh" else 1]
    return f"{source}（{how}）" if lang == "zh" else f"{source} ({how})"


def _change(change: float, interval: Decimal) -> str:
    return signed(change, interval) if change else say("相同", "the same")


def _share(change: float, of: float) -> str:
    if not of:
        return ""
    shown = percent(change / abs(of))
    return f"+{shown}" if change > 0 else shown


def _steps(shown: Edition, found: Bridge, lang: Language) -> list[StepShown]:
    interval = interval_of_totals(found.total_before, found.total_after)
    plain = shown.plain
    steps = []
    for step in found.steps:
        if not step.effect:
            continue
        movers = [
            (
                m.name.to(lang),
                m.of.to(lang),
                field_address(shown.study, plain, m.path),
                amount(m.before, interval),
                amount(m.after, interval),
                signed(m.effect, interval),
            )
            for m in step.movers[:FOLDED]
        ]
        steps.append(
            StepShown(
                step.name.to(lang),
                step.before_text.to(lang),
                step.after_text.to(lang),
                signed(step.effect, interval),
                _share(step.effect, found.total_before),
                " ".join(part for part in (step.clause, step.source.to(lang) if step.source else "") if part),
                movers,
                max(len(step.movers) - FOLDED, 0),
            )
        )
    return steps
