"""Life of a version of a rule: ready, offered, active, superseded or withdrawn."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.rulebook import policy
from tanzuji.rulebook.policy import Deciding
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "ready": Text(zh="已定稿", en="Ready"),
    "offered": Text(zh="待启用", en="Offered"),
    "active": Text(zh="现行", en="Active"),
    "superseded": Text(zh="已被替代", en="Superseded"),
    "withdrawn": Text(zh="已撤回", en="Withdrawn"),
}

ACTIONS: dict[str, Text] = {
    "offer": Text(zh="提请启用", en="Offer for activation"),
    "return": Text(zh="退回", en="Return"),
    "activate": Text(zh="启用", en="Activate"),
    "supersede": Text(zh="停用", en="Supersede"),
    "withdraw": Text(zh="撤回", en="Withdraw"),
}

NEEDS_REASON = frozenset({"return", "supersede", "withdraw"})
"""Actions that are explained."""

MACHINE: Machine[Deciding] = Machine(
    STATES,
    ACTIONS,
    (
        Transition(("ready",), "offer", "offered", policy.may_offer),
        Transition(("offered",), "return", "ready", policy.may_decide),
        Transition(("offered",), "activate", "active", policy.may_activate),
        Transition(("active",), "supersede", "superseded", policy.may_decide),
        Transition(("ready", "offered"), "withdraw", "withdrawn", policy.may_offer),
    ),
)
