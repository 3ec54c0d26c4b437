"""The only writers of the campaigns room: one function a user action = policy → transaction → ledger event."""

from tanzuji.campaigns.assigning import Assigned, assign, assign_list, drop, read_list
from tanzuji.campaigns.planning import SectorGiven, answer_opinion, decide, draft, give_opinion, redraft
from tanzuji.campaigns.reminding import remind, remind_due
from tanzuji.campaigns.taking_part import begin, link, respond, unlink

__all__ = [
    "Assigned",
    "SectorGiven",
    "answer_opinion",
    "assign",
    "assign_list",
    "begin",
    "decide",
    "draft",
    "drop",
    "give_opinion",
    "link",
    "read_list",
    "redraft",
    "remind",
    "remind_due",
    "respond",
    "unlink",
]
