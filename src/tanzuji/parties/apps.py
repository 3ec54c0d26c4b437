from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "tanzuji.parties"
    label = "parties"

    def ready(self) -> None:
        from tanzuji.parties.signing import receivers  # noqa: F401  (connects them)
