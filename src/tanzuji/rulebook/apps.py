from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter


class RulebookConfig(AppConfig):
    name = "tanzuji.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        from tanzuji.rulebook.addresses import RuleId

        register_converter(RuleId, "rule")
