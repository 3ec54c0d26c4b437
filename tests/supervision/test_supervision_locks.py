"""Whoever locks a row after the log waits for somebody who holds that row and waits for the log (TRUST 67)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from supervision_cases import inspected, world

from tanzuji.documents.text import Text
from tanzuji.ledger import tree
from tanzuji.supervision import services
from tanzuji.supervision.services import MeasureGiven

pytestmark = pytest.mark.django_db

OWN = ("certificates_standing", "supervision_serial", "supervision_inspection", "supervision_measure")
"""Tables whose rows others lock before they write to the log."""


def _locks(act: Any) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Rows that were locked before the first entry of the log, and those locked after it: (table, which)."""
    before: set[tuple[str, str]] = set()
    after: set[tuple[str, str]] = set()
    logged = False

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal logged
        logged = logged or ("pg_advisory_xact_lock" in sql and params[0] == tree.APPENDING)
        if "FOR UPDATE" in sql:
            table = next((name for name in OWN if f'FROM "{name}"' in sql), "")
            (after if logged else before).add((table, str(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        act()
    assert logged
    return {lock for lock in before if lock[0]}, {lock for lock in after if lock[0]}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_measures_taken_instead_of_an_order_lock_certificate_and_counter_before_the_log() -> None:
    """The order to correct ends with an entry of the log; what is suspended and numbered after it is held already."""
    who = world()
    one = inspected(who)
    reason = Text(zh="拒不整改", en="Refuses to correct")
    services.step(who.bureau["head"], one.id, "order", reason="限期整改")
    measures = [
        MeasureGiven("suspension", reason, "市监〔2026〕2 号", certificate=one.certificate),
        MeasureGiven("blacklist", reason),
    ]
    before, after = _locks(
        lambda: services.step(who.bureau["head"], one.id, "escalate", reason="拒不整改", measures=measures)
    )
    assert after <= before
    assert {"certificates_standing", "supervision_serial", "supervision_inspection"} <= {t for t, _ in before}
