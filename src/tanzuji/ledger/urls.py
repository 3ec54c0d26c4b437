"""Addresses of the log, without a language: origin and addresses belong together."""

from __future__ import annotations

from django.urls import path

from tanzuji.ledger import pages

app_name = "log"
urlpatterns = [
    path("checkpoint", pages.checkpoint, name="checkpoint"),
    path("keys", pages.keys, name="keys"),
    path("proof/<int:index>", pages.proof, name="proof"),
    path("tile/<path:path>", pages.tile, name="tile"),
]
