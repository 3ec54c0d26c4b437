from __future__ import annotations

from django.apps import AppConfig


class ReferenceModelsConfig(AppConfig):
    name = "tanzuji.reference_models"
    label = "reference_models"

    def ready(self) -> None:
        from tanzuji.reference_models import searched

        searched.begin()
