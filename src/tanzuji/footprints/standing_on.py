"""Which studies stand on a dataset, for the page of the dataset."""

from __future__ import annotations

import json
from hashlib import sha256

from django.core.cache import cache
from django.db.models import QuerySet

from tanzuji.documents.text import Text
from tanzuji.footprints.models import Study
from tanzuji.library.uses import Use, Uses
from tanzuji.parties.acting import Acting
from tanzuji.web import walls

SHOWN = 10
_KEPT = 600
"""Seconds for which the count over all organisations is kept: it reads every draft."""


def uses_of(acting: Acting, dataset: str) -> Uses:
    """The organisation's own studies whose draft names a dataset, and how many of others do."""
    own = _naming(dataset).filter(organisation_id=acting.organisation_id).order_by("-edited_at", "id")
    count = own.count()
    listed = own.values_list("id", "name_zh", "name_en")[:SHOWN]
    return Uses(
        tuple(Use(Text(zh=zh or None, en=en or None), f"/studies/{id_}/") for id_, zh, en in listed),
        max(0, count - SHOWN),
        max(0, _everywhere(dataset) - count),
    )


def _naming(dataset: str) -> QuerySet[Study]:
    return Study.objects.filter(archived_at=None, document__contains=json.dumps(dataset, ensure_ascii=False))


@walls.beyond("a number over all organisations, of which nobody is named")
def _everywhere(dataset: str) -> int:
    key = "uses:" + sha256(dataset.encode("utf-8", "replace")).hexdigest()
    return cache.get_or_set(key, _naming(dataset).count, _KEPT) or 0
