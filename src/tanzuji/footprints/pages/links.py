"""Where a place of a model is edited, and where a factor is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from tanzuji.documents.editing import keyed_path
from tanzuji.documents.footprints import FactorUse, Footprint
from tanzuji.footprints.models import Study
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.products import identity


def field_address(study: Study, plain: dict[str, Any], path: str) -> str:
    """The editor's address of a path by positions in `plain`, e.g. `processes[1].energy[0].amount`."""
    return place_address(study, keyed_path(plain, path.partition(" (")[0]))


def dataset_address(footprint: Footprint, factor: FactorUse) -> str:
    """The library's page of a factor, in the release that the footprint stands on; of a product, its own page."""
    product = identity.read(factor.dataset)
    if product is not None:
        return reverse("footprints:product", args=[product.study])
    version = next((r.version for r in footprint.releases if r.name == factor.release), "")
    address = reverse("library:dataset", args=[factor.dataset])
    return f"{address}?release={quote(f'{factor.release}@{version}', safe='@')}" if version else address
