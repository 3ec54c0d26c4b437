"""Tables that are only added to: triggers in the database refuse UPDATE and DELETE on both engines.

The ORM, raw SQL and a database client are refused alike; a correction is a new row. A later migration that alters a
frozen table has to freeze it again: SQLite makes such a table anew, and its triggers go with the old one. `tanzuji check`
looks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB}{columns} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION tanzuji_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB}{columns} ON "{table}"
FOR EACH {each} EXECUTE FUNCTION tanzuji_append_only()
"""


class Freeze(Operation):
    """Put the triggers on a table. An operation of its own: RunPython would build every table's class anew for it."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, columns: tuple[str, ...] = ()) -> None:
        self.table = table
        self.columns = columns

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The columns stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        postgres = editor.connection.vendor == "postgresql"
        if postgres:
            editor.execute(_POSTGRES_FUNCTION, None)
        of = " OF " + ", ".join(f'"{column}"' for column in self.columns) if self.columns else ""
        for verb, limited, each in (
            ("update", of, "ROW"),
            ("delete", "", "ROW"),
            ("truncate", "", "STATEMENT"),
        ):
            if postgres or verb != "truncate":  # SQLite knows no TRUNCATE
                editor.execute(
                    (_POSTGRES if postgres else _SQLITE).format(
                        table=self.table, verb=verb, VERB=verb.upper(), columns=limited, each=each
                    ),
                    None,
                )

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        where = f' ON "{self.table}"' if editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete", "truncate"):
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}{where}")

    def describe(self) -> str:
        return f"Freeze {self.table}"


@contextmanager
def thawed(table: str) -> Iterator[None]:
    """Within a transaction: rows of the table may be updated, and no longer once it ends or fails.

    For the one thing that changes how a row lies and not what it says: encrypting it with another key.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("thaw within a transaction, whose end or failure puts the trigger back")
    name, postgres = f"{table}_no_update", connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'", [name])
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [name])
        trigger = cursor.fetchone()
        if trigger is None:  # it was never frozen
            yield
            return
        if postgres:  # it alters no table with checks of foreign keys still to be made
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f'ALTER TABLE "{table}" DISABLE TRIGGER {name}' if postgres else f"DROP TRIGGER {name}"
        )
        yield
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER {name}' if postgres else trigger[0])


def freeze(table: str, columns: tuple[str, ...] = ()) -> Freeze:
    """The operation that freezes a table, or only `columns` of it (then rows still cannot be deleted)."""
    return Freeze(table, columns)
