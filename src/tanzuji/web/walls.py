"""Walls between tenants inside PostgreSQL: row-level security, beneath the queries that ask for one's own rows only.

The queries of the rooms and the isolation matrix carry the separation on both engines; on PostgreSQL the database
itself refuses as well. A table behind a wall (`wall`, in a migration) shows a connection the rows of the tenant that
`tanzuji.tenant` names, all rows where it is `*`, and none where it is not set. Answering a request sets it to the
organisation that acts. Commands, jobs and migrations see all. What a request reads or writes of another tenant by right
(a verifier the study it was given, a curator the count of who is affected) is done within `beyond`, which says why.

SQLite has no such rules; there these are no-ops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

EVERYBODY = "*"
NOBODY = ""

_serves = False
_tenant: ContextVar[str | None] = ContextVar("tenant", default=None)


def serve() -> None:
    """This process answers requests: outside of one it sees no row behind a wall, where others see all."""
    global _serves
    _serves = True


def current() -> str:
    """Whose rows are seen now: a tenant's id, EVERYBODY or NOBODY."""
    chosen = _tenant.get()
    return chosen if chosen is not None else NOBODY if _serves else EVERYBODY


@contextmanager
def within(tenant: UUID | None) -> Iterator[None]:
    """See the rows of this tenant only; of nobody where none is named."""
    with _as(str(tenant) if tenant else NOBODY):
        yield


@contextmanager
def beyond(why: str) -> Iterator[None]:
    """See the rows of every tenant, for what `why` says. The caller has asked its policy before."""
    if not why:
        raise ValueError("say why")
    with _as(EVERYBODY):
        yield


def enter(tenant: UUID | None) -> None:
    """From now on, within the request being answered, see the rows of this tenant: a token told who acts."""
    _tenant.set(str(tenant) if tenant else NOBODY)
    _apply()


@contextmanager
def _as(tenant: str) -> Iterator[None]:
    before = _tenant.set(tenant)
    _apply()
    try:
        yield
    except BaseException:
        _tenant.reset(before)
        with suppress(DatabaseError):  # where the transaction is void, its end takes the setting back
            _apply()
        raise
    _tenant.reset(before)
    _apply()


def _apply() -> None:
    if connection.vendor == "postgresql" and connection.connection is not None:
        _tell(connection)


def _tell(to: BaseDatabaseWrapper) -> None:
    with to.cursor() as cursor:
        cursor.execute("SELECT set_config('tanzuji.tenant', %s, false)", [current()])


def on_connection(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """A new connection sees what the code that opened it may see."""
    if connection.vendor == "postgresql":
        _tell(connection)


_SEEN = "(SELECT current_setting('tanzuji.tenant', true))"
_FORWARD = """
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
CREATE POLICY {table}_wall ON "{table}" USING ({rule}) WITH CHECK ({rule});
"""
_BACKWARD = """
DROP POLICY IF EXISTS {table}_wall ON "{table}";
ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
"""


class Wall(Operation):
    """Put a table behind a wall; see `wall`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, rule: str) -> None:
        self.table = table
        self.rule = rule

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The columns stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_FORWARD.format(table=self.table, rule=self.rule), None)

    def database_backwards(
        self,
        app_label: str,
        editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_BACKWARD.format(table=self.table), None)

    def describe(self) -> str:
        return f"Put {self.table} behind a wall"


def wall(
    table: str,
    *columns: str,
    through: Sequence[tuple[str, str]] = (),
    named_by: Sequence[tuple[str, str]] = (),
) -> Wall:
    """The operation that puts a table behind a wall. A row is seen by whom one of these lets see it:

    `columns` hold the ids of the organisations whose row it is. `through`: (column, parent), the row of `parent` with
    that id, which is behind a wall itself. `named_by`: (table, column), a row of that table, behind a wall itself,
    that names this one: a grant, a report that cites it.
    """
    own = [f'"{column}"::text = {_SEEN}' for column in columns]
    own += [f'EXISTS (SELECT 1 FROM "{up}" AS p WHERE p.id = "{table}"."{column}")' for column, up in through]
    own += [
        f'EXISTS (SELECT 1 FROM "{of}" AS p WHERE p."{column}" = "{table}".id)' for of, column in named_by
    ]
    rule = " OR ".join([f"{_SEEN} = '*'", *own])
    return Wall(table, rule)
