"""The API of the certification room."""

from __future__ import annotations

from ninja import Router

router = Router()
