from __future__ import annotations

from django.apps import AppConfig


class NodesConfig(AppConfig):
    name = "tanzuji.nodes"
    label = "nodes"

    def ready(self) -> None:
        from tanzuji.nodes import tasks  # noqa: F401  (declares the work that jobs may be)
