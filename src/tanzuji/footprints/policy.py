"""Who may do what with a study, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first

OWN_WORK = define(
    "footprints.own-work",
    zh="版本 {number} 由您参与编制（编辑或生成），不能由您评审。",
    en="You took part in making version {number} (edited or made it), so you cannot review it.",
    remedy_zh="请另一位评审员评审。",
    remedy_en="Ask another reviewer.",
)
HAS_ERRORS = define(
    "footprints.has-errors",
    zh="版本 {number} 有 {count} 处规则错误。",
    en="Rule errors in version {number}: {count}.",
    remedy_zh="请改正错误，生成新版本后再来。",
    remedy_en="Correct them and make a new version first.",
)
OPEN_COMMENTS = define(
    "footprints.open-comments",
    zh="还有 {count} 条批注没有了结。",
    en="Comments still open: {count}.",
    remedy_zh="请答复并了结批注。",
    remedy_en="Answer and settle them.",
)
ANSWER_FIRST = define(
    "footprints.answer-first",
    zh="这条批注由{who}提出，还没有人答复。",
    en="Nobody has answered this comment by {who} yet.",
    remedy_zh="请先答复再了结；批注人和评审员可以直接了结。",
    remedy_en="Answer it, then settle it; its author and reviewers may settle it right away.",
)
BY_STATEMENT = define(
    "footprints.by-statement",
    zh="只有核查机构的声明能使核算成为“已核查”，或撤回这个状态。",
    en="Only a verifier's statement makes a study verified, or takes that back.",
    remedy_zh="请在“核查”里委托核查机构。",
    remedy_en="Ask a verifier under “Verification”.",
)
REASON_NEEDED = define(
    "footprints.reason-needed",
    zh="退回需要写明理由。",
    en="Sending it back needs a reason.",
    remedy_zh="请写出要改什么。",
    remedy_en="Write what is to be changed.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision rests on: who acts, and the version in question."""

    acting: Acting
    number: int = 0
    errors: int = 0
    open_comments: int = 0
    makers: frozenset[UUID] = frozenset()
    by_statement: bool = False
    """Whether a verifier's statement, signed or withdrawn, asks for it."""


_RIGHTS = rights.of_room("footprints")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_edit(acting: Acting) -> Verdict:
    """Whether they may create, edit and make versions."""
    return first(may_write(acting), holds(acting, "editor"))


def may_comment(acting: Acting) -> Verdict:
    """Whether they may comment and answer."""
    return first(may_write(acting), holds(acting, "editor", "reviewer", "admin"))


def may_settle(acting: Acting, author: UUID, who: str, *, answered: bool) -> Verdict:
    """Whether they may settle a comment `who` wrote: its author and reviewers may, others once it was answered."""
    free = answered or author == acting.person.id or acting.has("reviewer")
    return first(may_comment(acting), ALLOWED if free else Verdict(ANSWER_FIRST.problem(who=who)))


def may_calculate(standing: Standing) -> Verdict:
    return may_edit(standing.acting)


def may_approve(standing: Standing) -> Verdict:
    """Four eyes: a reviewer who neither edited nor made the version, which has no errors and no open comment."""
    return first(
        _reviewer(standing),
        ALLOWED
        if not standing.errors
        else Verdict(HAS_ERRORS.problem(number=standing.number, count=standing.errors)),
        _no_open_comments(standing),
    )


def may_return(standing: Standing) -> Verdict:
    return _reviewer(standing)


def may_submit(standing: Standing) -> Verdict:
    return first(may_edit(standing.acting), _no_open_comments(standing))


def may_publish(acting: Acting) -> Verdict:
    """Whether they may publish a version among the organisation's products; reviewed or not is said with it."""
    return may_edit(acting)


def may_verify(standing: Standing) -> Verdict:
    """Nobody of the organisation itself: the verification room asks for it with a signed statement."""
    return ALLOWED if standing.by_statement else Verdict(BY_STATEMENT.problem())


def may_reopen(standing: Standing) -> Verdict:
    return may_edit(standing.acting)


def _reviewer(standing: Standing) -> Verdict:
    own = standing.acting.person.id in standing.makers
    return first(
        may_write(standing.acting),
        holds(standing.acting, "reviewer"),
        Verdict(OWN_WORK.problem(number=standing.number)) if own else ALLOWED,
    )


def _no_open_comments(standing: Standing) -> Verdict:
    count = standing.open_comments
    return Verdict(OPEN_COMMENTS.problem(count=count)) if count else ALLOWED
