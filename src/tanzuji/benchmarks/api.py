"""The API of the benchmarks room."""

from __future__ import annotations

from ninja import Router

router = Router()
