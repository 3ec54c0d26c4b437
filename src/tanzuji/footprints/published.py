"""Reads of what an organisation has published among its products, for higher rooms that pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.text import Text
from tanzuji.footprints import queries
from tanzuji.footprints.models import Publication
from tanzuji.footprints.products import library
from tanzuji.footprints.products.graph import named
from tanzuji.parties.acting import Acting
from tanzuji.web import walls


@walls.beyond("the organisation gives its published product to the one that asks")
def published_dataset(organisation_id: UUID, study: UUID) -> Dataset | None:
    """The newest version of a study that stands among the organisation's products, as their dataset; None before."""
    found = (
        Publication.objects.filter(organisation_id=organisation_id, version__study_id=study)
        .order_by("-version__number")
        .first()
    )
    if found is None:
        return None
    release = library.opened(library.name_of(organisation_id), found.release)
    return release.dataset(found.dataset)


def published_products(acting: Acting) -> list[tuple[UUID, Text, float | None]]:
    """The studies with a published version: id, name, and its total in kg CO2e per unit of the study."""
    newest: dict[UUID, Publication] = {}
    for one in (
        Publication.objects.filter(organisation_id=acting.organisation_id, version__study__archived_at=None)
        .select_related("version__study")
        .order_by("version__number")
    ):
        newest[one.version.study_id] = one
    return [(study, named(one.version.study), one.version.total) for study, one in newest.items()]


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version that stands among an organisation's products, with what was computed and found in it."""

    id: int
    study: UUID
    number: int
    footprint: Footprint
    findings: CheckResult
    releases: str
    digest: str
    """Of its result."""
    made_at: datetime


@walls.beyond("the organisation gives its published versions to the one that asks")
def published_versions(organisation_id: UUID, study: UUID) -> list[PublishedVersion]:
    """The versions of a study that were published, oldest first. For rooms the organisation gives them to."""
    rows = (
        Publication.objects.filter(organisation_id=organisation_id, version__study_id=study)
        .select_related("version")
        .order_by("version__number")
    )
    return [
        PublishedVersion(
            row.version.id,
            study,
            row.version.number,
            queries.footprint(row.version),
            queries.findings(row.version),
            row.version.releases,
            row.version.result_digest,
            row.version.made_at,
        )
        for row in rows
    ]
