"""Addresses of the library room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.library import pages

app_name = "library"

urlpatterns: list[URLPattern] = [
    path("", pages.search, name="search"),
    path("choices/", pages.choices, name="choices"),
    path("datasets/<dataset:dataset>/", pages.dataset, name="dataset"),
    path("datasets/<dataset:dataset>/dataset.<slug:suffix>", pages.download, name="download"),
]
