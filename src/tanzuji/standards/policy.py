"""Who may do what with a standard, and if not, why not. Pure: what a decision rests on is in `Standing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tanzuji.documents.errors import Message, define
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import MANDATES, Mandate, Role
from tanzuji.standards.kinds import SHORT_LEVELS
from tanzuji.web.verdicts import ALLOWED, Verdict, first

QUORUM = (2, 3)
"""Share of the panel that must have voted. Ministries' rules on standards: below two thirds the review is held again."""
MAJORITY = (3, 4)
"""Share of those who voted that must be in favour (四分之三同意为通过)."""
PANEL_LEAST = 3
"""Fewest members of a panel; a default of this platform."""

NEEDS_MANDATE = define(
    "standards.needs-mandate",
    zh="这由{mandate}来做。",
    en="This is for the {mandate}.",
    remedy_zh="请等承担这项职权的单位办理，或与它联系。",
    remedy_en="Wait for the organisation that holds the mandate, or ask it.",
)
NOT_LEAD = define(
    "standards.not-lead",
    zh="这由牵头起草单位来做。",
    en="This is for the organisation that leads the drafting.",
    remedy_zh="请联系牵头单位，或以参编单位身份提交草案。",
    remedy_en="Ask the leading organisation, or hand in drafts as a drafting party.",
)
NOT_DRAFTER = define(
    "standards.not-drafter",
    zh="这由起草单位来做。",
    en="This is for the drafting organisations.",
    remedy_zh="请牵头单位把贵单位加为参编单位。",
    remedy_en="Ask the leading organisation to add yours.",
)
FOUR_EYES = define(
    "standards.four-eyes",
    zh="您参与了提出或起草，不能由您决定。",
    en="You proposed or drafted it, so you cannot decide on it.",
    remedy_zh="请另一位评审员决定。",
    remedy_en="Ask another reviewer.",
)
HIGHER_EXISTS = define(
    "standards.higher-exists",
    zh="这一产品已有{level}{number}，不再制定地方标准。",
    en="For this product there is a {level} standard, {number}; no provincial standard is made beside it.",
    remedy_zh="请采用该标准；确有更严要求时，由企业标准或团体标准补充。",
    remedy_en="Use that standard; where more is asked, an association or enterprise standard may add to it.",
)
NO_DIRECT = define(
    "standards.no-direct-path",
    zh="{jurisdiction}的文件没有写直接申请制定{level}的路径。",
    en="The plan of {jurisdiction} states no direct application for a {level} standard.",
    remedy_zh="请先制定团体标准，实施后申请转化。",
    remedy_en="Make an association standard first and ask for its conversion once it is in force.",
)
NO_DRAFT = define(
    "standards.no-draft",
    zh="还没有草案。",
    en="There is no draft yet.",
    remedy_zh="请先提交草案。",
    remedy_en="Hand in a draft first.",
)
OLD_DRAFT = define(
    "standards.old-draft",
    zh="草案 {number} 已经征求过意见。",
    en="Draft {number} was consulted on already.",
    remedy_zh="请提交新的草案，再征求意见。",
    remedy_en="Hand in another draft before another consultation.",
)
NOT_CONFORMING = define(
    "standards.not-conforming",
    zh="草案 {number} 的规则与上层规则不符，共 {count} 处。",
    en="The rule of draft {number} departs from the rule above it in {count} places.",
    remedy_zh="请按“对照”里列出的行改正：下层只能收紧，不能放宽。",
    remedy_en="Correct the lines listed under “crosswalk”: a rule may tighten what it inherits, never loosen it.",
)
NOT_CONSULTED = define(
    "standards.not-consulted",
    zh="还没有征求过意见。",
    en="There was no consultation yet.",
    remedy_zh="请先公开征求意见。",
    remedy_en="Hold a consultation first.",
)
STILL_OPEN = define(
    "standards.still-open",
    zh="征求意见到 {closes} 才截止。",
    en="The consultation is open until {closes}.",
    remedy_zh="截止以后再送审。",
    remedy_en="Send it to review when it is over.",
)
UNANSWERED = define(
    "standards.unanswered",
    zh="还有 {count} 条意见没有答复。",
    en="Remarks without an answer: {count}.",
    remedy_zh="请逐条答复，写明采纳与否和理由。",
    remedy_en="Answer them one by one: accepted or not, and why.",
)
SMALL_PANEL = define(
    "standards.small-panel",
    zh="审查组只有 {count} 人，至少 {least} 人。",
    en="The panel has {count} members; it needs {least}.",
    remedy_zh="请补充审查人。",
    remedy_en="Call more reviewers.",
)
NO_QUORUM = define(
    "standards.no-quorum",
    zh="{count} 人中 {voted} 人投票，不足三分之二。",
    en="{voted} of {count} have voted, fewer than two thirds.",
    remedy_zh="请其余审查人投票。",
    remedy_en="Ask the others to vote.",
)
NO_MAJORITY = define(
    "standards.no-majority",
    zh="投票 {voted} 人，赞成 {favour} 人，不足四分之三。",
    en="{favour} of {voted} votes are in favour, fewer than three quarters.",
    remedy_zh="请退回修改后重新审查，或不予通过。",
    remedy_en="Send it back for another review, or decline it.",
)
NOT_DUE = define(
    "standards.not-due",
    zh="实施日期是 {day}，还没有到。",
    en="It comes into force on {day}, which is not yet.",
    remedy_zh="到期自动实施。",
    remedy_en="It happens by itself on that day.",
)
BY_ITSELF = define(
    "standards.by-itself",
    zh="这一步由系统在新标准实施时完成。",
    en="The system does this when the new standard comes into force.",
    remedy_zh="请先让新标准实施。",
    remedy_en="Bring the new standard into force first.",
)
REASON_NEEDED = define(
    "standards.reason-needed",
    zh="“{action}”需要写明理由。",
    en="“{action}” needs a reason.",
    remedy_zh="请写出理由；它会公开。",
    remedy_en="Write the reason; it becomes public.",
)
OWN_ORGANISATION = define(
    "standards.own-organisation",
    zh="{organisation}是起草单位，不能审查自己的草案。",
    en="{organisation} takes part in the drafting and cannot review its own draft.",
    remedy_zh="请选其他单位的人。",
    remedy_en="Choose somebody of another organisation.",
)
NOT_ON_PANEL = define(
    "standards.not-on-panel",
    zh="您不在这份草案的审查组里。",
    en="You are not on the panel of this draft.",
    remedy_zh="审查组由决定立项的单位召集。",
    remedy_en="The panel is called by the body that accepted the project.",
)
VOTED = define(
    "standards.voted",
    zh="您已经投过票。",
    en="You have voted.",
    remedy_zh="投票不能更改；新的草案重新投票。",
    remedy_en="A vote is not changed; another draft is voted on anew.",
)
IN_REVISION = define(
    "standards.in-revision",
    zh="修订项目还在进行。",
    en="A revision is under way.",
    remedy_zh="请先结束它。",
    remedy_en="End it first.",
)


@dataclass(frozen=True, slots=True)
class Higher:
    """A national or sector standard that stands for the same product."""

    level: str
    number: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision rests on. `acting` is None for the system itself."""

    acting: Acting | None
    level: str
    today: date
    lead: UUID | None = None
    drafters: frozenset[UUID] = frozenset()
    makers: frozenset[UUID] = frozenset()
    """People who proposed it or made a draft."""
    higher: tuple[Higher, ...] = ()
    direct: bool = True
    jurisdiction: Text = field(default_factory=lambda: Text(zh="全国", en="the nation"))
    draft: int = 0
    consulted_draft: int = 0
    faults: int = 0
    consultation_ends: date | None = None
    unanswered: int = 0
    panel: int = 0
    voted: int = 0
    favour: int = 0
    in_force_on: date | None = None
    successor_in_force: bool = False
    revision_open: bool = False


_RIGHTS = rights.of_room("standards")


def holds(acting: Acting, *roles: Role) -> Verdict:
    """Whether they hold one of the roles and may write."""
    return first(_RIGHTS.may_write(acting), _RIGHTS.holds(acting, *roles))


def charged(acting: Acting, *mandates: Mandate) -> Verdict:
    """Whether their organisation holds one of the mandates."""
    names = [MANDATES[mandate] for mandate in mandates]
    joined = Text(zh="或".join(n.to("zh") for n in names), en=" or ".join(n.to("en").lower() for n in names))
    return ALLOWED if acting.mandated(*mandates) else Verdict(NEEDS_MANDATE.problem(mandate=joined))


def may_prepare(acting: Acting, *mandates: Mandate) -> Verdict:
    """Whether an editor of a mandated organisation acts."""
    return first(charged(acting, *mandates), holds(acting, "editor"))


def may_decide(acting: Acting, *mandates: Mandate) -> Verdict:
    """Whether a reviewer of a mandated organisation acts."""
    return first(charged(acting, *mandates), holds(acting, "reviewer"))


def may_propose(acting: Acting) -> Verdict:
    """Any registered organisation may open a project: an editor does."""
    return holds(acting, "editor")


def may_remark(acting: Acting) -> Verdict:
    """Anybody of a registered organisation may speak in a consultation, in its name or their own."""
    return _RIGHTS.may_write(acting)


def may_draft(standing: Standing) -> Verdict:
    """Whether they may hand in a draft: editors of the drafting organisations."""
    acting = _person(standing)
    inside = acting.organisation_id in standing.drafters
    return first(ALLOWED if inside else Verdict(NOT_DRAFTER.problem()), holds(acting, "editor"))


def may_lead(standing: Standing) -> Verdict:
    """Whether they act for the leading organisation as an editor."""
    acting = _person(standing)
    lead = acting.organisation_id == standing.lead
    return first(ALLOWED if lead else Verdict(NOT_LEAD.problem()), holds(acting, "editor"))


def may_judge(standing: Standing) -> Verdict:
    """Whether they decide on the project: the authority; for an enterprise standard the enterprise itself. Four eyes."""
    acting = _person(standing)
    if standing.level == "enterprise":
        body = ALLOWED if acting.organisation_id == standing.lead else Verdict(NOT_LEAD.problem())
    else:
        body = charged(acting, "authority")
    own = acting.person.id in standing.makers
    return first(body, holds(acting, "reviewer"), Verdict(FOUR_EYES.problem()) if own else ALLOWED)


def may_accept(standing: Standing) -> Verdict:
    return first(may_judge(standing), direct(standing), without_higher(standing))


def may_consult(standing: Standing) -> Verdict:
    """A draft not consulted on yet, in accord with the rule above it, and no higher standard meanwhile."""
    new = standing.draft > standing.consulted_draft
    return first(
        may_lead(standing),
        ALLOWED if standing.draft else Verdict(NO_DRAFT.problem()),
        ALLOWED if new else Verdict(OLD_DRAFT.problem(number=standing.draft)),
        _told(NOT_CONFORMING, bool(standing.faults), number=standing.draft, count=standing.faults),
        without_higher(standing),
    )


def may_send_to_review(standing: Standing) -> Verdict:
    """After a consultation that is over, with every remark answered."""
    ends = standing.consultation_ends
    return first(
        may_lead(standing),
        ALLOWED if ends is not None else Verdict(NOT_CONSULTED.problem()),
        _told(STILL_OPEN, ends is not None and ends >= standing.today, closes=ends),
        _told(UNANSWERED, bool(standing.unanswered), count=standing.unanswered),
        _told(NOT_CONFORMING, bool(standing.faults), number=standing.draft, count=standing.faults),
    )


def may_approve(standing: Standing) -> Verdict:
    return first(may_judge(standing), passed(standing), without_higher(standing))


def may_publish(standing: Standing) -> Verdict:
    """The authority publishes; an association or enterprise publishes its own. Not whoever drafted it alone."""
    acting = _person(standing)
    own = standing.level in ("association", "enterprise") and acting.organisation_id == standing.lead
    body = ALLOWED if own else charged(acting, "authority")
    return first(body, holds(acting, "reviewer"), without_higher(standing))


def may_take_effect(standing: Standing) -> Verdict:
    """On its day; by the system, or by whoever looks after the standards library."""
    due = standing.in_force_on is not None and standing.in_force_on <= standing.today
    by = ALLOWED if standing.acting is None else may_decide(standing.acting, "authority", "standards")
    return first(by, _told(NOT_DUE, not due, day=standing.in_force_on))


def may_revise(standing: Standing) -> Verdict:
    acting = _person(standing)
    if acting.mandated("authority"):
        return holds(acting, "editor")
    return may_lead(standing)


def may_keep(standing: Standing) -> Verdict:
    """Once no revision is under way; the system does it when a revision ends without a new standard."""
    by = ALLOWED if standing.acting is None else may_decide(standing.acting, "authority")
    return first(by, _told(IN_REVISION, standing.revision_open))


def may_supersede(standing: Standing) -> Verdict:
    ready = standing.acting is None and standing.successor_in_force
    return ALLOWED if ready else Verdict(BY_ITSELF.problem())


def may_abolish(standing: Standing) -> Verdict:
    acting = _person(standing)
    own = standing.level in ("association", "enterprise") and acting.organisation_id == standing.lead
    return first(ALLOWED if own else charged(acting, "authority"), holds(acting, "reviewer"))


def passed(standing: Standing) -> Verdict:
    """The vote of the panel: members enough, two thirds voted, three quarters of those in favour."""
    n, voted, favour = standing.panel, standing.voted, standing.favour
    return first(
        _told(SMALL_PANEL, n < PANEL_LEAST, count=n, least=PANEL_LEAST),
        _told(NO_QUORUM, voted * QUORUM[1] < n * QUORUM[0], count=n, voted=voted),
        _told(NO_MAJORITY, favour * MAJORITY[1] < voted * MAJORITY[0], voted=voted, favour=favour),
    )


def without_higher(standing: Standing) -> Verdict:
    """No provincial standard where a national or sector standard for the same product exists."""
    if standing.level != "provincial" or not standing.higher:
        return ALLOWED
    found = standing.higher[0]
    return Verdict(HIGHER_EXISTS.problem(level=SHORT_LEVELS[found.level], number=found.number))


def direct(standing: Standing) -> Verdict:
    """Whether a national or sector standard may be applied for without a lower one before it."""
    if standing.direct or standing.level not in ("national", "sector"):
        return ALLOWED
    level = SHORT_LEVELS[standing.level]
    return Verdict(NO_DIRECT.problem(jurisdiction=standing.jurisdiction, level=level))


def needs_reason(action: Text, reason: str) -> Verdict:
    """Whether a reason was written."""
    return ALLOWED if reason.strip() else Verdict(REASON_NEEDED.problem("reason", action=action))


def _person(standing: Standing) -> Acting:
    """Who acts. Steps of people are never asked of the system."""
    if standing.acting is None:
        raise TypeError("only a person does this")
    return standing.acting


def _told(message: Message, wrong: bool, **fields: object) -> Verdict:
    return Verdict(message.problem(**fields)) if wrong else ALLOWED
