"""What the sharing room tells the ledger, and what people are told."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

ASKED = declare("sharing.share.asked", zh="向供应商索取碳足迹", en="Footprint asked of a supplier")
GRANTED = declare("sharing.share.granted", zh="同意提供碳足迹", en="Footprint granted to a buyer")
REFUSED = declare("sharing.share.refused", zh="不提供碳足迹", en="Footprint refused to a buyer")
ENDED = declare("sharing.share.ended", zh="停止提供碳足迹", en="Sharing ended")
GIVEN = declare("sharing.delivery.given", zh="提供碳足迹的新版本", en="New version given to a buyer")
TAKEN = declare("sharing.delivery.taken", zh="采用供应商的碳足迹", en="Supplier's footprint taken over")

TOLD_ASKED = declare_notice("sharing.asked", zh="有客户索取碳足迹", en="A buyer asks for a footprint")
TOLD_DECIDED = declare_notice("sharing.decided", zh="供应商有了答复", en="A supplier answered")
TOLD_GIVEN = declare_notice(
    "sharing.given", zh="供应商的碳足迹有新版本", en="A supplier's footprint has a new version"
)
TOLD_NEWER = declare_notice("sharing.newer", zh="客户手里的是旧版本", en="A buyer holds an older version")
