"""Plans of inspections, the list of inspectors, and their conflicts of interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.supervision import events, messages, policy, queries
from tanzuji.supervision.kinds import Pool
from tanzuji.supervision.models import Conflict, Inspector, Plan, PlanStep
from tanzuji.supervision.states import PLAN, PLAN_REASONED
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

MAX_SAMPLE = 500
_DONE = {"decide": events.PLAN_DECIDED, "close": events.PLAN_CLOSED}


@dataclass(frozen=True, slots=True)
class PlanGiven:
    """What a draft of a plan holds. `sample` and `sample_raised` are drawn from the two classes of attention."""

    year: int
    title: Text | None
    pool: str
    sample: int
    due: date
    sample_raised: int = 0
    team: int = 2
    basis: str = ""


def draft(acting: Acting, given: PlanGiven) -> Plan:
    """A new plan as a draft. Raises one problem a field."""
    policy.may_prepare(acting).enforce()
    _check(given)
    with transaction.atomic():
        made = Plan(organisation=acting.organisation, created_by=acting.person)
        _hold(acting, made, given)
        record(events.PLAN_CREATED, acting, "inspection_plan", made.id, year=made.year)
    return made


def redraft(acting: Acting, plan_id: UUID | str, given: PlanGiven) -> Plan:
    """The draft changed. Raises `supervision.not-draft`."""
    with transaction.atomic():
        kept = _locked(acting, plan_id)
        policy.may_change_plan(queries.plan_standing(acting, kept)).enforce()
        if kept.state != "draft":
            raise messages.NOT_DRAFT.error(state=PLAN.states[kept.state])
        _check(given)
        _hold(acting, kept, given)
        record(events.PLAN_EDITED, acting, "inspection_plan", kept.id)
    return kept


def step_plan(acting: Acting, plan_id: UUID | str, action: str, *, reason: str = "") -> Plan:
    """`decide` or `close`. Raises the policy's reason, `supervision.reason-needed`."""
    if action not in _DONE:
        raise messages.UNKNOWN.error("action", value=action[:40], known=", ".join(_DONE))
    said = clean(reason, 4000)
    with transaction.atomic():
        kept = _locked(acting, plan_id)
        PLAN.verdict(kept.state, action, queries.plan_standing(acting, kept)).enforce()
        if action in PLAN_REASONED and not said:
            raise messages.REASON_NEEDED.error("reason", action=PLAN.actions[action])
        row = PLAN.find(kept.state, action)
        assert row is not None  # the verdict would have refused
        kept.state = row.to
        kept.save(update_fields=["state"])
        PlanStep.objects.create(plan=kept, action=action, reason=said, by=acting.person)
        record(_DONE[action], acting, "inspection_plan", kept.id, reason=said)
    return kept


def _locked(acting: Acting, plan_id: UUID | str) -> Plan:
    seen = queries.plan(acting, plan_id)
    return Plan.objects.select_for_update().get(id=seen.id)


def _check(given: PlanGiven) -> None:
    problems: list[Problem] = []
    if given.title is None:
        problems.append(messages.NO_TITLE.problem("title_zh"))
    if not 2020 <= given.year <= 2100:
        problems.append(messages.BAD_YEAR.problem("year"))
    if given.pool not in get_args(Pool):
        known = ", ".join(get_args(Pool))
        problems.append(messages.UNKNOWN.problem("pool", value=given.pool[:40], known=known))
    for field, value, least, most, name in (
        ("sample", given.sample, 1, MAX_SAMPLE, Text(zh="抽取数量", en="Sample")),
        (
            "sample_raised",
            given.sample_raised,
            0,
            MAX_SAMPLE,
            Text(zh="重点类抽取数量", en="Sample, raised attention"),
        ),
        ("team", given.team, 2, 9, Text(zh="每组检查员", en="Inspectors a team")),
    ):
        if not least <= value <= most:
            problems.append(messages.BAD_COUNT.problem(field, name=name, least=least, most=most))
    if given.due < timezone.localdate():
        problems.append(messages.BAD_DATE.problem("due", value=str(given.due)))
    if problems:
        raise CodedError(problems)


def _hold(acting: Acting, kept: Plan, given: PlanGiven) -> None:
    kept.year, kept.pool, kept.due, kept.team = given.year, given.pool, given.due, given.team
    kept.sample, kept.sample_raised = given.sample, given.sample_raised
    assert given.title is not None  # `_check` would have refused
    title = given.title
    kept.title_zh, kept.title_en = clean(title.zh or "", 200), clean(title.en or "", 200)
    kept.basis = clean(given.basis, 4000)
    kept.edited_by, kept.edited_at = acting.person, timezone.now()
    kept.save()


# ── inspectors ─────────────────────────────────────────────────────────────


def add_inspector(acting: Acting, email: str, *, fields: str = "") -> Inspector:
    """One of the authority's people put on the list of inspectors.

    Raises `supervision.no-inspector`, `supervision.inspector-twice`.
    """
    policy.may_prepare(acting).enforce()
    people = parties.people(acting.organisation_id).filter(person__email=clean(email, 254).lower())
    found = people.first()
    if found is None:
        raise messages.NO_INSPECTOR.error("email", value=email[:80], organisation=acting.organisation_name)
    try:
        with transaction.atomic():
            count = Inspector.objects.filter(organisation=acting.organisation).count()
            made = Inspector.objects.create(
                organisation=acting.organisation,
                person=found.person,
                code=f"J-{count + 1:03d}",
                fields=clean(fields, 400),
            )
            record(events.INSPECTOR_ADDED, acting, "inspector", made.id, code=made.code)
    except IntegrityError:
        raise messages.INSPECTOR_TWICE.error("email") from None
    return made


def end_inspector(acting: Acting, inspector_id: UUID | str) -> Inspector:
    """Taken off the list: not drawn any more. Their inspections under way stay theirs."""
    policy.may_prepare(acting).enforce()
    kept = queries.inspector(acting, inspector_id)
    with transaction.atomic():
        kept.ended_at = timezone.now()
        kept.save(update_fields=["ended_at"])
        record(events.INSPECTOR_ENDED, acting, "inspector", kept.id, code=kept.code)
    return kept


def add_conflict(acting: Acting, inspector_id: UUID | str, organisation: str, *, reason: str) -> Conflict:
    """A tie of an inspector to an organisation; they declare it themselves, or an editor does.

    Raises `supervision.no-such-organisation`, `supervision.reason-needed`.
    """
    kept = queries.inspector(acting, inspector_id)
    if kept.person_id != acting.person.id:
        policy.may_prepare(acting).enforce()
    policy.may_write(acting).enforce()
    subject: Any = parties.organisation_called(organisation)
    if subject is None:
        raise messages.NO_SUCH_ORGANISATION.error("organisation", value=organisation[:80])
    said = clean(reason, 400)
    if not said:
        raise messages.REASON_NEEDED.error("reason", action=Text(zh="登记利益关系", en="Enter a conflict"))
    with transaction.atomic():
        made, new = Conflict.objects.get_or_create(
            inspector=kept, subject=subject, ended_at=None, defaults={"reason": said, "by": acting.person}
        )
        if new:
            record(events.CONFLICT_ADDED, acting, "inspector", kept.id, code=kept.code)
    return made


def end_conflict(acting: Acting, conflict_id: UUID | str) -> Conflict:
    """A tie that is none any more. Raises `web.absent`."""
    policy.may_prepare(acting).enforce()
    own = Conflict.objects.filter(inspector__in=queries.inspectors(acting), ended_at=None)
    kept = by_id(own, conflict_id)
    with transaction.atomic():
        kept.ended_at = timezone.now()
        kept.save(update_fields=["ended_at"])
        record(events.CONFLICT_ENDED, acting, "inspector", kept.inspector_id)
    return kept
