from __future__ import annotations

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "tanzuji.contributions"
    label = "contributions"

    def ready(self) -> None:
        from tanzuji.contributions import behind, naming
        from tanzuji.contributions.services import remind
        from tanzuji.jobs.chores import hourly
        from tanzuji.library import standing
        from tanzuji.parties.subjects import name_with

        name_with("contribution", naming.named)
        hourly(remind)
        standing.register(behind.facts)
