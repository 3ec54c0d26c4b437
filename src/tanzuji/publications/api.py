"""The API of the publications room."""

from __future__ import annotations

from ninja import Router

router = Router()
