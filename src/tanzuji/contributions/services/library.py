"""Into the library and out of it: entry with a release, supersession, suspension, withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from tanzuji.contributions import queries
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.services.recording import done_already, locked, said, take, unchanged
from tanzuji.parties.acting import Acting


def enter(actor: Acting, ids: Iterable[UUID | str], release: str) -> list[Contribution]:
    """Contributions of the entry queue enter the library with a release (`name@version`): all of them, or none.

    What one takes the place of in the library is superseded in the same step. Within the caller's transaction.
    Raises Refused where the actor is no reviewer of the curator's or one is not in the queue.
    """
    entered = []
    with transaction.atomic():
        for id_ in sorted(
            {str(each) for each in ids}
        ):  # one order for all: two releases at once do not lock each other
            of = locked(actor, id_)
            of.release, of.due, of.assignee = release[:130], None, None
            take(actor, of, "enter", queries.standing(actor, of), detail={"release": of.release})
            entered.append(of)
        for of in entered:
            if of.replaces_id is not None:
                _supersede(actor, of.replaces_id, of)
    return entered


def _supersede(actor: Acting, old_id: UUID, by: Contribution) -> None:
    old = Contribution.objects.select_for_update().get(id=old_id)
    if old.state in ("in_library", "suspended"):
        take(
            actor, old, "supersede", queries.standing(actor, old),
            reason=f"{by.number} {by.name.to('zh')} · {by.release}",
            detail={"by_contribution": str(by.id), "dataset": by.dataset_id, "release": by.release},
        )  # fmt: skip


def supersede(
    actor: Acting,
    contribution_id: UUID | str,
    reason: str,
    *,
    by: UUID | str | None = None,
    seen: int | None = None,
) -> Contribution:
    """Out of date: another dataset takes its place, `by` that contribution where it is one. Raises the policy's reason."""
    newer = queries.contribution(actor, by) if by else None
    more = {"by_contribution": str(newer.id), "dataset": newer.dataset_id} if newer else {}
    return _decide(actor, contribution_id, "supersede", reason, more, seen)


def suspend(
    actor: Acting, contribution_id: UUID | str, reason: str, *, seen: int | None = None
) -> Contribution:
    """Not to be used until it was looked into; it keeps its page. Raises the policy's reason."""
    return _decide(actor, contribution_id, "suspend", reason, {}, seen)


def reinstate(
    actor: Acting, contribution_id: UUID | str, reason: str, *, seen: int | None = None
) -> Contribution:
    """A suspended one in use again. Raises the policy's reason."""
    return _decide(actor, contribution_id, "reinstate", reason, {}, seen)


def withdraw(
    actor: Acting, contribution_id: UUID | str, reason: str, *, seen: int | None = None
) -> Contribution:
    """Before entry by its contributor, whose consent is revocable until then; afterwards by the library's curator.

    A contributor who wants out later asks with a remark. Raises the policy's reason.
    """
    return _decide(actor, contribution_id, "withdraw", reason, {}, seen)


def _decide(
    actor: Acting,
    contribution_id: UUID | str,
    action: str,
    reason: str,
    more: dict[str, str],
    seen: int | None,
) -> Contribution:
    with transaction.atomic():
        of = locked(actor, contribution_id)
        if done_already(actor, of, action, seen, reason=reason, detail=more):
            return of
        unchanged(of, seen)
        standing = queries.standing(actor, of)
        kept = said(reason, needed=of.state not in _FREELY or action != "withdraw")
        of.due, of.assignee = None, None
        take(actor, of, action, standing, reason=kept, detail=more)
    return of


_FREELY = ("draft", "self_checked")
"""A draft is thrown away without a word."""
