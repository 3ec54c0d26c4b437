"""Addresses of the notices room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.notices import pages

app_name = "notices"

urlpatterns: list[URLPattern] = [
    path("", pages.notices, name="home"),
    path("read/", pages.read_all, name="read_all"),
    path("mails/", pages.mute, name="mute"),
    path("<uuid:notice_id>/", pages.open_notice, name="open"),
]
