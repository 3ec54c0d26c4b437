"""What the archive room tells the ledger, and what people are told."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

FILED = declare("archive.file.filed", zh="产品建档", en="Product filed")
ADDED = declare("archive.file.study-added", zh="档案增加一份核算", en="Study added to a file")
EVALUATED = declare("archive.file.evaluated", zh="评价结果归档", en="Evaluation put on file")
ADMITTED = declare("archive.file.admitted", zh="列入目录库", en="Taken into the catalogue")
RENEWED = declare(
    "archive.file.renewed", zh="目录库改列新的评价", en="Newer evaluation shown in the catalogue"
)
SUSPENDED = declare("archive.file.suspended", zh="暂停列入目录库", en="Suspended from the catalogue")
REINSTATED = declare("archive.file.reinstated", zh="恢复列入目录库", en="Reinstated in the catalogue")
REMOVED = declare("archive.file.removed", zh="移出目录库", en="Removed from the catalogue")
WITHDRAWN = declare(
    "archive.file.withdrawn", zh="企业撤回建档同意", en="Consent to the file taken back by the enterprise"
)

DRAFTED = declare("archive.item.drafted", zh="起草推送信息", en="Item drafted")
EDITED = declare("archive.item.edited", zh="修改推送信息", en="Item edited")
SUBMITTED = declare("archive.item.submitted", zh="推送信息报审", en="Item submitted for approval")
RETURNED = declare("archive.item.returned", zh="推送信息退回", en="Item sent back")
APPROVED = declare("archive.item.approved", zh="推送信息批准", en="Item approved")
MATCHED = declare("archive.item.matched", zh="推送信息已匹配企业", en="Item matched with enterprises")
SENT = declare("archive.item.sent", zh="推送信息已发出", en="Item sent")
CLOSED = declare("archive.item.closed", zh="推送信息结束", en="Item closed")
DIGEST = declare("archive.digest.sent", zh="定期推送", en="Digest sent")
ANSWERED = declare("archive.offer.answered", zh="答复推送信息", en="Offer answered")
PREFERRED = declare("archive.preference.changed", zh="修改推送设置", en="Digest settings changed")

FILE_EVENTS = {
    "admit": ADMITTED,
    "renew": RENEWED,
    "suspend": SUSPENDED,
    "reinstate": REINSTATED,
    "remove": REMOVED,
    "withdraw": WITHDRAWN,
}
ITEM_EVENTS = {"submit": SUBMITTED, "return": RETURNED, "approve": APPROVED, "close": CLOSED}

TOLD_FILED = declare_notice("archive.filed", zh="有产品建档", en="A product was filed")
TOLD_EVALUATED = declare_notice(
    "archive.evaluated", zh="目录库中的产品有新的评价", en="A catalogued product has a newer evaluation"
)
TOLD_DECIDED = declare_notice(
    "archive.decided", zh="产品在目录库中的状态变化", en="A product's place in the catalogue changed"
)
TOLD_ITEM = declare_notice("archive.item", zh="推送信息的审批", en="Approval of an item")
TOLD_DIGEST = declare_notice("archive.digest", zh="政策与融资信息", en="Policy and financing")
TOLD_INTEREST = declare_notice("archive.interest", zh="有企业感兴趣", en="An enterprise is interested")
