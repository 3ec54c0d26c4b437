"""Addresses of the nodes room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "nodes"

urlpatterns: list[URLPattern] = []
