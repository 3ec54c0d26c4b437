"""Snapshots and proposed values: what an association or the authority does before anybody is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.benchmarks import events, messages, policy, queries
from tanzuji.benchmarks.disclosure import Disclosure, Key
from tanzuji.benchmarks.models import Benchmark, Snapshot
from tanzuji.benchmarks.scoring import Values
from tanzuji.benchmarks.services import recording
from tanzuji.benchmarks.tasks import EXAMINE, PAGE
from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.text import Text
from tanzuji.jobs.services import start
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

Number = str | float | int | Decimal
DIGITS = 3
"""Significant digits of proposed values."""
NAMES = ("best", "reference", "limit")


def take_snapshot(acting: Acting, key: Key, year: int) -> Snapshot:
    """Count the verified footprints of a kind and year, once and for all.

    Raises `benchmarks.frozen` where that was done, `benchmarks.year-not-over`, and `benchmarks.withheld` with the
    reasons where limit, reference and best value may not be published; then nothing is kept.
    """
    policy.may_propose(acting).enforce()
    if year >= timezone.localdate().year:
        raise messages.YEAR_NOT_OVER.error("year", year=year)
    frozen = messages.FROZEN.error("year", year=year)
    if queries.taken(key, year):
        raise frozen
    found = queries.disclosed(key, year)
    if not found.complete:
        raise CodedError([messages.NOT_FOR_BENCHMARKS.problem(), *found.reasons])
    try:
        with transaction.atomic():
            return _kept(acting, found)
    except IntegrityError:
        if queries.taken(key, year):  # somebody else took it at the same moment
            raise frozen from None
        raise


def _kept(acting: Acting, found: Disclosure) -> Snapshot:
    assert found.cells is not None  # it is complete
    counted = found.panel
    contributors = {group: list(told) for group, told in counted.told().items()}
    plain = found.cells.plain()
    made = Snapshot.objects.create(
        **asdict(counted.key),
        year=counted.year,
        contributors=json.dumps(contributors, sort_keys=True),
        published=json.dumps(plain),
        thresholds=json.dumps(asdict(queries.thresholds())),
        held_back=found.held_back,
        digest=digest({**asdict(counted.key), "year": counted.year, "of": contributors, "cells": plain}),
        organisation=acting.organisation,
        by=acting.person,
    )
    record(events.TAKEN, acting, "snapshot", made.id, digest=made.digest, year=made.year, rule=made.rule)
    return made


def examine(acting: Acting, key: Key, year: int, *, language: Language) -> UUID:
    """A job, by its id, that finds out whether a snapshot of that kind and year could be taken.

    Raises `benchmarks.frozen`, `benchmarks.year-not-over`, `benchmarks.being-examined`, `jobs.too-many`.
    """
    policy.may_propose(acting).enforce()
    if year >= timezone.localdate().year:
        raise messages.YEAR_NOT_OVER.error("year", year=year)
    if queries.taken(key, year):
        raise messages.FROZEN.error("year", year=year)
    asked = {"key": asdict(key), "year": year}
    job = start(
        acting, EXAMINE, asked,
        title=Text(zh=f"基准值：{key.rule}，{year}", en=f"Benchmarks: {key.rule}, {year}"),
        language=language, page=PAGE, subject=digest(asked), busy=messages.BEING_EXAMINED.error("year"),
    )  # fmt: skip
    return job.id


def propose(
    acting: Acting,
    snapshot_id: UUID | str,
    *,
    name_zh: str,
    name_en: str = "",
    values: Mapping[str, Number] | None = None,
    reasons: str = "",
) -> Benchmark:
    """Propose limit, reference and best value from a snapshot; without `values` those that were computed.

    Raises `benchmarks.no-name`, `benchmarks.not-a-value`, `benchmarks.too-fine`, `benchmarks.not-rising`,
    `benchmarks.reasons-needed` where they are others without saying why, `benchmarks.one-at-a-time`.
    """
    policy.may_propose(acting).enforce()
    of = queries.snapshot(acting, snapshot_id)
    name = recording.named(name_zh, name_en)
    said = _proposed(of, values, reasons)
    with transaction.atomic():
        Snapshot.objects.select_for_update().get(id=of.id)
        open_one = of.benchmarks.exclude(state__in=("dropped", "retired")).first()
        if open_one is not None:
            raise messages.ONE_AT_A_TIME.error("snapshot", number=open_one.number)
        last: int | None = Benchmark.objects.aggregate(last=Max("sequence"))["last"]
        made = Benchmark.objects.create(
            sequence=(last or 0) + 1,
            snapshot=of,
            organisation=acting.organisation,
            name_zh=name.to("zh"),
            name_en=name.to("en"),
            since=timezone.now(),
            **said,
        )
        recording.kept(acting, made, "propose", "", said["reasons"])
        record(events.PROPOSED, acting, "benchmark", made.id, number=made.number, snapshot=str(of.id))
    return made


def change(
    acting: Acting,
    benchmark_id: UUID | str,
    *,
    edition: int | None = None,
    name_zh: str,
    name_en: str = "",
    values: Mapping[str, Number],
    reasons: str = "",
) -> Benchmark:
    """Other values before they are opened for comments. Raises what `propose` raises."""
    name = recording.named(name_zh, name_en)
    with transaction.atomic():
        of = recording.locked(acting, benchmark_id, edition)
        said = _proposed(of.snapshot, values, reasons)
        return recording.step(
            acting, of, "change", reason=said["reasons"], name_zh=name.to("zh"), name_en=name.to("en"), **said
        )


def consult(
    acting: Acting,
    benchmark_id: UUID | str,
    *,
    closes_on: date | str,
    edition: int | None = None,
    today: date | None = None,
) -> Benchmark:
    """Open it for comments by anybody until the end of a day. Raises `benchmarks.bad-day`, `benchmarks.too-short`."""
    with transaction.atomic():
        of = recording.locked(acting, benchmark_id, edition)
        day = recording.last_day(closes_on, "closes_on", today)
        of = recording.step(acting, of, "consult", closes_on=day)
        told = {row.organisation for row in queries.comparable(of.snapshot.key, of.snapshot.year)}
        told |= set(parties.organisations(mandate="authority").values_list("id", flat=True))
        tell(
            sorted(told - {acting.organisation_id}),
            events.CONSULTATION,
            Text(
                zh=f"{of.name.to('zh')}的限定值、基准值、标杆值征求意见，{day.isoformat()} 截止",
                en=f"Limit, reference and best value of {of.name.to('en')} are open for comments until {day.isoformat()}",
            ),
            page=f"/benchmarks/{of.id}/",
        )
    return of


def _proposed(of: Snapshot, values: Mapping[str, Number] | None, reasons: str) -> dict[str, str]:
    """Values and reasons as they are kept."""
    cells = of.cells
    computed = {"best": cells.p10, "reference": cells.mean, "limit": cells.p90}
    asked = {**computed, **(values or {})}
    said = {name: recording.number(asked[name] or "", name, digits=DIGITS) for name in NAMES}
    Values.of(*(Decimal(said[name]) for name in NAMES))
    why = clean(reasons)
    if len(why) > recording.LONGEST:
        raise messages.NO_TEXT.error("reasons", limit=recording.LONGEST)
    if not why and any(Decimal(said[name]) != computed[name] for name in NAMES):
        raise messages.REASONS_NEEDED.error("reasons")
    return {**said, "reasons": why}
