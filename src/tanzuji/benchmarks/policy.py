"""Who may do what with benchmarks, and if not, why not (DOMAIN A.11, row “benchmark L/M/B”)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_PROPOSER = define(
    "benchmarks.not-proposer",
    zh="基准值由行业协会或主管部门提出。",
    en="Industry associations and the competent authority propose benchmarks.",
    remedy_zh="可以在征求意见时提出意见。",
    remedy_en="Comment while they are open for consultation.",
)
NOT_YOURS = define(
    "benchmarks.not-yours",
    zh="这组值由{who}提出，由它编制和答复意见。",
    en="{who} proposed these values; they prepare them and answer comments.",
    remedy_zh="请与它联系。",
    remedy_en="Get in touch with them.",
)
NOT_AUTHORITY = define(
    "benchmarks.not-authority",
    zh="审定、发布和废止由主管部门作出。",
    en="The competent authority decides, publishes and retires.",
    remedy_zh="请主管部门来做。",
    remedy_en="Ask the authority.",
)
FOUR_EYES = define(
    "benchmarks.four-eyes",
    zh="{did}的人不能{does}。",
    en="Whoever {did} cannot {does}.",
    remedy_zh="请主管部门的另一人来做。",
    remedy_en="Ask another person of the authority.",
)
STILL_OPEN = define(
    "benchmarks.still-open",
    zh="征求意见到 {day} 才结束。",
    en="The consultation is open until {day}.",
    remedy_zh="请在那天之后审定。",
    remedy_en="Decide after that day.",
)
UNANSWERED = define(
    "benchmarks.unanswered",
    zh="还有 {count} 条意见没有答复。",
    en="Comments without an answer: {count}.",
    remedy_zh="请提出单位逐条答复。",
    remedy_en="The proposer answers each of them.",
)

_NOBODY = Text(zh="–", en="–")
_PREPARED = Text(zh="编制拟定值", en="prepared the values")
_DECIDED = Text(zh="审定", en="decided")
_DECIDE = Text(zh="审定", en="decide on them")
_PUBLISH = Text(zh="发布", en="publish them")


@dataclass(frozen=True, slots=True)
class Standing:
    """What an action on a benchmark rests on."""

    acting: Acting
    today: date
    owner: UUID | None = None
    owner_name: Text = _NOBODY
    preparers: frozenset[UUID] = frozenset()
    decider: UUID | None = None
    closes_on: date | None = None
    unanswered: int = 0


_RIGHTS = rights.of_room("benchmarks")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def proposes(acting: Acting) -> bool:
    """Whether their organisation proposes benchmarks: an association, or the authority."""
    return acting.organisation.kind == "association" or acting.mandated("authority")


def may_propose(acting: Acting) -> Verdict:
    """Whether they may take snapshots and propose values."""
    return first(
        may_write(acting),
        ALLOWED if proposes(acting) else Verdict(NOT_PROPOSER.problem()),
        holds(acting, "editor"),
    )


def may_prepare(standing: Standing) -> Verdict:
    """Whether they may change the values, open the consultation, answer, or give it up."""
    acting = standing.acting
    own = standing.owner == acting.organisation_id
    return first(may_propose(acting), ALLOWED if own else Verdict(NOT_YOURS.problem(who=standing.owner_name)))


def may_comment(acting: Acting) -> Verdict:
    """Whether they may comment: anybody who has an account."""
    return may_write(acting)


def may_decide(standing: Standing) -> Verdict:
    """The authority's reviewer, who did not prepare the values; all comments are answered and the term is over."""
    acting, closes = standing.acting, standing.closes_on
    own = acting.person.id in standing.preparers
    count = standing.unanswered
    return first(
        _authority(acting, "reviewer"),
        Verdict(FOUR_EYES.problem(did=_PREPARED, does=_DECIDE)) if own else ALLOWED,
        Verdict(STILL_OPEN.problem(day=closes.isoformat()))
        if closes and standing.today <= closes
        else ALLOWED,
        Verdict(UNANSWERED.problem(count=count)) if count else ALLOWED,
    )


def may_return(standing: Standing) -> Verdict:
    """The authority sends it back to whoever proposed it, with a reason."""
    return _authority(standing.acting, "reviewer")


def may_publish(standing: Standing) -> Verdict:
    """Somebody of the authority who did not decide."""
    own = standing.acting.person.id == standing.decider
    return first(
        _authority(standing.acting, "editor", "reviewer"),
        Verdict(FOUR_EYES.problem(did=_DECIDED, does=_PUBLISH)) if own else ALLOWED,
    )


def may_retire(standing: Standing) -> Verdict:
    return _authority(standing.acting, "reviewer")


def _authority(acting: Acting, *roles: Role) -> Verdict:
    return first(
        may_write(acting),
        ALLOWED if acting.mandated("authority") else Verdict(NOT_AUTHORITY.problem()),
        holds(acting, *roles),
    )
