"""`migrate`, which makes an empty database in seconds instead of more than a minute.

Django replays every migration, and at each step builds the classes of all tables anew that are related to the one that
changes; here nearly all are, through people and organisations. A database without any table is made from the tables as
they are now, gets its triggers and walls, and is told that every migration was applied. A test holds the two ways equal.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from tanzuji.ledger.frozen import Freeze
from tanzuji.web.walls import Wall

_PARTIAL = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Django's command; an empty database is made at once, unless `--replay` asks for every step."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--replay", action="store_true", help="Make an empty database by its migrations.")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        partial = any(options.get(name) for name in _PARTIAL)
        if options.pop("replay", False) or partial or connection.introspection.table_names():
            super().handle(*args, **options)
            return
        kept = settings.MIGRATION_MODULES
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
        try:
            super().handle(*args, **{**options, "run_syncdb": True})
        finally:
            settings.MIGRATION_MODULES = kept
        _finish(connection)


def _finish(connection: BaseDatabaseWrapper) -> None:
    """Triggers, walls, and the record that every migration was applied, as replaying them would have left it."""
    graph = MigrationLoader(None).graph
    plan = list(dict.fromkeys(key for leaf in graph.leaf_nodes() for key in graph.forwards_plan(leaf)))
    operations = {
        (type(one), one.table): (key[0], one)
        for key in plan
        for one in graph.nodes[key].operations
        if isinstance(one, (Freeze, Wall))
    }
    state = ProjectState()
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.schema_editor(atomic=connection.features.can_rollback_ddl) as editor:
        for app, operation in operations.values():
            operation.database_forwards(app, editor, state, state)
    for app, name in plan:
        recorder.record_applied(app, name)
