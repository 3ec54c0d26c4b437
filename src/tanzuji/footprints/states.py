"""The states of a study (DOMAIN A.7.5) up to verification, which a verifier's statement brings about."""

from __future__ import annotations

from collections.abc import Iterable

from tanzuji.documents.text import Text
from tanzuji.footprints import policy
from tanzuji.footprints.policy import Standing
from tanzuji.web.states import Machine, Transition

STUDY: Machine[Standing] = Machine(
    states={
        "draft": Text(zh="草稿", en="Draft"),
        "calculated": Text(zh="已核算", en="Calculated"),
        "internally_reviewed": Text(zh="内部评审通过", en="Internally reviewed"),
        "submitted": Text(zh="已提交", en="Submitted"),
        "verified": Text(zh="已核查", en="Verified"),
    },
    actions={
        "edit": Text(zh="编辑", en="Edit"),
        "calculate": Text(zh="生成版本", en="Make a version"),
        "approve": Text(zh="评审通过", en="Approve"),
        "return": Text(zh="退回修改", en="Send back"),
        "submit": Text(zh="提交", en="Submit"),
        "reopen": Text(zh="撤回提交", en="Withdraw the submission"),
        "verify": Text(zh="签发核查声明", en="Sign a verification statement"),
        "unverify": Text(zh="撤回核查声明", en="Withdraw the verification statement"),
    },
    table=(
        Transition(
            ("draft", "calculated", "internally_reviewed", "verified"),
            "edit",
            "draft",
            lambda standing: policy.may_edit(standing.acting),
        ),
        Transition(
            ("draft", "calculated", "internally_reviewed"), "calculate", "calculated", policy.may_calculate
        ),
        Transition(("calculated",), "approve", "internally_reviewed", policy.may_approve),
        Transition(("calculated", "internally_reviewed"), "return", "draft", policy.may_return),
        Transition(("internally_reviewed",), "submit", "submitted", policy.may_submit),
        Transition(("submitted",), "reopen", "draft", policy.may_reopen),
        Transition(("submitted",), "verify", "verified", policy.may_verify),
        Transition(("verified",), "unverify", "submitted", policy.may_verify),
    ),
)
"""An edit takes a study back to draft; its versions stay. What is submitted is not edited until it is withdrawn;
what is verified may be, and the statement stays with the version that it is on."""


def as_decided(actions: Iterable[str]) -> str:
    """The state of a version on which these decisions were made, in their order.

    A draft that an edit or an undo made into its newest version again is in that state.
    """
    state = "calculated"
    for action in actions:
        row = STUDY.find(state, action)
        state = row.to if row else state
    return state
