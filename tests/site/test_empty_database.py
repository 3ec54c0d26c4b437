"""An empty database is made at once; it comes out as its migrations make it, table by table, on both engines."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

SERVER = os.environ.get("DATABASE_URL", "")

_CATALOGUE = (
    """SELECT 'column', table_name, column_name, data_type, is_nullable, character_maximum_length, column_default
       FROM information_schema.columns WHERE table_schema = 'public'
       -- a join table of Django's own: replayed, its key is of the project's default type, made at once of its app's
       AND NOT (table_name = 'auth_group_permissions' AND column_name = 'id')""",
    "SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON'), '', '', 0, '' FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid), '', '', 0, '' FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', 0, '' FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'wall', tablename, policyname, qual, with_check, 0, '' FROM pg_policies",
    "SELECT 'forced', relname, relrowsecurity::text, relforcerowsecurity::text, '', 0, '' FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    "SELECT 'applied', app, name, '', '', 0, '' FROM django_migrations",
)


def migrated(environment: dict[str, str], *options: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--settings", "tanzuji.site.settings", *options]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def empty(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a data folder with no database in it, or with an empty one on the server."""
    folder.mkdir()
    environment = {**os.environ, "TANZUJI_HOME": str(folder)}
    if not SERVER.startswith("postgres"):
        yield environment
        return
    import psycopg

    name = f"empty_{uuid.uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield environment | {"DATABASE_URL": urlsplit(SERVER)._replace(path=f"/{name}").geturl()}
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def catalogue(environment: dict[str, str]) -> list[str]:
    """Everything the database says of itself: columns, keys, indexes, constraints, triggers, walls, migrations."""
    if SERVER.startswith("postgres"):
        import psycopg

        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            return sorted(str(row) for query in _CATALOGUE for row in connection.execute(query))  # type: ignore[call-overload]
    return sorted(_of_sqlite(sqlite3.connect(Path(environment["TANZUJI_HOME"]) / "tanzuji.sqlite3")))


def _of_sqlite(connection: sqlite3.Connection) -> Iterator[str]:
    ask: Any = connection.execute
    for kind, name, sql in ask("SELECT type, name, sql FROM sqlite_master").fetchall():
        if kind == "trigger":
            yield f"trigger {name} " + " ".join(sql.split())
        if kind != "table" or name.startswith("sqlite_"):
            continue
        for column in ask(f'PRAGMA table_info("{name}")'):
            yield f"column {name} {column[1:]}"
        for key in ask(f'PRAGMA foreign_key_list("{name}")'):
            yield f"key {name} {key[2:5]}"
        for index in ask(f'PRAGMA index_list("{name}")').fetchall():
            columns = [row[2] for row in ask(f'PRAGMA index_info("{index[1]}")')]
            yield f"index {name} {columns} unique={index[2]} partial={index[4]}"
        for constraint in re.findall(r'CONSTRAINT "(\w+)"', sql):
            yield f"constraint {name} {constraint}"
    for app, name in ask("SELECT app, name FROM django_migrations"):
        yield f"applied {app} {name}"


@pytest.mark.database
def test_a_database_made_at_once_is_the_one_its_migrations_make(tmp_path: Path) -> None:
    with empty(tmp_path / "once") as once, empty(tmp_path / "replayed") as replayed:
        migrated(once)
        migrated(replayed, "--replay")
        made, expected = catalogue(once), catalogue(replayed)
        assert len(expected) > 1500
        assert [line for line in made if line not in set(expected)] == []
        assert [line for line in expected if line not in set(made)] == []
        migrated(once)  # nothing left to do
        assert catalogue(once) == made
