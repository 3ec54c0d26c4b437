"""The API of the footprints room: everything its pages do.

`studies` keeps them, `editing` changes drafts, `results` reads what was computed, `versions` freezes and decides,
`shelf` lists what to start from.
"""

from __future__ import annotations

from tanzuji.footprints.api import editing, results, shelf, studies, versions
from tanzuji.footprints.api.routing import router

__all__ = ["editing", "results", "router", "shelf", "studies", "versions"]
