"""What the publications room tells the ledger."""

from __future__ import annotations

from tanzuji.ledger.services import declare

LIBRARY_OPENED = declare("publications.library.opened", zh="建立共享数据库", en="Shared library opened")
OPENED = declare("publications.draft.opened", zh="开始编制数据库版本", en="Release begun")
EDITED = declare("publications.draft.edited", zh="编辑数据库版本", en="Release edited")
SUBMITTED = declare("publications.draft.submitted", zh="提交发布", en="Release submitted")
ANNOUNCED = declare("publications.draft.announced", zh="预告数据库版本", en="Release announced")
RETURNED = declare("publications.draft.returned", zh="退回数据库版本", en="Release sent back")
DROPPED = declare("publications.draft.dropped", zh="放弃数据库版本", en="Release given up")
PUBLISHED = declare("publications.release.published", zh="发布数据库版本", en="Library release published")
STANDING = declare(
    "publications.dataset.standing-changed",
    zh="已发布数据集的状态变更",
    en="Standing of a published dataset changed",
)
OFFERED = declare("publications.offer.made", zh="提供数据集", en="Dataset offered")
OFFER_DECIDED = declare("publications.offer.decided", zh="决定是否接受数据集", en="Offer decided")
OFFER_WITHDRAWN = declare("publications.offer.withdrawn", zh="撤回提供", en="Offer withdrawn")
SUBSCRIBED = declare("publications.library.subscribed", zh="订阅数据库", en="Library subscribed to")
UNSUBSCRIBED = declare("publications.library.unsubscribed", zh="取消订阅", en="Subscription ended")
COLLECTION_KEPT = declare("publications.collection.kept", zh="编制产品类别数据集", en="Collection prepared")
COLLECTION_RELEASED = declare(
    "publications.collection.released", zh="发布产品类别数据集", en="Collection released"
)
