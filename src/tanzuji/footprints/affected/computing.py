"""An organisation's studies on a release of a library: its products with a version, and drafts that have none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.engine.catalogue.tables import successors_in
from tanzuji.engine.release import Release
from tanzuji.footprints.live import model_of, opened
from tanzuji.footprints.models import Study
from tanzuji.footprints.products.recomputing import Outcome, Tell, recomputed
from tanzuji.footprints.services.updating import datasets_replaced
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class DraftEffect:
    """A draft without a version before and after, kg CO2e per unit; `new` is none where it cannot be computed."""

    study: UUID
    old: float | None
    new: float | None

    @property
    def changes(self) -> bool:
        return self.old != self.new

    def plain(self) -> dict[str, Any]:
        return {"study": str(self.study), "old": self.old, "new": self.new}


@dataclass(frozen=True)
class Foreseen:
    """What a release makes of an organisation's studies."""

    products: Outcome
    drafts: tuple[DraftEffect, ...]


def _stands_on(library: str) -> Q:
    """Studies whose draft, or a version of which, stands on a library of this name."""
    said = f'"name": {json.dumps(library)}'
    return Q(releases__contains=said) | Q(versions__releases__contains=said)


def organisations_on(library: str) -> list[UUID]:
    """The organisations with a study that stands on a release of this library, in the order of their ids."""
    found = Study.objects.filter(_stands_on(library), archived_at=None)
    return sorted(set(found.values_list("organisation_id", flat=True)))


def stands_on(acting: Acting, library: str) -> bool:
    """Whether a study of the acting organisation does."""
    own = Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None)
    return own.filter(_stands_on(library)).exists()


def foreseen(acting: Acting, release: Release, tell: Tell = lambda done, of, step: None) -> Foreseen:
    """Every study of the organisation on what it stands on, and on `release` in place of that of the same name.

    Datasets that the release replaces by others are read as those. Raises what `tell` raises, `release.not-found`.
    """
    products = recomputed(acting, [release], follows=True, sampled=False, tell=tell)
    return Foreseen(products, tuple(_drafts(acting, release)))


def _drafts(acting: Acting, release: Release) -> Sequence[DraftEffect]:
    """Drafts of which there is no version yet and that stand on the library."""
    said = f'"name": {json.dumps(release.name)}'
    waiting = Study.objects.filter(
        organisation_id=acting.organisation_id, archived_at=None, versions=None, releases__contains=said
    )
    after = successors_in(release)
    found = []
    for study in waiting.order_by("id"):
        others = [one for one in json.loads(study.releases) if one["name"] != release.name]
        moved = ProductModel.parse(datasets_replaced(json.loads(study.document), after))
        old = _total(model_of(study.document), opened(study.releases))
        new = _total(moved, (release, *opened(json.dumps(others))))
        found.append(DraftEffect(study.id, old, new))
    return found


def _total(model: ProductModel, releases: Sequence[Release]) -> float | None:
    try:
        footprint = compute(model, releases)
    except CodedError:
        return None  # a draft may be unfinished
    return footprint.total if footprint.contributions else None
