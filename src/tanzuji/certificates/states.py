"""The life of a certificate: the second half of CERT (DOMAIN A.7.3).

`issued` leads to `valid`; what ended never comes back. Terms run out by themselves, a statement may be withdrawn:
those two are nobody's action and stand in `services.terms`.
"""

from __future__ import annotations

from tanzuji.certificates import policy
from tanzuji.certificates.policy import Case
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "valid": Text(zh="有效", en="Valid"),
    "suspended": Text(zh="已暂停", en="Suspended"),
    "revoked": Text(zh="已撤销", en="Revoked"),
    "cancelled": Text(zh="已注销", en="Cancelled"),
    "expired": Text(zh="已到期", en="Expired"),
    "superseded": Text(zh="已换证", en="Replaced"),
}

OPEN = ("valid", "suspended")
"""States that may still change."""

ENDED = ("revoked", "cancelled", "superseded")
"""States in which a certificate is void for good before its term."""

EVENTS: dict[str, Text] = {
    "issued": Text(zh="颁发", en="Issued"),
    "suspended": Text(zh="暂停", en="Suspended"),
    "resumed": Text(zh="恢复", en="Resumed"),
    "revoked": Text(zh="撤销", en="Revoked"),
    "cancelled": Text(zh="注销", en="Cancelled"),
    "expired": Text(zh="到期", en="Expired"),
    "renewed": Text(zh="换证", en="Renewed"),
    "corrected": Text(zh="更正", en="Corrected"),
}

CERTIFICATE: Machine[Case] = Machine(
    states=STATES,
    actions={
        "suspend": Text(zh="暂停", en="suspend"),
        "resume": Text(zh="恢复", en="resume"),
        "revoke": Text(zh="撤销", en="revoke"),
        "cancel": Text(zh="注销", en="cancel"),
        "renew": Text(zh="换证", en="renew"),
        "correct": Text(zh="更正", en="correct"),
        "order_suspension": Text(zh="责令暂停", en="order a suspension"),
        "lift_order": Text(zh="解除责令暂停", en="lift the order"),
        "order_revocation": Text(zh="责令撤销", en="order the revocation"),
    },
    table=(
        Transition(("valid",), "suspend", "suspended", policy.may_decide),
        Transition(("suspended",), "resume", "valid", policy.may_resume),
        Transition(("valid",), "correct", "superseded", policy.may_replace),
        Transition(("valid",), "renew", "superseded", policy.may_replace),
        Transition(OPEN, "cancel", "cancelled", policy.may_decide),
        Transition(OPEN, "revoke", "revoked", policy.may_decide),
        Transition(OPEN, "order_suspension", "suspended", policy.may_order),
        Transition(("suspended",), "lift_order", "valid", policy.may_lift),
        Transition(OPEN, "order_revocation", "revoked", policy.may_order),
    ),
)
