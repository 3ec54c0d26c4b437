"""The only writers of the supervision room: one function a user action = policy → transaction → ledger event."""

from tanzuji.supervision.services.complaining import answer, assign, complain, merge, note, reject
from tanzuji.supervision.services.draws import commit, draw
from tanzuji.supervision.services.inspecting import (
    answer_finding,
    check,
    review_finding,
    step,
)
from tanzuji.supervision.services.measures import MeasureGiven, lift, order_against
from tanzuji.supervision.services.opening import (
    CauseGiven,
    appoint,
    declare,
    invite_expert,
    open_for_cause,
)
from tanzuji.supervision.services.planning import (
    PlanGiven,
    add_conflict,
    add_inspector,
    draft,
    end_conflict,
    end_inspector,
    redraft,
    step_plan,
)
from tanzuji.supervision.services.reminding import remind_due
from tanzuji.supervision.services.sighting import SightingGiven, sight

__all__ = [
    "CauseGiven",
    "MeasureGiven",
    "PlanGiven",
    "SightingGiven",
    "add_conflict",
    "add_inspector",
    "answer",
    "answer_finding",
    "appoint",
    "assign",
    "check",
    "commit",
    "complain",
    "declare",
    "draft",
    "draw",
    "end_conflict",
    "end_inspector",
    "invite_expert",
    "lift",
    "merge",
    "note",
    "open_for_cause",
    "order_against",
    "redraft",
    "reject",
    "remind_due",
    "review_finding",
    "sight",
    "step",
    "step_plan",
]
