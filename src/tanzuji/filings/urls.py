"""Addresses of the filings room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "filings"

urlpatterns: list[URLPattern] = []
