from __future__ import annotations

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "tanzuji.labels"
    label = "labels"

    def ready(self) -> None:
        from tanzuji.jobs.chores import hourly
        from tanzuji.labels.following import FOLLOWED, follow, follow_all
        from tanzuji.ledger.services import listen

        for step in FOLLOWED:
            listen(f"certificates.certificate.{step}", follow)
        hourly(follow_all)
