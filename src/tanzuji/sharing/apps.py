from __future__ import annotations

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "tanzuji.sharing"
    label = "sharing"

    def ready(self) -> None:
        from tanzuji.footprints.events import PUBLISHED
        from tanzuji.ledger.services import listen
        from tanzuji.sharing.services import follow

        listen(PUBLISHED, follow)
