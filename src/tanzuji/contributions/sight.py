"""What of a contribution others see: what was submitted, never what its contributor is writing."""

from __future__ import annotations

from collections.abc import Iterable

from tanzuji.contributions.columns import columns_of
from tanzuji.contributions.guards import Offer
from tanzuji.contributions.models import Contribution, Revision
from tanzuji.parties.acting import Acting


def seen_by(acting: Acting, rows: Iterable[Contribution]) -> list[Contribution]:
    """The rows as somebody may see them: one's own as they are, others' with the papers of their newest revision.

    What comes back is to be read, not saved: whoever decides reads the row again under a lock.
    """
    found = list(rows)
    others = [row for row in found if row.organisation_id != acting.organisation_id]
    newest: dict[object, Revision] = {}
    for revision in Revision.objects.filter(contribution__in=others).order_by("number"):
        newest[revision.contribution_id] = revision
    for row in others:
        submitted = newest.get(row.id)
        if submitted is not None and submitted.digest != row.digest:
            _show(row, submitted)
    return found


def _show(of: Contribution, submitted: Revision) -> None:
    papers = Offer(
        submitted.dataset, submitted.declarations, submitted.provenance, submitted.footprint, of.kind
    )
    for name, value in columns_of(papers).items():
        setattr(of, name, value)
    for held in ("dataset", "declarations", "provenance", "footprint"):
        of.__dict__.pop(held, None)
