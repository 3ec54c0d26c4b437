"""Addresses of the standards room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "standards"

urlpatterns: list[URLPattern] = []
