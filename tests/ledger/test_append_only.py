"""Frozen tables: the database itself refuses to change or delete what was recorded, by whatever road it is asked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tanzuji.ledger import queries, services
from tanzuji.ledger.models import Event
from tanzuji.web.middleware import request_id

pytestmark = pytest.mark.django_db

KIND = services.declare("ledger.test.happened", zh="试验", en="A trial")


def _sql(statement: str) -> Callable[[Event], Any]:
    def run(event: Event) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


ROADS: dict[str, Callable[[Event], Any]] = {
    "update": lambda event: Event.objects.update(reason="changed"),
    "save": lambda event: setattr(event, "reason", "changed") or event.save(),
    "bulk_update": lambda event: Event.objects.bulk_update(
        [setattr(event, "reason", "changed") or event], ["reason"]
    ),
    "delete": lambda event: Event.objects.all().delete(),
    "delete one": lambda event: event.delete(),
    "SQL update": _sql("UPDATE ledger_event SET actor_name = 'changed'"),
    "SQL delete": _sql("DELETE FROM ledger_event"),
}


@pytest.mark.parametrize("road", ROADS)
def test_an_event_can_neither_be_changed_nor_deleted(road: str) -> None:
    event = services.record(KIND, None, "thing", 1, reason="as it was")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ROADS[road](event)
    assert list(Event.objects.values_list("reason", "actor_name")) == [("as it was", "")]


def test_an_event_carries_the_number_of_its_request_and_its_details() -> None:
    token = request_id.set("abcdef0123456789")
    organisation = uuid.uuid4()
    try:
        services.record(KIND, None, "thing", 7, organisation=organisation, kind="any name is free", 数=1.5)
    finally:
        request_id.reset(token)
    (event,) = queries.history("thing", 7)
    assert event.request == "abcdef0123456789"
    assert event.detail == '{"kind": "any name is free", "数": 1.5}'
    assert list(queries.of_organisation(organisation)) == [event]
    assert queries.name(event).to("zh") == "试验"


def test_an_event_of_a_kind_nobody_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="not declared"):
        services.record("ledger.test.unknown", None, "thing", 1)
    assert not Event.objects.exists()


def test_the_frozen_tables_are_frozen_on_this_database() -> None:
    """The list that `tanzuji check` looks for is the list that migrations made."""
    from tanzuji.site.installation import FROZEN

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%_no_update'")
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'"
            )
        found = {str(row[0]).removesuffix("_no_update") for row in cursor.fetchall()}
    assert found == set(FROZEN)


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
