"""Addresses of the publications room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "publications"

urlpatterns: list[URLPattern] = []
