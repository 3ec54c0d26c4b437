"""Addresses of the certificates room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "certificates"

urlpatterns: list[URLPattern] = []
