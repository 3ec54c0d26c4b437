"""Whether the process lives, and whether it is ready to serve."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from tanzuji import __version__
from tanzuji.documents.errors import CodedError
from tanzuji.formats.starter import starter_release


def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers."""
    return JsonResponse({"status": "live", "version": __version__})


def ready(request: HttpRequest) -> JsonResponse:
    """200 with each part's state when database, migrations and starter library are there; else 503."""
    parts = {"database": database_state(), "migrations": migrations_state(), "library": library_state()}
    good = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ready" if good else "not ready", **parts}, status=200 if good else 503)


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except DatabaseError:
        return "unreachable"


def migrations_state() -> str:
    """`ok` once every migration was applied; remembered, since a process outlives none being taken back."""
    global _migrated
    if _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return "ok" if _migrated else "pending"
    except DatabaseError:
        return "unknown"


_migrated = False


def library_state() -> str:
    try:
        starter_release()
        return "ok"
    except (CodedError, OSError):
        return "missing"
