from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter


class LibraryConfig(AppConfig):
    name = "tanzuji.library"
    label = "library"

    def ready(self) -> None:
        from tanzuji.library.addresses import DatasetId

        register_converter(DatasetId, "dataset")
