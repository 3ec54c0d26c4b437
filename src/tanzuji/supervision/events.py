"""Events of the supervision room: `supervision.subject.action`."""

from __future__ import annotations

from tanzuji.ledger.services import declare

PLAN_CREATED = declare("supervision.plan.created", zh="新建抽查计划", en="Drafted a plan of inspections")
PLAN_EDITED = declare("supervision.plan.edited", zh="修改抽查计划", en="Changed a plan of inspections")
PLAN_DECIDED = declare("supervision.plan.decided", zh="确定抽查计划", en="Decided a plan of inspections")
PLAN_CLOSED = declare("supervision.plan.closed", zh="结束抽查计划", en="Closed a plan of inspections")
INSPECTOR_ADDED = declare(
    "supervision.inspector.added", zh="检查员列入名录", en="Put an inspector on the list"
)
INSPECTOR_ENDED = declare(
    "supervision.inspector.ended", zh="检查员移出名录", en="Took an inspector off the list"
)
CONFLICT_ADDED = declare("supervision.conflict.added", zh="登记利益关系", en="Entered a conflict of interest")
CONFLICT_ENDED = declare("supervision.conflict.ended", zh="解除利益关系", en="Ended a conflict of interest")
COMMITTED = declare("supervision.draw.committed", zh="承诺抽查名录", en="Committed the lists of a draw")
DRAWN = declare("supervision.draw.drawn", zh="随机抽取", en="Drew at random")
OPENED = declare("supervision.inspection.opened", zh="立项检查", en="Opened an inspection")
DECLARED = declare(
    "supervision.inspection.declared", zh="声明利益关系", en="Declared on conflicts of interest"
)
INVITED = declare("supervision.inspection.invited", zh="邀请专家", en="Invited an expert")
CHECKED = declare("supervision.inspection.checked", zh="填写检查单", en="Filled in the checklist")
STEPPED = declare("supervision.inspection.stepped", zh="检查进展", en="Moved an inspection on")
ANSWERED = declare("supervision.finding.answered", zh="报送整改", en="Answered a finding")
REVIEWED = declare("supervision.finding.reviewed", zh="复核整改", en="Reviewed a correction")
ORDERED = declare("supervision.measure.ordered", zh="采取处置措施", en="Ordered a measure")
LIFTED = declare("supervision.measure.lifted", zh="解除处置措施", en="Lifted a measure")
COMPLAINED = declare("supervision.complaint.received", zh="收到投诉", en="A complaint came in")
COMPLAINT_STEPPED = declare("supervision.complaint.stepped", zh="处理投诉", en="Handled a complaint")
SIGHTED = declare("supervision.sighting.entered", zh="登记市场巡查线索", en="Entered a sighting")
