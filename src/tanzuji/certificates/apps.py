from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "tanzuji.certificates"
    label = "certificates"
