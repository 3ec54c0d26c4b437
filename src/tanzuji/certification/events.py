"""What the certification room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

SCHEME_DRAFTED = declare("certification.scheme.drafted", zh="编写认证制度", en="Scheme drafted")
SCHEME_SAVED = declare("certification.scheme.saved", zh="修改认证制度草稿", en="Draft of a scheme changed")
SCHEME_REMOVED = declare(
    "certification.scheme.removed", zh="删除认证制度草稿", en="Draft of a scheme removed"
)
SCHEME_FIXED = declare("certification.scheme.fixed", zh="认证制度定稿", en="Version of a scheme made")
SCHEME_ACTIVATED = declare("certification.scheme.activated", zh="认证制度启用", en="Scheme in force")
SCHEME_WITHDRAWN = declare("certification.scheme.withdrawn", zh="认证制度撤回", en="Scheme withdrawn")
DECLARED = declare(
    "certification.body.declared", zh="申报认证机构资质", en="Qualification of a body declared"
)
CONFIRMED = declare(
    "certification.body.confirmed", zh="确认认证机构资质", en="Qualification of a body confirmed"
)
NOT_CONFIRMED = declare(
    "certification.body.refused", zh="未确认认证机构资质", en="Qualification of a body refused"
)
STAFF_DECLARED = declare(
    "certification.staff.declared", zh="登记认证人员", en="Certification staff registered"
)
STAFF_CONFIRMED = declare(
    "certification.staff.confirmed", zh="确认认证人员", en="Certification staff confirmed"
)
STAFF_REFUSED = declare("certification.staff.refused", zh="未确认认证人员", en="Certification staff refused")
STAFF_LEFT = declare("certification.staff.left", zh="认证人员离任", en="Certification staff left")
BEGUN = declare("certification.application.begun", zh="编制认证申请", en="Application begun")
DESCRIBED = declare("certification.application.described", zh="修改认证申请", en="Application changed")
PAPER = declare("certification.application.paper", zh="提交申请资料", en="Paper of an application handed in")
STEPPED = declare("certification.application.stepped", zh="认证流程推进", en="Application moved on")
CERTIFIED = declare("certification.application.certified", zh="批准发证", en="Certificate approved")
QUOTED = declare("certification.application.quoted", zh="认证报价", en="Contract and fee note offered")
CALLED = declare("certification.team.called", zh="组成检查组", en="Called into a certification team")
LEFT = declare("certification.team.left", zh="退出检查组", en="Left a certification team")
IMPARTIAL = declare("certification.team.declared", zh="公正性声明", en="Impartiality declared")
PLANNED = declare("certification.plan.made", zh="制定检查方案", en="Certification plan made")
INSPECTION = declare("certification.inspection.started", zh="开始现场检查", en="Inspection begun")
ANSWERED = declare("certification.inspection.answered", zh="填写检查表", en="Checklist answered")
CONCLUDED = declare("certification.inspection.concluded", zh="结束现场检查", en="Inspection concluded")
RAISED = declare("certification.nonconformity.raised", zh="开具不符合项", en="Nonconformity raised")
CORRECTED = declare("certification.nonconformity.corrected", zh="不符合项整改", en="Nonconformity corrected")
CLOSED = declare("certification.nonconformity.closed", zh="关闭不符合项", en="Nonconformity closed")
REOPENED = declare("certification.nonconformity.reopened", zh="整改未通过", en="Correction not accepted")
SURVEILLANCE_BEGUN = declare("certification.surveillance.begun", zh="开始监督", en="Surveillance begun")
SURVEILLANCE_FOUND = declare("certification.surveillance.found", zh="写监督结果", en="Surveillance found")
SURVEILLANCE_CONCLUDED = declare(
    "certification.surveillance.concluded", zh="监督结论", en="Surveillance concluded"
)
SURVEILLANCE_DROPPED = declare("certification.surveillance.dropped", zh="不再监督", en="Surveillance dropped")
REMINDED = declare("certification.application.reminded", zh="期限提醒", en="Reminded of a deadline")
