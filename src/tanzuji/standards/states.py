"""The life of a standard and of its conversion (DOMAIN A.7.2), and of a yearly work plan, as tables."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.standards import policy
from tanzuji.standards.policy import Standing
from tanzuji.web.states import Machine, Transition

STANDARD: Machine[Standing] = Machine(
    states={
        "proposed": Text(zh="已提出", en="Proposed"),
        "accepted": Text(zh="已立项", en="Accepted"),
        "drafting": Text(zh="起草", en="Drafting"),
        "consultation": Text(zh="征求意见", en="Consultation"),
        "technical_review": Text(zh="技术审查", en="Technical review"),
        "approved": Text(zh="已批准", en="Approved"),
        "published": Text(zh="已发布", en="Published"),
        "in_force": Text(zh="现行", en="In force"),
        "under_revision": Text(zh="现行，修订中", en="In force, under revision"),
        "superseded": Text(zh="被代替", en="Superseded"),
        "abolished": Text(zh="废止", en="Abolished"),
        "declined": Text(zh="未通过", en="Declined"),
        "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    },
    actions={
        "accept": Text(zh="立项", en="Accept the project"),
        "decline": Text(zh="不予通过", en="Decline"),
        "withdraw": Text(zh="撤回项目", en="Withdraw the project"),
        "begin": Text(zh="开始起草", en="Begin drafting"),
        "consult": Text(zh="征求意见", en="Open the consultation"),
        "redraft": Text(zh="退回起草", en="Back to drafting"),
        "review": Text(zh="送审", en="Send to technical review"),
        "return": Text(zh="退回修改", en="Send back"),
        "approve": Text(zh="批准", en="Approve"),
        "publish": Text(zh="发布", en="Publish"),
        "take_effect": Text(zh="实施", en="Bring into force"),
        "revise": Text(zh="启动修订", en="Begin a revision"),
        "keep": Text(zh="终止修订，继续有效", en="End the revision, keep in force"),
        "supersede": Text(zh="以新代旧", en="Supersede"),
        "abolish": Text(zh="废止", en="Abolish"),
    },
    table=(
        Transition(("proposed",), "accept", "accepted", policy.may_accept),
        Transition(("proposed", "technical_review"), "decline", "declined", policy.may_judge),
        Transition(
            ("proposed", "accepted", "drafting", "consultation", "technical_review"),
            "withdraw",
            "withdrawn",
            policy.may_lead,
        ),
        Transition(("accepted",), "begin", "drafting", policy.may_lead),
        Transition(("drafting",), "consult", "consultation", policy.may_consult),
        Transition(("consultation",), "redraft", "drafting", policy.may_lead),
        Transition(("drafting", "consultation"), "review", "technical_review", policy.may_send_to_review),
        Transition(("technical_review",), "return", "drafting", policy.may_judge),
        Transition(("technical_review",), "approve", "approved", policy.may_approve),
        Transition(("approved",), "publish", "published", policy.may_publish),
        Transition(("published",), "take_effect", "in_force", policy.may_take_effect),
        Transition(("in_force",), "revise", "under_revision", policy.may_revise),
        Transition(("under_revision",), "keep", "in_force", policy.may_keep),
        Transition(("in_force", "under_revision"), "supersede", "superseded", policy.may_supersede),
        Transition(("in_force", "under_revision"), "abolish", "abolished", policy.may_abolish),
    ),
)
"""From proposal to end. What is declined or withdrawn keeps its page and its reasons."""

REASONED = frozenset({"decline", "withdraw", "redraft", "return", "revise", "abolish"})
"""Steps that need a written reason."""

ENDING = frozenset({"decline", "withdraw", "abolish"})
"""Steps that cannot be taken back: a page sets them apart from those that lead on."""

PRIVATE = frozenset({"proposed"})
"""States that only the makers and the authority see, as long as the project was not accepted."""

STANDING = ("published", "in_force", "under_revision")
"""States of a standard that exists: it was issued and has not ended."""

VALID = ("in_force", "under_revision")
"""States of a standard that applies today."""

OPEN = ("proposed", "accepted", "drafting", "consultation", "technical_review", "approved")
"""States of a project that is under way."""

NAMING = ("proposed", "accepted", "drafting", "consultation")
"""States in which a project may name its machine rule; from technical review on the panel votes on it."""

CONVERSION_STATES: dict[str, Text] = {
    "requested": Text(zh="已申请", en="Requested"),
    "screened": Text(zh="已筛选", en="Screened"),
    "recommended": Text(zh="已推荐", en="Recommended"),
    "accepted_by_target_body": Text(zh="上级已接受", en="Accepted by the higher body"),
    "converted": Text(zh="已转化", en="Converted"),
    "refused": Text(zh="未通过", en="Refused"),
    "withdrawn": Text(zh="已撤回", en="Withdrawn"),
}

CONVERSION_ACTIONS: dict[str, Text] = {
    "screen": Text(zh="筛选打分", en="Screen and score"),
    "recommend": Text(zh="推荐", en="Recommend"),
    "accept": Text(zh="登记上级接受", en="Record acceptance by the higher body"),
    "convert": Text(zh="登记转化结果", en="Record the converted standard"),
    "refuse": Text(zh="不予转化", en="Refuse"),
    "withdraw": Text(zh="撤回申请", en="Withdraw the request"),
}

CONVERSION_ENDING = frozenset({"refuse", "withdraw"})
"""Steps that end a request for good."""

CONVERSION_TABLE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("requested",), "screen", "screened"),
    (("screened",), "recommend", "recommended"),
    (("recommended",), "accept", "accepted_by_target_body"),
    (("accepted_by_target_body",), "convert", "converted"),
    (("requested", "screened", "recommended", "accepted_by_target_body"), "refuse", "refused"),
    (("requested", "screened", "recommended"), "withdraw", "withdrawn"),
)

PLAN_STATES: dict[str, Text] = {
    "consulted": Text(zh="商定中", en="Consulted"),
    "decided": Text(zh="已确定", en="Decided"),
    "running": Text(zh="实施中", en="Running"),
    "closed": Text(zh="已结束", en="Closed"),
}

PLAN_ACTIONS: dict[str, tuple[str, str, Text]] = {
    "decide": ("consulted", "decided", Text(zh="确定计划", en="Decide the plan")),
    "run": ("decided", "running", Text(zh="开始实施", en="Start it")),
    "close": ("running", "closed", Text(zh="结束计划", en="Close it")),
}

LIST_STATES: dict[str, Text] = {
    "draft": Text(zh="草稿", en="Draft"),
    "published": Text(zh="现行", en="Published"),
    "revised": Text(zh="已被修订", en="Revised"),
}

COMPLAINT_STATES: dict[str, Text] = {
    "received": Text(zh="已受理", en="Received"),
    "upheld": Text(zh="成立", en="Upheld"),
    "dismissed": Text(zh="不成立", en="Dismissed"),
}

PILOT_STATES: dict[str, Text] = {
    "running": Text(zh="进行中", en="Running"),
    "finished": Text(zh="已结束", en="Finished"),
}
