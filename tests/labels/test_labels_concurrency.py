"""Acts that meet from two sides: on a certificate, on what follows it, on what it rests on (TRUST 67)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

REFUSALS = {
    "",
    "state.not-now",
    "certificates.still-held",
    "certificates.not-verified-now",
    "filings.not-valid",
    "filings.filed-already",
    "labels.not-in-force",
}


@pytest.mark.database
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_acts_on_a_certificate_and_on_what_follows_it_never_wait_for_each_other_for_ever(
    installation: dict[str, str],
) -> None:
    """Six processes, twelve rounds: suspend and resume, give up and ask, authorise, file and withdraw, withdraw the
    statement, issue. None ends in anything but done or a reason, and certificate, uses, filing, register, log agree."""
    program = Path(__file__).with_name("crowd_acting.py")
    ran = subprocess.run(
        [sys.executable, program], env=installation, capture_output=True, text=True, timeout=280
    )
    assert ran.returncode == 0, ran.stderr[-4000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    assert [line for line in told["done"] if line[1] == "failed"] == []
    codes = Counter(code for _, code, _ in told["done"])
    assert set(codes) <= REFUSALS
    assert {act for act, code, _ in told["done"] if not code} == {act for act, _, _ in told["done"]}, (
        "each worked"
    )
    assert told["disagreeing"] == told["findings"] == []
    assert told["register"] == told["stands"]
    for number, status in told["stands"].items():
        assert status == "valid" or told["usable"][number] == 0, "a use goes on without its certificate"
        assert told["filed"][number] in ("", status)
