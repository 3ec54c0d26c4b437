"""The API of the base data room."""

from __future__ import annotations

from ninja import Router

router = Router()
