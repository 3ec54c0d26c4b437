"""“What if” on a page: things changed by a slider or a number, the result at once, and what reaches a target."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from tanzuji.documents.editing import Insert
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import Scenario
from tanzuji.documents.names import LOOPS
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.documents.what_if import Alternative, Marginal, Measure, Outcome, Plan
from tanzuji.engine.instead import places
from tanzuji.engine.profiles.wording import BIOGENIC
from tanzuji.engine.what_if import Ground, marginals, reach, scenario_of
from tanzuji.engine.what_if.ground import NOTHING
from tanzuji.figures.amounts import percent, signed, unit_name
from tanzuji.figures.bars import cell_bar
from tanzuji.figures.bridge import interval_of_totals
from tanzuji.figures.parts import Part, in_stage_order, stage_role
from tanzuji.footprints import policy, queries, services, shelf
from tanzuji.footprints.grounds import alternatives_of, ground_of, marginals_of
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import field_address
from tanzuji.footprints.pages.results import edition, trying
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.results.trying import Asked
from tanzuji.formats.safe_json import read_json
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports import wording
from tanzuji.reports.study import Study as Told
from tanzuji.web.language import language, say

SHOWN = {"line": 10, "output": 4, "parameter": 12, "material": 12}
"""Rows of each kind that stand on the page, beside those that are changed; `?all=1` shows every one up to MOST."""
SUPPLIES = 15
"""Lines for which another electricity is offered."""
MOST = 300
NOISE = 1e-12
"""Of the largest stage: changes below it are rounding, and not told."""
SLIDER = 50
"""How far a slider of a percentage goes, either way."""


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that can be changed: now, what 1 % and one unit do, and what the form holds for it."""

    field: str
    name: str
    of: str
    now: str
    per_percent: str
    per_unit: str
    bar: Markup
    kind: str
    value: str
    untouched: str
    low: str
    high: str
    step: str
    unit: str
    first: str


@dataclass(frozen=True, slots=True)
class Supply:
    """A line of electricity with what could supply it."""

    field: str
    name: str
    of: str
    options: tuple[tuple[str, str, str], ...]
    chosen: str
    share: str


@dataclass(frozen=True, slots=True)
class StageRow:
    name: str
    base: str
    now: str
    change: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class Side:
    """A scenario beside the base case and what is tried."""

    name: str
    total: str
    change: str
    share: str
    bar: Markup
    tried: bool = False


@require_safe
@signed_in
def what_if(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The page, or for htmx what the form as it stands comes to."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    if getattr(request, "htmx", None) and shown.footprint is not None:
        return render(request, "footprints/what_if_live.html", _answered(request, acting, shown))
    plain = shown.plain
    context: dict[str, Any] = {
        **frame(acting, study, "what_if", version=shown.version),
        "edition": shown,
        "footprint": shown.footprint,
        "problems": shown.problems,
        "field": lambda path: field_address(study, plain, path),
    }
    if shown.footprint is not None:
        context |= _answered(request, acting, shown) | _form(request, acting, shown)
    return render(request, "footprints/what_if.html", context)


@require_POST
@signed_in
def save(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """What was tried, kept as a scenario of the draft."""
    study = queries.study(acting, study_id)
    scenario = Scenario.parse(read_json(request.POST.get("scenario", "").encode(), "scenario"))
    name = request.POST.get("name", "").strip()[:120] or say("推演", "What if")
    taken = {item["id"] for item in json.loads(study.document).get("scenarios", ())}
    number = next(i for i in range(1, len(taken) + 2) if f"what-if-{i}" not in taken)
    item = {**scenario.plain(), "id": f"what-if-{number}", "name": Text.parse(name).plain()}
    services.edit(acting, study_id, [Insert(place="scenarios", item=item)])
    flash.success(request, say(f"已存为情景“{name}”。", f"Kept as the scenario “{name}”."))
    return HttpResponseRedirect(reverse("footprints:scenarios", args=[study_id]))


# what the form comes to ──────────────────────────────────────────────────────


def _answered(request: HttpRequest, acting: Acting, shown: Edition) -> dict[str, Any]:
    """Context of the live panel."""
    f = shown.footprint
    assert f is not None
    told = Told(f, shown.check, language())
    key = shown.model, shown.digest, shown.releases
    asked = trying.read(request.GET, marginals_of(*key), alternatives_of(*key))
    context: dict[str, Any] = {
        "edition": shown,
        "study": shown.study,
        "told": told,
        "asked": asked,
        "wrong": asked.problems,
        "may_save": shown.version is None and policy.may_edit(acting).allowed,
        "outcome": None,
        "plan": None,
    }
    ground = ground_of(*key)
    try:
        tried = _tried(ground, acting, asked)
        outcome = tried.answer(ground)
        aimed = {} if asked.target is None else _aimed(told, tried, asked, f.total)
    except CodedError as error:
        return context | {"wrong": (*asked.problems, *error.problems), "sides": _sides(told, ground, None)}
    return (
        context
        | aimed
        | {
            "outcome": outcome,
            "total": figure(outcome.total),
            "change": signed(outcome.difference, told.interval),
            "share": _share(outcome.difference, f.total),
            "direction": _direction(outcome.difference),
            "stages": _stages(told, outcome),
            "scenario": json.dumps(tried.scenario.plain(), ensure_ascii=False),
            "kept": not (asked.release or asked.background),
            "sides": _sides(told, ground, outcome if asked.anything else None),
        }
    )


@dataclass(frozen=True, slots=True)
class _Tried:
    """The ground under what the form says of method, releases and background, and its measures as a scenario."""

    ground: Ground
    scenario: Scenario
    asked: Asked

    def answer(self, base: Ground) -> Outcome:
        found = self.ground.answer(self.scenario)
        return found.model_copy(update={"difference": found.total - base.base.total})


def _tried(ground: Ground, acting: Acting, asked: Asked) -> _Tried:
    """Raises what cannot be computed, unknown datasets and releases among them."""
    method = Scenario.parse({**NOTHING.plain(), **asked.method})
    releases = shelf.chosen_releases([asked.release], acting) if asked.release else None
    other = ground.on(method, releases=releases, background=asked.background)
    scenario = scenario_of(other, asked.measures, [1.0] * len(asked.measures))
    chosen = {name: getattr(method, name) for name in asked.method}
    return _Tried(other, scenario.model_copy(update=chosen), asked)


def _aimed(told: Told, tried: _Tried, asked: Asked, base: float) -> dict[str, Any]:
    """The plan that reaches the target, in words."""
    assert asked.target is not None
    target = base * (1 + asked.target / 100)
    plan = reach(tried.ground, asked.measures, target, strategy=asked.strategy)
    by_id = {m.id: m for m in asked.measures}
    names = {id_: m.name.to(told.language) for id_, m in by_id.items()}
    return {
        "plan": plan,
        "plan_target": percent(asked.target / 100),
        "plan_reached": told.kg(plan.reached),
        "plan_share": _share(plan.reached - base, base),
        "plan_lowest": _share(plan.lowest - base, base),
        "doses": [
            {
                "name": names[dose.measure],
                "level": percent(dose.level),
                "value": _dose(told, by_id[dose.measure], dose.value),
                "effect": signed(dose.effect, told.interval),
                "share": _share(dose.effect, base),
            }
            for dose in plan.doses
        ],
        "unused": [names[id_] for id_ in plan.unused],
        "against": [names[id_] for id_ in plan.against],
        "plan_scenario": _plan_scenario(plan, asked),
    }


def _plan_scenario(plan: Plan, asked: Asked) -> str:
    chosen = plan.scenario.plain() | dict(asked.method)
    return json.dumps(chosen, ensure_ascii=False)


def _dose(told: Told, measure: Measure, value: float | str | None) -> str:
    """What a measure makes of its amount, with its unit; nothing for a formula, whose level says it."""
    if not isinstance(value, float):
        return ""
    if measure.kind == "datasets":  # all of the amount: its share is the level, which stands beside it
        return percent(value) if measure.share < 1 else ""
    if measure.kind == "material":
        return percent(value)
    model = told.model
    units = {p.name.casefold(): p.unit for p in model.parameters}
    if measure.kind == "parameter":
        unit = units.get(measure.place.casefold(), "")
    elif "/" in measure.place:
        path = places(model).get(measure.place, "")
        unit = next((c.unit for c in told.footprint.contributions if c.path == path), "")
    else:
        unit = next((p.output.unit for p in model.processes if p.id == measure.place and p.output), "")
    return f"{wording.printed(value)} {unit_name(unit, told.language)}".strip()


def _share(change: float, of: float) -> str:
    if not of:
        return ""
    shown = percent(change / abs(of))
    return f"+{shown}" if change > 0 else shown


def _direction(change: float) -> str:
    return "rise" if change > 0 else "fall" if change < 0 else "none"


def _stages(told: Told, outcome: Outcome) -> list[StageRow]:
    """Every stage that has a number before or after, with its change."""
    stages = [(s, s.total, outcome.stages.get(s.stage, 0.0)) for s in in_stage_order(told.footprint)]
    noise = NOISE * max((abs(value) for _, *values in stages for value in values), default=0.0)
    changes = [0.0 if abs(now - base) <= noise else now - base for _, base, now in stages]
    low, high = min([0.0, *changes]), max([0.0, *changes])
    found = []
    for (stage, base, now), change in zip(stages, changes, strict=True):
        if not base and not now:
            continue
        role = stage_role(stage) if change >= 0 else "f-credit"
        bar = cell_bar([Part(change, role, stage.name.to(told.language))], low, high) if change else ""
        found.append(
            StageRow(
                stage.name.to(told.language),
                told.kg(base),
                told.kg(now),
                signed(change, told.interval) if change else "0",
                Markup(bar),
            )
        )
    return found


def _sides(told: Told, ground: Ground, outcome: Outcome | None) -> list[Side]:
    """The base case, what is tried, and the scenarios of the model, all on one axis."""
    named: list[tuple[str, float, bool]] = [(told.say("基准", "Base case"), told.footprint.total, False)]
    if outcome is not None:
        named.append((told.say("现在试的", "Tried now"), outcome.total, True))
    for scenario in ground.model.scenarios:
        try:
            named.append((scenario.name.to(told.language), ground.answer(scenario).total, False))
        except CodedError:  # the page of scenarios says what is wrong with it
            continue
    totals = [total for _, total, _ in named]
    low, high = min([0.0, *totals]), max([0.0, *totals])
    base = told.footprint.total
    found = []
    for at, (name, total, tried) in enumerate(named):
        role = "f-accent" if tried else "f-ink-2"
        bar = Markup(cell_bar([Part(total, role, name)], low, high))
        change = signed(total - base, told.interval) if at else ""
        found.append(Side(name, told.kg(total), change, _share(total - base, base) if at else "", bar, tried))
    return found


# the form ────────────────────────────────────────────────────────────────────


def _form(request: HttpRequest, acting: Acting, shown: Edition) -> dict[str, Any]:
    """Context of the controls: what can be changed, with what the address says of it."""
    f = shown.footprint
    assert f is not None
    told = Told(f, shown.check, language())
    key = shown.model, shown.digest, shown.releases
    form, ground = request.GET, ground_of(*key)
    rows = _under_method(ground, marginals_of(*key), form)
    idle = [row for row in rows if row.kind == "material" and not row.per_percent and not _changed(row, form)]
    rows = [row for row in rows if row not in idle]
    everything = form.get("all") == "1"
    largest = max((abs(row.per_percent) for row in rows), default=0.0)
    interval = _interval(largest)
    groups = {
        kind: _first([row for row in rows if row.kind == kind], MOST if everything else limit, form)
        for kind, limit in SHOWN.items()
    }
    count = sum(len(group) for group in groups.values())
    return {
        "idle": len(idle),
        "cff": "cff" in (ground.method.end_of_life, form.get("end_of_life")),
        "groups": {
            kind: [_row(told, row, form, largest, interval) for row in group]
            for kind, group in groups.items()
        },
        "hidden": max(min(len(rows), MOST) - count, 0),
        "supplies_shown": _supplies(told, alternatives_of(*key), form),
        "choices": _choices(told, form),
        "libraries": [name for name in shelf.release_names(acting) if name not in _own(shown)],
        "form": form,
        "swaps": range(trying.SWAPS),
        "places": _places(told),
        "unit_processes": any(release.has_processes for release in ground.releases),
        "strategies": trying.STRATEGIES,
    }


def _under_method(ground: Ground, own: Sequence[Marginal], form: Mapping[str, str]) -> Sequence[Marginal]:
    """The marginal table under the method that the form chooses; the study's own where that cannot be computed."""
    chosen = {name: value for name in trying.METHOD if (value := form.get(name, "").strip())}
    if not chosen:
        return own
    try:
        return marginals(ground.on(Scenario.parse({**NOTHING.plain(), **chosen})))
    except CodedError:  # the live panel says what is wrong with it
        return own


def _changed(row: Marginal, form: Mapping[str, str]) -> bool:
    """Whether the form changes a row, which then has to stand on the page to be sent again."""
    return bool(form.get(trying.name_of(row.kind, row.place), "").strip())


def _first(rows: Sequence[Marginal], limit: int, form: Mapping[str, str]) -> list[Marginal]:
    return [row for at, row in enumerate(rows) if at < limit or _changed(row, form)]


def _own(shown: Edition) -> set[str]:
    own = json.loads(shown.releases)
    return {f"{r['name']} {r['version']}" for r in own} if len(own) == 1 else set()


def _interval(largest: float) -> Decimal:
    """Four digits of the largest effect of 1 %."""
    return interval_of_totals(largest)


def _row(told: Told, row: Marginal, form: Mapping[str, str], largest: float, interval: Decimal) -> Row:
    name = trying.name_of(row.kind, row.place)
    number, low, high, step, unit = _control(told, row)
    role = "f-accent" if row.per_percent >= 0 else "f-grey"
    bar = cell_bar([Part(abs(row.per_percent), role, "")], 0.0, largest) if largest else ""
    return Row(
        field=name,
        name=row.name.to(told.language),
        of=row.of.to(told.language) if row.of else "",
        now=percent(row.amount)
        if row.kind == "material"
        else f"{wording.printed(row.amount)} {unit_name(row.unit, told.language)}".strip(),
        per_percent=signed(row.per_percent, interval),
        per_unit="" if row.per_unit is None or row.kind == "material" else _plus(row.per_unit),
        bar=Markup(bar),
        kind=row.kind,
        value=form.get(name, number),
        untouched=number,
        low=low,
        high=high,
        step=step,
        unit=unit,
        first=form.get(f"first.{name}", "1"),
    )


def _plus(value: float) -> str:
    """Four digits with their sign."""
    return f"{'+' if value > 0 else ''}{figure(value)}"


def _control(told: Told, row: Marginal) -> tuple[str, str, str, str, str]:
    """What the number field of a row holds untouched, its slider's ends and step, and its unit."""
    if row.kind in ("line", "output"):
        return "0", str(-SLIDER), str(SLIDER), "1", "%"
    if row.kind == "material":
        return _plain(row.amount * 100), "0", "100", "1", "%"
    low, high = sorted((row.amount * 0.5, row.amount * 1.5))
    return (
        _plain(row.amount),
        _plain(low),
        _plain(high),
        _plain((high - low) / 100),
        unit_name(row.unit, told.language),
    )


def _plain(value: float) -> str:
    """A number as a field of numbers takes it."""
    return format(value, ".12g")


def _supplies(told: Told, alternatives: Sequence[Alternative], form: Mapping[str, str]) -> list[Supply]:
    by_place: dict[str, list[Alternative]] = {}
    for each in alternatives:
        by_place.setdefault(each.place, []).append(each)
    found = []
    for place, choices in list(by_place.items())[:SUPPLIES]:
        name = trying.name_of("supply", place)
        options = tuple(
            (
                "" if each.current else each.datasets[0],
                each.supply.to(told.language),
                "" if each.current else signed(each.effect, told.interval),
            )
            for each in choices
        )
        found.append(
            Supply(
                name,
                choices[0].name.to(told.language),
                told.process(place.partition("/")[0]),
                options,
                form.get(name, ""),
                form.get(f"share.{place}", "100"),
            )
        )
    return found


def _choices(told: Told, form: Mapping[str, str]) -> list[dict[str, Any]]:
    """Choices of method: name, words, options, and what is chosen."""
    own = told.footprint.method
    names = {
        "end_of_life": (("生命末期方法", "End-of-life method"), LOOPS),
        "gwp_set": (("GWP 数据集", "GWP set"), {s: (s, s) for s in ("AR4", "AR5", "AR6")}),
        "biogenic": (("生物碳", "Biogenic carbon"), BIOGENIC),
    }
    return [
        {
            "name": name,
            "words": told.say(*words),
            "options": [
                (
                    "" if value == getattr(own, name) else value,
                    told.say(*pair) + (told.say("（现在）", " (now)") if value == getattr(own, name) else ""),
                )
                for value, pair in options.items()
            ],
            "chosen": form.get(name, ""),
        }
        for name, (words, options) in names.items()
    ]


def _places(told: Told) -> list[tuple[str, str]]:
    """Lines that rest on datasets, largest first: place and words."""
    f, found = told.footprint, dict[str, str]()
    lines = {
        f"processes[{i}].{name}[{j}]": (f"{process.id}/{line.id}", process, line)
        for i, process in enumerate(f.model.processes)
        for name in ("inputs", "energy", "transports", "wastes")
        for j, line in enumerate(getattr(process, name))
        if line.id
    }
    for contribution in sorted(f.contributions, key=lambda c: -abs(c.total)):
        if contribution.path in lines:
            place, process, line = lines[contribution.path]
            name, of = line.name.to(told.language), process.name.to(told.language)
            found[place] = told.say(f"{name}（{of}）", f"{name} ({of})")
    return list(found.items())[:MOST]
