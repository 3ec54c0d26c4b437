"""What the footprints room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

CREATED = declare("footprints.study.created", zh="新建核算", en="Study created")
BEGUN = declare(
    "footprints.study.begun-from-reference", zh="从参考模型开始核算", en="Study begun from a reference model"
)
REPLACED = declare("footprints.study.replaced", zh="用文件替换草稿", en="Draft replaced by a file")
RELEASES_CHOSEN = declare(
    "footprints.study.releases-chosen", zh="改用数据库版本", en="Library releases chosen"
)
MATCHED = declare("footprints.study.matched", zh="确认物料所用的数据", en="Data of lines confirmed")
CALCULATED = declare("footprints.version.calculated", zh="生成版本", en="Version made")
APPROVED = declare("footprints.version.approved", zh="内部评审通过", en="Internal review passed")
RETURNED = declare("footprints.version.returned", zh="退回修改", en="Sent back")
SUBMITTED = declare("footprints.version.submitted", zh="提交", en="Submitted")
VERIFIED = declare("footprints.version.verified", zh="通过核查", en="Verified")
UNVERIFIED = declare(
    "footprints.version.unverified", zh="核查声明被撤回", en="Verification statement withdrawn"
)
REOPENED = declare("footprints.version.reopened", zh="撤回提交", en="Submission withdrawn")
ARCHIVED = declare("footprints.study.archived", zh="归档核算", en="Study archived")
COMMENTED = declare("footprints.comment.made", zh="批注", en="Comment made")
SETTLED = declare("footprints.comment.settled", zh="了结批注", en="Comment settled")
EXPORTED = declare("footprints.study.exported", zh="导出核算", en="Study exported")
PUBLISHED = declare("footprints.version.published", zh="发布到本单位产品", en="Published among our products")
UPDATED = declare(
    "footprints.study.updated", zh="改用新的数据库和产品", en="Moved to newer libraries and products"
)
LIMITS_SET = declare("footprints.product.limits-set", zh="写明等级界限", en="Limits of grades written")
RECOMPUTED = declare("footprints.products.recomputed", zh="全部产品重算", en="All products recomputed")
