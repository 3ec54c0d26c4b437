"""The router of the library room."""

from __future__ import annotations

from ninja import Router

from tanzuji.parties.access import OPEN_AUTH

router = Router(auth=OPEN_AUTH)
