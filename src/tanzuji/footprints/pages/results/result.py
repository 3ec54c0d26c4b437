"""The result of a study: its draft's, live, or that of a version, from the number down to the publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.documents.footprints import FactorUse, Footprint, Gap, ReleaseReference
from tanzuji.documents.rounding import figure
from tanzuji.figures import Figure
from tanzuji.figures.amounts import interval_of, rounding_note
from tanzuji.footprints import queries
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.pages.links import dataset_address, field_address
from tanzuji.footprints.pages.results import benchmark, contribution_tree, drawings, edition, uncertainty
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.results.kept import Kept
from tanzuji.footprints.pages.results.tables import outside_processes
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reports import wording
from tanzuji.reports.opening import method_line, period, rules
from tanzuji.reports.opening import result as headline
from tanzuji.reports.study import Study as Told
from tanzuji.web.answers import absent
from tanzuji.web.language import language

SECTIONS = ("stage-bars", "line-bars", "gas-bars", "tornado", "scenario-bars")
"""Figures that a page sets as tables with bars."""

PROCESSES = 15
"""Rows of the table of processes before the rest is folded."""
FOLDED = 400
"""Rows that are folded; beyond them the CSV has them all."""

_trees: Kept[list[contribution_tree.Branch]] = Kept(12)


@require_safe
@signed_in
def result(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The draft's result with its scenarios."""
    study = queries.study(acting, study_id)
    shown = edition.draft(study)
    context = {**frame(acting, study, "result"), **of_edition(shown)}
    return render(request, "footprints/result.html", context)


@require_safe
@signed_in
def process(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """The `process` asked for, or the first, with its contributions and their sources; htmx gets the list alone."""
    study = queries.study(acting, study_id)
    shown = edition.chosen(study, request.GET.get("version"))
    if shown.footprint is None:
        raise absent()
    told = Told(shown.footprint, shown.check, language())
    process_id = request.GET.get("process") or shown.footprint.processes[0].process
    stage = request.GET.get("stage")
    own = [
        c
        for c in shown.footprint.contributions
        if c.process == process_id and (not stage or c.stage == stage)
    ]
    found = next((p for p in shown.footprint.processes if p.process == process_id), None)
    if not own and found is None:
        raise absent()
    start, plain = _start(request), shown.plain
    ordered = contribution_tree.in_order(own)
    tree = contribution_tree.Tree(told, lambda *_: "")
    following = start + contribution_tree.PAGE
    context = {
        **frame(acting, study, "result", version=shown.version),
        "edition": shown,
        "told": told,
        "process": found,
        "process_name": (found.name if found else own[0].process_name).to(language()),
        "branches": [tree.line(c) for c in ordered[start:following]],
        "field": lambda path: field_address(study, plain, path),
        "start": start,
        "count": len(ordered),
        "more": _process_address(shown, process_id, stage or "", following)
        if len(ordered) > following
        else "",
    }
    htmx = getattr(request, "htmx", None)
    return render(request, "footprints/leaves.html" if htmx else "footprints/result_process.html", context)


def _start(request: HttpRequest) -> int:
    given = request.GET.get("start", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def of_edition(shown: Edition) -> dict[str, Any]:
    """What the template of a result needs; without a footprint only the problems that keep it from being one."""
    plain = shown.plain
    context: dict[str, Any] = {
        "edition": shown,
        "footprint": shown.footprint,
        "problems": shown.problems,
        "field": lambda path: field_address(shown.study, plain, path),
    }
    f = shown.footprint
    if f is None:
        return context
    told = Told(f, shown.check, language())
    return context | uncertainty.short(shown) | benchmark.short(shown) | {
        "told": told,
        "headline": headline(told),
        "known": bool(f.contributions),
        "unrounded": f"{f.total:.10g}".replace("-", "\u2212"),
        "facts": facts_of(told),
        "figures": {name: drawings.drawing(f, name) for name in SECTIONS},
        "drawings": {name: _widths(f, name, drawings.WIDE) for name in ("sankey", "treemap")},
        "gauge": _widths(f, "gauge", drawings.COLUMN),
        "parts_note": rounding_note([s.total for s in f.stages], f.total, interval_of(f), language()),
        "lines_outside": lines_outside(told),
        "undivided": sum(any(u.gas_basis == "co2e" for u in c.factors) for c in f.contributions),
        "processes": processes_of(told, shown),
        "outside": outside_processes(f),
        "tree": _tree(shown, told),
        "gaps": f.gaps,
        "gap_reasons": wording.GAP_REASONS,
        "command": command(f),
    }  # fmt: skip


def _widths(footprint: Footprint, name: str, wide: int) -> tuple[Figure, Figure] | None:
    """A figure drawn wide and for a telephone."""
    found = drawings.drawing(footprint, name, wide), drawings.drawing(footprint, name, drawings.NARROW)
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _tree(shown: Edition, told: Told) -> list[contribution_tree.Branch]:
    def later(stage: str, process_id: str, start: int) -> str:
        return _process_address(shown, process_id, stage, start)

    key = (told.footprint.id, shown.study.id, shown.number, told.language)
    return _trees.get(key, lambda: contribution_tree.Tree(told, later).stages())


def _process_address(shown: Edition, process_id: str, stage: str, start: int) -> str:
    asked = {"process": process_id, "version": shown.number or "", "stage": stage, "start": start or ""}
    query = urlencode({key: value for key, value in asked.items() if value != ""})
    return f"{reverse('footprints:process', args=[shown.study.id])}?{query}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the number."""

    boundary: str
    unit_kind: str
    rules: str | None
    electricity: tuple[tuple[FactorUse, str], ...]
    unfactored_electricity: int
    period: str | None
    method: str
    releases: tuple[ReleaseReference, ...]
    missing: tuple[Gap, ...]
    primary_share: float
    rating: float | None
    bars: int


def facts_of(told: Told) -> Facts:
    """Boundary, rules, electricity factors, data quality and gaps of a footprint."""
    f = told.footprint
    used = {
        (u.release, u.dataset): u for c in f.contributions if c.electricity is not None for u in c.factors
    }
    rating = f.data_quality.rating
    return Facts(
        boundary=told.word(wording.BOUNDARIES, f.boundary),
        unit_kind=told.word(wording.UNIT_KINDS, f.model.unit.kind),
        rules=rules(told),
        electricity=tuple((u, dataset_address(f, u)) for u in used.values()),
        unfactored_electricity=sum(_electric(f, gap) for gap in told.missing),
        period=period(told),
        method=method_line(told),
        releases=f.releases,
        missing=tuple(told.missing),
        primary_share=f.data_quality.primary_share,
        rating=rating,
        bars=0 if rating is None else max(1, min(5, round(6 - rating))),
    )


def _electric(footprint: Footprint, gap: Gap) -> bool:
    """Whether a gap is of electricity: told so, or energy counted in kilowatt-hours that is no heat or steam."""
    line = next(
        (
            line
            for i, process in enumerate(footprint.model.processes)
            for j, line in enumerate(process.energy)
            if gap.path == f"processes[{i}].energy[{j}]"
        ),
        None,
    )
    if line is None:
        return False
    words = f"{line.name.to('zh')} {line.name.to('en')}".lower()
    in_hours = line.unit in ("Wh", "kWh", "MWh", "GWh", "度", "千瓦时", "兆瓦时")
    return line.electricity is not None or (in_hours and not re.search("热|汽|heat|steam|gas", words))


def lines_outside(told: Told) -> list[tuple[str, str | None]]:
    """What is reported beside the total: name and value, None where it is not calculated."""
    f, say = told.footprint, told.say
    content = told.model.biogenic_carbon_content
    carbon = f"{wording.plain(told.value(content), 4)} kg C" if content is not None else None
    found = [
        (say("间接土地利用变化", "Indirect land-use change"), None),
        (say("产品含生物源碳", "Biogenic carbon in the product"), carbon),
        (say("延迟排放的影响", "Effect of delayed emissions"), None),
    ]
    if f.grid_average_total is not None:
        name = say("按电网平均计算的结果", "Result with the grid average")
        found.append((name, f"{figure(f.grid_average_total)} {told.unit}"))
    return found


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process as its table shows it."""

    name: str
    address: str
    stage: str
    runs: str
    direct: str
    share: str
    cumulative: str


def processes_of(told: Told, shown: Edition) -> list[ProcessRow]:
    """Processes by the size of their direct footprint."""
    f = told.footprint
    stages = {s.stage: s.name.to(told.language) for s in f.stages}
    ordered = sorted(f.processes, key=lambda p: (-abs(p.total), -abs(p.cumulative)))
    return [
        ProcessRow(
            p.name.to(told.language),
            _process_address(shown, p.process, "", 0),
            stages.get(p.stage, p.stage),
            wording.printed(p.runs),
            told.kg(p.total),
            told.share_of_total(p.total),
            told.kg(p.cumulative),
        )
        for p in ordered
    ]


def command(footprint: Footprint) -> str:
    """The command line that gives the same number from the exported model and the same library releases."""
    releases = " ".join(f"--release {r.name}@{r.version}" for r in footprint.releases)
    return f"tanzuji footprint {footprint.model.id}.yaml {releases}"
