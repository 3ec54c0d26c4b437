"""What the benchmarks room tells the ledger, and whom it tells what."""

from __future__ import annotations

from tanzuji.ledger.services import declare
from tanzuji.notices.services import declare as declare_notice

TAKEN = declare("benchmarks.snapshot.taken", zh="取快照", en="Snapshot taken")
PROPOSED = declare("benchmarks.benchmark.proposed", zh="提出基准值", en="Benchmarks proposed")
CHANGED = declare("benchmarks.benchmark.changed", zh="更改拟定值", en="Proposed values changed")
CONSULTED = declare("benchmarks.benchmark.opened", zh="开始征求意见", en="Consultation opened")
COMMENTED = declare("benchmarks.benchmark.commented", zh="提出意见", en="Commented")
ANSWERED = declare("benchmarks.benchmark.answered", zh="答复意见", en="Comment answered")
RETURNED = declare("benchmarks.benchmark.returned", zh="退回", en="Sent back")
DECIDED = declare("benchmarks.benchmark.decided", zh="审定", en="Decided")
PUBLISHED = declare("benchmarks.benchmark.published", zh="发布", en="Published")
RETIRED = declare("benchmarks.benchmark.retired", zh="废止", en="Retired")
DROPPED = declare("benchmarks.benchmark.dropped", zh="放弃", en="Given up")

OF = {
    "change": CHANGED,
    "consult": CONSULTED,
    "return": RETURNED,
    "decide": DECIDED,
    "publish": PUBLISHED,
    "retire": RETIRED,
    "drop": DROPPED,
}
"""The event of each action."""

CONSULTATION = declare_notice("benchmarks.consultation", zh="基准值征求意见", en="Consultation on benchmarks")
OUTCOME = declare_notice("benchmarks.outcome", zh="基准值的进展", en="Progress of benchmarks")
COMMENT = declare_notice("benchmarks.comment", zh="对基准值的意见", en="Comment on benchmarks")
