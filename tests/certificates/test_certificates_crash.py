"""Killed at any system call, an issuance loses nothing it acknowledged and leaves nothing by halves (TRUST, crash)."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

EVERY = 23
"""Here every 23rd call, so that it takes seconds; `python tests/certificates/crash_issuing.py` kills at each of them."""


@pytest.mark.database
@pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="ptrace is called as 64-bit Linux has it",
)
def test_an_issuance_that_is_killed_leaves_all_or_nothing(installation: dict[str, str]) -> None:
    """The same key gives the same number afterwards, serials have no gap, the log signs on."""
    program = Path(__file__).with_name("crash_issuing.py")
    ran = subprocess.run(
        [sys.executable, program, "--every", str(EVERY), "--first", "3"],
        env=installation, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    if "ptrace" in ran.stderr and "OSError" in ran.stderr:
        pytest.skip("this machine lets nobody trace a process")
    assert ran.returncode == 0, ran.stderr[-4000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["kills"] >= 5
    assert told["nothing"] >= 1
    assert told["acknowledged"] == 1  # the one that got through
    assert told["all"] >= 1
