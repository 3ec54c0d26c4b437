"""Addresses of the base data room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "activity"

urlpatterns: list[URLPattern] = []
