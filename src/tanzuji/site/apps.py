from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tanzuji.site"
    label = "site"

    def ready(self) -> None:
        from tanzuji.site import subjects  # noqa: F401  (says how things are named)
