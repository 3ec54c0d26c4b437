"""The API of the verification room."""

from __future__ import annotations

from ninja import Router

router = Router()
