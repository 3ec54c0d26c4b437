"""The health endpoints, and the check of an installation."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client

from tanzuji.site import health, installation

pytestmark = pytest.mark.django_db


def test_ready_names_each_part(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {
        "status": "ready", "database": "ok", "migrations": "ok", "library": "ok",
    }  # fmt: skip


def test_not_ready_says_which_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "migrations_state", lambda: "pending")
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert json.loads(answer.content)["migrations"] == "pending"
    assert client.get("/health/live").status_code == 200


def test_an_installation_with_a_missing_trigger_is_found_out() -> None:
    parts = {part.name.to("en"): part for part in installation.examine()}
    assert parts["append-only tables"].state == "ok"
    with connection.cursor() as cursor:
        where = " ON ledger_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER ledger_event_no_update{where}")
    parts = {part.name.to("en"): part for part in installation.examine()}
    assert parts["append-only tables"].state == "error"
    assert "ledger_event_no_update" in parts["append-only tables"].detail.to("zh")
