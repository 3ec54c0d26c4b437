"""Addresses of the labels room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "labels"

urlpatterns: list[URLPattern] = []
