from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter


class LibraryConfig(AppConfig):
    name = "tanzuji.library"
    label = "library"

    def ready(self) -> None:
        from tanzuji.library import rooms_below, tasks  # noqa: F401  (declares the work that jobs may be)
        from tanzuji.library.addresses import DatasetId, ReleasePart
        from tanzuji.web.uploads import LARGE

        register_converter(DatasetId, "dataset")
        register_converter(ReleasePart, "release")
        rooms_below.register_all()
        LARGE.update(("library:import", "api:list_imports"))  # a route of the API goes by its first name
