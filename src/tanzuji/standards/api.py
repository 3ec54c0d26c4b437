"""The API of the standards room."""

from __future__ import annotations

from ninja import Router

router = Router()
