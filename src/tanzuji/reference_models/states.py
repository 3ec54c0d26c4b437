"""The states of a version of a reference model (DOMAIN A.2, JS-105: draft → reviewed → released → deprecated)."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.reference_models import policy
from tanzuji.reference_models.policy import Standing
from tanzuji.web.states import Machine, Transition

MODEL: Machine[Standing] = Machine(
    states={
        "offered": Text(zh="待评审", en="Offered for review"),
        "withdrawn": Text(zh="已撤回", en="Taken back"),
        "returned": Text(zh="已退回", en="Sent back"),
        "reviewed": Text(zh="已评审", en="Reviewed"),
        "released": Text(zh="已发布", en="Released"),
        "deprecated": Text(zh="已停用", en="Deprecated"),
    },
    actions={
        "withdraw": Text(zh="撤回", en="Take back"),
        "return": Text(zh="退回修改", en="Send back"),
        "approve": Text(zh="评审通过", en="Approve"),
        "release": Text(zh="发布", en="Release"),
        "deprecate": Text(zh="停用", en="Deprecate"),
    },
    table=(
        Transition(("offered",), "approve", "reviewed", policy.may_review),
        Transition(("offered", "reviewed"), "return", "returned", policy.may_return),
        Transition(("offered",), "withdraw", "withdrawn", policy.may_withdraw),
        Transition(("reviewed",), "release", "released", policy.may_release),
        Transition(("released",), "deprecate", "deprecated", policy.may_deprecate),
    ),
)
"""What stands before `offered` is the draft. A released version is deprecated as well when a later one is released."""

PUBLIC = ("released", "deprecated")
"""States in which everybody may read a version, for good."""

WITH_REASON = ("return", "deprecate")
"""Actions that need a reason."""
