from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "tanzuji.standards"
    label = "standards"

    def ready(self) -> None:
        from tanzuji.jobs.chores import hourly
        from tanzuji.standards.services import bring_into_force

        hourly(bring_into_force)
