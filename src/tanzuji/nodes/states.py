"""States of what is exchanged (SYNC of JS-206): mapped → queued → sent → acknowledged or rejected."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.nodes import policy
from tanzuji.parties.acting import Acting
from tanzuji.web.states import Machine, Transition

SHIPMENT: Machine[Acting] = Machine(
    states={
        "mapped": Text(zh="已对应", en="Mapped"),
        "queued": Text(zh="待报送", en="Queued"),
        "sent": Text(zh="已送达", en="Sent"),
        "acknowledged": Text(zh="对方已确认", en="Acknowledged"),
        "rejected": Text(zh="对方退回", en="Rejected"),
        "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    },
    actions={
        "queue": Text(zh="放入队列", en="Queue"),
        "send": Text(zh="报送", en="Send"),
        "acknowledge": Text(zh="确认", en="Acknowledge"),
        "reject": Text(zh="退回", en="Reject"),
        "withdraw": Text(zh="撤回", en="Withdraw"),
    },
    table=(
        Transition(
            ("mapped", "acknowledged", "rejected", "withdrawn"), "queue", "queued", policy.may_exchange
        ),
        Transition(("queued",), "send", "sent", policy.may_exchange),
        Transition(("sent",), "acknowledge", "acknowledged"),
        Transition(("sent",), "reject", "rejected"),
        Transition(("queued",), "withdraw", "withdrawn", policy.may_exchange),
    ),
)
"""Of what is sent. `acknowledge` and `reject` are the other node's; what it has answered is not withdrawn here."""

ARRIVAL: Machine[Acting] = Machine(
    states={
        "received": Text(zh="待处理", en="Received"),
        "acknowledged": Text(zh="已确认", en="Acknowledged"),
        "rejected": Text(zh="已退回", en="Rejected"),
    },
    actions={
        "acknowledge": Text(zh="确认", en="Acknowledge"),
        "reject": Text(zh="退回", en="Reject"),
    },
    table=(
        Transition(("received",), "acknowledge", "acknowledged", policy.may_exchange),
        Transition(("received",), "reject", "rejected", policy.may_exchange),
    ),
)
"""Of what arrives."""
