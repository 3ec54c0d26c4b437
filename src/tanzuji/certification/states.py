"""The life of an application (DOMAIN A.7.3, first half), of a scheme's version, and of a surveillance, as tables."""

from __future__ import annotations

from tanzuji.certification import policy
from tanzuji.certification.policy import SchemeStanding, Standing
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition

APPLICATION: Machine[Standing] = Machine(
    states={
        "draft": Text(zh="申请编制中", en="Being prepared"),
        "applied": Text(zh="已委托，待受理", en="Applied, to be accepted"),
        "returned": Text(zh="退回补正", en="Sent back to be completed"),
        "refused": Text(zh="未通过", en="Refused"),
        "accepted": Text(zh="已受理，待签合同", en="Accepted, contract to be signed"),
        "planning": Text(zh="认证策划", en="Planning"),
        "document_review": Text(zh="文件评审", en="Document review"),
        "onsite": Text(zh="现场检查", en="On-site inspection"),
        "footprint_check": Text(zh="产品碳足迹核查", en="Footprint verification"),
        "evaluation": Text(zh="评价", en="Evaluation"),
        "decision": Text(zh="待批准", en="Waits for the decision"),
        "certified": Text(zh="已发证", en="Certified"),
        "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    },
    actions={
        "apply": Text(zh="提交委托", en="Apply"),
        "return": Text(zh="退回补正", en="Send back"),
        "accept": Text(zh="受理并报价", en="Accept with a fee note"),
        "refuse": Text(zh="不予受理", en="Refuse"),
        "sign": Text(zh="签订合同", en="Sign the contract"),
        "plan": Text(zh="确定方案", en="Settle the plan"),
        "pass_documents": Text(zh="文件评审通过", en="Documents pass"),
        "pass_onsite": Text(zh="完成现场检查", en="Conclude the inspection"),
        "pass_footprint": Text(zh="确认核查声明", en="Take the verification statement"),
        "evaluate": Text(zh="提交评价", en="Hand in the evaluation"),
        "approve": Text(zh="批准并发证", en="Approve and issue"),
        "reject": Text(zh="不予批准", en="Refuse the certificate"),
        "reconsider": Text(zh="退回评价", en="Back to evaluation"),
        "terminate": Text(zh="终止认证", en="End the certification"),
        "withdraw": Text(zh="撤回申请", en="Withdraw"),
    },
    table=(
        Transition(("draft", "returned"), "apply", "applied", policy.may_apply),
        Transition(("applied",), "return", "returned", policy.may_receive),
        Transition(("applied",), "accept", "accepted", policy.may_accept),
        Transition(("applied",), "refuse", "refused", policy.may_receive),
        Transition(("accepted",), "sign", "planning", policy.may_sign_contract),
        Transition(("planning",), "plan", "document_review", policy.may_plan),
        Transition(("document_review",), "pass_documents", "onsite", policy.may_pass_documents),
        Transition(("onsite",), "pass_onsite", "footprint_check", policy.may_pass_onsite),
        Transition(("footprint_check",), "pass_footprint", "evaluation", policy.may_pass_footprint),
        Transition(("evaluation",), "evaluate", "decision", policy.may_evaluate),
        Transition(("decision",), "approve", "certified", policy.may_approve),
        Transition(("decision",), "reject", "refused", policy.may_decide),
        Transition(("decision",), "reconsider", "evaluation", policy.may_decide),
        Transition(
            ("planning", "document_review", "onsite", "footprint_check", "evaluation"),
            "terminate",
            "refused",
            policy.may_work,
        ),
        Transition(
            ("draft", "applied", "returned", "accepted", "planning", "document_review", "onsite",
             "footprint_check", "evaluation", "decision"),
            "withdraw",
            "withdrawn",
            policy.may_withdraw,
        ),
    ),
)  # fmt: skip
"""No row leads past a step, and none leads to `certified` but the decision of somebody who did not evaluate."""

REASONED = frozenset({"return", "refuse", "reject", "reconsider", "terminate", "withdraw"})
"""Actions that need a reason."""

ENDING = frozenset({"refuse", "reject", "terminate", "withdraw"})

OPEN = (
    "applied", "returned", "accepted", "planning", "document_review", "onsite", "footprint_check", "evaluation",
    "decision",
)  # fmt: skip
"""States in which something is still to be done."""

EDITABLE = ("draft", "returned")
"""States in which the applicant writes the application and its file."""

WORKING = ("planning", "document_review", "onsite", "footprint_check", "evaluation")
"""States in which the body examines."""

RANK = {state: rank for rank, state in enumerate(APPLICATION.states)}

EDITION: Machine[SchemeStanding] = Machine(
    states={
        "ready": Text(zh="待启用", en="Ready"),
        "active": Text(zh="现行", en="In force"),
        "superseded": Text(zh="被代替", en="Superseded"),
        "withdrawn": Text(zh="已撤回", en="Withdrawn"),
    },
    actions={
        "activate": Text(zh="启用", en="Bring into force"),
        "withdraw": Text(zh="撤回", en="Withdraw"),
    },
    table=(
        Transition(("ready",), "activate", "active", policy.may_activate),
        Transition(("ready", "active"), "withdraw", "withdrawn", policy.may_activate),
    ),
)
