from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "tanzuji.archive"
    label = "archive"

    def ready(self) -> None:
        from tanzuji.archive.services import follow, push_due
        from tanzuji.footprints.events import PUBLISHED
        from tanzuji.jobs.chores import hourly
        from tanzuji.ledger.services import listen

        listen(PUBLISHED, follow)
        hourly(push_due)
