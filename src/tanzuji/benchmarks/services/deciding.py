"""What the authority does: decide, send back, publish, retire; and the proposer, who may give it up."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.benchmarks import events, messages, queries
from tanzuji.benchmarks.models import Benchmark
from tanzuji.benchmarks.services import recording
from tanzuji.benchmarks.states import BENCHMARK
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

ACTIONS = ("decide", "return", "publish", "retire", "drop")
NEED_REASON = ("return", "retire", "drop")
_DONE = {
    "decide": Text(zh="已审定", en="decided"),
    "return": Text(zh="退回修改", en="sent back"),
    "publish": Text(zh="已发布", en="published"),
    "retire": Text(zh="已废止", en="retired"),
    "drop": Text(zh="已放弃", en="given up"),
}


def act(
    acting: Acting, benchmark_id: UUID | str, action: str, *, reason: str = "", edition: int | None = None
) -> Benchmark:
    """`decide`, `return`, `publish`, `retire` or `drop`.

    A published one takes the place of the one before it of the same kind of footprint, which is retired.
    Raises the policy's reason, `state.not-now`, `benchmarks.unknown-action`, `benchmarks.reason-needed`,
    `benchmarks.changed-meanwhile`.
    """
    if action not in ACTIONS:
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40], known=", ".join(ACTIONS))
    why = clean(reason)[: recording.LONGEST]
    with transaction.atomic():
        of = recording.locked(acting, benchmark_id, edition)
        BENCHMARK.verdict(of.state, action, queries.standing(acting, of)).enforce()
        if action in NEED_REASON and not why:
            raise messages.REASON_NEEDED.error("reason")
        today = timezone.localdate()
        if action == "publish":
            replaced = _retire_former(acting, of)
            done = recording.step(acting, of, action, reason=why, published_on=today, replaces=replaced)
        elif action == "retire":
            done = recording.step(acting, of, action, reason=why, retired_on=today)
        else:
            done = recording.step(acting, of, action, reason=why)
        _tell(acting, done, action)
    return done


def _retire_former(acting: Acting, of: Benchmark) -> Benchmark | None:
    """The published one of the same kind of footprint, retired because another takes its place."""
    key = of.snapshot.key
    rows = queries.published(key.rule, key.unit, key.boundary)
    same = [row for row in rows if row.id != of.id and row.snapshot.key == key]
    for row in same:
        former = Benchmark.objects.select_for_update().get(id=row.id)
        before, former.state = former.state, "retired"
        former.edition += 1
        former.since, former.retired_on = timezone.now(), timezone.localdate()
        former.save()
        reason = f"由 {of.number} 代替 Replaced by {of.number}"
        recording.kept(acting, former, "retire", before, reason)
        record(events.RETIRED, acting, "benchmark", former.id, reason=reason, number=former.number)
    return same[0] if same else None


def _tell(acting: Acting, of: Benchmark, action: str) -> None:
    """The proposer is told of every step, commenters and those counted of the end."""
    done = _DONE[action]
    told = {of.organisation_id}
    if action in ("publish", "retire"):
        told |= set(of.comments.values_list("organisation_id", flat=True))
        told |= {row.organisation for row in queries.comparable(of.snapshot.key, of.snapshot.year)}
    tell(
        sorted(told - {acting.organisation_id}),
        events.OUTCOME,
        Text(
            zh=f"{of.name.to('zh')}的限定值、基准值、标杆值（{of.number}）：{done.to('zh')}",
            en=f"Limit, reference and best value of {of.name.to('en')} ({of.number}): {done.to('en')}",
        ),
        page=f"/benchmarks/{of.id}/",
    )
