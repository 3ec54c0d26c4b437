from __future__ import annotations

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "tanzuji.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from tanzuji.campaigns.services import remind_due
        from tanzuji.jobs.chores import hourly

        hourly(remind_due)
