from __future__ import annotations

from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    name = "tanzuji.footprints"
    label = "footprints"

    def ready(self) -> None:
        from tanzuji.footprints import tasks  # noqa: F401  (declares the work that jobs may be)
        from tanzuji.footprints.affected import listening
        from tanzuji.footprints.products import tasks as product_tasks  # noqa: F401  (likewise)
        from tanzuji.footprints.standing_on import uses_of
        from tanzuji.library.uses import register

        listening.begin()
        register(uses_of)
