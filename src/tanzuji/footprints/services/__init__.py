"""The only writers of the footprints room: one function a user action = policy → transaction → ledger event."""

from tanzuji.footprints.services.conflicts import Conflicted
from tanzuji.footprints.services.deciding import decide, make_version
from tanzuji.footprints.services.drafting import (
    Edited,
    archive,
    can_undo,
    choose_releases,
    create,
    edit,
    foresee,
    foresee_created,
    redo,
    replace,
    undo,
)
from tanzuji.footprints.services.grading import take_over_bands
from tanzuji.footprints.services.matching import Chosen, match
from tanzuji.footprints.services.publishing import publish
from tanzuji.footprints.services.recomputing import keep_recomputation, set_limits, start_recomputation
from tanzuji.footprints.services.remarks import answer, comment, settle
from tanzuji.footprints.services.updating import move_draft, renew_draft, update_draft

__all__ = [
    "Chosen",
    "Conflicted",
    "Edited",
    "answer",
    "archive",
    "can_undo",
    "choose_releases",
    "comment",
    "create",
    "decide",
    "edit",
    "foresee",
    "foresee_created",
    "keep_recomputation",
    "make_version",
    "match",
    "move_draft",
    "publish",
    "redo",
    "renew_draft",
    "replace",
    "set_limits",
    "settle",
    "start_recomputation",
    "take_over_bands",
    "undo",
    "update_draft",
]
