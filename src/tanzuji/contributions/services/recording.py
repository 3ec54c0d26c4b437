"""How every decision is kept: locked, judged by the state machine, written as a step, told to the ledger and to people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.contributions import events, messages, notes, queries
from tanzuji.contributions.models import Contribution, Step
from tanzuji.contributions.policy import Standing
from tanzuji.contributions.provenance.disclosing import close
from tanzuji.contributions.states import AT_GATE, CONTRIBUTION, STATES
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

MAX_REASON = 4000


def locked(acting: Acting, contribution_id: UUID | str) -> Contribution:
    """The contribution as it is now, nobody else's to decide on until the transaction ends. Raises `web.absent`."""
    queries.contribution(acting, contribution_id)
    return by_id(Contribution.objects.select_for_update(), contribution_id)


def unchanged(of: Contribution, seen: int | None) -> None:
    """Raises Stale where steps were taken since `seen`, the number of steps that whoever decides saw."""
    if seen is not None and seen != of.number_of_steps:
        raise Stale([messages.MOVED_ON.problem(state=STATES[of.state])])


def done_already(
    acting: Acting,
    of: Contribution,
    action: str,
    seen: int | None,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> bool:
    """Whether this is the last step once more: the same person, action, reason and `detail`, on the same sight of it.

    Where it is not, `unchanged` refuses it: another decision is never answered as if it had been taken.
    """
    if seen is None or of.number_of_steps == seen:
        return False
    steps = list(of.steps.filter(sequence__gt=seen).order_by("sequence"))
    if not steps or steps[0].action != action or any(s.by_id not in (acting.person.id, None) for s in steps):
        return False
    held = queries.detail(steps[0])
    same = all(held.get(key) == value for key, value in (detail or {}).items())
    return same and steps[0].reason == said(reason, needed=False)


def said(reason: str, *, needed: bool = True) -> str:
    """A reason as it is kept. Raises `contributions.reason-needed`."""
    kept = clean(reason, MAX_REASON)
    if needed and not kept:
        raise messages.REASON_NEEDED.error("reason")
    return kept


def take(
    acting: Acting,
    of: Contribution,
    action: str,
    standing: Standing,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    by_system: bool = False,
    to: str = "",
) -> Step:
    """One step: raises the state machine's reason where it is not possible, else writes it.

    `of` is locked by the caller and saved here with all it changed; the deadline is the caller's. `to` is where the
    system sends what it refuses, in place of the state that the table names.
    """
    row = CONTRIBUTION.find(of.state, action)
    CONTRIBUTION.verdict(of.state, action, standing).enforce()
    assert row is not None  # the verdict would have refused
    before, of.state, of.since = of.state, to or row.to, timezone.now()
    if before in AT_GATE and of.state != before:
        close(of)
    return written(acting, of, action, before, reason=reason, detail=detail, by_system=by_system)


def written(
    acting: Acting,
    of: Contribution,
    action: str,
    before: str,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    by_system: bool = False,
) -> Step:
    """The step of a change that was made, the event in the ledger and the notices; saves the contribution."""
    of.number_of_steps += 1
    of.save()
    step = Step.objects.create(
        contribution=of,
        sequence=of.number_of_steps,
        action=action,
        before=before,
        after=of.state,
        revision=queries.newest_number(of),
        reason=reason,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, allow_nan=False),
        by=None if by_system else acting.person,
        organisation_id=acting.organisation_id,
    )
    record(
        events.STEPS[action], None if by_system else acting, "contribution", of.id,
        organisation=acting.organisation_id, reason=reason,
        number=of.number, before=before, after=of.state, **_news(detail),
    )  # fmt: skip
    notes.after(step, of)
    return step


def _news(detail: Mapping[str, Any] | None) -> dict[str, Any]:
    """What of a step's detail the ledger hears: ids and dates, no texts."""
    kept = ("release", "by_contribution", "due", "to", "dataset")
    return {key: value for key, value in (detail or {}).items() if key in kept}
