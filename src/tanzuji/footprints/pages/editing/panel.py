"""The live panel and the outline: the total, what changed, the stages, what was found, where what stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from tanzuji.documents.editing.places import Item, read_place
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.figures.amounts import percent, total_text, unit_of
from tanzuji.figures.parts import in_stage_order, stage_role
from tanzuji.footprints.models import Comment, Study, Version
from tanzuji.footprints.pages.editing.fields import field_id
from tanzuji.footprints.pages.editing.rows import View
from tanzuji.footprints.pages.editing.troubles import Trouble, place_of_path, why_gap
from tanzuji.footprints.pages.wording import model_place_name
from tanzuji.web.language import language, say

MOST_FINDINGS = 6
"""Warnings shown before the rest is folded away."""

MOST_LISTED = 30
"""Errors, warnings and gaps of a kind that the panel lists; the checks page has all."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding, gap or remark in the panel: its sentence, where it leads, and what stands below."""

    severity: str
    text: str
    address: str
    where: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stage of the strip: its role, name, value as printed, and its stretch of the strip in per cent."""

    role: str
    name: str
    value: str
    x: float
    width: float


_FOLDED = (("datasets",), ("grid_datasets",), ("residual_datasets",))
"""Fields of a row that a finding may name and that are seen only when the row is unfolded."""


def place_address(study: Study, place: str) -> str:
    """The page and field where a place is edited."""
    try:
        steps = read_place(place)
    except CodedError:
        steps = ()
    if len(steps) > 1 and steps[0] == "processes" and isinstance(steps[1], Item):
        address = f"{_page(study.id, 'inventory')}?process={quote(steps[1].key, safe='')}"
        if len(steps) > 3 and isinstance(steps[3], Item):
            row = quote(steps[3].key, safe="")
            if steps[4:] in _FOLDED:
                return f"{address}&row={row}#{quote(field_id(place), safe='')}"
            return f"{address}#in-{row}"
        return f"{address}#{quote(field_id(place), safe='')}" if len(steps) > 2 else address
    if not steps or steps[0] not in ProductModel.model_fields:  # a figure of the result, or all of it
        return _page(study.id, "checks")
    if place == "processes":
        return _page(study.id, "inventory")
    return f"{_page(study.id, 'scope')}#{quote(field_id(place), safe='')}"


def _page(study: UUID, name: str) -> str:
    """The address of one of a study's pages in the language of the request."""
    return _address(study, name, language())


@lru_cache(maxsize=4096)
def _address(study: UUID, name: str, spoken: Language) -> str:
    """Kept: a panel of a hundred findings leads to three pages."""
    return reverse(f"footprints:{name}", args=[study])


def panel(study: Study, view: View, newest: Version | None, remarks: list[Comment]) -> dict[str, Any]:
    """Context of `live.html`."""
    footprint = view.live.footprint
    found = view.all_troubles
    errors = [t for t in found if t.severity == "error"]
    warnings = [t for t in found if t.severity != "error"]
    shown = [listed(study, view, t) for t in (*errors[:MOST_LISTED], *warnings[:MOST_LISTED])]
    first = len(errors[:MOST_LISTED])
    missing, gap_count = gaps(study, view)
    return {
        "study": study,
        "total": total_text(footprint) if footprint and footprint.contributions else "",
        "unit": unit_of(footprint, language()) if footprint else "",
        "delta": delta(footprint, newest, view) if footprint else None,
        "newest": newest,
        "parts": parts(footprint, view) if footprint else [],
        "errors": shown[:first],
        "error_count": len(errors),
        "warnings": shown[first:][:MOST_FINDINGS],
        "more_warnings": shown[first:][MOST_FINDINGS:],
        "rest": len(errors) + len(warnings) - len(shown),
        "passed": view.live.check.passed if view.live.check else 0,
        "gaps": missing,
        "gap_count": gap_count,
        "remarks": [_remark(study, view, remark) for remark in remarks],
    }


def listed(study: Study, view: View, trouble: Trouble) -> Listed:
    """What was found, as a line of the panel."""
    place = place_of_path(view.model, trouble.path)
    inside = place.partition(".")[0].partition("[")[0] in ProductModel.model_fields
    name = model_place_name(view.model, place, language()) if inside else say("整个模型", "The whole model")
    where = say("，", ", ").join(part for part in (name, say("规则 ", "rule ") + trouble.rule) if part)
    return Listed(trouble.severity, trouble.text, place_address(study, place), where, trouble.remedy)


def delta(footprint: Footprint, newest: Version | None, view: View) -> dict[str, str] | None:
    """How the draft differs from the newest version; none where there is none or its unit is another."""
    if newest is None or newest.unit_label != footprint.unit_label.to("en")[:60]:
        return None
    change = footprint.total - newest.total
    if abs(change) < 1e-12 * max(abs(newest.total), abs(footprint.total), 1e-300):
        return {"icon": "", "words": say(f"与版本 {newest.number} 相同", f"same as version {newest.number}")}
    share = percent(abs(change) / abs(newest.total)) if newest.total else ""
    size = view.printed(abs(change)) + (
        f"（{share}）" if share and language() == "zh" else f" ({share})" if share else ""
    )
    lower = change < 0
    words = say(
        f"比版本 {newest.number} {'低' if lower else '高'} {size}",
        f"{size} {'below' if lower else 'above'} version {newest.number}",
    )
    return {"icon": "fall" if lower else "rise", "words": words}


def parts(footprint: Footprint, view: View) -> list[Part]:
    """The stages that have a number, in the order of the life cycle; what is below zero takes no stretch."""
    shown = [stage for stage in in_stage_order(footprint) if stage.total]
    whole = sum(stage.total for stage in shown if stage.total > 0) or 1.0
    found: list[Part] = []
    x = 0.0
    for stage in shown:
        width = max(stage.total, 0.0) / whole * 100
        role = stage_role(stage).removeprefix("f-")
        found.append(Part(role, stage.name.to(language()), view.printed(stage.total), x, width))
        x += width
    return found


def gaps(study: Study, view: View) -> tuple[list[Listed], int]:
    """What the result does not hold because it is unknown: the first of it, and how much there is."""
    footprint = view.live.footprint
    unknown = [g for g in footprint.gaps if g.reason in ("no_amount", "no_factor")] if footprint else []
    found = []
    for gap in unknown[:MOST_LISTED]:
        address = place_address(study, place_of_path(view.model, gap.path))
        found.append(Listed("gap", gap.name.to(language()), address, why_gap(gap)))
    return found, len(unknown)


def _remark(study: Study, view: View, remark: Comment) -> Listed:
    where = model_place_name(view.model, remark.place, language()) or say("整个模型", "The whole model")
    text = remark.text if len(remark.text) <= 80 else remark.text[:79] + "…"
    return Listed(
        "remark", text, place_address(study, remark.place), f"{remark.by.name}{say('，', ', ')}{where}"
    )


def outline(study: Study, view: View, current: str) -> dict[str, Any]:
    """Context of `outline.html`: every process with its direct subtotal and the gravest finding in it."""
    worst: dict[str, str] = {}
    for trouble in view.all_troubles:
        process = trouble.path.partition(".")[0].partition(" ")[0]
        if worst.get(process) != "error":
            worst[process] = trouble.severity
    totals = {p.process: p.total for p in view.live.footprint.processes} if view.live.footprint else {}
    return {
        "study": study,
        "base": _page(study.id, "inventory"),
        "processes": [
            {
                "id": process.id,
                "name": process.name.to(language()),
                "total": view.printed(totals[process.id]) if process.id in totals else "",
                "severity": worst.get(f"processes[{i}]", ""),
                "current": process.id == current,
            }
            for i, process in enumerate(view.model.processes)
        ],
    }


def panel_html(study: Study, view: View, newest: Version | None, remarks: list[Comment]) -> str:
    return render_to_string("footprints/live.html", panel(study, view, newest, remarks))


def outline_html(study: Study, view: View, current: str) -> str:
    return render_to_string("footprints/outline.html", outline(study, view, current))
