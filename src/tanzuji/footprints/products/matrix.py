"""The rows of an organisation's products in the installation's catalogue, kept as its newest versions are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.quantities import convertible
from tanzuji.documents.quantities import factor as unit_factor
from tanzuji.engine.catalogue import Catalogue, Follow, Product, compile_row
from tanzuji.engine.catalogue.messages import DAMAGED
from tanzuji.engine.catalogue.store import Rows
from tanzuji.engine.release import NO_RELEASE, Release
from tanzuji.engine.store import home, open_release
from tanzuji.footprints.live import model_of, opened
from tanzuji.footprints.models import Version
from tanzuji.footprints.products.graph import newest_versions
from tanzuji.footprints.products.standing import Standing
from tanzuji.parties.acting import Acting

AT_ONCE = 200
"""Rows written in one transaction of the catalogue."""

Told = Callable[[int, int], None]


def folder() -> Path:
    """Where the installation keeps the rows of all products; made again from the versions where it is gone."""
    return home() / "catalogue"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A product whose newest version cannot be compiled now, and why."""

    study: UUID
    problems: tuple[Problem, ...]


def rows_of(acting: Acting, told: Told = lambda done, of: None) -> tuple[Rows, list[LeftOut]]:
    """The rows of the organisation's products as their newest versions are, and those that could not be compiled.

    Damaged files are let go and made again: they hold nothing that the versions do not.
    """
    try:
        return _rows_of(acting, told)
    except CodedError as error:
        if error.code != DAMAGED.code:
            raise
    shutil.rmtree(folder(), ignore_errors=True)
    return _rows_of(acting, told)


def _rows_of(acting: Acting, told: Told) -> tuple[Rows, list[LeftOut]]:
    with Catalogue(folder()) as catalogue:
        left_out = brought_up(acting, catalogue, told)
        return catalogue.rows(str(acting.organisation_id)), left_out


def brought_up(acting: Acting, catalogue: Catalogue, told: Told = lambda done, of: None) -> list[LeftOut]:
    """The organisation's rows as its newest versions are: what changed since is compiled, the rest is left alone.

    A version is known by the id of its footprint, which names all it was computed from.
    """
    owner = str(acting.organisation_id)
    wanted = dict(newest_versions(acting).values_list("study_id", "footprint_id"))
    have = catalogue.digests(owner)
    catalogue.remove(set(have) - {str(study) for study in wanted})
    changed = [study for study, digest in wanted.items() if have.get(str(study)) != digest]
    left_out: list[LeftOut] = []
    for first in range(0, len(changed), AT_ONCE):
        told(first, len(changed))
        left_out += _compiled(acting, catalogue, changed[first : first + AT_ONCE])
    told(len(changed), len(changed))
    return left_out


def _compiled(acting: Acting, catalogue: Catalogue, studies: Iterable[UUID]) -> list[LeftOut]:
    """Rows of these products' newest versions put into the catalogue; those that will not compile are taken out."""
    left_out, products, rows = [], [], []
    newest = newest_versions(acting).filter(study__in=list(studies)).values_list("id", flat=True)
    for version in Version.objects.filter(id__in=list(newest)).defer("footprint", "checked"):
        try:
            rows.append(compile_row(model_of(version.document), opened(version.releases)))
        except CodedError as error:
            left_out.append(LeftOut(version.study_id, error.problems))
            continue
        products.append(Product(str(version.study_id), str(acting.organisation_id), version.footprint_id))
    catalogue.put(products, rows)
    catalogue.remove(str(of.study) for of in left_out)
    return left_out


@dataclass(frozen=True)
class Shelf:
    """Opens the releases that rows were compiled on, by name and digest."""

    versions: dict[tuple[str, str], str]

    @classmethod
    def of(cls, standing: Standing) -> Shelf:
        """The releases behind the newest versions."""
        found = {}
        for version in standing.versions.values():
            for of in json.loads(version.releases):
                found[of["name"], of["digest"]] = of["version"]
        return cls(found)

    def __call__(self, name: str, digest: str) -> Release:
        """Raises `release.not-found`; and where its files were replaced, since it is another then."""
        version = self.versions.get((name, digest))
        found = _opened(name, version) if version is not None else None
        if found is None or found.digest != digest:
            raise NO_RELEASE.error(folder=f"{name} {version or digest[:18]}")
        return found


@lru_cache(maxsize=32)
def _opened(name: str, version: str) -> Release:
    return open_release(name, version)


def follow(standing: Standing, there: Iterable[str]) -> Follow:
    """Datasets of published products whose product is among the rows `there`: its newest version counts for them.

    Products in a loop stay as they were published, and so does one whose unit is of another kind by now.
    """
    rows, looped = set(there), {product for loop in standing.web.by_versions.loops for product in loop}
    taken = {edge.product for edge in standing.web.edges if edge.in_version}
    products: dict[str, str] = {}
    shares: dict[str, float] = {}
    for study in taken:
        key, version = str(study), standing.versions.get(study)
        if version is None or key not in rows or key in looped:
            continue
        unit = _unit(version)
        for published in standing.publications.get(study, ()):
            declared = _unit(published.version)
            if convertible(declared[1], unit[1]):
                products[published.dataset] = key
                shares[published.dataset] = unit_factor(declared[1], unit[1]) / unit[0]
    return Follow(products, shares)


def _unit(version: Version) -> tuple[float, str]:
    """Amount and unit of what a version's footprint refers to."""
    unit = json.loads(Version.objects.only("document").get(id=version.id).document)["unit"]
    return float(unit.get("amount", 1.0)), str(unit["unit"])
