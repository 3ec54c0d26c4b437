"""Who may do what in supervision, and if not, why not. Pure: what a decision rests on is in the standings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_AUTHORITY = define(
    "supervision.not-authority",
    zh="贵单位不是主管部门。",
    en="Your organisation is not a competent authority.",
    remedy_zh="监督由主管部门实施；运营者可用 tanzuji mandate 委任。",
    remedy_en="Supervision is the authority's; the operator charges one with `tanzuji mandate`.",
)
NOT_YOURS = define(
    "supervision.not-yours",
    zh="这由另一个主管部门办理。",
    en="Another authority deals with this.",
    remedy_zh="请联系办理单位。",
    remedy_en="Ask them.",
)
OWN_DRAFT = define(
    "supervision.own-draft",
    zh="这份计划由您编制，不能由您决定。",
    en="You drafted this plan, so you cannot decide it.",
    remedy_zh="请本单位另一位评审员决定。",
    remedy_en="Ask another reviewer of your organisation.",
)
OWN_COMMITMENT = define(
    "supervision.own-commitment",
    zh="名录由您承诺，抽取要由另一个人做。",
    en="You committed the lists, so somebody else draws.",
    remedy_zh="请本单位另一位同事抽取。",
    remedy_en="Ask a colleague.",
)
NOT_RUNNING = define(
    "supervision.plan-not-running",
    zh="计划还没有确定，或已经结束。",
    en="The plan is not decided yet, or is closed.",
    remedy_zh="抽取只按已确定的计划进行。",
    remedy_en="Draws follow a plan that was decided.",
)
OPEN_WORK = define(
    "supervision.plan-open-work",
    zh="还有 {count} 项检查没有结束。",
    en="Inspections under way: {count}.",
    remedy_zh="请先结束或取消。",
    remedy_en="End or drop them first.",
)
NOT_ON_TEAM = define(
    "supervision.not-on-team",
    zh="您不在检查组里。",
    en="You are not on the team.",
    remedy_zh="检查由抽取的检查员做。",
    remedy_en="The inspectors who were drawn do this.",
)
ON_TEAM = define(
    "supervision.on-team",
    zh="您参加了这次检查，不能由您决定它的结论。",
    en="You took part in the inspection, so you cannot decide on it.",
    remedy_zh="请本单位检查组以外的评审员决定。",
    remedy_en="Ask a reviewer of your organisation who is not on the team.",
)
UNDECLARED = define(
    "supervision.undeclared",
    zh="还有 {count} 名组员没有声明有无利益冲突。",
    en="Members of the team who have not declared yet: {count}.",
    remedy_zh="每个人先声明，再开始检查。",
    remedy_en="Everybody declares before the inspection begins.",
)
SHORT_TEAM = define(
    "supervision.short-team",
    zh="检查组只有 {count} 名检查员，至少 2 名。",
    en="The team has {count} inspectors; two are the least.",
    remedy_zh="请递补。",
    remedy_en="Fill the place.",
)
DECLARED = define(
    "supervision.declared-already",
    zh="您已经声明过。",
    en="You have declared.",
    remedy_zh="情况有变化时请告诉组长。",
    remedy_en="Tell the lead where something has changed.",
)
UNANSWERED = define(
    "supervision.unanswered-items",
    zh="检查单还有 {count} 项没有填。",
    en="Items of the checklist without an answer: {count}.",
    remedy_zh="请逐项填写；不适用的选“不适用”。",
    remedy_en="Answer each; choose “not applicable” where it is.",
)
HAS_FINDINGS = define(
    "supervision.has-findings",
    zh="发现了 {count} 个问题，不能按“未发现问题”结案。",
    en="There are findings ({count}); it cannot be closed without any.",
    remedy_zh="请责令整改，或采取处置措施。",
    remedy_en="Order their correction, or take measures.",
)
NO_FINDINGS = define(
    "supervision.no-findings",
    zh="没有发现问题。",
    en="There are no findings.",
    remedy_zh="请按“未发现问题”结案。",
    remedy_en="Close it without findings.",
)
NOT_CORRECTED = define(
    "supervision.not-corrected",
    zh="还有 {count} 个问题没有通过复核。",
    en="Findings not accepted yet: {count}.",
    remedy_zh="请逐项复核；整改不到位的退回或采取处置措施。",
    remedy_en="Review each; send it back or take measures where it will not do.",
)
NOT_ANSWERED = define(
    "supervision.not-answered",
    zh="还有 {count} 个问题没有写整改。",
    en="Findings without an answer: {count}.",
    remedy_zh="请逐个写明原因、纠正和防止再发生的办法。",
    remedy_en="Answer each: its cause, what was corrected, how it is kept from happening again.",
)
NOT_INSPECTED = define(
    "supervision.not-the-inspected",
    zh="这由被检查单位来做。",
    en="This is for the organisation that is inspected.",
    remedy_zh="请等它报送整改。",
    remedy_en="Wait for its answer.",
)
NOT_ASSIGNEE = define(
    "supervision.not-assignee",
    zh="这件投诉由{name}处理。",
    en="{name} handles this complaint.",
    remedy_zh="请转给自己，或请处理人办理。",
    remedy_en="Have it assigned to you, or ask them.",
)

_RIGHTS = rights.of_room("supervision")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """What a decision on a plan or its draws rests on."""

    acting: Acting
    owner: UUID
    drafters: frozenset[UUID] = frozenset()
    state: str = "draft"
    open_work: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a step of an inspection rests on."""

    acting: Acting
    owner: UUID
    subject: UUID
    team: frozenset[UUID] = frozenset()
    """People who were ever asked to take part: none of them decides."""
    active: frozenset[UUID] = frozenset()
    """Those who have not stood aside."""
    inspectors: int = 0
    undeclared: int = 0
    unanswered: int = 0
    nonconform: int = 0
    findings: int = 0
    answered: int = 0
    accepted: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintStanding:
    """What a step of a complaint rests on."""

    acting: Acting
    owner: UUID | None = None
    assignee: UUID | None = None
    assignee_name: str = ""


def is_authority(acting: Acting) -> Verdict:
    """Whether the organisation is a regulator that is charged with supervision."""
    charged = acting.organisation.kind == "regulator" and acting.mandated("authority")
    return ALLOWED if charged else Verdict(NOT_AUTHORITY.problem())


def may_prepare(acting: Acting) -> Verdict:
    """Whether they may plan, open inspections, enter sightings: editors of an authority."""
    return first(may_write(acting), is_authority(acting), holds(acting, "editor"))


def may_judge(acting: Acting) -> Verdict:
    """Whether they may decide at all: reviewers of an authority."""
    return first(may_write(acting), is_authority(acting), holds(acting, "reviewer"))


def may_change_plan(standing: PlanStanding) -> Verdict:
    return first(may_prepare(standing.acting), _own(standing.acting, standing.owner))


def may_decide_plan(standing: PlanStanding) -> Verdict:
    """Four eyes: a reviewer who did not draft it, with a second factor."""
    own = standing.acting.person.id in standing.drafters
    return first(
        may_judge(standing.acting),
        _own(standing.acting, standing.owner),
        Verdict(OWN_DRAFT.problem()) if own else ALLOWED,
        rights.may_sign(standing.acting),
    )


def may_close_plan(standing: PlanStanding) -> Verdict:
    count = standing.open_work
    return first(may_change_plan(standing), Verdict(OPEN_WORK.problem(count=count)) if count else ALLOWED)


def may_commit(standing: PlanStanding) -> Verdict:
    running = standing.state == "decided"
    return first(may_change_plan(standing), ALLOWED if running else Verdict(NOT_RUNNING.problem()))


def may_draw(standing: PlanStanding, committed_by: UUID) -> Verdict:
    """Somebody of the authority who did not commit the lists, with a second factor."""
    own = standing.acting.person.id == committed_by
    return first(
        may_write(standing.acting),
        is_authority(standing.acting),
        _own(standing.acting, standing.owner),
        holds(standing.acting, "editor", "reviewer"),
        Verdict(OWN_COMMITMENT.problem()) if own else ALLOWED,
        rights.may_sign(standing.acting),
    )


def may_inspect(standing: Standing) -> Verdict:
    """Whether they are on the team: people of the authority, or an invited expert."""
    on = standing.acting.person.id in standing.active
    return first(may_write(standing.acting), ALLOWED if on else Verdict(NOT_ON_TEAM.problem()))


def may_begin(standing: Standing) -> Verdict:
    return first(
        may_inspect(standing),
        Verdict(UNDECLARED.problem(count=standing.undeclared)) if standing.undeclared else ALLOWED,
        Verdict(SHORT_TEAM.problem(count=standing.inspectors)) if standing.inspectors < 2 else ALLOWED,
    )


def may_hand_in(standing: Standing) -> Verdict:
    count = standing.unanswered
    return first(may_inspect(standing), Verdict(UNANSWERED.problem(count=count)) if count else ALLOWED)


def may_conclude(standing: Standing) -> Verdict:
    """A reviewer of the authority who is not on the team, with a second factor."""
    on = standing.acting.person.id in standing.team
    return first(
        may_judge(standing.acting),
        _own(standing.acting, standing.owner),
        Verdict(ON_TEAM.problem()) if on else ALLOWED,
        rights.may_sign(standing.acting),
    )


def may_close_clean(standing: Standing) -> Verdict:
    count = standing.findings
    return first(may_conclude(standing), Verdict(HAS_FINDINGS.problem(count=count)) if count else ALLOWED)


def may_order(standing: Standing) -> Verdict:
    return first(may_conclude(standing), ALLOWED if standing.findings else Verdict(NO_FINDINGS.problem()))


def may_escalate(standing: Standing) -> Verdict:
    return may_order(standing)


def may_answer_for(standing: Standing) -> Verdict:
    """The inspected organisation: its editors and administrators."""
    inspected = standing.acting.organisation_id == standing.subject
    return first(
        may_write(standing.acting),
        ALLOWED if inspected else Verdict(NOT_INSPECTED.problem()),
        holds(standing.acting, "editor", "admin"),
    )


def may_report(standing: Standing) -> Verdict:
    left = standing.findings - standing.answered - standing.accepted
    return first(may_answer_for(standing), Verdict(NOT_ANSWERED.problem(count=left)) if left else ALLOWED)


def may_review(standing: Standing) -> Verdict:
    """Whether they may judge a correction: the team itself, or a reviewer of the authority."""
    on_team = may_inspect(standing)
    if on_team:
        return on_team
    return first(may_judge(standing.acting), _own(standing.acting, standing.owner))


def may_close_corrected(standing: Standing) -> Verdict:
    left = standing.findings - standing.accepted
    return first(may_conclude(standing), Verdict(NOT_CORRECTED.problem(count=left)) if left else ALLOWED)


def may_drop(standing: Standing) -> Verdict:
    """A reviewer of the authority, with a second factor: what was drawn is not done."""
    return first(
        may_judge(standing.acting),
        _own(standing.acting, standing.owner),
        rights.may_sign(standing.acting),
    )


def may_take_measures(acting: Acting) -> Verdict:
    """Whether they may order a measure, or end one before its time: a reviewer of an authority, with a second factor."""
    return first(may_judge(acting), rights.may_sign(acting))


def may_order_against(acting: Acting, inspecting: bool) -> Verdict:
    """The same, of somebody who does not inspect it now: that inspection is concluded by another."""
    return first(may_take_measures(acting), Verdict(ON_TEAM.problem()) if inspecting else ALLOWED)


def may_take(standing: ComplaintStanding) -> Verdict:
    """Whether they may take or give on a complaint: an authority's people, while no other authority has it."""
    return first(
        may_write(standing.acting),
        is_authority(standing.acting),
        holds(standing.acting, "editor", "reviewer"),
        _own(standing.acting, standing.owner) if standing.owner else ALLOWED,
    )


def may_handle(standing: ComplaintStanding) -> Verdict:
    """Whoever it is assigned to; while it is nobody's, any of an authority's people."""
    other = standing.assignee is not None and standing.assignee != standing.acting.person.id
    return first(
        may_take(standing),
        Verdict(NOT_ASSIGNEE.problem(name=standing.assignee_name)) if other else ALLOWED,
    )


def _own(acting: Acting, owner: UUID) -> Verdict:
    return ALLOWED if owner == acting.organisation_id else Verdict(NOT_YOURS.problem())
