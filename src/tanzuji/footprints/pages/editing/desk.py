"""What both pages of the editor show around their sheet: frame, live panel, what is saved, what can be undone."""

from __future__ import annotations

from typing import Any

from tanzuji.footprints import services
from tanzuji.footprints.pages.editing.drafts import Draft, about, addresses, saved_at, standing
from tanzuji.footprints.pages.editing.panel import panel
from tanzuji.footprints.pages.frame import frame


def desk(draft: Draft, here: str) -> dict[str, Any]:
    """Context of `footprints/editor.html`; `here` is the key of the current tab."""
    undo, redo = services.can_undo(draft.acting, draft.study)
    return {
        **frame(draft.acting, draft.study, here),
        **panel(draft.study, draft.view, draft.newest, draft.remarks),
        "addresses": addresses(draft.study),
        "about": about(draft),
        "saved_at": saved_at(draft),
        "standing": standing(draft),
        "undo": undo,
        "redo": redo,
        "problems": list(draft.problems.values()),
    }
