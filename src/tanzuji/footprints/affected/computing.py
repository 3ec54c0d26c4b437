"""An organisation's studies on a release of a library: its products with a version, and drafts that have none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.engine.catalogue.tables import successors_in
from tanzuji.engine.release import Release
from tanzuji.footprints.live import opened
from tanzuji.footprints.models import Study
from tanzuji.footprints.products.recomputing import Outcome, recomputed
from tanzuji.footprints.services.updating import datasets_replaced
from tanzuji.parties.acting import Acting
from tanzuji.web import walls


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

    products: Outcome | None
    """None where the organisation's products cannot be computed; `problems` say why."""
    drafts: tuple[DraftEffect, ...]
    problems: tuple[Problem, ...] = ()


def _stands_on(library: str) -> Q:
    """Studies whose draft, or a version of which, stands on a library of this name."""
    said = f'"name": {json.dumps(library)}'
    return Q(releases__contains=said) | Q(versions__releases__contains=said)


@walls.beyond("whoever stands on a library is told of its release")
def organisations_on(library: str) -> list[UUID]:
    """The organisations with a study that stands on a release of this library, in the order of their ids."""
    found = Study.objects.filter(_stands_on(library), archived_at=None)
    return sorted(set(found.values_list("organisation_id", flat=True)))


def stands_on(acting: Acting, library: str) -> bool:
    """Whether a study of the acting organisation does."""
    own = Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None)
    return own.filter(_stands_on(library)).exists()


def foreseen(acting: Acting, release: Release) -> Foreseen:
    """Every study of the organisation on what it stands on, and on `release` in place of that of the same name.

    Datasets that the release replaces by others are read as those. What keeps an organisation's products from being
    computed comes back with the rest, so that it does not stop those of others.
    """
    drafts = tuple(_drafts(acting, release))
    try:
        products = recomputed(
            acting, [release], follows=True, sampled=False, tell=lambda done, of, step: None
        )
    except CodedError as error:
        return Foreseen(None, drafts, tuple(error.problems))
    return Foreseen(products, drafts)


def _drafts(acting: Acting, release: Release) -> Sequence[DraftEffect]:
    """Drafts of which there is no version yet and that stand on the library."""
    said = f'"name": {json.dumps(release.name)}'
    waiting = Study.objects.filter(
        organisation_id=acting.organisation_id, archived_at=None, versions=None, releases__contains=said
    )
    after = successors_in(release)
    found = []
    for study in waiting.order_by("id"):
        others = json.dumps([one for one in json.loads(study.releases) if one["name"] != release.name])
        document = json.loads(study.document)
        old = _total(document, study.releases)
        new = _total(datasets_replaced(document, after), others, release)
        found.append(DraftEffect(study.id, old, new))
    return found


def _total(document: Any, releases: str, *instead: Release) -> float | None:
    """kg CO2e per unit; none for a draft that is unfinished, cannot be read, or stands on a release that is gone."""
    try:
        footprint = compute(ProductModel.parse(document), (*instead, *opened(releases)))
    except CodedError:
        return None
    return footprint.total if footprint.contributions else None
