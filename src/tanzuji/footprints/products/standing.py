"""Why a product's newest version is out of date: a newer library, a newer publication of a product it takes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.engine.store import short_name
from tanzuji.footprints.models import Publication, Version
from tanzuji.footprints.products.graph import Web, newest_versions, web
from tanzuji.footprints.products.library import name_of
from tanzuji.library import queries as library
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a product is out of date. `product` is the other product, where there is one."""

    kind: Literal["library", "product", "upstream"]
    text: Text
    product: UUID | None = None


@dataclass(frozen=True)
class Standing:
    """Every product of an organisation with a version: what it stands on, and what is newer by now."""

    versions: Mapping[UUID, Version]
    publications: Mapping[UUID, tuple[Publication, ...]]
    """By study, newest first."""
    web: Web
    libraries: Mapping[str, tuple[str, str]]
    """The newest release of each library by its full name: version and digest."""

    @cached_property
    def reasons(self) -> dict[UUID, tuple[Reason, ...]]:
        """Why each product is out of date; products that are not are left out."""
        own = {study: self._own(version) for study, version in self.versions.items()}
        newer = self._newer_products()
        first = {study for study in own if own[study] or newer[study]}
        stale = first | {UUID(product) for product in self.web.by_versions.above(map(str, first))}
        found: dict[UUID, tuple[Reason, ...]] = {}
        for study in self.versions:
            reasons = [*own[study], *newer[study], *self._upstream(study, stale)]
            if reasons:
                found[study] = tuple(reasons)
        return found

    def _own(self, version: Version) -> list[Reason]:
        """Libraries of which there is a newer release."""
        found = []
        for of in json.loads(version.releases):
            current = self.libraries.get(of["name"])
            if current is not None and current[1] != of["digest"]:
                name = short_name(of["name"])
                found.append(Reason("library", Text(zh=f"数据库 {name} 有新版本 {current[0]}（现用 {of['version']}）",
                                                    en=f"library {name} {current[0]} is out (it stands on {of['version']})")))  # fmt: skip
        return found

    def _newer_products(self) -> dict[UUID, list[Reason]]:
        """Products that were published again since."""
        found: dict[UUID, list[Reason]] = defaultdict(list)
        for edge in self.web.edges:
            published = self.publications.get(edge.product, ())
            if edge.in_version and published and published[0].version.number > edge.number:
                name, number = (
                    self.web.names.get(edge.product, Text(zh="–", en="–")),
                    published[0].version.number,
                )
                text = Text(
                    zh=f"“{name.to('zh')}”已发布 v{number}（现用 v{edge.number}）",
                    en=f"“{name.to('en')}” v{number} is published (it takes v{edge.number})",
                )
                found[edge.user].append(Reason("product", text, edge.product))
        return found

    def _upstream(self, study: UUID, stale: AbstractSet[UUID]) -> list[Reason]:
        """Products it takes that are out of date themselves."""
        found = []
        for key in self.web.by_versions.uses.get(str(study), ()):
            taken = UUID(key)
            if taken in stale and taken != study:
                name = self.web.names.get(taken, Text(zh="–", en="–"))
                text = Text(
                    zh=f"所用的“{name.to('zh')}”已过时",
                    en=f"“{name.to('en')}”, which it takes, is out of date",
                )
                found.append(Reason("upstream", text, taken))
        return found


def standing(acting: Acting) -> Standing:
    """Where every product of the organisation stands."""
    versions = {version.study_id: version for version in newest_versions(acting)}
    published: dict[UUID, list[Publication]] = defaultdict(list)
    rows = (
        Publication.objects.filter(organisation_id=acting.organisation_id)
        .select_related("version")
        .defer("version__document", "version__footprint", "version__checked")
        .order_by("-version__number")
    )
    for row in rows:
        published[row.version.study_id].append(row)
    own = name_of(acting.organisation_id)
    current = library.visible(acting).filter(current=True).exclude(name=own)
    libraries = {
        name: (version, digest) for name, version, digest in current.values_list("name", "version", "digest")
    }
    return Standing(versions, {k: tuple(v) for k, v in published.items()}, web(acting), libraries)
