"""Who may do what in the base data room, and if not, why not."""

from __future__ import annotations

from collections.abc import Collection

from tanzuji.activity import messages
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first


def may_record(acting: Acting) -> Verdict:
    """Whether they may register meters, upload readings, keep evidence and give access to it."""
    return first(
        _may_write(acting),
        ALLOWED if acting.has("editor") else Verdict(messages.NEEDS_EDITOR.problem()),
    )


def may_approve(acting: Acting, makers: Collection[str]) -> Verdict:
    """Whether they may approve a measurement plan: a reviewer who is none of its `makers`, by number."""
    return first(
        _may_write(acting),
        ALLOWED if acting.has("reviewer") else Verdict(messages.NEEDS_REVIEWER.problem()),
        Verdict(messages.OWN_PLAN.problem()) if str(acting.person.id) in makers else ALLOWED,
    )


def may_collect(acting: Acting) -> Verdict:
    """Whether they may take in facility reports that were handed to their organisation (ZJ-203)."""
    return first(
        ALLOWED if acting.mandated("base_data") else Verdict(messages.NEEDS_CURATOR.problem()),
        may_record(acting),
    )


def _may_write(acting: Acting) -> Verdict:
    return ALLOWED if acting.may_write else Verdict(messages.READ_ONLY_TOKEN.problem())
