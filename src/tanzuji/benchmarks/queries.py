"""Reads of the benchmarks room. What was counted of each enterprise is read by the services alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.benchmarks import messages, states
from tanzuji.benchmarks.comparing import Against, Gap, Subject, against, ratio
from tanzuji.benchmarks.disclosure import Disclosure, Key, Panel, Taken, Thresholds, disclose, panel
from tanzuji.benchmarks.disclosure.panels import FIELDS
from tanzuji.benchmarks.examining import AT_ONCE, Examined, effort, examined
from tanzuji.benchmarks.models import Benchmark, Comment, Snapshot, Step
from tanzuji.benchmarks.policy import Standing
from tanzuji.contributions import queries as contributions
from tanzuji.contributions.queries import VerifiedFootprint
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.jurisdictions import load
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id

LEAST_DAYS = 30
"""Of a consultation, where the jurisdiction names none."""
PREPARING = ("change", "consult", "drop")
"""Actions of those who prepare the values."""


def public() -> QuerySet[Benchmark]:
    """What anybody may read, newest first."""
    return _rows().filter(state__in=states.PUBLIC)


def published(
    rule: str | None = None, unit: str | None = None, boundary: str | None = None, year: int | None = None
) -> QuerySet[Benchmark]:
    """Published benchmarks, newest year first."""
    asked = {"rule": rule, "unit": unit, "boundary": boundary, "year": year}
    given = {f"snapshot__{name}": value for name, value in asked.items() if value is not None}
    return _rows().filter(state="published", **given).order_by("-snapshot__year", "-sequence")


def readable(acting: Acting | None) -> QuerySet[Benchmark]:
    """What is public, and what one's own organisation prepares."""
    seen = Q(state__in=states.PUBLIC)
    if acting is not None:
        seen |= Q(organisation_id=acting.organisation_id)
    return _rows().filter(seen)


def benchmark(acting: Acting | None, benchmark_id: UUID | str) -> Benchmark:
    """One that may be read. Raises `web.absent`, for another's draft as for none."""
    return by_id(readable(acting), benchmark_id)


def _rows() -> QuerySet[Benchmark]:
    return Benchmark.objects.select_related("snapshot", "organisation").order_by("-sequence")


def open_for_comments(of: Benchmark, today: date | None = None) -> bool:
    """Whether comments are taken: the consultation began, and its last day is not over."""
    return of.state == "consultation" and not (
        of.closes_on and of.closes_on < (today or timezone.localdate())
    )


def comments(of: Benchmark) -> QuerySet[Comment]:
    """What was said in its consultations with the answers, oldest first."""
    return of.comments.select_related("by", "organisation", "answer__by", "answer__organisation").order_by(
        "at", "id"
    )


def steps(of: Benchmark) -> QuerySet[Step]:
    """What was done with it, oldest first."""
    return of.steps.select_related("by", "organisation").order_by("sequence")


def standing(acting: Acting, of: Benchmark, *, today: date | None = None) -> Standing:
    """What an action on it rests on."""
    done = list(of.steps.order_by("sequence").values_list("action", "by_id"))
    decided = [by for action, by in done if action == "decide"]
    return Standing(
        acting=acting,
        today=today or timezone.localdate(),
        owner=of.organisation_id,
        owner_name=of.organisation.name,
        preparers=frozenset(by for action, by in done if action in ("propose", *PREPARING)),
        decider=decided[-1] if decided else None,
        closes_on=of.closes_on,
        unanswered=of.comments.filter(answer=None).count(),
    )


def thresholds() -> Thresholds:
    """The rules of disclosure control of this installation's jurisdiction, never looser than the built-in ones."""
    return Thresholds.of(load(settings.JURISDICTION).benchmark)


def least_days() -> int:
    """How many days a consultation lasts at least, as the installation's jurisdiction has it."""
    return load(settings.JURISDICTION).gates.days.get("consultation", LEAST_DAYS)


def former(key: Key) -> list[Taken]:
    """Every snapshot ever taken of this kind of footprint, oldest first. For the services alone."""
    rows = Snapshot.objects.filter(**_named(key)).order_by("at", "id")
    return [Taken(row.panel, row.cells) for row in rows]


def snapshot(acting: Acting, snapshot_id: UUID | str) -> Snapshot:
    """One that the acting organisation took. Raises `web.absent`."""
    return by_id(Snapshot.objects.filter(organisation_id=acting.organisation_id), snapshot_id)


def snapshots(acting: Acting) -> QuerySet[Snapshot]:
    """Those the acting organisation took, newest first."""
    return Snapshot.objects.filter(organisation_id=acting.organisation_id).order_by("-at", "id")


def taken(key: Key, year: int) -> bool:
    """Whether there is a snapshot of that kind and year."""
    return Snapshot.objects.filter(**_named(key), year=year).exists()


def _named(key: Key) -> dict[str, str]:
    return {field.name: getattr(key, field.name) for field in fields(key)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind of footprint and a year of which a snapshot could be taken, or why not. No figures.

    `examined`: whether that is known; of large panels it is looked for in a job, when somebody asks.
    """

    key: Key
    year: int
    ready: bool
    reasons: tuple[Problem, ...]
    examined: bool = True


def candidates(today: date | None = None) -> list[Candidate]:
    """Kinds and past years of verified footprints without a snapshot; newest year first.

    Says yes or no with reasons that name nobody and no number; so looking again and again tells nothing of a firm.
    """
    ended = (today or timezone.localdate()).year
    found, left = [], AT_ONCE
    for (key, year), rows in sorted(_by_kind().items(), key=lambda one: (-one[0][1], one[0][0])):
        if year < ended and not taken(key, year):
            asked = _effort(key, year, rows)
            if asked > left:
                found.append(Candidate(key, year, False, (), examined=False))
                continue
            left -= asked
            known = examine(key, year, rows)
            found.append(Candidate(key, year, known.ready, known.reasons))
    return found


def _effort(key: Key, year: int, rows: Iterable[VerifiedFootprint]) -> int:
    """What it takes to examine them (`examining.effort`)."""
    counted = _panel(rows)
    return effort(counted, former(key), thresholds()) if counted is not None else 0


def examine(key: Key, year: int, rows: Iterable[VerifiedFootprint] | None = None) -> Examined:
    """Whether a snapshot of that kind and year could be taken as things stand, found at once. No figures."""
    limits = thresholds()
    counted = _panel(comparable(key, year) if rows is None else rows)
    if counted is None:
        return Examined(False, (messages.TOO_FEW.problem(least=limits.groups),))
    return examined(counted, former(key), limits)


def _by_kind() -> dict[tuple[Key, int], list[VerifiedFootprint]]:
    found: dict[tuple[Key, int], list[VerifiedFootprint]] = {}
    for row in contributions.verified_footprints():
        found.setdefault((Key.of(row), row.year), []).append(row)
    return found


def disclosed(key: Key, year: int, rows: Iterable[VerifiedFootprint] | None = None) -> Disclosure:
    """What may be published of that kind and year as things stand. For the services alone: it holds the panel.

    Footprints without an output, or not above 0, are not counted.
    """
    found = _panel(comparable(key, year) if rows is None else rows)
    limits = thresholds()
    if found is None:
        none = Panel(key, year, (), (), ())
        return Disclosure(none, None, (messages.TOO_FEW.problem(least=limits.groups),))
    return disclose(found, former(key), limits)


def _panel(rows: Iterable[VerifiedFootprint]) -> Panel | None:
    """What is counted of comparable rows; None where that is nothing."""
    counted = [row for row in rows if row.value > 0 and row.output is not None and row.output > 0]
    try:
        return panel(counted)
    except CodedError:
        return None


def comparable(key: Key, year: int) -> list[VerifiedFootprint]:
    """The verified footprints of that kind and year. For the services alone."""
    rows = contributions.verified_footprints(rule=key.rule, unit=key.unit, boundary=key.boundary, year=year)
    return [row for row in rows if Key.of(row) == key]


def gaps(
    subject: Subject, value: float, *, low: float | None = None, high: float | None = None
) -> list[Against]:
    """The published benchmarks of the rules a footprint follows, with its gap to each or what differs.

    `low` and `high`: the 90 % interval of the value, where it is known. Nearest first: comparable ones, newest year.
    """
    rules = [rule for rule in subject.rules if rule]
    rows = published().filter(snapshot__rule__in=rules)
    found = [against(row, subject, value, low=low, high=high) for row in rows]
    return sorted(found, key=lambda one: (one.gap is None, -one.benchmark.snapshot.year))


def gap(
    rule: str,
    unit: str,
    boundary: str,
    value: float,
    *,
    gwp_set: str,
    electricity: str,
    end_of_life: str,
    allocation: str,
    low: float | None = None,
    high: float | None = None,
) -> Gap | None:
    """The gap to the newest published benchmark that is comparable; None where none is."""
    subject = Subject((rule,), unit, boundary, gwp_set, electricity, end_of_life, allocation)
    return next((one.gap for one in gaps(subject, value, low=low, high=high) if one.gap), None)


def gap_to(
    acting: Acting | None,
    benchmark_id: UUID | str,
    unit: str,
    value: float,
    *,
    low: float | None,
    high: float | None,
) -> Gap:
    """The gap of a value that somebody says is comparable. Raises `web.absent`, `benchmarks.not-comparable`."""
    of = benchmark(acting, benchmark_id)
    if of.state != "published":
        raise absent()
    if ratio(unit, of.snapshot.unit) is None:
        raise messages.NOT_COMPARABLE.error("unit", what=FIELDS["unit"])
    key = of.snapshot.key
    subject = Subject(
        (key.rule,), unit, key.boundary, key.gwp_set, key.electricity, key.end_of_life, key.allocation
    )
    found = against(of, subject, value, low=low, high=high).gap
    assert found is not None  # everything else was taken from the benchmark itself
    return found
