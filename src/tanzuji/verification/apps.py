from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "tanzuji.verification"
    label = "verification"

    def ready(self) -> None:
        from tanzuji.jobs.chores import hourly
        from tanzuji.parties.subjects import name_with
        from tanzuji.verification import naming, services

        name_with("engagement", naming.engagements)
        name_with("statement", naming.statements)
        name_with("review", naming.reviews_)
        hourly(services.remind)
