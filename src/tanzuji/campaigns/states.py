"""The states of a campaign (DOMAIN A.2, JS-104: consulted → decided → running → closed)."""

from __future__ import annotations

from tanzuji.campaigns import policy
from tanzuji.campaigns.policy import Standing
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

CAMPAIGN: Machine[Standing] = Machine(
    states={
        "draft": Text(zh="草案", en="Draft"),
        "consulted": Text(zh="征求意见", en="In consultation"),
        "decided": Text(zh="已确定", en="Decided"),
        "running": Text(zh="进行中", en="Running"),
        "closed": Text(zh="已结束", en="Closed"),
    },
    actions={
        "consult": Text(zh="征求意见", en="Open for comments"),
        "return": Text(zh="退回修改", en="Send back"),
        "decide": Text(zh="确定", en="Decide"),
        "start": Text(zh="启动", en="Start"),
        "close": Text(zh="结束", en="Close"),
    },
    table=(
        Transition(("draft",), "consult", "consulted", policy.may_run),
        Transition(("consulted",), "decide", "decided", policy.may_decide),
        Transition(("consulted",), "return", "draft", policy.may_return),
        Transition(("decided",), "start", "running", policy.may_start),
        Transition(("running",), "close", "closed", policy.may_run),
    ),
)
"""Sectors and quotas are changed in the draft only: what was decided stands."""

WITH_REASON = ("return", "close")
"""Actions that need a reason."""

SEEN = ("consulted", "decided", "running", "closed")
"""States in which every organisation may read the plan: sectors, quota, comments and answers."""
ASSIGNABLE = ("decided", "running")
"""States in which tasks may be assigned."""
