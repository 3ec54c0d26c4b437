"""Addresses of the sharing room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.sharing import pages

app_name = "sharing"

urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("ask/", pages.ask, name="ask"),
    path("<uuid:share_id>/", pages.share, name="share"),
]
