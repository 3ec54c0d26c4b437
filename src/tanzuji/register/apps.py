from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "tanzuji.register"
    label = "register"

    def ready(self) -> None:
        from tanzuji.register import indexing

        indexing.begin()
