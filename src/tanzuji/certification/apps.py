from __future__ import annotations

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "tanzuji.certification"
    label = "certification"

    def ready(self) -> None:
        from tanzuji.certificates import events
        from tanzuji.certification.services.reminding import remind_due
        from tanzuji.certification.services.surveying import drop_ended
        from tanzuji.jobs.chores import hourly
        from tanzuji.ledger.services import listen

        for kind in (events.REVOKED, events.CANCELLED, events.EXPIRED, events.RENEWED):
            listen(kind, drop_ended)
        hourly(remind_due)
