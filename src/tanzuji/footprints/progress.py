"""How far studies have come, without anything they hold: for those who count and may not read."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tanzuji.footprints.models import Decision, Study, Version
from tanzuji.footprints.states import as_decided
from tanzuji.web import walls


@walls.beyond("how far studies have come, for whoever runs the campaign")
def stands(studies: Collection[UUID]) -> dict[UUID, str]:
    """Study → the state of its newest version, `draft` where it has none. Archived studies are left out.

    An edit after a version was approved begins the next one; it takes nothing back from what was approved.
    """
    open_ids = set(Study.objects.filter(id__in=studies, archived_at=None).values_list("id", flat=True))
    rows = Version.objects.filter(study_id__in=open_ids).order_by("number")
    newest: dict[UUID, int] = dict(rows.values_list("study_id", "id"))  # the later one stands
    states = versions_stand(newest.values())
    return {study_id: states[newest[study_id]] if study_id in newest else "draft" for study_id in open_ids}


@walls.beyond("how far versions have come, for whoever runs the campaign")
def versions_stand(versions: Collection[int]) -> dict[int, str]:
    """Version → its state as was decided on it."""
    actions: dict[int, list[str]] = {version_id: [] for version_id in versions}
    for decided, action in (
        Decision.objects.filter(version_id__in=actions).order_by("id").values_list("version_id", "action")
    ):
        actions[decided].append(action)
    return {version_id: as_decided(taken) for version_id, taken in actions.items()}
