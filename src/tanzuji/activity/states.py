"""The states of facility reports and of measurement plans."""

from __future__ import annotations

from tanzuji.activity.kinds import PLAN_STATES, REPORT_STATES
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.web.states import Machine, Transition

REPORT: Machine[Acting] = Machine(
    states=REPORT_STATES,
    actions={
        "hand": Text(zh="交归集", en="Hand in"),
        "take_back": Text(zh="撤回", en="Take back"),
        "collect": Text(zh="归集", en="Collect"),
        "return": Text(zh="退回", en="Return"),
    },
    table=(
        Transition(("kept", "returned"), "hand", "handed"),
        Transition(("handed",), "take_back", "kept"),
        Transition(("handed",), "collect", "accepted"),
        Transition(("handed",), "return", "returned"),
    ),
)

PLAN: Machine[Acting] = Machine(
    states=PLAN_STATES,
    actions={
        "write": Text(zh="编写", en="Write"),
        "approve": Text(zh="批准", en="Approve"),
        "replace": Text(zh="替代", en="Replace"),
    },
    table=(
        Transition(("draft",), "write", "draft"),
        Transition(("draft",), "approve", "approved"),
        Transition(("approved",), "replace", "replaced"),
    ),
)
