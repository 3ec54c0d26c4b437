"""Addresses of the archive room's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from tanzuji.archive.pages import files, items, offers

app_name = "archive"

urlpatterns: list[URLPattern] = [
    path("", files.home, name="home"),
    path("catalogue/", files.catalogue, name="catalogue"),
    path("catalogue.csv", files.catalogue_csv, name="catalogue_csv"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("items/", items.items, name="items"),
    path("items/new/", items.new_item, name="new_item"),
    path("items/<uuid:item_id>/", items.item, name="item"),
    path("items/<uuid:item_id>/edit/", items.edit_item, name="edit_item"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:push_id>/", offers.offer, name="offer"),
]
