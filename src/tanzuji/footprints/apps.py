from __future__ import annotations

from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    name = "tanzuji.footprints"
    label = "footprints"

    def ready(self) -> None:
        from tanzuji.footprints import tasks  # noqa: F401  (declares the work that jobs may be)
        from tanzuji.footprints.products import tasks as product_tasks  # noqa: F401  (likewise)
