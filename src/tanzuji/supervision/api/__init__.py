"""The API of the supervision room.

`public` holds what everybody may read, `ordering` measures against certificates, `inspecting` and `complaining` what is under way, `planning` the plans and the
authority's figures.
"""

from __future__ import annotations

from tanzuji.supervision.api import complaining, inspecting, ordering, planning, public
from tanzuji.supervision.api.routing import router

__all__ = ["complaining", "inspecting", "ordering", "planning", "public", "router"]
