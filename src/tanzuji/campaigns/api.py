"""The API of the campaigns room."""

from __future__ import annotations

from ninja import Router

router = Router()
