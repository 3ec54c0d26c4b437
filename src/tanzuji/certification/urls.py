"""Addresses of the certification room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "certification"

urlpatterns: list[URLPattern] = []
