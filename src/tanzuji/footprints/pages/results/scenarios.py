"""Scenarios beside the base case: totals, differences, stages, and what each of them changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel, Scenario
from tanzuji.documents.names import FIELD_NAMES
from tanzuji.documents.text import Text
from tanzuji.engine.instead import LISTS
from tanzuji.figures.amounts import interval_of, percent, signed
from tanzuji.figures.parts import absent_reason, in_stage_order
from tanzuji.footprints import queries
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import drawings, edition
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports import wording
from tanzuji.reports.study import Study as Told
from tanzuji.web.language import language


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing a scenario changes: what, from what, to what."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario as it is shown beside the base case, which has no difference."""

    name: str
    kind: str
    total: str
    difference: str
    share: str
    stages: tuple[str, ...]
    changed: tuple[Changed, ...] = ()
    note: Text | None = None
    rises: bool = False
    falls: bool = False


@require_safe
@signed_in
def scenarios(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Base case and scenarios of the draft, or of the version that is asked for."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    plain = shown.plain
    context = {
        **frame(acting, study, "scenarios", version=shown.version),
        "edition": shown,
        "footprint": shown.footprint,
        "problems": shown.problems,
        "field": lambda path: field_address(study, plain, path),
        "wanted": len(shown.model.scenarios),
    }
    f = shown.footprint
    if f is not None:
        told = Told(f, shown.check, language())
        context |= {
            "told": told,
            "figure": drawings.drawing(f, "scenario-bars"),
            "stages": [s.name.to(language()) for s in in_stage_order(f)],
            "cases": cases(told, _names(shown.releases, f)),
        }
    return render(request, "footprints/scenarios.html", context)


def cases(told: Told, names: dict[str, Text]) -> list[Case]:
    """The base case, then the scenarios in the order of the model. `names` are those of datasets."""
    f = told.footprint
    interval = interval_of(f)
    base = Case(
        told.say("基准", "Base case"),
        "",
        wording.printed(f.total),
        "",
        "",
        _stages(told, {stage.stage: stage.total for stage in f.stages}),
    )
    written = {scenario.id: scenario for scenario in f.model.scenarios}
    found = [base]
    for each in f.scenarios:
        scenario = written[each.id]
        share = each.difference / abs(f.total) if f.total else None
        sign = "+" if each.difference > 0 else ""
        found.append(
            Case(
                each.name.to(told.language),
                told.word(wording.SCENARIO_KINDS, each.kind),
                told.kg(each.total),
                signed(each.difference, interval),
                "" if share is None else sign + percent(share),
                _stages(told, each.stages),
                tuple(_changed(told, scenario, names)),
                scenario.note,
                rises=each.difference > 0,
                falls=each.difference < 0,
            )
        )
    return found


def _stages(told: Told, amounts: Mapping[str, float]) -> tuple[str, ...]:
    """The amount of every stage, or why there is none: a stage that is not modelled is not 0."""
    return tuple(
        told.kg(value) if value else absent_reason(told.footprint, stage, told.language) or told.kg(value)
        for stage in in_stage_order(told.footprint)
        for value in (amounts.get(stage.stage, 0.0),)
    )


def _changed(told: Told, scenario: Scenario, names: dict[str, Text]) -> list[Changed]:
    model = told.model
    known = {p.name.casefold(): p for p in model.parameters}
    found = []
    for name, value in scenario.parameters.items():
        parameter = known.get(name.casefold())
        unit = f" {told.unit_name(parameter.unit)}" if parameter and parameter.unit else ""
        said = told.text(parameter.description) if parameter else None
        before = (f"{wording.entered(parameter.value)}{unit}",) if parameter else ()
        found.append(Changed(said or name, before, (f"{wording.entered(value)}{unit}",)))

    def called(datasets: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[d].to(told.language) if d in names else d for d in datasets)

    lines = _lines(model)
    for place, datasets in scenario.datasets.items():
        line = lines.get(place)
        name = (
            f"{told.process(place.partition('/')[0])}{told.say('：', ': ')}{line[0].to(told.language)}"
            if line
            else place
        )
        share = scenario.shares.get(place)
        part = () if share is None else (told.say(f"占 {percent(share)}", f"for {percent(share)}"),)
        found.append(Changed(name, called(line[1]) if line else (), (*called(datasets), *part)))
    found += _amounts(told, scenario)
    if scenario.end_of_life:
        found.append(
            Changed(
                told.say("生命末期的处理", "End of life"),
                (told.word(wording.LOOPS, told.footprint.method.end_of_life),),
                (told.word(wording.LOOPS, scenario.end_of_life),),
            )
        )
    if scenario.gwp_set:
        found.append(Changed("GWP100", (told.footprint.method.gwp_set,), (scenario.gwp_set,)))
    if scenario.biogenic:
        name = told.say("生物碳", "Biogenic carbon")
        found.append(Changed(name, (told.footprint.method.biogenic,), (scenario.biogenic,)))
    return found


def _amounts(told: Told, scenario: Scenario) -> list[Changed]:
    """Amounts of lines, outputs and material parameters that a scenario changes."""
    model, found = told.model, []
    lines = {
        f"{process.id}/{line.id}": (process, line.name, line.amount, line.unit)
        for process in model.processes
        for name in LISTS
        for line in getattr(process, name)
    }
    for process in model.processes:
        if process.output is not None:
            output = process.output
            named = output.name or Text(zh="产出", en="Output")
            lines[process.id] = (process, named, output.amount, output.unit)
    for place, amount in scenario.amounts.items():
        if place not in lines:
            continue
        process, named, before, unit = lines[place]
        name = f"{process.name.to(told.language)}{told.say('：', ': ')}{named.to(told.language)}"
        spelled = told.unit_name(unit)
        shown = [f"{_entered(a)} {spelled}" for a in (before, amount) if a is not None]
        found.append(Changed(name, tuple(shown[:-1]), (shown[-1],)))
    for place, value in scenario.materials.items():
        of, _, field = place.partition("/")
        material = next((m for m in model.materials if m.id == of), None)
        if material is not None and field in FIELD_NAMES:
            name = f"{material.name.to(told.language)}{told.say('：', ': ')}{told.say(*FIELD_NAMES[field])}"
            before, after = (_entered(float(v)) for v in (getattr(material, field), value))
            found.append(Changed(name, (before,), (after,)))
    return found


def _entered(value: float | str) -> str:
    """An amount as it was entered; one that was computed, to six digits."""
    text = wording.entered(value) or ""
    return wording.plain(value, 6) if isinstance(value, float) and len(text) > 9 else text


def _lines(model: ProductModel) -> dict[str, tuple[Text, tuple[str, ...]]]:
    """`process/line` → its name and datasets."""
    return {
        f"{process.id}/{line.id}": (line.name, line.datasets)
        for process in model.processes
        for line in (*process.inputs, *process.energy, *process.transports, *process.wastes)
        if line.id
    }


def _names(releases: str, footprint: Footprint) -> dict[str, Text]:
    """The names of the datasets that the model and its scenarios use."""
    wanted = {d for s in footprint.model.scenarios for used in s.datasets.values() for d in used}
    wanted |= {d for _, datasets in _lines(footprint.model).values() for d in datasets}
    found: dict[str, Text] = {}
    try:
        shelves = opened(releases)
    except CodedError:  # the release is gone: ids stand for the names
        return found
    for dataset in wanted:
        for release in shelves:
            if dataset in release:
                found[dataset] = release.dataset(dataset).name
                break
    return found
