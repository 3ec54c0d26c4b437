"""What the standards room tells the ledger, and the kinds of notices it sends."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

PROPOSED = declare("standards.standard.proposed", zh="提出标准项目", en="Standard proposed")
REGISTERED = declare("standards.standard.registered", zh="登记标准", en="Standard registered")
STEPS = {
    action: declare(f"standards.standard.{name}", zh=zh, en=en)
    for action, name, zh, en in (
        ("accept", "accepted", "立项", "Project accepted"),
        ("decline", "declined", "不予立项或不予通过", "Project declined"),
        ("withdraw", "withdrawn", "撤回项目", "Project withdrawn"),
        ("begin", "drafting", "开始起草", "Drafting begun"),
        ("consult", "consulted", "征求意见", "Consultation opened"),
        ("redraft", "redrafted", "退回起草", "Taken back to drafting"),
        ("review", "reviewed", "送审", "Sent to technical review"),
        ("return", "returned", "审查退回", "Sent back by the review"),
        ("approve", "approved", "审查通过", "Approved"),
        ("publish", "published", "发布标准", "Standard published"),
        ("take_effect", "in-force", "标准实施", "Standard in force"),
        ("revise", "revised", "启动修订", "Revision begun"),
        ("keep", "kept", "终止修订，继续有效", "Revision ended, still in force"),
        ("supersede", "superseded", "标准被代替", "Standard superseded"),
        ("abolish", "abolished", "废止标准", "Standard abolished"),
    )
}
IN_FORCE = STEPS["take_effect"]
SUPERSEDED = STEPS["supersede"]
TO_BE_ABOLISHED = declare("standards.standard.to-be-abolished", zh="应予废止", en="To be abolished")
DESCRIBED = declare("standards.standard.described", zh="补充标准信息", en="Standard described")
CALLED = declare("standards.call.published", zh="公开征集标准项目", en="Call for proposals published")
PARTIES = declare("standards.standard.parties", zh="起草单位变更", en="Drafting parties changed")
DRAFTED = declare("standards.draft.made", zh="提交草案", en="Draft made")
REMARKED = declare("standards.remark.made", zh="提出意见", en="Remark made")
ANSWERED = declare("standards.remark.answered", zh="答复意见", en="Remark answered")
PANEL = declare("standards.panel.changed", zh="审查组变更", en="Review panel changed")
VOTED = declare("standards.vote.cast", zh="审查投票", en="Vote cast")
CONVERSION = declare("standards.conversion.stepped", zh="标准转化", en="Conversion of a standard")
LISTED = declare("standards.adoption-list.added", zh="登记采信清单", en="Adoption list registered")
ADOPTED = declare("standards.standard.adopted", zh="列入采信清单", en="On an adoption list")
SCORED = declare("standards.group.scored", zh="产品评分", en="Product group scored")
PRIORITY = declare("standards.priority-list.changed", zh="优先清单变更", en="Priority list changed")
PLAN = declare("standards.work-plan.changed", zh="年度计划变更", en="Work plan changed")
PILOT = declare("standards.pilot.changed", zh="试点变更", en="Pilot changed")
COMPLAINT = declare("standards.complaint.stepped", zh="标准投诉", en="Complaint about a standard")
CONFIRMED = declare("standards.target.confirmed", zh="确认目标进度", en="Progress of a target confirmed")

NEWS = declare_notice("standards.news", zh="标准项目有进展", en="A standard moved on")
TASK = declare_notice("standards.task", zh="标准项目等您处理", en="A standard waits for you")
