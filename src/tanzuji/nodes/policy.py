"""Who may exchange data with other nodes, and if not, why not."""

from __future__ import annotations

from tanzuji.nodes import messages
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first


def may_write(acting: Acting) -> Verdict:
    """Whether their token may change something."""
    return ALLOWED if acting.may_write else Verdict(messages.READ_ONLY_TOKEN.problem())


def may_see(acting: Acting) -> Verdict:
    """Whether they may see the exchange: people of the curator of the factor library."""
    return ALLOWED if acting.mandated("factors") else Verdict(messages.NEEDS_CURATOR.problem())


def may_exchange(acting: Acting) -> Verdict:
    """Whether they may map, queue, send, and decide on what arrives."""
    return first(
        may_write(acting),
        may_see(acting),
        ALLOWED if acting.has("editor") else Verdict(messages.NEEDS_EDITOR.problem()),
    )


def may_send_here(acting: Acting) -> Verdict:
    """Whether a program may deliver data: anybody with an account who may write, as an editor."""
    return first(
        may_write(acting), ALLOWED if acting.has("editor") else Verdict(messages.NEEDS_EDITOR.problem())
    )


def may_examine(acting: Acting) -> Verdict:
    """Whether they may have a database of their own examined."""
    return may_send_here(acting)
