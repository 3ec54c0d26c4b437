"""The heaviest files take no more memory than a small machine has to spare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MOST = 512
"""MiB that memory may grow by."""

HEAVY = ["58 10 000 levels", "8 200 000 levels", "YAML laughs", "27 20 000 parts", "22 bomb", "30 XFD1048576",
         "31 laughs in a sheet", "22 bomb in a sheet", "10 a text of 30 MB"]  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="the peak of memory is read from Linux"
)
def test_no_file_grows_the_process_by_half_a_gigabyte(installation: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "memory_process.py"), *HEAVY], env={**installation, "PYTHONPATH": str(HERE)},
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(done.stderr[-2000:])
    grown = {case: int(mib) for mib, case in (line.split("\t") for line in done.stdout.splitlines())}
    assert set(grown) == set(HEAVY)
    assert max(grown.values()) < MOST, grown
