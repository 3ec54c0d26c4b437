"""The API of the footprints room: everything its pages do.

`studies` keeps them, `editing` changes drafts, `matching` finds data for lines, `results` reads what was computed, `versions` freezes and decides,
`shelf` lists what to start from, `trying` answers what if, `references` begins from reference models, `affected` tells what releases of libraries change; `products` takes all products of an organisation together.
"""

from __future__ import annotations

from tanzuji.footprints.api import (
    affected,
    editing,
    matching,
    products,
    references,
    results,
    shelf,
    studies,
    trying,
    versions,
)
from tanzuji.footprints.api.routing import router

__all__ = [
    "affected",
    "editing",
    "matching",
    "products",
    "references",
    "results",
    "router",
    "shelf",
    "studies",
    "trying",
    "versions",
]
