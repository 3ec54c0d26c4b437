from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tanzuji.certificates"
    label = "certificates"

    def ready(self) -> None:
        from tanzuji.certificates.services import expire_due, remind_ending, statement_withdrawn
        from tanzuji.jobs.chores import hourly
        from tanzuji.ledger.services import listen

        hourly(expire_due)
        hourly(remind_ending)
        listen("verification.statement.withdrawn", statement_withdrawn)
