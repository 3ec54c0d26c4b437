from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "tanzuji.rulebook"
    label = "rulebook"
