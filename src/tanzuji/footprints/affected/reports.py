"""Effects of releases, as an organisation reads its own and a curator all of them together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from tanzuji.benchmarks import queries as benchmarks
from tanzuji.benchmarks.disclosure.cells import percentile
from tanzuji.documents.rounding import round_to_digits
from tanzuji.documents.text import Text
from tanzuji.footprints.models import Effect, RecomputedProduct, Study
from tanzuji.footprints.products.graph import named
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web import walls
from tanzuji.web.lookup import by_id

DIGITS = 2
"""Significant digits of a spread."""


def effects(acting: Acting) -> QuerySet[Effect]:
    """What releases made, or would make, of the organisation's studies, newest first."""
    return (
        Effect.objects.filter(organisation_id=acting.organisation_id)
        .select_related("recomputation")
        .order_by("-at", "id")
    )


def effect(acting: Acting, effect_id: UUID | str) -> Effect:
    """One of them. Raises `web.absent`, for another organisation's as for none."""
    return by_id(effects(acting), effect_id)


def effect_of(acting: Acting, library: str, number: int) -> Effect | None:
    """What a published release made of the organisation's studies; none where it was not computed for it."""
    return effects(acting).filter(library=library, number=number, announced="").first()


def effect_on(organisation_id: UUID, library: str, number: int) -> Effect | None:
    """The same for an organisation by its id: for an operator at the machine, who may read everything there."""
    found = Effect.objects.filter(
        organisation_id=organisation_id, library=library, number=number, announced=""
    )
    return found.select_related("recomputation").first()


def products(of: Effect) -> QuerySet[RecomputedProduct]:
    """The studies with a version whose footprint changes or is no longer known, the largest change first."""
    moved = (Q(change__isnull=False) & ~Q(change=0)) | Q(new=None, old__isnull=False)
    found = of.recomputation.products.filter(moved).select_related("study").defer("study__document")
    return found.order_by("-beyond", "-crossed", "study__name_zh", "study_id")


@dataclass(frozen=True, slots=True)
class AffectedDraft:
    """A draft without a version, kg CO2e per unit before and after."""

    study: Study
    name: Text
    old: float | None
    new: float | None

    @property
    def change(self) -> float | None:
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def share(self) -> float | None:
        return self.change / abs(self.old) if self.change is not None and self.old else None


def drafts(of: Effect) -> list[AffectedDraft]:
    """The drafts without a version whose footprint changes."""
    kept: list[Mapping[str, object]] = [one for one in json.loads(of.drafts) if one["old"] != one["new"]]
    studies = Study.objects.defer("document").in_bulk([str(one["study"]) for one in kept])
    by_id = {str(key): study for key, study in studies.items()}
    found = []
    for one in kept:
        study = by_id.get(str(one["study"]))
        if study is not None:
            found.append(AffectedDraft(study, named(study), _number(one["old"]), _number(one["new"])))
    return found


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How group companies change, as parts of the old footprint: tenth percentile, median and ninetieth.

    Of each the mean over its studies that change, estimated and rounded so that no figure is one company's own.
    """

    least: float
    middle: float
    most: float


@dataclass(frozen=True, slots=True)
class Overall:
    """What a release makes of all studies here, in counts; nothing of any single one.

    `spread` is none where fewer than `fewest()` group companies have a study that changes.
    """

    organisations: int
    studies: int
    affected: int
    beyond: int
    crossed: int
    unknown: int
    spread: Spread | None


def fewest() -> int:
    """Group companies from which on a spread of changes is told; of fewer it would tell of single ones."""
    return benchmarks.thresholds().percentiles_from


@walls.beyond("numbers over all organisations, of which nobody is named")
def overall(digest: str) -> Overall | None:
    """The effect of a release (or of the candidate of one) on all organisations; none before it was computed."""
    found = Effect.objects.filter(digest=digest)
    if not found.exists():
        return None
    newest = found.filter(announced="") if found.filter(announced="").exists() else found
    sums = newest.aggregate(
        organisations=Count("id", filter=Q(affected__gt=0)),
        studies=Sum("recomputation__count"),
        affected=Sum("affected"),
        beyond=Sum("recomputation__beyond"),
        crossed=Sum("recomputation__crossed"),
        unknown=Sum("recomputation__unknown"),
    )
    waiting = sum(len(json.loads(text)) for text in newest.values_list("drafts", flat=True))
    return Overall(
        organisations=sums["organisations"],
        studies=(sums["studies"] or 0) + waiting,
        affected=sums["affected"] or 0,
        beyond=sums["beyond"] or 0,
        crossed=sums["crossed"] or 0,
        unknown=sums["unknown"] or 0,
        spread=_spread(newest),
    )


def _spread(of: QuerySet[Effect]) -> Spread | None:
    """The spread over group companies, whose studies count as one value however many they are."""
    moved = (
        RecomputedProduct.objects.filter(recomputation__effect__in=of).exclude(share=None).exclude(change=0)
    )
    by_organisation: dict[UUID, list[float]] = defaultdict(list)
    for organisation, share in moved.values_list("recomputation__organisation_id", "share"):
        by_organisation[organisation].append(float(share or 0.0))
    by_group: dict[str, list[float]] = defaultdict(list)
    for group, id_ in parties.groups(by_organisation):
        by_group[group] += by_organisation[id_]
    if len(by_group) < fewest():
        return None
    means = [fsum(shares) / len(shares) for _, shares in sorted(by_group.items())]
    return Spread(*(float(round_to_digits(percentile(means, q), DIGITS)) for q in (0.1, 0.5, 0.9)))
