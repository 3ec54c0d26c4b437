"""The router of the supervision room."""

from __future__ import annotations

from ninja import Router

router = Router(tags=["supervision"])
