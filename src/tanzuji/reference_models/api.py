"""The API of the product model room."""

from __future__ import annotations

from ninja import Router

router = Router()
