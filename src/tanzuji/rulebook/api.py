"""The API of the rulebook."""

from __future__ import annotations

from ninja import Router

router = Router()
