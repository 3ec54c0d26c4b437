"""Addresses of the register room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.register import pages

app_name = "register"

urlpatterns: list[URLPattern] = [path("", pages.home, name="home")]
