"""The life of an authorisation to use a label (DOMAIN A.7.4): authorised → in use → frozen → void.

It follows its certificate: a suspension freezes it, a resumption brings back what was, an end ends it for good.
"""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.labels import policy
from tanzuji.labels.kinds import OPEN, USABLE
from tanzuji.labels.policy import Case
from tanzuji.web.states import Machine, Transition

LABEL: Machine[Case] = Machine(
    states={
        "requested": Text(zh="待授权", en="Requested"),
        "declined": Text(zh="未授权", en="Declined"),
        "authorised": Text(zh="已授权", en="Authorised"),
        "in_use": Text(zh="使用中", en="In use"),
        "frozen": Text(zh="已冻结", en="Frozen"),
        "void": Text(zh="已失效", en="Void"),
    },
    actions={
        "authorise": Text(zh="授权使用", en="authorise the use"),
        "decline": Text(zh="不授权", en="decline"),
        "use": Text(zh="报告使用", en="report the use"),
        "prove": Text(zh="补充证明", en="add proof"),
        "give_up": Text(zh="停止使用", en="give up the use"),
        "void": Text(zh="撤回授权", en="withdraw the authorisation"),
        "freeze": Text(zh="冻结", en="freeze"),
        "thaw": Text(zh="恢复", en="resume"),
        "end": Text(zh="终止", en="end"),
    },
    table=(
        Transition(("requested",), "authorise", "authorised", policy.may_authorise),
        Transition(("requested",), "decline", "declined", policy.may_decide),
        Transition(("authorised",), "use", "in_use", policy.may_use),
        Transition(("in_use",), "prove", "in_use", policy.may_use),
        Transition(OPEN, "give_up", "void", policy.may_hold),
        Transition((*USABLE, "frozen"), "void", "void", policy.may_decide),
        Transition(USABLE, "freeze", "frozen", policy.follows),
        # What was in use is in use again: the state it had is kept beside it (`frozen_from`).
        Transition(("frozen",), "thaw", "authorised", policy.follows),
        Transition(OPEN, "end", "void", policy.follows),
    ),
)
ACTIONS = ("authorise", "decline", "use", "prove", "give_up", "void")
"""What people do."""
WITH_REASON = ("decline", "void", "give_up")
LOGGED = frozenset({"authorise", "void", "freeze", "thaw", "end", "give_up"})
"""Actions that are entries of the transparency log, once a use was authorised."""
