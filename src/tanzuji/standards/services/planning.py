"""Scores of product groups, yearly work plans (JS-104) and pilots (1-02)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, queries, written
from tanzuji.standards.catalogue import sectors
from tanzuji.standards.criteria import CRITERIA
from tanzuji.standards.models import Pilot, Score, WorkPlan
from tanzuji.standards.states import PLAN_ACTIONS, PLAN_STATES
from tanzuji.web.lookup import by_id
from tanzuji.web.states import WRONG_STATE
from tanzuji.web.verdicts import ALLOWED, Verdict, first

_SECTORS = Text(zh="行业", en="the sectors")


def score(
    acting: Acting, *, group: str, criterion: str, value: object, basis: str, jurisdiction: str = ""
) -> Score:
    """How a product group stands by a criterion, 1–5, with what that rests on. A later score takes its place."""
    policy.may_prepare(acting, "authority", "standards").enforce()
    names = written.names_of_groups()
    with transaction.atomic():
        made = Score.objects.create(
            jurisdiction=jurisdictions.load(jurisdiction or settings.JURISDICTION).code,
            group=written.one_of("group", group, names, Text(zh="产品类别", en="the product groups")),
            criterion=written.one_of(
                "criterion", criterion, {c.id: c.name for c in CRITERIA}, Text(zh="准则", en="the criteria")
            ),
            value=written.whole("value", value, 1, 5),
            basis=written.needed("basis", basis, Text(zh="依据", en="What it rests on")),
            by=acting.person,
        )
        record(
            events.SCORED, acting, "product-group", made.group, criterion=made.criterion, value=made.value,
            jurisdiction=made.jurisdiction,
        )  # fmt: skip
    return made


def make_plan(
    acting: Acting, *, year: object, sectors_: Collection[str], quota: object, text: str = "",
    participants: Collection[UUID | str] = (), jurisdiction: str = "",
) -> WorkPlan:  # fmt: skip
    """The plan of a year: one or two sectors, how many products, who takes part, those being asked for their word.

    Raises the policy's reason, `standards.too-many-sectors`, `standards.out-of-range`, `standards.already`, `web.absent`.
    """
    policy.may_prepare(acting, "authority").enforce()
    chosen = list(dict.fromkeys(written.one_of("sectors", s, sectors(), _SECTORS) for s in sectors_))
    if not 1 <= len(chosen) <= 2:
        raise messages.TOO_MANY_SECTORS.error("sectors", count=len(chosen))
    asked = [parties.organisation(id_) for id_ in dict.fromkeys(map(str, participants))]
    code = jurisdictions.load(jurisdiction or settings.JURISDICTION).code
    when = written.whole("year", year, 2020, 2100)
    try:
        with transaction.atomic():
            plan = WorkPlan.objects.create(
                jurisdiction=code, year=when, sectors=",".join(chosen), quota=written.whole("quota", quota, 1, 100_000),
                text=written.clean(text), organisation=acting.organisation, by=acting.person,
            )  # fmt: skip
            plan.participants.set(asked)
            _plan_event(acting, plan, "make")
            tell(
                [o.id for o in asked], events.TASK,
                Text(zh=f"{when} 年核算工作计划征求贵单位意见", en=f"Your word on the work plan of {when}"),
                page="/standards/plans/",
            )  # fmt: skip
    except IntegrityError:
        raise messages.ALREADY.error(
            "year", what=Text(zh=f"{when} 年的计划", en=f"The plan of {when}")
        ) from None
    return plan


def plan_verdict(acting: Acting, plan: WorkPlan, action: str) -> Verdict:
    """Whether a step of a plan may be taken; it is decided by another person than drew it up."""
    before, _, name = PLAN_ACTIONS[action]
    if plan.state != before:
        following = [text for start, _, text in PLAN_ACTIONS.values() if start == plan.state]
        step = following[0] if following else Text(zh="–", en="–")
        return Verdict(WRONG_STATE.problem(state=PLAN_STATES[plan.state], action=name, next=step))
    if action == "decide":
        own = plan.by_id == acting.person.id
        return first(
            policy.may_decide(acting, "authority"), Verdict(policy.FOUR_EYES.problem()) if own else ALLOWED
        )
    return policy.may_prepare(acting, "authority")


def act_on_plan(acting: Acting, plan_id: UUID | str, action: str) -> WorkPlan:
    """`decide`, `run` or `close`. Raises the reason why not, `web.absent`."""
    written.one_of(
        "action", action, {key: row[2] for key, row in PLAN_ACTIONS.items()}, Text(zh="步骤", en="the steps")
    )
    with transaction.atomic():
        plan = by_id(WorkPlan.objects.select_for_update(), plan_id)
        plan_verdict(acting, plan, action).enforce()
        plan.state = PLAN_ACTIONS[action][1]
        if action == "decide":
            plan.decided_by = acting.person
        plan.save()
        _plan_event(acting, plan, action)
    return plan


def _plan_event(acting: Acting, plan: WorkPlan, action: str) -> None:
    record(
        events.PLAN, acting, "work-plan", plan.id, action=action, year=plan.year, sectors=plan.sectors,
        quota=plan.quota, state=plan.state,
    )  # fmt: skip


def begin_pilot(acting: Acting, form: Mapping[str, str]) -> Pilot:
    """A pilot of a sector: by which methodology, to reach what. Raises the policy's reason and what is wrong with it."""
    policy.may_prepare(acting, "authority").enforce()
    begins, ends = (
        written.day("begins_on", form.get("begins_on")),
        written.day("ends_on", form.get("ends_on")),
    )
    days = (
        ("begins_on", begins, Text(zh="开始日期", en="The first day")),
        ("ends_on", ends, Text(zh="结束日期", en="The last day")),
    )
    for place, value, what in days:
        if value is None:
            raise messages.NEEDED.error(place, what=what)
    written.in_order("ends_on", begins, ends, (days[0][2], days[1][2]))
    rests_on = written.clean(form.get("standard"), 40)
    with transaction.atomic():
        pilot = Pilot.objects.create(
            jurisdiction=jurisdictions.load(written.clean(form.get("jurisdiction"), 24) or settings.JURISDICTION).code,
            sector=written.one_of("sector", form.get("sector"), sectors(), _SECTORS),
            title_zh=written.needed("title_zh", form.get("title_zh"), Text(zh="名称", en="A title"), 200),
            title_en=written.clean(form.get("title_en"), 200),
            methodology=written.needed("methodology", form.get("methodology"), Text(zh="方法学", en="The methodology")),
            target=written.needed("target", form.get("target"), Text(zh="目标要求", en="What it is to reach")),
            standard=queries.standard(acting, rests_on) if rests_on else None,
            begins_on=begins or date.min, ends_on=ends or date.max, organisation=acting.organisation, by=acting.person,
        )  # fmt: skip
        record(events.PILOT, acting, "pilot", pilot.id, action="begin", sector=pilot.sector)
    return pilot


def finish_pilot(acting: Acting, pilot_id: UUID | str, *, outcome: str) -> Pilot:
    """A pilot with what came of it. Raises the policy's reason, `web.absent`, `standards.needed`."""
    policy.may_prepare(acting, "authority").enforce()
    with transaction.atomic():
        pilot = by_id(Pilot.objects.select_for_update().filter(state="running"), pilot_id)
        pilot.state = "finished"
        pilot.outcome = written.needed("outcome", outcome, Text(zh="试点结果", en="What came of it"))
        pilot.save()
        record(events.PILOT, acting, "pilot", pilot.id, action="finish", on=str(timezone.localdate()))
    return pilot
