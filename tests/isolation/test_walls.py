"""The walls inside PostgreSQL hold by themselves, beneath the queries: TRUST section 3 (b)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from tenants import World

from tanzuji.footprints.models import Comment, Edit, Study, Version
from tanzuji.web import walls

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("not __import__('os').environ.get('DATABASE_URL', '').startswith('postgres')",
                       reason="SQLite has no row-level security"),
]  # fmt: skip

WALLED_ROOMS = ("footprints", "activity")


@pytest.fixture
def raw() -> Iterator[Any]:
    with connection.cursor() as cursor:
        yield cursor


def test_every_table_of_the_confidential_rooms_stands_behind_a_wall(raw: Any) -> None:
    raw.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    walled = {row[0] for row in raw.fetchall()}
    tables = {m._meta.db_table: m._meta.label for m in apps.get_models() if m._meta.app_label in WALLED_ROOMS}
    assert {label for table, label in tables.items() if table not in walled} == set()
    raw.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert raw.fetchone() == (False,)  # or all of this proves nothing


@pytest.mark.parametrize("model", [Study, Edit, Version, Comment])
def test_nobody_named_sees_nothing(tenants: World, raw: Any, model: Any) -> None:
    assert model.objects.exists()
    raw.execute("SELECT set_config('tanzuji.tenant', '', false)")
    assert not model.objects.exists()
    raw.execute("RESET tanzuji.tenant")
    assert not model.objects.exists()


def test_a_tenant_reads_and_changes_nothing_of_another(tenants: World) -> None:
    own, theirs = tenants.own.organisation, tenants.theirs.organisation
    of_theirs = Study.objects.filter(organisation=theirs)
    count = of_theirs.count()
    assert count
    with walls.within(own.id):
        assert Study.objects.filter(organisation=own).exists()
        assert not of_theirs.exists() and not Version.objects.filter(study__organisation=theirs).exists()
        assert of_theirs.update(name_zh="x") == 0
        assert of_theirs.filter(archived_at=None).delete()[0] == 0
        copy = Study.objects.filter(organisation=own).first()
        assert copy is not None
        with pytest.raises(DatabaseError), transaction.atomic():
            Study.objects.filter(id=copy.id).update(organisation=theirs)  # handing a row over the wall
        copy.pk, copy.organisation = None, theirs
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            copy.save(force_insert=True)
    assert of_theirs.count() == count


def test_what_was_set_in_a_transaction_does_not_outlive_its_rollback(tenants: World) -> None:
    """A pooled connection is safe: the next request finds it as it was."""
    own = tenants.own.organisation
    with walls.within(own.id):
        seen = Study.objects.count()
        with pytest.raises(RuntimeError), transaction.atomic(), walls.beyond("test"):
            assert Study.objects.count() > seen
            raise RuntimeError
        assert Study.objects.count() == seen
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            walls.beyond("test"),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1/0")
        assert Study.objects.count() == seen
    assert Study.objects.count() > seen


def test_going_beyond_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="why"), walls.beyond(""):
        pass
