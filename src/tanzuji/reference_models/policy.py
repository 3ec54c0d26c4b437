"""Who may do what with a reference model, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS, Kind
from tanzuji.web.verdicts import ALLOWED, Verdict, first

NOT_A_MAKER = define(
    "reference.not-a-maker",
    zh="{kind}不编制参考模型。",
    en="A {kind} does not make reference models.",
    remedy_zh="参考模型由科研机构、行业协会、企业或产品模型库管理单位编制。",
    remedy_en="They are made by research bodies, associations, enterprises and the curator of the product model library.",
)
NOT_CURATOR = define(
    "reference.not-curator",
    zh="贵单位不是产品模型库的管理单位。",
    en="Your organisation is not the curator of the product model library.",
    remedy_zh="评审、发布和停用由管理单位做；运营者可用 tanzuji mandate 委任。",
    remedy_en="Reviewing, releasing and deprecating are the curator's; the operator charges one with `tanzuji mandate`.",
)
OWN_WORK = define(
    "reference.own-work",
    zh="版本 {number} 由您参与编制，不能由您评审。",
    en="You took part in making version {number}, so you cannot review it.",
    remedy_zh="请另一位评审员评审。",
    remedy_en="Ask another reviewer.",
)
SAME_PERSON = define(
    "reference.same-person",
    zh="版本 {number} 由您评审通过，发布须由另一人。",
    en="You reviewed version {number}; somebody else has to release it.",
    remedy_zh="请管理单位的另一位同事发布。",
    remedy_en="Ask another colleague of the curator to release it.",
)
OPEN_REMARKS = define(
    "reference.open-remarks",
    zh="还有 {count} 条意见没有答复。",
    en="Remarks without an answer: {count}.",
    remedy_zh="请编制单位逐条答复，或退回修改。",
    remedy_en="Whoever made it answers each of them, or send it back.",
)
NOT_YOURS = define(
    "reference.not-yours",
    zh="只有编制单位能做这件事。",
    en="Only the organisation that made it may do this.",
    remedy_zh="请联系编制单位。",
    remedy_en="Ask them.",
)

MAKERS: tuple[Kind, ...] = ("research", "association", "enterprise")
"""Kinds of organisations that make reference models (JS-105, SD-202); so does the curator."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision on a version rests on."""

    acting: Acting
    owner: UUID
    number: int = 0
    makers: frozenset[UUID] = frozenset()
    reviewer: UUID | None = None
    open_remarks: int = 0


_RIGHTS = rights.of_room("reference")
_holds, _may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_make(acting: Acting) -> Verdict:
    """Whether they may make and change reference models of their organisation."""
    kind = acting.organisation.kind
    known = KINDS.get(kind)  # type: ignore[call-overload]
    fits = kind in MAKERS or acting.mandated("models")
    return first(
        _may_write(acting),
        _holds(acting, "editor"),
        ALLOWED if fits else Verdict(NOT_A_MAKER.problem(kind=known or Text(en=kind))),
    )


def may_curate(acting: Acting) -> Verdict:
    """Whether they may prepare what the curator does: take over what ships, release, deprecate."""
    return first(_may_write(acting), _curator(acting), _holds(acting, "editor", "reviewer"))


def may_take_over(acting: Acting) -> Verdict:
    """Whether they may take over the models that come with the software."""
    return first(_may_write(acting), _curator(acting), _holds(acting, "editor"))


def may_withdraw(standing: Standing) -> Verdict:
    own = standing.owner == standing.acting.organisation_id
    return first(may_make(standing.acting), ALLOWED if own else Verdict(NOT_YOURS.problem()))


def may_remark(standing: Standing) -> Verdict:
    """Reviewers of the curator; where they made it themselves, not on their own work."""
    own = standing.acting.person.id in standing.makers
    return first(
        _may_write(standing.acting),
        _curator(standing.acting),
        _holds(standing.acting, "reviewer"),
        Verdict(OWN_WORK.problem(number=standing.number)) if own else ALLOWED,
    )


def may_review(standing: Standing) -> Verdict:
    """Four eyes: a reviewer of the curator who took no part in making it, once every remark is answered."""
    count = standing.open_remarks
    return first(may_remark(standing), Verdict(OPEN_REMARKS.problem(count=count)) if count else ALLOWED)


def may_return(standing: Standing) -> Verdict:
    return may_remark(standing)


def may_release(standing: Standing) -> Verdict:
    """Somebody of the curator who is not the reviewer."""
    same = standing.acting.person.id == standing.reviewer
    return first(
        may_curate(standing.acting),
        Verdict(SAME_PERSON.problem(number=standing.number)) if same else ALLOWED,
    )


def may_deprecate(standing: Standing) -> Verdict:
    return may_curate(standing.acting)


def _curator(acting: Acting) -> Verdict:
    return ALLOWED if acting.mandated("models") else Verdict(NOT_CURATOR.problem())
