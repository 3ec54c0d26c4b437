"""The API of the labels room."""

from __future__ import annotations

from ninja import Router

router = Router()
