"""The only writers of the standards room: one function a user action = policy → transaction → ledger event."""

from tanzuji.standards.services.adopting import adopt, register_list
from tanzuji.standards.services.consulting import answer, remark
from tanzuji.standards.services.converting import act_on_conversion, request_conversion
from tanzuji.standards.services.describing import describe, register, relate
from tanzuji.standards.services.drafting import add_draft, add_party, drop_party
from tanzuji.standards.services.due import bring_into_force
from tanzuji.standards.services.oversight import complain, confirm_target, decide_complaint
from tanzuji.standards.services.planning import act_on_plan, begin_pilot, finish_pilot, make_plan, score
from tanzuji.standards.services.priorities import (
    add_item,
    begin_list,
    give_opinion,
    publish_list,
    remove_item,
)
from tanzuji.standards.services.proposing import Proposal, propose, publish_call
from tanzuji.standards.services.reviewing import convene, excuse, vote
from tanzuji.standards.services.seeding import seed
from tanzuji.standards.services.stepping import act

__all__ = [
    "Proposal",
    "act",
    "act_on_conversion",
    "act_on_plan",
    "add_draft",
    "add_item",
    "add_party",
    "adopt",
    "answer",
    "begin_list",
    "begin_pilot",
    "bring_into_force",
    "complain",
    "confirm_target",
    "convene",
    "decide_complaint",
    "describe",
    "drop_party",
    "excuse",
    "finish_pilot",
    "give_opinion",
    "make_plan",
    "propose",
    "publish_call",
    "publish_list",
    "register",
    "register_list",
    "relate",
    "remark",
    "remove_item",
    "request_conversion",
    "score",
    "seed",
    "vote",
]
