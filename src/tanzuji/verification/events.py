"""What the verification room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

STEPS: dict[str, str] = {
    "request": declare("verification.engagement.requested", zh="委托核查", en="Verification requested"),
    "offer": declare("verification.engagement.offered", zh="核查机构应承", en="Verification offered"),
    "accept": declare("verification.engagement.accepted", zh="接受核查方案", en="Offer of verification accepted"),
    "decline": declare("verification.engagement.declined", zh="不接受核查委托", en="Verification declined"),
    "withdraw": declare("verification.engagement.withdrawn", zh="撤回核查委托", en="Request of verification withdrawn"),
    "plan": declare("verification.engagement.planned", zh="编制核查计划", en="Verification planned"),
    "draft": declare("verification.engagement.drafted", zh="起草核查声明", en="Verification statement drafted"),
    "return": declare("verification.engagement.returned", zh="技术复核退回", en="Sent back by the technical review"),
    "sign": declare("verification.engagement.concluded", zh="核查完成", en="Verification concluded"),
    "terminate": declare("verification.engagement.terminated", zh="终止核查", en="Verification terminated"),
    "team": declare("verification.engagement.team-changed", zh="调整核查组", en="Verification team changed"),
    "submit": declare("verification.engagement.submitted", zh="提交新版本核查", en="New version submitted for verification"),
}  # fmt: skip
"""By action of an engagement."""

DECLARED = declare("verification.independence.declared", zh="声明独立性", en="Independence declared")
ASKED = declare("verification.evidence.asked", zh="索取证据", en="Evidence asked for")
ANSWERED = declare("verification.evidence.answered", zh="提交证据", en="Evidence given")
CHECKED = declare("verification.evidence.checked", zh="核对证据", en="Evidence checked")
FOUND = declare("verification.finding.made", zh="提出核查发现", en="Finding made")
FINDING: dict[str, str] = {
    "answer": declare("verification.finding.answered", zh="答复核查发现", en="Finding answered"),
    "close": declare("verification.finding.closed", zh="关闭核查发现", en="Finding closed"),
    "reopen": declare("verification.finding.reopened", zh="重新打开核查发现", en="Finding opened again"),
    "leave": declare("verification.finding.left", zh="核查发现未纠正", en="Finding left uncorrected"),
}
EXAMINED = declare(
    "verification.sample.examined", zh="记录样本的审查", en="Examination of the sample put down"
)
RECOMPUTED = declare("verification.submission.recomputed", zh="复算", en="Submission recomputed")
PACKED = declare("verification.submission.downloaded", zh="下载复算包", en="Package for recomputation taken")
SIGNED = declare("verification.statement.signed", zh="签发核查声明", en="Verification statement signed")
WITHDRAWN = declare(
    "verification.statement.withdrawn", zh="撤回核查声明", en="Verification statement withdrawn"
)
INVITED = declare("verification.review.invited", zh="邀请鉴定性评审", en="Critical review invited")
OPENED = declare("verification.review.opened", zh="评审人打开邀请", en="Invitation opened by the reviewer")
REVOKED = declare("verification.review.withdrawn", zh="收回评审邀请", en="Invitation of a review withdrawn")
REMARKED = declare("verification.review.remarked", zh="评审意见", en="Remark of a critical review")
REPLIED = declare(
    "verification.review.answered", zh="答复评审意见", en="Remark of a critical review answered"
)
REVIEW_SIGNED = declare("verification.review.signed", zh="签署评审意见", en="Critical review signed")
