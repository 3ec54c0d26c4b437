"""What every step has in common: the row locked, the machine asked, the step kept, the ledger told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone

from tanzuji.benchmarks import events, messages, queries
from tanzuji.benchmarks.models import Benchmark, Step
from tanzuji.benchmarks.states import BENCHMARK
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

LONGEST = 4000
NAME = 200


def locked(acting: Acting, benchmark_id: object, edition: int | None = None) -> Benchmark:
    """The benchmark as it is now, nobody else's until the transaction ends.

    Raises `web.absent`, and `benchmarks.changed-meanwhile` where it is no longer as the acting person saw it.
    """
    known = queries.benchmark(acting, str(benchmark_id))
    found = Benchmark.objects.select_for_update().filter(id=known.id).first()
    if found is None:
        raise absent()
    if edition is not None and edition != found.edition:
        raise Stale([messages.CHANGED_MEANWHILE.problem("edition")])
    return found


def step(acting: Acting, of: Benchmark, action: str, *, reason: str = "", **changed: Any) -> Benchmark:
    """Do one step of the machine within the caller's transaction. Raises the verdict where it is not possible."""
    before = of.state
    BENCHMARK.verdict(before, action, queries.standing(acting, of)).enforce()
    row = BENCHMARK.find(before, action)
    assert row is not None  # the verdict would have refused
    for name, value in changed.items():
        setattr(of, name, value)
    of.state = row.to
    of.edition += 1
    if row.to != before:
        of.since = timezone.now()
    of.save()
    kept(acting, of, action, before, reason)
    record(events.OF[action], acting, "benchmark", of.id, reason=reason, number=of.number, values=_plain(of))
    return of


def kept(acting: Acting, of: Benchmark, action: str, before: str, reason: str) -> None:
    """The step in the record of the benchmark."""
    Step.objects.create(
        benchmark=of,
        sequence=of.steps.count() + 1,
        action=action,
        before=before,
        after=of.state,
        reason=reason,
        values=json.dumps(_plain(of)),
        by=acting.person,
        organisation=acting.organisation,
    )


def _plain(of: Benchmark) -> list[str]:
    return [of.best, of.reference, of.limit]


def written(text: str, place: str) -> str:
    """A text that has to be there. Raises `benchmarks.no-text`."""
    said = clean(text)
    if not said or len(said) > LONGEST:
        raise messages.NO_TEXT.error(place, limit=LONGEST)
    return said


def named(zh: str, en: str) -> Text:
    """The name of a product. Raises `benchmarks.no-name`."""
    zh, en = clean(zh), clean(en)
    if not (zh or en) or max(len(zh), len(en)) > NAME:
        raise messages.NO_NAME.error("name_zh", limit=NAME)
    return Text(zh=zh or en, en=en or zh)


def number(value: str | float | int | Decimal, place: str, *, digits: int) -> str:
    """A value as it is kept and published. Raises `benchmarks.not-a-value`, `benchmarks.too-fine`."""
    said = clean(str(value))[:40]
    try:
        found = Decimal(said.replace(",", ""))
    except InvalidOperation:
        raise messages.NOT_A_VALUE.error(place, value=said) from None
    if not found.is_finite() or not Decimal("1e-9") <= found <= Decimal("1e15"):
        raise messages.NOT_A_VALUE.error(place, value=said)
    if len(found.normalize().as_tuple().digits) > digits:
        raise messages.TOO_FINE.error(place, value=said, digits=digits)
    return f"{found.normalize():f}"


def last_day(value: date | str, place: str, today: date | None) -> date:
    """The last day of a consultation that begins today. Raises `benchmarks.bad-day`, `benchmarks.too-short`."""
    begins = today or timezone.localdate()
    try:
        found = value if isinstance(value, date) else date.fromisoformat(clean(value))
    except ValueError:
        raise messages.BAD_DAY.error(place, value=str(value)[:40]) from None
    if found < begins:
        raise messages.BAD_DAY.error(place, value=found.isoformat())
    least = queries.least_days()
    earliest = begins + timedelta(days=least)
    if found < earliest:
        raise messages.TOO_SHORT.error(place, least=least, until=earliest.isoformat())
    return found
