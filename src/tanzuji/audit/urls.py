"""Addresses of the audit room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.audit import pages

app_name = "audit"

urlpatterns = [
    path("", pages.home, name="home"),
    path("verify/", pages.verify, name="verify"),
    path("trail.csv", pages.export, name="export"),
]
