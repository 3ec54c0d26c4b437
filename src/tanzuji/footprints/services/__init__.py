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
from tanzuji.footprints.services.remarks import answer, comment, settle

__all__ = [
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
    "make_version",
    "redo",
    "replace",
    "settle",
    "undo",
]
