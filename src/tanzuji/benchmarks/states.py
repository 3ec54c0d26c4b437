"""How benchmarks come about: proposed, consulted on, decided, published, retired (DOMAIN JS-108)."""

from __future__ import annotations

from tanzuji.benchmarks import policy
from tanzuji.benchmarks.policy import Standing
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "draft": Text(zh="拟定中", en="In preparation"),
    "consultation": Text(zh="征求意见", en="Open for comments"),
    "decided": Text(zh="已审定", en="Decided"),
    "published": Text(zh="已发布", en="Published"),
    "retired": Text(zh="已废止", en="Retired"),
    "dropped": Text(zh="已放弃", en="Given up"),
}

PUBLIC = ("consultation", "decided", "published", "retired")
"""States in which anybody may read it."""

BENCHMARK: Machine[Standing] = Machine(
    states=STATES,
    actions={
        "change": Text(zh="更改拟定值", en="change the values"),
        "consult": Text(zh="开始征求意见", en="open for comments"),
        "return": Text(zh="退回", en="send back"),
        "decide": Text(zh="审定", en="decide"),
        "publish": Text(zh="发布", en="publish"),
        "retire": Text(zh="废止", en="retire"),
        "drop": Text(zh="放弃", en="give up"),
    },
    table=(
        Transition(("draft",), "change", "draft", policy.may_prepare),
        Transition(("draft",), "consult", "consultation", policy.may_prepare),
        Transition(("draft",), "drop", "dropped", policy.may_prepare),
        Transition(("consultation",), "decide", "decided", policy.may_decide),
        Transition(("consultation", "decided"), "return", "draft", policy.may_return),
        Transition(("decided",), "publish", "published", policy.may_publish),
        Transition(("published",), "retire", "retired", policy.may_retire),
    ),
)

ADOPTED: dict[str, Text] = {
    "yes": Text(zh="采纳", en="Taken up"),
    "partly": Text(zh="部分采纳", en="Partly taken up"),
    "no": Text(zh="未采纳", en="Not taken up"),
}
"""What became of a comment."""
