"""States of a footprint that is shared (JS-202): requested → granted → linked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.sharing import messages
from tanzuji.web.states import Machine, Transition
from tanzuji.web.verdicts import ALLOWED, Verdict, first

SUPPLIER, BUYER = Text(zh="供应商", en="supplier"), Text(zh="客户", en="buyer")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who acts, and who the two sides are."""

    acting: Acting
    buyer: UUID
    supplier: UUID


def may_work(acting: Acting) -> Verdict:
    """Whether they may ask and give at all."""
    if not acting.may_write:
        return Verdict(messages.READ_ONLY_TOKEN.problem())
    return ALLOWED if acting.has("editor") else Verdict(messages.NEEDS_EDITOR.problem())


def _supplier(standing: Standing) -> Verdict:
    own = standing.acting.organisation_id == standing.supplier
    return first(
        may_work(standing.acting), ALLOWED if own else Verdict(messages.OTHERS_TURN.problem(who=SUPPLIER))
    )


def _buyer(standing: Standing) -> Verdict:
    own = standing.acting.organisation_id == standing.buyer
    return first(
        may_work(standing.acting), ALLOWED if own else Verdict(messages.OTHERS_TURN.problem(who=BUYER))
    )


SHARE: Machine[Standing] = Machine(
    states={
        "requested": Text(zh="已索取", en="Requested"),
        "granted": Text(zh="已提供，未采用", en="Granted, not taken yet"),
        "linked": Text(zh="已采用", en="Linked"),
        "refused": Text(zh="未提供", en="Refused"),
        "withdrawn": Text(zh="已撤回", en="Withdrawn"),
        "ended": Text(zh="已停止", en="Ended"),
    },
    actions={
        "grant": Text(zh="提供", en="Grant"),
        "refuse": Text(zh="不提供", en="Refuse"),
        "withdraw": Text(zh="撤回", en="Withdraw"),
        "give": Text(zh="提供新版本", en="Give a new version"),
        "take": Text(zh="采用", en="Take over"),
        "end": Text(zh="停止提供", en="End"),
    },
    table=(
        Transition(("requested",), "grant", "granted", _supplier),
        Transition(("requested",), "refuse", "refused", _supplier),
        Transition(("requested",), "withdraw", "withdrawn", _buyer),
        Transition(("granted", "linked"), "give", "granted", _supplier),
        Transition(("granted",), "take", "linked", _buyer),
        Transition(("granted", "linked"), "end", "ended", _supplier),
    ),
)
"""What a buyer has taken stays theirs: footprints that stand on it can be recomputed for ever."""
