"""Addresses of the filings room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.filings import pages

app_name = "filings"

urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("submit/", pages.submit, name="submit"),
    path("submit/external/", pages.external, name="external"),
    path("<uuid:filing_id>/", pages.filing, name="filing"),
    path("<uuid:filing_id>/change/", pages.change, name="change"),
    path("papers/<uuid:filed_paper_id>/", pages.paper, name="paper"),
]
