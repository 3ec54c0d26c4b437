from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "tanzuji.register"
    label = "register"
