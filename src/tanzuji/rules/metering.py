"""A metering specification at work: which meters of an enterprise do not meet it, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tanzuji.documents.rules import Finding, MeterPlace, MeterRequirement, RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.load import effective
from tanzuji.rules.wording import standing


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter as a specification sees it; None where it is not known."""

    id: str
    name: Text
    carrier: str
    place: MeterPlace
    accuracy_class: float | None = None
    """%."""
    calibrated_on: date | None = None
    due_on: date | None = None
    """When the next calibration is due by its certificate, if it says so."""


def judge(meters: Sequence[Meter], pack: RulePack, on: date) -> tuple[Finding, ...]:
    """What the meters lack on that day, gravest first; `path` is the id of the meter."""
    whole = effective(pack)
    found = [
        finding
        for meter in meters
        for requirement in whole.metering
        if meter.carrier in requirement.carriers and meter.place == requirement.place
        for finding in _meter(meter, requirement, pack, on)
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda f: order[f.severity]))


def _meter(meter: Meter, asked: MeterRequirement, pack: RulePack, on: date) -> Iterable[Finding]:
    if asked.class_max is not None and (
        meter.accuracy_class is None or meter.accuracy_class > asked.class_max
    ):
        has = "–" if meter.accuracy_class is None else f"{meter.accuracy_class:g}"
        yield _finding(
            meter, asked, pack,
            f"“{meter.name.to('zh')}”的准确度等级为 {has}，要求不大于 {asked.class_max:g}。",
            f"The accuracy class of “{meter.name.to('en')}” is {has}; at most {asked.class_max:g} is accepted.",
        )  # fmt: skip
    due = _due(meter, asked)
    if asked.calibration_months is not None and (due is None or due < on):
        since = "–" if meter.calibrated_on is None else meter.calibrated_on.isoformat()
        yield _finding(
            meter, asked, pack,
            f"“{meter.name.to('zh')}”上次检定或校准：{since}，按 {asked.calibration_months:g} 个月的周期已到期。",
            f"“{meter.name.to('en')}” was calibrated last on {since}; with a period of {asked.calibration_months:g} months it is overdue.",
        )  # fmt: skip


def _due(meter: Meter, asked: MeterRequirement) -> date | None:
    """The earlier of what its certificate says and what the specification's period gives."""
    days = [] if meter.due_on is None else [meter.due_on]
    if meter.calibrated_on is not None and asked.calibration_months is not None:
        months = meter.calibrated_on.month - 1 + round(asked.calibration_months)
        year, month = meter.calibrated_on.year + months // 12, months % 12 + 1
        days.append(date(year, month, min(meter.calibrated_on.day, 28)))
    return min(days) if days else None


def _finding(meter: Meter, asked: MeterRequirement, pack: RulePack, zh: str, en: str) -> Finding:
    return Finding(
        rule=asked.id,
        pack=pack.id,
        pack_version=pack.version,
        layer=pack.layer,
        severity=asked.severity,
        path=meter.id,
        title=asked.name,
        message=Text(zh=zh, en=en),
        remedy=asked.remedy,
        source_tag=asked.source_tag,
        source_ref=asked.source_ref,
        confidence=asked.confidence,
        standing=standing(pack, asked),
    )
