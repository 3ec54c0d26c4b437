from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tanzuji.audit"
    label = "audit"

    def ready(self) -> None:
        from tanzuji.audit.services import anchor
        from tanzuji.jobs.chores import hourly

        hourly(anchor)
