"""Addresses of the footprints room's pages."""

from __future__ import annotations

from tanzuji.footprints.pages import editing_urls, files_urls, results_urls

app_name = "footprints"

urlpatterns = [*files_urls.patterns, *editing_urls.patterns, *results_urls.patterns]
