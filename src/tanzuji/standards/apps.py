from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "tanzuji.standards"
    label = "standards"
