"""What the product model room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

CREATED = declare("reference_models.model.created", zh="新建参考模型", en="Reference model created")
EDITED = declare(
    "reference_models.model.edited", zh="修改参考模型草稿", en="Draft of a reference model changed"
)
OFFERED = declare(
    "reference_models.version.offered", zh="提交参考模型评审", en="Reference model offered for review"
)
WITHDRAWN = declare(
    "reference_models.version.withdrawn", zh="撤回提交的参考模型", en="Offered reference model taken back"
)
RETURNED = declare("reference_models.version.returned", zh="退回参考模型", en="Reference model sent back")
REVIEWED = declare("reference_models.version.reviewed", zh="参考模型评审通过", en="Reference model reviewed")
RELEASED = declare("reference_models.version.released", zh="发布参考模型", en="Reference model released")
DEPRECATED = declare(
    "reference_models.version.deprecated", zh="停用参考模型", en="Reference model deprecated"
)
REMARKED = declare("reference_models.remark.made", zh="对参考模型提意见", en="Remark on a reference model")
ANSWERED = declare(
    "reference_models.remark.answered", zh="答复参考模型意见", en="Remark on a reference model answered"
)
