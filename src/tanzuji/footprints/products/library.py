"""The organisation's published footprints as a library release of its own, which only ever grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from tanzuji.documents.canonical import digest
from tanzuji.documents.datasets import Boundary, Dataset, GasAmount, Source
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_writer import EXISTS, write_release
from tanzuji.engine.store import PRODUCTS, full_name, open_release, release_folder
from tanzuji.footprints.live import references
from tanzuji.footprints.models import Publication, Version
from tanzuji.footprints.products.identity import used_in
from tanzuji.footprints.products.spread import uncertainty_of

TITLE = Text(zh="本单位产品的碳足迹", en="Footprints of our own products")

_BOUNDARIES: dict[str, Boundary] = {
    "cradle_to_gate": "cradle_to_gate",
    "cradle_to_grave": "cradle_to_grave",
    "gate_to_gate": "gate_to_gate",
}


def name_of(organisation_id: UUID) -> str:
    """The full name of an organisation's library of products."""
    return full_name(organisation_id, PRODUCTS)


def newest(organisation_id: UUID) -> tuple[str, str] | None:
    """Name and version of the newest release of the products; None before the first publication."""
    last = Publication.objects.filter(organisation_id=organisation_id).order_by("-sequence").first()
    return (name_of(organisation_id), last.release) if last else None


@lru_cache(maxsize=64)
def opened(name: str, version: str) -> Release:
    """A release of products, opened once a process: it never changes."""
    return open_release(name, version)


def standing_on(organisation_id: UUID, document: str, releases: str) -> str:
    """The releases of a study as it keeps them, with the products' library just where its model names a product.

    One that holds all that are named stays; otherwise the newest takes its place.
    """
    name = name_of(organisation_id)
    listed = json.loads(releases)
    own = next((r for r in listed if r["name"] == name), None)
    named = {used.dataset for used in used_in(document)}
    others = [r for r in listed if r["name"] != name]
    if not named:
        return json.dumps(others, ensure_ascii=False, sort_keys=True) if own else releases
    if own is not None and _holds(own["name"], own["version"], named):
        return releases
    latest = newest(organisation_id)
    if latest is None:
        return releases
    added = json.loads(references(opened(*latest)))
    return json.dumps([*others, *added], ensure_ascii=False, sort_keys=True)


def _holds(name: str, version: str, datasets: set[str]) -> bool:
    try:
        release = opened(name, version)
    except CodedError:
        return False
    return all(dataset in release for dataset in datasets)


def dataset_of(
    version: Version, footprint: Footprint, *, replaces: str | None, reviewed: bool, publisher: Text
) -> Dataset:
    """A version's footprint as a dataset: kg of each gas per declared unit, and where it comes from.

    What the footprint's own factors know only as a total stays a total, in the study's GWP set.
    """
    model = footprint.model
    per = model.unit.amount
    amounts = tuple(
        GasAmount(gas=of.gas, line=of.line, amount=(of.kg_co2e if of.kg is None else of.kg) / per)
        for of in sorted(footprint.gases, key=lambda of: (of.gas, of.line))
    )
    whole = all(of.kg is not None for of in footprint.gases)
    name = model.product.name
    return Dataset(
        id=f"product:{version.study_id}@{version.number}",
        version=str(version.number),
        name=name,
        category=("own_products",),
        unit=model.unit.unit,
        geography=model.boundary.geography or "GLO",
        year_from=model.period.start.year if model.period else None,
        year_to=model.period.end.year if model.period else None,
        technology=model.product.description,
        boundary=_BOUNDARIES.get(model.boundary.type, "unknown"),
        gas_basis="gases" if whole else "co2e",
        gwp_set=model.method.gwp_set,
        amounts=amounts,
        uncertainty=uncertainty_of(footprint),
        confidence="medium" if reviewed else "low",
        source=Source(
            title=f"{name.to('zh')} v{version.number}",
            publisher=publisher.to("zh"),
            year=version.made_at.year,
            location=footprint.id,
            verification="内部评审通过 · passed internal review" if reviewed else "未经评审 · not reviewed",
        ),
        replaces=replaces,
    )


def written(organisation_id: UUID, sequence: int, datasets: Sequence[Dataset]) -> Release:
    """The release of these datasets, on disk; the same one again where it stands there already."""
    name = name_of(organisation_id)
    label = f"{sequence}.{digest([dataset.plain() for dataset in datasets]).removeprefix('sha256:')[:12]}"
    folder = release_folder(name, label)
    try:
        return write_release(
            folder, name=name, version=label, title=TITLE, licence="", datasets=datasets, replace=False
        )
    except CodedError as error:
        if error.code != EXISTS.code:
            raise
    return Release.open(folder)
