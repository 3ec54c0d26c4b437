"""Addresses of the verification room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "verification"

urlpatterns: list[URLPattern] = []
