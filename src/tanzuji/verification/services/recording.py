"""How every step is kept: locked, judged by the state machine, written, told to the ledger and to people."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.contributions.services.turns import in_turn
from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.verification import events, messages, notes, queries
from tanzuji.verification.models import Engagement, Step
from tanzuji.verification.policy import Standing
from tanzuji.verification.states import ENGAGEMENT, STATES
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

MAX_TEXT = 4000
MAX_PLACE = 300
MAX_DAYS = 400


def locked(acting: Acting, engagement_id: UUID | str) -> Engagement:
    """The engagement as it is now, nobody else's to decide on until the transaction ends. Raises `web.absent`."""
    queries.engagement(acting, engagement_id)
    return by_id(Engagement.objects.select_for_update(), engagement_id)


def unchanged(of: Engagement, seen: int | None) -> None:
    """Raises Stale where steps were taken since `seen`, the number of steps that whoever decides saw."""
    if seen is not None and seen != of.number_of_steps:
        raise Stale([messages.MOVED_ON.problem(state=STATES[of.state])])


def repeated(acting: Acting, of: Engagement, action: str, seen: int | None, reason: str = "") -> bool:
    """Whether this is the step that followed `seen` once more: by the same person, for the same reason."""
    if seen is None or of.number_of_steps == seen:
        return False
    next_one = of.steps.filter(sequence=seen + 1).first()
    return (
        next_one is not None
        and (next_one.action, next_one.by_id) == (action, acting.person.id)
        and next_one.reason == clean(reason, MAX_TEXT)
    )


def take(
    acting: Acting,
    of: Engagement,
    action: str,
    standing: Standing,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Step:
    """One step: raises the state machine's reason where it is not possible, else writes it. `of` is locked and saved."""
    ENGAGEMENT.verdict(of.state, action, standing).enforce()
    row = ENGAGEMENT.find(of.state, action)
    assert row is not None  # the verdict would have refused
    before, of.state = of.state, row.to
    if before != of.state:
        of.since = timezone.now()
    return written(acting, of, action, before, reason=reason, detail=detail)


def written(
    acting: Acting,
    of: Engagement,
    action: str,
    before: str,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Step:
    """The step of a change that was made, the event in the ledger and the notices; saves the engagement."""
    of.number_of_steps += 1
    of.save()
    step = Step.objects.create(
        engagement=of,
        sequence=of.number_of_steps,
        action=action,
        before=before,
        after=of.state,
        submission=of.submissions.count(),
        reason=reason,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, allow_nan=False),
        by=acting.person,
        organisation_id=acting.organisation_id,
    )
    told(acting, of, events.STEPS[action], reason=reason, before=before, after=of.state)
    notes.after(step, of)
    return step


def told(acting: Acting, of: Engagement, kind: str, *, reason: str = "", **detail: Any) -> None:
    """The event in the ledgers of both sides: each reads its own."""
    for organisation in dict.fromkeys((of.client_id, of.verifier_id)):
        record(
            kind, acting, "engagement", of.id, organisation=organisation, reason=reason, number=of.number, **detail
        )  # fmt: skip


def said(text: str, *, place: str = "reason", needed: bool = True, limit: int = MAX_TEXT) -> str:
    """A text as it is kept. Raises `verification.text-needed`, for a reason `verification.reason-needed`."""
    kept = clean(text)
    if needed and not kept and place == "reason":
        raise messages.REASON_NEEDED.error(place)
    if (needed and not kept) or len(kept) > limit:
        raise messages.TEXT_NEEDED.error(place, limit=limit)
    return kept


def place_of(place: str) -> str:
    """A place of a model, or none for the whole. Raises `verification.bad-place`.

    Whether there is something at it is not asked: findings outlive what they are on.
    """
    kept = place.strip()
    try:
        steps = read_place(kept)
    except CodedError as error:
        raise messages.BAD_PLACE.error("place", place=clean(place)[:60]) from error
    if len(kept) > MAX_PLACE or "\x00" in kept or (steps and steps[0] not in ProductModel.model_fields):
        raise messages.BAD_PLACE.error("place", place=clean(place)[:60])
    return kept


def day(given: date | None, place: str = "due") -> date | None:
    """A deadline from today on. Raises `verification.bad-date`."""
    if given is not None and not 0 <= (given - timezone.localdate()).days <= MAX_DAYS:
        raise messages.BAD_DATE.error(place, value=given.isoformat(), days=MAX_DAYS)
    return given


def one_of(value: str, known: Mapping[str, Any], place: str) -> str:
    """One of the choices. Raises `verification.bad-choice`."""
    if value not in known:
        raise messages.BAD_CHOICE.error(place, value=clean(value)[:40], known=", ".join(known))
    return value


def between(value: float | None, low: float, high: float, place: str) -> float:
    """A number within bounds. Raises `verification.bad-number`."""
    if value is None or not math.isfinite(value) or not low <= value <= high:
        raise messages.BAD_NUMBER.error(
            place, value="" if value is None else f"{value:g}", low=f"{low:g}", high=f"{high:g}"
        )
    return value


def next_sequence(model: type[Any], about: str) -> int:
    """The next number of a table that counts its rows without a gap; two at a time wait for each other."""
    in_turn(f"verification.{about}")
    last = model.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    return (last or 0) + 1
