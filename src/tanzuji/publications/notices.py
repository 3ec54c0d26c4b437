"""What the publications room tells people."""

from __future__ import annotations

from tanzuji.notices.services import declare

RELEASED = declare(
    "publications.released", zh="订阅的数据库有新版本", en="A library you subscribe to has a new release"
)
OFFER_DECIDED = declare(
    "publications.offer-decided", zh="所提供数据集的决定", en="Decision on a dataset you offered"
)
STANDING = declare(
    "publications.standing", zh="已发布数据集的状态变更", en="Standing of a published dataset changed"
)
