"""Addresses of the register room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "register"

urlpatterns: list[URLPattern] = []
