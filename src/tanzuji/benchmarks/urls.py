"""Addresses of the benchmarks room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "benchmarks"

urlpatterns: list[URLPattern] = []
