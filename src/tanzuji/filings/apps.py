from __future__ import annotations

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "tanzuji.filings"
    label = "filings"

    def ready(self) -> None:
        from tanzuji.filings import following
        from tanzuji.filings.services import remind_due
        from tanzuji.jobs.chores import hourly

        following.begin()
        hourly(remind_due)
