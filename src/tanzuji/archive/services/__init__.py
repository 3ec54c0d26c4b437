"""The only writers of the archive room: one function a user action = policy → transaction → ledger event."""

from tanzuji.archive.services.answering import answer, prefer, read
from tanzuji.archive.services.drafting import decide_item, draft, edit
from tanzuji.archive.services.filing import add_study, decide, file_product, follow
from tanzuji.archive.services.pushing import push_due, send_now

__all__ = [
    "add_study",
    "answer",
    "decide",
    "decide_item",
    "draft",
    "edit",
    "file_product",
    "follow",
    "prefer",
    "push_due",
    "read",
    "send_now",
]
