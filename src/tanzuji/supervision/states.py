"""The machines of supervision (DOMAIN A.7.7): plan, inspection, complaint."""

from __future__ import annotations

from tanzuji.documents.text import Text
from tanzuji.supervision import policy
from tanzuji.supervision.policy import ComplaintStanding, PlanStanding, Standing
from tanzuji.web.states import Machine, Transition

PLAN: Machine[PlanStanding] = Machine(
    states={
        "draft": Text(zh="草案", en="Draft"),
        "decided": Text(zh="已确定，实施中", en="Decided, under way"),
        "closed": Text(zh="已结束", en="Closed"),
    },
    actions={
        "decide": Text(zh="确定计划", en="Decide the plan"),
        "close": Text(zh="结束计划", en="Close the plan"),
    },
    table=(
        Transition(("draft",), "decide", "decided", policy.may_decide_plan),
        Transition(("decided",), "close", "closed", policy.may_close_plan),
    ),
)
PLAN_REASONED = frozenset({"close"})

INSPECTION: Machine[Standing] = Machine(
    states={
        "drawn": Text(zh="待检查", en="To be inspected"),
        "under_way": Text(zh="检查中", en="Under way"),
        "inspected": Text(zh="已检查，待结论", en="Inspected, to be decided"),
        "rectification": Text(zh="整改中", en="Being corrected"),
        "under_review": Text(zh="整改待复核", en="Correction under review"),
        "closed": Text(zh="已结案", en="Closed"),
        "escalated": Text(zh="已采取处置措施", en="Measures taken"),
        "dropped": Text(zh="已取消", en="Dropped"),
    },
    actions={
        "begin": Text(zh="开始检查", en="Begin the inspection"),
        "hand_in": Text(zh="交检查结果", en="Hand the result in"),
        "reopen": Text(zh="退回补充检查", en="Send back to the inspectors"),
        "close_clean": Text(zh="未发现问题，结案", en="Close without findings"),
        "order": Text(zh="责令限期整改", en="Order the correction"),
        "report": Text(zh="报送整改", en="Report the correction"),
        "send_back": Text(zh="退回继续整改", en="Send the correction back"),
        "close_corrected": Text(zh="整改通过，结案", en="Close as corrected"),
        "escalate": Text(zh="采取处置措施", en="Take measures"),
        "drop": Text(zh="取消检查", en="Drop the inspection"),
    },
    table=(
        Transition(("drawn",), "begin", "under_way", policy.may_begin),
        Transition(("drawn", "under_way"), "drop", "dropped", policy.may_drop),
        Transition(("under_way",), "hand_in", "inspected", policy.may_hand_in),
        Transition(("inspected",), "reopen", "under_way", policy.may_conclude),
        Transition(("inspected",), "close_clean", "closed", policy.may_close_clean),
        Transition(("inspected",), "order", "rectification", policy.may_order),
        Transition(("rectification",), "report", "under_review", policy.may_report),
        Transition(("under_review",), "send_back", "rectification", policy.may_review),
        Transition(("under_review",), "close_corrected", "closed", policy.may_close_corrected),
        Transition(
            ("inspected", "rectification", "under_review"), "escalate", "escalated", policy.may_escalate
        ),
    ),
)
REASONED = frozenset({"reopen", "send_back", "escalate", "drop"})
"""Steps that need a written reason."""

OPEN = ("drawn", "under_way", "inspected", "rectification", "under_review")
"""States of an inspection that has not ended."""
ENDED = ("closed", "escalated", "dropped")
TOLD = ("rectification", "under_review", "closed", "escalated")
"""States in which the inspected organisation reads what was found; a visit is not announced."""

COMPLAINT: Machine[ComplaintStanding] = Machine(
    states={
        "received": Text(zh="待分派", en="To be assigned"),
        "assigned": Text(zh="处理中", en="Being handled"),
        "merged": Text(zh="并案处理", en="Handled with another"),
        "answered": Text(zh="已答复", en="Answered"),
        "rejected": Text(zh="不予受理", en="Not pursued"),
    },
    actions={
        "assign": Text(zh="分派", en="Assign"),
        "merge": Text(zh="并案", en="Merge"),
        "reject": Text(zh="不予受理", en="Do not pursue"),
        "answer": Text(zh="答复", en="Answer"),
    },
    table=(
        Transition(("received", "assigned"), "assign", "assigned", policy.may_take),
        Transition(("received", "assigned"), "merge", "merged", policy.may_handle),
        Transition(("received", "assigned"), "reject", "rejected", policy.may_handle),
        Transition(("assigned",), "answer", "answered", policy.may_handle),
    ),
)
COMPLAINT_REASONED = frozenset({"reject", "answer"})
COMPLAINT_OPEN = ("received", "assigned")
