"""A filing from submission to withdrawal (DOMAIN ZJ-307), and a change of what is filed, which goes the same way."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.filings import policy
from tanzuji.filings.policy import Standing
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "submitted": Text(zh="已报送", en="Submitted"),
    "returned": Text(zh="退回补正", en="Sent back"),
    "checked": Text(zh="已核对", en="Checked"),
    "filed": Text(zh="已备案", en="Filed"),
    "updated": Text(zh="已备案，有变更", en="Filed, updated"),
    "refused": Text(zh="不予备案", en="Refused"),
    "withdrawn": Text(zh="已撤回", en="Withdrawn"),
}

STANDS = ("filed", "updated")
"""States in which it is filed."""

PUBLIC = (*STANDS, "withdrawn")
"""States in which a filing that was made may be read by anybody."""

FILING: Machine[Standing] = Machine(
    states=STATES,
    actions={
        "resubmit": Text(zh="补正后再报", en="submit again"),
        "check": Text(zh="核对无误", en="confirm the check"),
        "return": Text(zh="退回补正", en="send back"),
        "refuse": Text(zh="不予备案", en="refuse"),
        "file": Text(zh="准予备案", en="file"),
        "report": Text(zh="报送状态变化", en="report a status"),
        "update": Text(zh="准予变更", en="accept the change"),
        "follow": Text(zh="随证书变更", en="follow the certificate"),
        "withdraw": Text(zh="撤回备案", en="withdraw"),
    },
    table=(
        Transition(("returned",), "resubmit", "submitted", policy.may_report),
        Transition(("submitted",), "check", "checked", policy.may_check),
        Transition(("submitted", "checked"), "return", "returned", policy.may_check),
        Transition(("submitted", "checked"), "refuse", "refused", policy.may_refuse),
        Transition(("checked",), "file", "filed", policy.may_decide),
        Transition(STANDS, "report", "updated", policy.may_change),
        Transition(STANDS, "update", "updated", policy.may_decide),
        Transition(STANDS, "follow", "updated"),
        Transition(
            ("submitted", "returned", "checked", *STANDS), "withdraw", "withdrawn", policy.may_withdraw
        ),
    ),
)

CHANGE: Machine[Standing] = Machine(
    states={
        "none": Text(zh="没有变更", en="No change open"),
        "submitted": Text(zh="变更待核对", en="Change to be checked"),
        "checked": Text(zh="变更待决定", en="Change to be decided"),
    },
    actions={
        "change": Text(zh="报送变更", en="report a change"),
        "check": Text(zh="核对无误", en="confirm the check"),
        "accept": Text(zh="准予变更", en="accept the change"),
        "dismiss": Text(zh="退回变更", en="send the change back"),
    },
    table=(
        Transition(("none",), "change", "submitted", policy.may_change),
        Transition(("submitted",), "check", "checked", policy.may_check),
        Transition(("checked",), "accept", "none", policy.may_decide),
        Transition(("submitted", "checked"), "dismiss", "none", policy.may_check),
    ),
)
"""While it is open, what is filed stays as it is: a better value or status shows only once two people agreed."""

STEPS: dict[str, Text] = {
    **FILING.actions,
    "submit": Text(zh="报送", en="submit"),
    **{f"change_{key}": name for key, name in CHANGE.actions.items()},
    "change_check": Text(zh="核对变更", en="check the change"),
}
"""What the steps of a filing are called, in the order of its record."""
