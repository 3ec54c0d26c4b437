"""Goal and scope: everything of a model that is no line of a process, in sections a person fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tanzuji import rules
from tanzuji.documents.editing.places import SCENARIO_MAPPINGS, Item, write_place
from tanzuji.documents.models import ProductModel, Scenario
from tanzuji.documents.rules import LAYER_NAMES
from tanzuji.engine.instead import MATERIAL_FIELDS
from tanzuji.figures.amounts import unit_of
from tanzuji.footprints.pages.editing.desk import desk
from tanzuji.footprints.pages.editing.distributions import SPREAD
from tanzuji.footprints.pages.editing.drafts import Draft, opened
from tanzuji.footprints.pages.editing.fields import Sheet
from tanzuji.footprints.pages.editing.typed import as_seen
from tanzuji.footprints.pages.wording import UNITS, Pair, label
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say

PartKind = Literal["words", "grid", "optional", "mapping", "items", "rules"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a section: a bilingual text, fields beside each other, an optional group, a mapping, a list."""

    kind: PartKind
    place: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    hint: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page."""

    id: str
    title: Pair
    parts: tuple[Part, ...]
    hint: Pair = ("", "")


def _words(*places: str) -> tuple[Part, ...]:
    return tuple(Part("words", place) for place in places)


SECTIONS: tuple[Section, ...] = (
    Section(
        "product",
        ("产品", "Product"),
        (
            *_words("product.name", "product.maker"),
            Part("grid", "product", ("model",)),
            *_words("product.site", "product.specification", "product.description"),
            Part("mapping", "product.codes", hint=("如 GB/T 7635、HS、GTIN", "e.g. HS, CPC, GTIN")),
        ),
    ),
    Section(
        "unit",
        ("单位", "Unit"),
        (
            Part("grid", "unit", ("kind", "amount", "unit")),
            *_words("unit.description", "unit.reference_flow"),
            Part("grid", "", ("deliver",)),
        ),
        ("所有结果都按这个单位给出", "All results are given for this unit"),
    ),
    Section(
        "boundary",
        ("边界与核算期", "Boundary and period"),
        (
            Part("grid", "boundary", ("type", "geography")),
            *_words("boundary.description"),
            Part("items", "boundary.stages", ("id", "canonical"), ("name",),
                 ("规则另有阶段划分时才填；留空即五个通用阶段", "only where a rule has stages of its own; else the usual five")),
            Part("optional", "period", ("start", "end"), ("reason",)),
        ),
    ),
    Section("method", ("方法", "Method"), (Part("grid", "method", ("gwp_set", "end_of_life", "biogenic", "electricity")),)),
    Section("rules", ("适用规则", "Rules"), (Part("rules", "rules"),)),
    Section(
        "parameters",
        ("参数", "Parameters"),
        (Part("items", "parameters", ("name", "value", "unit", "citation"), ("description",)),),
        ("用量里可以写公式，如 =clinker_share*1000", "Amounts may be formulas, e.g. =clinker_share*1000"),
    ),
    Section("goal", ("目的", "Goal"), (*_words("goal.application", "goal.reasons", "goal.audience"),
                                      Part("grid", "goal", ("communicated",)))),
    Section(
        "statements",
        ("范围声明", "Scope statements"),
        _words("scope.data_quality", "scope.cut_off", "scope.allocation", "scope.assumptions_use",
               "scope.assumptions_end_of_life", "scope.limitations", "scope.report_type", "scope.review_type",
               "scope.changes"),
        ("标准要求写明、但不是数字的内容", "What the standard wants stated that is no number"),
    ),
    Section(
        "exclusions",
        ("舍弃项", "Exclusions"),
        (Part("items", "exclusions", ("share", "basis"), ("name", "reason")),),
        ("没有计入的东西、理由和估计影响", "What was left out, why, and how much it is estimated to matter"),
    ),
    Section(
        "materials",
        ("材料循环", "Material loops"),
        (
            Part(
                "items",
                "materials",
                ("id", "amount", "unit", "production_in_inputs", "recycled_content", "recycling_rate",
                 "recovery_rate", "allocation_material", "allocation_energy", "quality_in", "quality_out",
                 "heating_value", "heat_efficiency", "electricity_efficiency", "datasets.virgin",
                 "datasets.recycled", "datasets.recycling", "datasets.substituted", "datasets.disposal",
                 "datasets.energy_recovery", "datasets.substituted_heat", "datasets.substituted_electricity",
                 "data.kind", "data.citation", "data.read_in", "data.confidence", "data.geography",
                 "data.year_from", "data.year_to", "data.quality.technology", "data.quality.geography",
                 "data.quality.time", "data.quality.precision", "data.quality.completeness"),
                ("name", "note"),
            ),
        ),
        ("可回收材料在生命末期怎样分担负担", "How recyclable materials share burdens at end of life"),
    ),
    Section(
        "scenarios",
        ("情景", "Scenarios"),
        (Part("items", "scenarios", ("id", "kind", "end_of_life", "gwp_set", "biogenic"), ("name", "note")),),
        ("另一种制造、使用或处置方式，与基准并列计算", "Another way to make, use or dispose of it, beside the base case"),
    ),
    Section(
        "comparisons",
        ("对照值", "Comparisons"),
        (Part("items", "comparisons", ("low", "high", "unit", "citation"), ("name",)),
         *_words("comparison_reason")),
        ("公开发表的同类结果，以及差别的原因", "Published results beside this one, and why they differ"),
    ),
    Section(
        "more",
        ("其他", "More"),
        (Part("grid", "", ("biogenic_carbon_content",)), *_words("notes"), Part("grid", "", ("id", "version"))),
    ),
)  # fmt: skip

_FOLDED = ("materials", "scenarios")
"""Lists whose items are long: each unfolds."""


@require_safe
@signed_in
def scope(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The page of everything but processes."""
    return page(request, opened(acting, study_id))


def page(request: HttpRequest, draft: Draft, *, status: int = 200) -> HttpResponse:
    context = {**desk(draft, "scope"), **sheet(draft), "units": UNITS}
    return render(request, "footprints/scope.html", context, status=status)


def sheet_html(request: HttpRequest, draft: Draft) -> str:
    """The sections drawn anew after an edit."""
    return render_to_string("footprints/sections.html", sheet(draft), request=request)


def sheet(draft: Draft) -> dict[str, Any]:
    """Context of the sections."""
    footprint = draft.live.footprint
    return {
        "draft": draft,
        "study": draft.study,
        "locked": draft.locked,
        "sheet": draft.sheet,
        "sections": [
            {
                "id": section.id,
                "title": say(*section.title),
                "hint": say(*section.hint),
                "caution": once_per_unit(draft.live.model) if section.id == "unit" else "",
                "parts": [_part(draft.sheet, part) for part in section.parts],
            }
            for section in SECTIONS
        ],
        "unit": unit_of(footprint, language()) if footprint else say("kgCO₂e", "kg CO₂e"),
    }


def once_per_unit(model: ProductModel) -> str:
    """What to mind when the unit changes: processes without an output run once for it, whatever it is."""
    names = [process.name.to(language()) for process in model.processes if process.output is None]
    if not names:
        return ""
    listed = say("、", ", ").join(names[:3])
    return say(
        f"{len(names)} 个过程没有写产出（{listed}{'等' if len(names) > 3 else ''}），每个单位运行一次："
        "改单位或数量时，它们的用量不会换算，请一并核对。",
        f"Processes without an output: {len(names)} ({listed}{', …' if len(names) > 3 else ''}). Each runs once per unit, "
        "so its amounts are not converted when the unit or its amount changes; please review them too.",
    )


def _part(sheet: Sheet, part: Part) -> dict[str, Any]:
    from_place = label(tuple(part.place.split(".")), language()) if part.place else ""
    found: dict[str, Any] = {
        "kind": part.kind,
        "place": part.place,
        "title": from_place,
        "hint": say(*part.hint),
    }
    match part.kind:
        case "words":
            found["pair"] = sheet.words(part.place)
        case "grid":
            found["fields"] = sheet.fields(part.place, part.names)
        case "optional":
            found["stated"] = sheet.has(part.place)
            found["fields"] = sheet.fields(part.place, part.names) if found["stated"] else []
            found["pairs"] = [sheet.words(f"{part.place}.{w}") for w in part.words] if found["stated"] else []
        case "mapping":
            found["entries"] = _entries(sheet, part.place)
        case "items":
            found["listed"] = [_item(sheet, part, step, item) for step, item in _items(sheet, part.place)]
            found["folded"] = part.place in _FOLDED
        case "rules":
            found["packs"] = packs(sheet)
            found["was"] = as_seen(list(sheet.plain["rules"]) if "rules" in sheet.plain else None)
    return found


def _items(sheet: Sheet, place: str) -> list[tuple[str, Any]]:
    """The place and the model's own object of every item of a list."""
    held: Any = sheet.model
    for name in place.split("."):
        held = getattr(held, name)
    keys = [getattr(item, "id", None) or (item.name if place == "parameters" else None) for item in held]
    return [
        (write_place((*place.split("."), Item(key if key is not None else str(i)))), item)
        for i, (key, item) in enumerate(zip(keys, held, strict=True))
    ]


def _item(sheet: Sheet, part: Part, place: str, item: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "place": place,
        "name": item.name if isinstance(item.name, str) else item.name.to(language()),
        "pairs": [sheet.words(f"{place}.{name}") for name in part.words],
        "fields": sheet.fields(place, part.names),
        "fields_first": part.place == "parameters",
        "mappings": [],
        "spread": [],
        "evidence": None,
        "ordered": part.place != "boundary.stages",
    }
    if part.place == "parameters":
        found["spread"] = sheet.fields(f"{place}.uncertainty", SPREAD)
    if part.place == "scenarios":
        found["mappings"] = [_scenario_mapping(sheet, place, name) for name in SCENARIO_MAPPINGS]
    if part.place == "materials":
        found["evidence"] = item.data.evidence
    return found


def _entries(sheet: Sheet, place: str) -> list[dict[str, Any]]:
    """The entries of a mapping: key, control of the value, place."""
    held = sheet.plain
    for name in place.split("."):
        held = held.get(name, {})
    steps = tuple(place.split("."))
    return [_entry(sheet, key, write_place((*steps, Item(key)))) for key in held]


def _entry(sheet: Sheet, key: str, place: str) -> dict[str, Any]:
    return {"key": key, "place": place, "field": sheet.field(place, name=key)}


def _scenario_mapping(sheet: Sheet, place: str, name: str) -> dict[str, Any]:
    """What a scenario changes: parameters, datasets or amounts of lines …; and what it may change besides."""
    scenario = next(s for step, s in _items(sheet, "scenarios") if step == place)
    held = getattr(scenario, name)
    names = _changeable_in(sheet, name, scenario)
    at = f"{place}.{name}"
    return {
        "place": at,
        "title": label(("scenarios", name), language()),
        "entries": [{**_entry(sheet, key, f"{at}[{_key(key)}]"), "key": names.get(key, key)} for key in held],
        "keys": [(key, words) for key, words in names.items() if key not in held],
        "value": sheet.new_value(at, "value", f"{at}[x]"),
    }


def _changeable_in(sheet: Sheet, name: str, scenario: Scenario) -> dict[str, str]:
    """What a mapping of a scenario may change: keys and what they are called."""
    if name == "parameters":
        return {p.name: p.name for p in sheet.model.parameters}
    if name == "materials":
        return {
            f"{m.id}/{field}": f"{m.name.to(language())} › {label(('materials', field), language())}"
            for m in sheet.model.materials
            for field in MATERIAL_FIELDS
        }
    lines = _changeable(sheet)
    if name == "shares":
        return {place: lines.get(place, place) for place in scenario.datasets}
    if name == "amounts":
        outputs = {
            p.id: f"{p.name.to(language())} › {label(('processes', 'output', 'amount'), language())}"
            for p in sheet.model.processes
            if p.output is not None
        }
        emissions = {
            f"{p.id}/{e.id}": f"{p.name.to(language())} › {e.name.to(language())}"
            for p in sheet.model.processes
            for e in p.emissions
            if e.id
        }
        return {**lines, **emissions, **outputs}
    return lines


def _key(key: str) -> str:
    """A key as a place writes it in brackets."""
    return write_place((Item(key),))[1:-1]


def _changeable(sheet: Sheet) -> dict[str, str]:
    """Lines whose datasets a scenario may replace: `process/line` and what they are called."""
    return {
        f"{process.id}/{line.id}": f"{process.name.to(language())} › {line.name.to(language())}"
        for process in sheet.model.processes
        for line in (*process.inputs, *process.energy, *process.transports, *process.wastes)
        if line.id
    }


def packs(sheet: Sheet) -> list[dict[str, Any]]:
    """Every rule pack with whether it is chosen and whether it is made for this product."""
    chosen = sheet.model.rules
    made_for = {pack.id for pack in rules.matching(sheet.model.product)}
    found: list[dict[str, Any]] = []
    known = {pack.id: pack for pack in rules.available()}
    for id_ in dict.fromkeys((*known, *chosen)):
        pack = known.get(id_)
        found.append(
            {
                "id": id_,
                "title": pack.title.to(language()) if pack else id_,
                "about": f"{pack.number or id_}{say('，', ', ')}{say(*LAYER_NAMES[pack.layer])}" if pack
                else say("这里没有这份规则", "this rule is not here"),
                "chosen": id_ in chosen,
                "suggested": id_ in made_for and id_ not in chosen,
            }
        )  # fmt: skip
    return found
