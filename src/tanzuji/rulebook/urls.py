"""Addresses of the rulebook's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "rulebook"

urlpatterns: list[URLPattern] = []
