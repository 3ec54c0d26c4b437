"""Writes of the publications room: libraries, releases in two pairs of hands, what becomes of datasets, who is told."""

from tanzuji.publications.services.collecting import (
    USES,
    Entry,
    keep_collection,
    read_entries,
    release_collection,
)
from tanzuji.publications.services.drafting import begin, choose, describe, drop, leave, open_draft, submit
from tanzuji.publications.services.libraries import main_library, open_library
from tanzuji.publications.services.offering import decide, offer, withdraw_offer
from tanzuji.publications.services.releasing import announce, publish, send_back
from tanzuji.publications.services.standings import keep_standing, set_standing
from tanzuji.publications.services.subscribing import subscribe

__all__ = [
    "USES",
    "Entry",
    "announce",
    "begin",
    "choose",
    "decide",
    "describe",
    "drop",
    "keep_collection",
    "keep_standing",
    "leave",
    "main_library",
    "offer",
    "open_draft",
    "open_library",
    "publish",
    "read_entries",
    "release_collection",
    "send_back",
    "set_standing",
    "submit",
    "subscribe",
    "withdraw_offer",
]
