"""The API of the register room."""

from __future__ import annotations

from ninja import Router

router = Router()
