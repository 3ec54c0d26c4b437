"""The states of a contribution (DOMAIN A.7.1): two gates, by different organisations, before the library."""

from __future__ import annotations

from functools import partial

from tanzuji.contributions import policy
from tanzuji.contributions.policy import Standing
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

STATES: dict[str, Text] = {
    "draft": Text(zh="草稿", en="Draft"),
    "self_checked": Text(zh="已自检", en="Self-checked"),
    "submitted": Text(zh="已提交", en="Submitted"),
    "format_checked": Text(zh="格式检查通过", en="Format checked"),
    "under_verification": Text(zh="验证中", en="Under verification"),
    "verified": Text(zh="已验证", en="Verified"),
    "under_provenance_check": Text(zh="溯源性核验中", en="Under provenance check"),
    "provenance_ok": Text(zh="溯源性核验通过", en="Provenance checked"),
    "entry_queue": Text(zh="待入库", en="In the entry queue"),
    "in_library": Text(zh="已入库", en="In the library"),
    "returned": Text(zh="已退回", en="Returned"),
    "rejected": Text(zh="不予采纳", en="Rejected"),
    "superseded": Text(zh="已被替代", en="Superseded"),
    "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    "suspended": Text(zh="已暂停使用", en="Suspended"),
}
OWN = ("draft", "self_checked", "returned")
"""In the contributor's hands."""
GATES = (
    "format_checked", "under_verification", "verified", "under_provenance_check", "provenance_ok", "entry_queue",
)  # fmt: skip
"""In somebody else's hands, before the library."""
AT_GATE = ("under_verification", "under_provenance_check")
"""In the hands of the organisation at a gate."""
BEFORE_ENTRY = (*OWN, "submitted", *GATES)
"""Consent is revocable in all of these (JS-205)."""
VERIFIED = ("verified", "under_provenance_check", "provenance_ok", "entry_queue", "in_library")
IN_USE = ("in_library", "suspended")
ENDED = ("rejected", "superseded", "withdrawn")


def _sends_back(*states: str) -> tuple[Transition[Standing], ...]:
    return tuple(
        Transition((state,), action, to, partial(policy.may_send_back, state=state))
        for state in states
        for action, to in (("return", "returned"), ("reject", "rejected"))
    )


CONTRIBUTION: Machine[Standing] = Machine(
    states=STATES,
    actions={
        "edit": Text(zh="编辑", en="Edit"),
        "self_check": Text(zh="自检", en="Self-check"),
        "resume": Text(zh="继续修改", en="Take it up again"),
        "submit": Text(zh="提交", en="Submit"),
        "format_check": Text(zh="格式检查", en="Format check"),
        "assign_verifier": Text(zh="指派验证机构", en="Assign a verifier"),
        "verify": Text(zh="验证通过", en="Verify"),
        "assign_checker": Text(zh="指派溯源性核验机构", en="Assign a provenance checker"),
        "check_provenance": Text(zh="溯源性核验通过", en="Pass the provenance check"),
        "queue": Text(zh="排入入库队列", en="Put into the entry queue"),
        "enter": Text(zh="入库", en="Enter the library"),
        "return": Text(zh="退回", en="Return"),
        "reject": Text(zh="不予采纳", en="Reject"),
        "withdraw": Text(zh="撤回", en="Withdraw"),
        "supersede": Text(zh="以新数据替代", en="Supersede"),
        "suspend": Text(zh="暂停使用", en="Suspend"),
        "reinstate": Text(zh="恢复使用", en="Reinstate"),
    },
    table=(
        Transition(OWN, "edit", "draft", policy.may_edit),
        Transition(("returned",), "resume", "draft", policy.may_edit),
        Transition(("draft",), "self_check", "self_checked", policy.may_self_check),
        Transition(("self_checked",), "submit", "submitted", policy.may_submit),
        Transition(("submitted",), "format_check", "format_checked", policy.may_submit),
        Transition(("format_checked", "under_verification"), "assign_verifier", "under_verification",
                   policy.may_assign_verifier),
        Transition(("under_verification",), "verify", "verified", policy.may_verify),
        Transition(("verified", "under_provenance_check"), "assign_checker", "under_provenance_check",
                   policy.may_assign_checker),
        Transition(("under_provenance_check",), "check_provenance", "provenance_ok", policy.may_check),
        Transition(("provenance_ok",), "queue", "entry_queue", policy.may_queue),
        Transition(("entry_queue",), "enter", "in_library", policy.may_decide_on_library),
        *_sends_back(*GATES),
        Transition(BEFORE_ENTRY, "withdraw", "withdrawn", policy.may_edit),
        Transition(("in_library", "suspended"), "withdraw", "withdrawn", policy.may_decide_on_library),
        Transition(("in_library", "suspended"), "supersede", "superseded", policy.may_decide_on_library),
        Transition(("in_library",), "suspend", "suspended", policy.may_decide_on_library),
        Transition(("suspended",), "reinstate", "in_library", policy.may_decide_on_library),
    ),
)  # fmt: skip
"""A data set that was returned passes both gates again: what a gate saw is not what is submitted next."""
