from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tanzuji.web"
    label = "web"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from tanzuji.web.walls import on_connection

        connection_created.connect(on_connection, dispatch_uid="tanzuji.web.walls")
