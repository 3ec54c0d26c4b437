"""What was examined of the sample of a plan, line by line.

A line counts as examined by what the team did on it: evidence on it that was checked, a finding on it, or a note that
says what was done. Where a newer submission gives the line another footprint, what was done before counts no longer;
lines that no sample leaves out, and that are so only since a newer submission, are in the sample as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tanzuji.documents.footprints import Footprint
from tanzuji.footprints import verifying
from tanzuji.footprints.pages.results import edition
from tanzuji.verification import sampling
from tanzuji.verification.models import Engagement, Examination, Submission
from tanzuji.verification.papers import LineLeft, Plan, SampleItem
from tanzuji.web import walls

State = Literal["open", "examined", "left", "gone"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sample and how far it is."""

    item: SampleItem
    state: State
    """`open`: still to be examined; `gone`: the newest submission has no such line."""
    papers: tuple[str, ...] = ()
    """Requests and findings on it that count: `E3`, `F2`."""
    note: Examination | None = None
    """The newest note on it that counts."""
    outdated: bool = False
    """Whether it was examined, but in a submission that gave it another footprint."""


@dataclass(frozen=True, slots=True)
class _Done:
    """Something that was done on a place, in which submission."""

    place: str
    submission: int
    paper: str = ""
    note: Examination | None = None


def lines(of: Engagement, plan: Plan, handed: list[Submission]) -> list[Line]:
    """Every line of the plan's sample, in its order, then those a newer submission adds. `handed`: newest first."""
    done = [*_papers(of, handed), *_notes(of)]
    newest = handed[0].number
    older = {each.submission for each in done} | {plan.submission}
    footprints = _footprints([each for each in handed if each.number == newest or each.number in older])
    totals = {number: _totals(footprint) for number, footprint in footprints.items()}
    items = [*plan.items, *(_since(plan, footprints[newest]) if plan.submission != newest else ())]
    return [_line(item, [each for each in done if _is_on(each.place, item.place)], newest, totals) for item in items]  # fmt: skip


def _since(plan: Plan, footprint: Footprint) -> list[SampleItem]:
    """Lines of the newest submission that no sample leaves out and the plan's does not have."""
    known = {item.place for item in plan.items}
    found = sampling.never_left_out(footprint, materiality=plan.materiality, confidence=plan.confidence)
    return [item for item in found if item.place not in known]


def as_now(plan: Plan, newest: Submission) -> tuple[Sequence[SampleItem], float]:
    """The plan's lines as the newest submission has them, and the interval that follows from it."""
    if plan.submission == newest.number:
        return plan.items, plan.interval
    return sampling.as_in(
        _footprint(newest), plan.items, materiality=plan.materiality, confidence=plan.confidence
    )


def missing(found: list[Line]) -> tuple[SampleItem, ...]:
    """Lines that were neither examined nor left with a reason."""
    return tuple(line.item for line in found if line.state == "open")


def left(found: list[Line]) -> tuple[LineLeft, ...]:
    """Lines that were not examined, as a statement tells them: with the reason, or without where there is none."""
    return tuple(
        LineLeft(
            place=line.item.place,
            name=line.item.name,
            process=line.item.process,
            reason=line.note.text if line.note is not None else "",
        )
        for line in found
        if line.state in ("left", "open")
    )


def _line(item: SampleItem, done: list[_Done], newest: int, totals: dict[int, dict[str, str]]) -> Line:
    now = totals.get(newest, {}).get(item.place)
    if totals and item.total and now is None:
        return Line(item, "gone")
    counted = [
        each
        for each in done
        if each.submission == newest or totals.get(each.submission, {}).get(item.place) == now
    ]
    notes = [each.note for each in counted if each.note is not None]
    papers = tuple(dict.fromkeys(each.paper for each in counted if each.paper))
    note = notes[-1] if notes else None
    if papers or (note is not None and note.outcome == "examined"):
        return Line(item, "examined", papers, note)
    if note is not None:
        return Line(item, "left", (), note)
    return Line(item, "open", outdated=bool(done))


def _is_on(place: str, line: str) -> bool:
    """Whether a place is a line or a field of it."""
    return place == line or place.startswith(f"{line}.")


def _papers(of: Engagement, handed: list[Submission]) -> list[_Done]:
    """Checked evidence and findings by their places."""
    found = [
        _Done(row.place, _at(row.checked_at, handed), f"E{row.number}")
        for row in of.requests.exclude(checked_at=None).exclude(place="").order_by("number")
        if row.checked_at is not None
    ]
    rows = of.findings.exclude(place="").select_related("submission").order_by("number")
    return [*found, *(_Done(row.place, row.submission.number, f"F{row.number}") for row in rows)]


def _notes(of: Engagement) -> list[_Done]:
    rows = of.examinations.select_related("by", "submission").order_by("id")
    return [_Done(row.place, row.submission.number, note=row) for row in rows]


def _at(moment: datetime, handed: list[Submission]) -> int:
    """The submission that lay before the team at a moment."""
    return next((each.number for each in handed if each.at <= moment), 1)


@walls.beyond("the engagement lets a verifier know what was handed in")
def _footprints(handed: list[Submission]) -> dict[int, Footprint]:
    """Footprints by submission; nothing where all is about one submission."""
    if len(handed) < 2:
        return {}
    return {each.number: _footprint(each) for each in handed}


def _footprint(handed: Submission) -> Footprint:
    footprint = edition.frozen(verifying.version(handed.version_id)).footprint
    assert footprint is not None  # a version always has one
    return footprint


def _totals(footprint: Footprint) -> dict[str, str]:
    """Footprint of every line by its place, ten digits."""
    return {place: f"{total:.10g}" for place, total in sampling.totals_of(footprint).items()}
