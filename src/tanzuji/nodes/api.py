"""The API of the nodes room."""

from __future__ import annotations

from ninja import Router

router = Router()
