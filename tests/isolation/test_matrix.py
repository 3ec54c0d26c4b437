"""Every address × method × role: another tenant's id answers as an absent one, and nothing of theirs is met anywhere."""

from __future__ import annotations

import json
import os
import zlib
from typing import Any

import pytest
from canaries import MARK, texts
from django.apps import apps
from matrix import check, undone
from tenants import World, kept, owned, shared, text_columns
from url_rows import ROWS, Address, addresses

pytestmark = pytest.mark.django_db


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "address" in metafunc.fixturenames:
        # The queries are the same on both engines, and what PostgreSQL adds has tests of its own (test_walls.py): there a
        # third of the addresses stands for all, chosen by name, so that each run asks the same.
        asked = addresses()
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            asked = [one for one in asked if zlib.crc32(one.name.encode()) % 3 == 0]
        metafunc.parametrize("address", asked, ids=lambda address: address.name)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    named = {name for address in addresses() for name in address.names}
    assert sorted(named - ROWS.keys()) == [], (
        "new addresses: say in url_rows.py what names a tenant's things in them"
    )
    assert sorted(ROWS.keys() - named) == [], "rows of addresses that are gone"


def test_every_table_is_owned_or_shared() -> None:
    tables = {model._meta.label for model in apps.get_models()}
    assert sorted(tables - owned().keys() - shared().keys()) == [], (
        "new tables: say in tenants.py whose rows they hold"
    )
    assert sorted((owned().keys() | shared().keys()) - tables) == []


@pytest.mark.parametrize("label", owned())
def test_every_text_column_of_the_other_tenant_holds_a_canary(tenants: World, label: str) -> None:
    model: Any = apps.get_model(label)
    rows = list(model.objects.filter(owned()[label](tenants.theirs.organisation)))
    assert rows
    for column in text_columns(model):
        if f"{label}.{column.name}" in kept():
            continue
        values = [getattr(row, column.name) for row in rows]
        held = [bytes(v).decode() if isinstance(v, bytes | memoryview) else str(v) for v in values]
        assert any(MARK.lower() in value.lower() for value in held), f"{label}.{column.name}"


def test_every_text_of_the_other_tenants_model_is_a_canary(tenants: World) -> None:
    assert tenants.theirs.study is not None
    plain = json.loads(tenants.theirs.study.document)
    found = list(texts(plain))
    assert len(found) > 300
    bare = {(kind, name) for kind, name, value in found if MARK not in str(value)}
    assert bare <= {(kind, "burden_free") for kind in ("Exchange", "Energy", "Transport")}
    assert tenants.theirs.study.total and tenants.theirs.study.total > 1e9, "its primes are computed with"


def test_another_tenants_id_is_answered_as_an_absent_one_and_nothing_leaks(
    tenants: World, address: Address
) -> None:
    assert check(tenants, address) >= 15


def test_whoever_may_gets_what_is_their_own(tenants: World, address: Address) -> None:
    """The addresses of the matrix are filled rightly: with one's own ids they work."""
    for name in address.names:
        row = ROWS[name]
        for method in row.sends or {"GET": None}:
            body = row.sends[method](tenants, tenants.own.ids) if row.sends else None
            kind = "application/json" if isinstance(body, bytes) else ""
            with undone():
                path = f"{address.path(tenants.own.ids)}?{row.asks}"
                answer = tenants.clients[row.worker].ask(method, path, body, kind, **row.headers(tenants))
            expected = row.answers.get(method)
            told = f"{method} {name}: {answer.status_code} {answer.content.decode('utf-8', 'replace')[:1500]}"
            assert answer.status_code == expected if expected else answer.status_code < 400, told
