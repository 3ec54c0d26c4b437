"""What became of footprints that were offered to the library, by the study they were made of."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Substr

from tanzuji.contributions.models import Contribution

_AT_GATES = (
    "submitted",
    "format_checked",
    "under_verification",
    "verified",
    "under_provenance_check",
    "provenance_ok",
    "entry_queue",
)
_ID = 36
"""Characters of a study's id at the beginning of `<study>@<version>`."""
_FAR = {"in_library": len(_AT_GATES), **{state: i for i, state in enumerate(_AT_GATES)}}


def gates_of_studies(studies: Collection[UUID]) -> dict[UUID, str]:
    """Study → the state of its contribution that came furthest, from submission to the library; nothing they hold.

    Drafts, returned and ended contributions are left out: nothing of them is with the library.
    """
    wanted = {str(study): study for study in studies}
    if not wanted:
        return {}
    rows = Contribution.objects.exclude(study="").annotate(of=Substr("study", 1, _ID))
    found: dict[UUID, str] = {}
    for study, state in rows.filter(of__in=wanted, state__in=_FAR).values_list("of", "state"):
        id_ = wanted[study]
        if id_ not in found or _FAR[state] > _FAR[found[id_]]:
            found[id_] = state
    return found


def gates_of_versions(studies: Collection[UUID]) -> dict[tuple[UUID, int], str]:
    """Study and version → the state of the newest contribution made of it that was ever submitted."""
    wanted = {str(study): study for study in studies}
    rows = Contribution.objects.exclude(study="").annotate(of=Substr("study", 1, _ID))
    found: dict[tuple[UUID, int], str] = {}
    shown = rows.filter(of__in=wanted).exclude(revisions=None).order_by("sequence")
    for name, state in shown.values_list("study", "state"):
        study, _, number = name.partition("@")
        if number.isdecimal():
            found[wanted[study], int(number)] = state
    return found
