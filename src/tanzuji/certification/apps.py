from __future__ import annotations

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "tanzuji.certification"
    label = "certification"
