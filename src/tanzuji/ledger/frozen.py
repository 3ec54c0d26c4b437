"""Tables that are only added to: triggers in the database refuse UPDATE and DELETE on both engines.

The ORM, raw SQL and a database client are refused alike; a correction is a new row. A later migration that alters a
frozen table has to freeze it again: SQLite makes such a table anew, and its triggers go with the old one. `tanzuji check`
looks for them.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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


def freeze(table: str, columns: tuple[str, ...] = ()) -> migrations.RunPython:
    """A migration that freezes a table, or only `columns` of it (then rows still cannot be deleted)."""

    def forward(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        postgres = editor.connection.vendor == "postgresql"
        if postgres:
            editor.execute(_POSTGRES_FUNCTION, None)
        of = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
        for verb, limited, each in (
            ("update", of, "ROW"),
            ("delete", "", "ROW"),
            ("truncate", "", "STATEMENT"),
        ):
            if postgres or verb != "truncate":  # SQLite knows no TRUNCATE
                editor.execute(
                    (_POSTGRES if postgres else _SQLITE).format(
                        table=table, verb=verb, VERB=verb.upper(), columns=limited, each=each
                    ),
                    None,
                )

    def backward(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        where = f' ON "{table}"' if editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete", "truncate"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{where}")

    return migrations.RunPython(forward, backward)
