"""What becomes of every line that was read: stored, there already, different, or not to be taken; nothing is dropped."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.activity import messages, queries
from tanzuji.activity.amounts.series import Point, counted
from tanzuji.activity.models import Good, Meter, Product, Reading
from tanzuji.activity.uploads.mapping import folded
from tanzuji.activity.uploads.tables import Line
from tanzuji.activity.uploads.times import DayIs, moment_of
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.quantities import factor
from tanzuji.parties.acting import Acting

Subject = Meter | Good | Product
Outcome = Literal["new", "same", "differs", "problem", "left-out"]
Slot = tuple[str, datetime | None, datetime, str, str]
"""What, from when, until when; of goods the document and the supplier."""

Span = tuple[datetime, datetime]

SPANNING = ("amount", "output")
"""What must not be stated twice for the same time."""

CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Settled:
    """A line with what becomes of it. `falls` warns that a register stands lower than before and nobody said why."""

    line: Line
    outcome: Outcome
    subject: Subject | None = None
    reading: Reading | None = None
    earlier: Reading | None = None
    problems: tuple[Problem, ...] = ()
    converted: bool = False
    falls: bool = False


@dataclass
class Settlement:
    """All lines with their outcomes, and names nobody knows."""

    lines: list[Settled] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)


def known_subjects(acting: Acting, kind: str) -> QuerySet[Meter] | QuerySet[Good] | QuerySet[Product]:
    """What readings of this kind of upload may be of."""
    if kind == "readings":
        return queries.meters(acting)
    return queries.goods(acting) if kind == "purchases" else queries.products(acting)


def settle(
    acting: Acting,
    kind: str,
    lines: Sequence[Line],
    *,
    assigned: Mapping[str, str],
    day_is: DayIs = "end",
    foreseen: Sequence[Subject] = (),
) -> Settlement:
    """What would become of the lines. `assigned`: name in the table → code here, empty to leave it out.

    Subjects are known by id, code, serial number or name; those `foreseen` are not registered yet.
    """
    rows: list[Subject] = [*known_subjects(acting, kind), *foreseen]
    settler = _Settler(_names(rows), {folded(k): v for k, v in assigned.items()}, kind, day_is)
    found = Settlement()
    for line in lines:
        found.lines += settler.line(line)
    found.unknown = list(settler.unknown)
    found.lines = _warned(found.lines)
    return found


def _names(rows: Sequence[Subject]) -> dict[str, Subject]:
    """Every name of what is there; a name that several bear names none of them."""
    found: dict[str, Subject | None] = {}
    for row in rows:
        names = {str(row.id), row.code, row.name_zh, row.name_en, getattr(row, "serial", "")}
        for name in {folded(one) for one in names if one}:
            found[name] = row if found.get(name, row) is row else None
    by_code = {folded(row.code): row for row in rows}
    return {name: row for name, row in found.items() if row is not None} | by_code


class _Settler:
    def __init__(self, names: dict[str, Subject], assigned: dict[str, str], kind: str, day_is: DayIs) -> None:
        self.names, self.assigned, self.kind, self.day_is = names, assigned, kind, day_is
        self.unknown: dict[str, None] = {}
        self.seen: dict[tuple[object, Slot], Settled] = {}
        self.there: dict[object, dict[Slot, Reading]] = {}
        self.spans: dict[tuple[object, str], list[Span]] = {}
        self.now = timezone.now()

    def line(self, line: Line) -> list[Settled]:
        """A line as one reading, or two where it states what came in and what lies there."""
        name = folded(line.subject)
        code = self.assigned.get(name)
        if code == "":
            return [Settled(line, "left-out")]
        subject = self.names.get(folded(code)) if code else self.names.get(name)
        if subject is None:
            if line.subject:
                self.unknown[line.subject] = None
            unknown = messages.UNKNOWN_SUBJECT.problem(line.place, name=line.subject[:80])
            return [Settled(line, "problem", problems=(*line.problems, *([unknown] if line.subject else [])))]
        if line.problems or line.span is None:
            return [Settled(line, "problem", subject, problems=line.problems)]
        values = [(self._what(subject), line.value), ("stock", line.stock)]
        return [self._value(line, subject, what, value) for what, value in values if value is not None]

    def _what(self, subject: Subject) -> str:
        if isinstance(subject, Meter):
            return "register" if subject.kind == "cumulative" else "amount"
        return "received" if isinstance(subject, Good) else "output"

    def _value(self, line: Line, subject: Subject, what: str, value: float) -> Settled:
        try:
            scale = factor(line.unit, subject.unit) if line.unit else 1.0
        except CodedError as error:
            return Settled(line, "problem", subject, problems=error.at(line.place).problems)
        reading = self._reading(line, subject, what, value, scale)
        problems = self._problems(line, subject, reading)
        if problems:
            return Settled(line, "problem", subject, problems=tuple(problems))
        return self._placed(line, subject, reading, converted=scale != 1.0)

    def _reading(self, line: Line, subject: Subject, what: str, value: float, scale: float) -> Reading:
        assert line.span is not None
        moment = what in ("register", "stock")
        written = (
            f"{line.written} {line.unit}".strip()
            if what != "stock"
            else f"{line.stock:g} {line.unit}".strip()
        )
        row = Reading(
            what=what,
            start=None if moment else line.span[0],
            at=moment_of(line.span, self.day_is) if moment else line.span[1],
            value=value * scale, written=written[:80], place=line.place[:120], note=line.note,
            supplier=line.supplier, document=line.document, distance=line.distance,
        )  # fmt: skip
        if what == "register" and line.closing is not None:
            row.event, row.closing, row.opening = (
                "exchange",
                line.closing * scale,
                (line.opening or 0.0) * scale,
            )
        setattr(row, type(subject).__name__.lower(), subject)
        return row

    def _problems(self, line: Line, subject: Subject, reading: Reading) -> list[Problem]:
        place, found = line.place, []
        if reading.value < 0:
            found.append(messages.NEGATIVE.problem(place, value=line.written))
        if (reading.start or reading.at) > self.now:
            day = timezone.localdate(reading.start or reading.at)
            found.append(messages.IN_FUTURE.problem(place, day=day.isoformat()))
        if reading.what in ("amount", "output") and reading.start == reading.at:
            found.append(messages.NO_SPAN.problem(place))
        retired = subject.retired_on if isinstance(subject, Meter) else None
        if retired is not None and timezone.localdate(reading.start or reading.at) > retired:
            found.append(messages.RETIRED.problem(place, code=subject.code, day=retired.isoformat()))
        return found

    def _placed(self, line: Line, subject: Subject, reading: Reading, *, converted: bool) -> Settled:
        """Compared with what the file said before, and with what is there."""
        slot = _slot(reading)
        before = self.seen.get((subject.id, slot))
        if before is not None and before.reading is not None:
            if _alike(before.reading, reading):
                return Settled(line, "same", subject, earlier=before.reading)
            two = messages.TWO_VALUES.problem(line.place, place=before.line.place, other=before.line.written)
            return Settled(line, "problem", subject, problems=(two,))
        there = self._there(subject)
        overlapping = self._overlapping(subject, reading)
        if overlapping is not None:
            low, high = (f"{timezone.localtime(m):%Y-%m-%d %H:%M}" for m in overlapping)
            overlap = messages.OVERLAPS.problem(line.place, start=low, end=high)
            return Settled(line, "problem", subject, problems=(overlap,))
        earlier = there.get(slot)
        outcome: Outcome = "new"
        if earlier is not None:
            outcome = "same" if _alike(earlier, reading) else "differs"
        found = Settled(line, outcome, subject, reading, earlier, converted=converted)
        self.seen[subject.id, slot] = found
        if outcome == "new" and reading.what in SPANNING and reading.start is not None:
            insort(self._spans(subject, reading.what), (reading.start, reading.at))
        return found

    def _there(self, subject: Subject) -> dict[Slot, Reading]:
        if subject.id not in self.there:
            self.there[subject.id] = {_slot(row): row for row in queries.current(subject.readings.all())}
        return self.there[subject.id]

    def _spans(self, subject: Subject, what: str) -> list[Span]:
        """From when until when the subject has amounts, stored or in this file, in order; no two of them overlap."""
        if (subject.id, what) not in self.spans:
            rows = self._there(subject).values()
            self.spans[subject.id, what] = sorted((r.start, r.at) for r in rows if r.what == what and r.start)
        return self.spans[subject.id, what]

    def _overlapping(self, subject: Subject, reading: Reading) -> Span | None:
        """Another amount that reaches into the time of this one: since none overlap, it lies next to it in order."""
        if reading.what not in SPANNING or reading.start is None:
            return None
        own, spans = (reading.start, reading.at), self._spans(subject, reading.what)
        at = bisect_left(spans, own)
        if at < len(spans) and spans[at] == own:
            return None
        for low, high in spans[max(at - 1, 0) : at + 1]:
            if low < reading.at and reading.start < high:
                return low, high
        return None


def _slot(reading: Reading) -> Slot:
    named = (reading.document, reading.supplier) if reading.what == "received" else ("", "")
    return (reading.what, reading.start, reading.at, *named)


def _alike(one: Reading, other: Reading) -> bool:
    return (
        abs(one.value - other.value) <= CLOSE * max(abs(one.value), abs(other.value))
        and (one.closing, one.opening) == (other.closing, other.opening)
        and one.distance == other.distance
    )


def _warned(lines: list[Settled]) -> list[Settled]:
    """The lines after which a register stands lower than before without a reason."""
    meters = {
        s.subject.id: s.subject for s in lines if isinstance(s.subject, Meter) and s.reading is not None
    }
    fallen: set[int] = set()
    for id_, meter in meters.items():
        if meter.kind != "cumulative":
            continue
        ours = {
            n: s for n, s in enumerate(lines) if s.subject is not None and s.subject.id == id_ and s.reading
        }
        replaced = {s.reading.at for s in ours.values() if s.reading}
        points = [
            Point(r.at, r.value, r.event, r.closing, r.opening, -1)
            for r in queries.current(meter.readings.all()) if r.at not in replaced
        ]  # fmt: skip
        points += [
            Point(r.at, r.value, r.event, r.closing, r.opening, n)
            for n, s in ours.items() if (r := s.reading) is not None
        ]  # fmt: skip
        fallen |= {fall.reading for fall in counted(points, rolls_over_at=meter.rolls_over_at).falls}
    return [
        Settled(s.line, s.outcome, s.subject, s.reading, s.earlier, s.problems, s.converted, n in fallen)
        for n, s in enumerate(lines)
    ]
