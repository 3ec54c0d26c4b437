"""Addresses of the product model room's pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "reference_models"

urlpatterns: list[URLPattern] = []
