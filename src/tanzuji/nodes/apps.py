from __future__ import annotations

from django.apps import AppConfig


class NodesConfig(AppConfig):
    name = "tanzuji.nodes"
    label = "nodes"
