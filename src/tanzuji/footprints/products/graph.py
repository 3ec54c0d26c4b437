"""Which products of an organisation stand on which: by their newest versions, and by their drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tanzuji.documents.text import Text
from tanzuji.engine.catalogue import ProductGraph
from tanzuji.engine.catalogue.graph import loop_error
from tanzuji.footprints.models import Study, Use, Version
from tanzuji.footprints.products.identity import PREFIX, used_in
from tanzuji.parties.acting import Acting

AT_ONCE = 200


@dataclass(frozen=True)
class Edge:
    """A product that takes another, as published under `number`; in its newest version, its draft, or both."""

    user: UUID
    product: UUID
    number: int
    in_version: bool
    in_draft: bool


@dataclass(frozen=True)
class Web:
    """The products of an organisation and what they take from each other."""

    names: Mapping[UUID, Text]
    edges: tuple[Edge, ...]

    @cached_property
    def graph(self) -> ProductGraph:
        """All edges, by the products' ids as text."""
        uses: dict[str, set[str]] = defaultdict(set)
        for edge in self.edges:
            uses[str(edge.user)].add(str(edge.product))
        return ProductGraph(uses)

    @cached_property
    def by_versions(self) -> ProductGraph:
        """Edges of newest versions alone."""
        uses: dict[str, set[str]] = defaultdict(set)
        for edge in self.edges:
            if edge.in_version:
                uses[str(edge.user)].add(str(edge.product))
        return ProductGraph(uses)

    @cached_property
    def loops(self) -> list[tuple[UUID, ...]]:
        """Products that stand on each other in a loop, in drafts or versions."""
        return [tuple(UUID(product) for product in loop) for loop in self.graph.loops]

    def named(self) -> dict[str, Text]:
        return {str(key): name for key, name in self.names.items()}


def named(study: Study) -> Text:
    """A study's product in both languages."""
    return Text(zh=study.name_zh or study.name_en or "–", en=study.name_en or study.name_zh or "–")


def newest_versions(acting: Acting) -> QuerySet[Version]:
    """The newest version of every study of the organisation that is not archived, without its documents."""
    number = Version.objects.filter(study=OuterRef("study")).order_by("-number").values("number")[:1]
    return (
        Version.objects.filter(study__organisation_id=acting.organisation_id, study__archived_at=None)
        .filter(number=Subquery(number))
        .defer("document", "footprint", "checked", "study__document")
        .select_related("study")
    )


def web(acting: Acting) -> Web:
    """Who stands on whom among the organisation's products."""
    own = Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None)
    names = {study.id: named(study) for study in own.only("id", "name_zh", "name_en")}
    found: dict[tuple[UUID, UUID, int], list[bool]] = defaultdict(lambda: [False, False])
    uses = Use.objects.filter(version__in=newest_versions(acting).values("id"))
    for user, product, number in uses.values_list("version__study_id", "product_id", "number"):
        found[user, product, number][0] = True
    for study in own.filter(document__perhaps_contains=f'"{PREFIX}').only("document").iterator(AT_ONCE):
        for used in used_in(study.document):
            if used.study in names:
                found[study.id, used.study, used.number][1] = True
    edges = [Edge(*key, *where) for key, where in sorted(found.items())]
    return Web(names, tuple(edges))


def refuse_loop(acting: Acting, version: Version) -> None:
    """Raises `catalogue.loop` where publishing a version would close a loop: it takes a product that stands on its own."""
    own = str(version.study_id)
    taken = {str(product) for product in version.uses.values_list("product_id", flat=True)}
    whole = web(acting)
    uses = {product: set(of) for product, of in whole.by_versions.uses.items()}
    uses[own] = taken
    for loop in ProductGraph(uses).loops:
        if own in loop:
            raise loop_error(loop, whole.named())
