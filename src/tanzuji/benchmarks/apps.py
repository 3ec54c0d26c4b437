from __future__ import annotations

from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    name = "tanzuji.benchmarks"
    label = "benchmarks"

    def ready(self) -> None:
        from tanzuji.benchmarks import tasks  # noqa: F401  (declares the work that jobs may be)
