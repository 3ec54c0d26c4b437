"""The API of the footprints room: everything its pages do.

`studies` keeps them, `editing` changes drafts, `results` reads what was computed, `versions` freezes and decides,
`shelf` lists what to start from, `trying` answers what if; `products` takes all products of an organisation together.
"""

from __future__ import annotations

from tanzuji.footprints.api import editing, products, results, shelf, studies, trying, versions
from tanzuji.footprints.api.routing import router

__all__ = ["editing", "products", "results", "router", "shelf", "studies", "trying", "versions"]
