"""How the activity of an organisation names what the rooms keep."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from tanzuji.documents.text import Text
from tanzuji.footprints import queries
from tanzuji.parties.acting import Acting
from tanzuji.parties.subjects import Named, name_with


def studies(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Studies by their product's name; archived ones are not linked any more."""
    return {
        str(study.id): Named(
            Text(zh=study.name_zh or None, en=study.name_en or None),
            reverse("footprints:study", args=[study.id]),
        )
        for study in queries.studies(acting).filter(id__in=ids)
    }


name_with("study", studies)
