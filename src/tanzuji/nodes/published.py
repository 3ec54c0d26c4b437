"""What this node has published, as others may ask for it: the newest release of the jurisdiction's library."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from tanzuji import jurisdictions
from tanzuji.documents.datasets import Dataset
from tanzuji.engine.release import Release
from tanzuji.engine.store import open_release
from tanzuji.nodes import messages
from tanzuji.nodes.parcels import Row, row_of
from tanzuji.publications import queries as publications


def newest() -> Release:
    """Its files. Raises `nodes.nothing-published`."""
    library = publications.main()
    of = publications.releases(library.name).first() if library is not None else None
    if of is None:
        raise messages.NOTHING_PUBLISHED.error()
    return publications.opened(of)


def rows_of(release: Release) -> dict[str, Row]:
    """Its datasets as lines of a catalogue, by id."""
    return _rows(release.name, release.version, release.digest)


def own_rows() -> dict[str, Row]:
    """The lines of what is published here; none where nothing is."""
    library = publications.main()
    of = publications.releases(library.name).first() if library is not None else None
    return rows_of(publications.opened(of)) if of is not None else {}


def dataset(release: Release, dataset_id: str) -> Dataset | None:
    """A dataset of it; none where it has none of this id."""
    return release.dataset(dataset_id) if dataset_id in release else None


def node_name() -> str:
    """How this node names itself to others."""
    name = settings.PLATFORM_NAME_ZH or jurisdictions.load(settings.JURISDICTION).library.title.to("zh")
    return f"{name} {settings.ADDRESS}"


@lru_cache(maxsize=8)
def _rows(name: str, version: str, digest: str) -> dict[str, Row]:
    release = open_release(name, version)
    values = release.intensities().sum(axis=1)
    return {
        each.id: row_of(each, float(value) if value == value else None)
        for each, value in zip(release.datasets(), values, strict=True)
    }
