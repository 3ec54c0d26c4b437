"""Who may do what with a campaign, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_AUTHORITY = define(
    "campaigns.not-authority",
    zh="贵单位不是主管部门。",
    en="Your organisation is not a competent authority.",
    remedy_zh="归集任务由主管部门制定；运营者可用 tanzuji mandate 委任。",
    remedy_en="Campaigns are the authority's; the operator charges one with `tanzuji mandate`.",
)
NOT_YOURS = define(
    "campaigns.not-yours",
    zh="这项归集任务由另一个主管部门制定。",
    en="Another authority made this campaign.",
    remedy_zh="请联系制定单位。",
    remedy_en="Ask them.",
)
OWN_DRAFT = define(
    "campaigns.own-draft",
    zh="这份草案由您编制，不能由您决定。",
    en="You drafted this, so you cannot decide it.",
    remedy_zh="请本单位另一位评审员决定。",
    remedy_en="Ask another reviewer of your organisation.",
)
UNANSWERED = define(
    "campaigns.unanswered",
    zh="还有 {count} 条意见没有答复。",
    en="Comments without an answer: {count}.",
    remedy_zh="请逐条答复后再决定。",
    remedy_en="Answer each of them first.",
)
COMMENTS_OPEN = define(
    "campaigns.comments-open",
    zh="征求意见到 {until} 为止，还没有结束。",
    en="Comments are invited until {until}, which has not passed.",
    remedy_zh="请等期满后再决定。",
    remedy_en="Decide when it has.",
)
NO_TASKS = define(
    "campaigns.no-tasks",
    zh="还没有下达任何任务。",
    en="No task has been assigned yet.",
    remedy_zh="请先下达任务：逐个添加，或上传名单。",
    remedy_en="Assign tasks first: one by one, or with a list.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision on a campaign rests on."""

    acting: Acting
    owner: UUID
    drafters: frozenset[UUID] = frozenset()
    unanswered: int = 0
    open_until: str = ""
    tasks: int = 0


_RIGHTS = rights.of_room("campaigns")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_draft(acting: Acting) -> Verdict:
    """Whether they may draft campaigns: editors of an authority."""
    authority = ALLOWED if acting.mandated("authority") else Verdict(NOT_AUTHORITY.problem())
    return first(may_write(acting), authority, holds(acting, "editor"))


def may_run(standing: Standing) -> Verdict:
    """Whether they may consult, assign, remind, start and close: editors of the authority whose campaign it is."""
    return first(may_draft(standing.acting), _own(standing))


def may_decide(standing: Standing) -> Verdict:
    """Four eyes: a reviewer of the authority who did not draft it, after the comments are closed and answered."""
    count = standing.unanswered
    return first(
        _may_judge(standing),
        Verdict(COMMENTS_OPEN.problem(until=standing.open_until)) if standing.open_until else ALLOWED,
        Verdict(UNANSWERED.problem(count=count)) if count else ALLOWED,
    )


def may_return(standing: Standing) -> Verdict:
    return _may_judge(standing)


def may_start(standing: Standing) -> Verdict:
    return first(may_run(standing), ALLOWED if standing.tasks else Verdict(NO_TASKS.problem()))


def may_answer_for(acting: Acting) -> Verdict:
    """Whether they may take on a task, decline it, or link a study to it: editors and administrators."""
    return first(may_write(acting), holds(acting, "editor", "admin"))


def may_comment(acting: Acting) -> Verdict:
    """Whether they may comment on a plan in consultation: anybody who acts for an organisation and may write."""
    return first(may_write(acting), holds(acting, "editor", "reviewer", "admin"))


def _may_judge(standing: Standing) -> Verdict:
    acting = standing.acting
    authority = ALLOWED if acting.mandated("authority") else Verdict(NOT_AUTHORITY.problem())
    own = acting.person.id in standing.drafters
    return first(
        may_write(acting),
        authority,
        _own(standing),
        holds(acting, "reviewer"),
        Verdict(OWN_DRAFT.problem()) if own else ALLOWED,
    )


def _own(standing: Standing) -> Verdict:
    own = standing.owner == standing.acting.organisation_id
    return ALLOWED if own else Verdict(NOT_YOURS.problem())
