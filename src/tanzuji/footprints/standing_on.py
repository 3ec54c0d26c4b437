"""Which studies stand on a dataset, for the page of the dataset."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache

from tanzuji.documents.text import Text
from tanzuji.footprints.models import Study
from tanzuji.library.uses import Use, Uses
from tanzuji.parties.acting import Acting
from tanzuji.web import walls

SHOWN = 10
AT_ONCE = 100
_KEPT = 600
"""Seconds for which the count over all organisations is kept: it reads every draft."""


def uses_of(acting: Acting, dataset: str) -> Uses:
    """The organisation's own studies whose draft names a dataset, and how many of others do."""
    found = [id_ for id_, _ in naming(dataset, organisation_id=acting.organisation_id)]
    own = Study.objects.filter(id__in=found).order_by("-edited_at", "id")
    listed = own.values_list("id", "name_zh", "name_en")[:SHOWN]
    return Uses(
        tuple(Use(Text(zh=zh or None, en=en or None), f"/studies/{id_}/") for id_, zh, en in listed),
        max(0, len(found) - SHOWN),
        max(0, _everywhere(dataset) - len(found)),
    )


def naming(dataset: str, **of: Any) -> list[tuple[UUID, UUID]]:
    """The studies whose draft names a dataset, each with its organisation; those that lie encrypted are opened for it."""
    said = json.dumps(dataset, ensure_ascii=False)
    drafts = Study.objects.filter(archived_at=None, **of)
    plain = drafts.filter(document__perhaps_contains=said, document__encrypted=False)
    opened = drafts.filter(document__encrypted=True).values_list("id", "organisation_id", "document")
    return [
        *plain.values_list("id", "organisation_id"),
        *((id_, owner) for id_, owner, document in opened.iterator(AT_ONCE) if said in str(document)),
    ]


@walls.beyond("a number over all organisations, of which nobody is named")
def _everywhere(dataset: str) -> int:
    key = "uses:" + sha256(dataset.encode("utf-8", "replace")).hexdigest()
    return cache.get_or_set(key, lambda: len(naming(dataset)), _KEPT) or 0
