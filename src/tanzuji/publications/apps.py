from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "tanzuji.publications"
    label = "publications"

    def ready(self) -> None:
        from tanzuji.publications import listening

        listening.begin()
