"""The router on which every module of this API hangs its operations: nested ones would end in a slash."""

from __future__ import annotations

from ninja import Router

router = Router()
