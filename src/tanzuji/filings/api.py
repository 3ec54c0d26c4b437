"""The API of the filings room."""

from __future__ import annotations

from ninja import Router

router = Router()
