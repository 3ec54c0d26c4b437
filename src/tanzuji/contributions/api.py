"""The API of the contributions room."""

from __future__ import annotations

from ninja import Router

router = Router()
