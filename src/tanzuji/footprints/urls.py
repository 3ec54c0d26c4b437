"""Addresses of the footprints room's pages."""

from __future__ import annotations

from tanzuji.footprints.affected import urls as affected_urls
from tanzuji.footprints.pages.editing import urls as editing_urls
from tanzuji.footprints.pages.files import urls as files_urls
from tanzuji.footprints.pages.products import urls as products_urls
from tanzuji.footprints.pages.references import urls as references_urls
from tanzuji.footprints.pages.results import urls as results_urls

app_name = "footprints"

urlpatterns = [
    *affected_urls.patterns,
    *products_urls.patterns,
    *files_urls.patterns,
    *editing_urls.patterns,
    *results_urls.patterns,
    *references_urls.patterns,
]
