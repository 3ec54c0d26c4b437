"""The API of the certificates room."""

from __future__ import annotations

from ninja import Router

router = Router()
