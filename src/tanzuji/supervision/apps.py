from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "tanzuji.supervision"
    label = "supervision"

    def ready(self) -> None:
        from tanzuji.certification import barring
        from tanzuji.jobs.chores import hourly
        from tanzuji.parties.subjects import name_with
        from tanzuji.supervision import naming, queries
        from tanzuji.supervision.services import remind_due

        name_with("inspection", naming.inspections)
        name_with("inspection_plan", naming.plans)
        name_with("complaint", naming.complaints)
        hourly(remind_due)
        barring.register(queries.holder_is_listed)
