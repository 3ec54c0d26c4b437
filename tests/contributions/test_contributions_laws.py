"""No order of actions by any roles skips a gate, verifies its own data, changes what was submitted or loses a remark.

Origin of the rules: DOMAIN A.7.1, A.11, JS-205. Concurrency and crashes run in processes with a database of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from contributing_machine import ContributingMachine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

HERE = Path(__file__).resolve().parent


@pytest.mark.django_db
def test_no_sequence_of_actions_skips_a_gate_or_loses_anything() -> None:
    """JS-205: two independent gates, whoever does what in whatever order."""

    class InTransaction(ContributingMachine):
        def __init__(self) -> None:
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            super().__init__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    run_state_machine_as_test(
        InTransaction,
        settings=settings(
            max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.fixture
def outcome(installation: dict[str, str]) -> dict[str, Any]:
    """What came of many people deciding at once, and of a crash."""
    path = ":".join(str(HERE if name == "here" else HERE.parent / name) for name in ("here",))
    done = subprocess.run(
        [sys.executable, str(HERE / "contributing_process.py")],
        env=installation | {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.database
def test_deciding_at_once_and_crashing_lose_and_double_nothing(outcome: dict[str, Any]) -> None:
    """Two verifiers decide at once, one file is sent many times at once, a reviewer's process dies in the middle."""
    assert outcome["decisions"] in (["verify"], ["return"]), "one of them decided"
    assert sum(n for code, n in outcome["decided"].items() if code == "done") == 1
    assert set(outcome["decided"]) <= {"done", "state.not-now", "contributions.moved-on"}
    assert outcome["offered"] == 1, "the same offer at once is kept once"
    assert outcome["numbers"] == list(range(1, len(outcome["numbers"]) + 1)), "every number is given once"
    assert outcome["submissions"] == 1, "submitted at once is submitted once"
    assert outcome["after_crash"] == outcome["before_crash"], "a decision that did not end was not made"
    assert outcome["after_retry"] == "verified"
    assert outcome["remarks"] == outcome["remarks_said"]
