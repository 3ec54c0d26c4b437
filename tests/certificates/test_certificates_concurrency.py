"""Several processes at once: one number a key, no gap, no certificate ended twice (TRUST 66, 67)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ENDED = ("revoked", "cancelled", "superseded")


@pytest.mark.database
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_processes_that_issue_and_decide_at_the_same_moment_do_not_get_in_each_others_way(
    installation: dict[str, str],
) -> None:
    """Four processes, each with keys of its own and keys of all; then all revoke, cancel, suspend, renew the same ones."""
    program = Path(__file__).with_name("crowd_issuing.py")
    ran = subprocess.run(
        [sys.executable, program], env=installation, capture_output=True, text=True, timeout=240
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert all(len(numbers) == 1 for numbers in told["shared"]), "a key gave two numbers"
    count = len(told["serials"])
    assert told["serials"] == list(range(1, count + 1))
    assert told["places"] == list(range(count))
    assert set(told["acknowledged"]) <= set(told["lives"])
    assert told["events"] == told["leaves"]
    assert told["disagreeing"] == told["findings"] == []
    for number, states in told["lives"].items():
        assert not any(state in ENDED for state in states[:-1]), f"{number} ended twice: {states}"
    for number in {number for number, _, _ in told["done"]}:
        ends = [a for n, a, code in told["done"] if n == number and not code and a != "suspend"]
        assert len(ends) <= 1, f"two processes were told that they ended {number}"
    assert {code for _, _, code in told["done"]} <= {"", "state.not-now"}
