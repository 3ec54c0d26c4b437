"""The states of a verification: asked for, offered, accepted, examined, drafted, stated."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.verification import policy
from tanzuji.verification.policy import Standing
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "requested": Text(zh="待应承", en="Requested"),
    "offered": Text(zh="待接受方案", en="Offered"),
    "accepted": Text(zh="待编制计划", en="Accepted"),
    "examining": Text(zh="核查中", en="Under examination"),
    "drafted": Text(zh="技术复核中", en="In technical review"),
    "stated": Text(zh="已出具声明", en="Stated"),
    "declined": Text(zh="未成立", en="Declined"),
    "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    "terminated": Text(zh="已终止", en="Terminated"),
}
RUNNING = ("requested", "offered", "accepted", "examining", "drafted")
READABLE = ("accepted", "examining", "drafted", "stated")
"""The verifier reads what was submitted in these; before, it is told what the study is about, and after an end without
a statement no more than that."""
EXAMINED = ("examining", "drafted")
ENDED = ("stated", "declined", "withdrawn", "terminated")

ENGAGEMENT: Machine[Standing] = Machine(
    states=STATES,
    actions={
        "offer": Text(zh="应承核查", en="Offer the verification"),
        "accept": Text(zh="接受方案", en="Accept the offer"),
        "decline": Text(zh="不接受", en="Decline"),
        "withdraw": Text(zh="撤回委托", en="Withdraw the request"),
        "plan": Text(zh="编制核查计划", en="Plan the verification"),
        "submit": Text(zh="提交新版本", en="Submit a new version"),
        "team": Text(zh="调整核查组", en="Change the team"),
        "draft": Text(zh="起草声明", en="Draft the statement"),
        "return": Text(zh="退回起草", en="Send the draft back"),
        "sign": Text(zh="签发声明", en="Sign the statement"),
        "terminate": Text(zh="终止核查", en="Terminate the verification"),
    },
    table=(
        Transition(("requested",), "offer", "offered", policy.for_verifier),
        Transition(("requested",), "decline", "declined", policy.for_verifier),
        Transition(("offered",), "accept", "accepted", policy.for_client),
        Transition(("offered",), "decline", "declined", policy.for_client),
        Transition(("requested", "offered"), "withdraw", "withdrawn", policy.for_client),
        Transition(("accepted", "examining"), "plan", "examining", policy.for_lead),
        Transition(("accepted",), "submit", "accepted", policy.for_client),
        Transition(("examining",), "submit", "examining", policy.for_client),
        Transition(("offered",), "team", "offered", policy.for_verifier),
        Transition(("accepted",), "team", "accepted", policy.for_verifier),
        Transition(("examining",), "team", "examining", policy.for_verifier),
        Transition(("drafted",), "team", "drafted", policy.for_verifier),
        Transition(("examining",), "draft", "drafted", policy.may_draft),
        Transition(("drafted",), "return", "examining", policy.may_return),
        Transition(("drafted",), "sign", "stated", policy.may_sign),
        Transition(("accepted", "examining", "drafted"), "terminate", "terminated", policy.for_either),
    ),
)
"""A statement is reached by one road: offered, accepted, planned, drafted by one person, signed by another."""

FINDING_STATES: dict[str, Text] = {
    "open": Text(zh="待纠正", en="Open"),
    "answered": Text(zh="已答复", en="Answered"),
    "closed": Text(zh="已关闭", en="Closed"),
    "left": Text(zh="未纠正", en="Uncorrected"),
}
FINDING: Machine[Standing] = Machine(
    states=FINDING_STATES,
    actions={
        "answer": Text(zh="答复", en="Answer"),
        "close": Text(zh="关闭", en="Close"),
        "reopen": Text(zh="重新打开", en="Open again"),
        "leave": Text(zh="记为未纠正", en="Put down as uncorrected"),
    },
    table=(
        Transition(("open", "answered"), "answer", "answered", policy.for_client),
        Transition(("open", "answered"), "close", "closed", policy.may_examine),
        Transition(("open", "answered"), "leave", "left", policy.may_examine),
        Transition(("answered", "closed", "left"), "reopen", "open", policy.may_examine),
    ),
)
