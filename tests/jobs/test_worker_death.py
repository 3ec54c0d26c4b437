"""A worker that dies leaves its job to be taken up again; its effects come once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("worker_process.py")


class Workers:
    """Worker processes on a database of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "TANZUJI_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings",
        }
        self.environment.pop("DATABASE_URL", None)

    def call(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(SCRIPT), "work", "1"], env=self.environment)

    def kill_in_attempt(self, number: int) -> None:
        """SIGKILL in the middle of the job."""
        process = self.begin()
        try:
            deadline = time.monotonic() + 60
            while not self.home.joinpath(f"attempt-{number}").exists():
                assert process.poll() is None and time.monotonic() < deadline, "the job was not taken up"
                time.sleep(0.05)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def look(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.call("look"))
        return found


@pytest.fixture
def workers(tmp_path: Path) -> Workers:
    return Workers(tmp_path)


def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(workers: Workers) -> None:
    workers.call("prepare", "1")
    workers.kill_in_attempt(1)
    assert workers.look()["state"] == "running"
    time.sleep(1.2)  # longer than what counts as silence here
    assert workers.begin().wait(timeout=60) == 0
    left = workers.look()
    assert (left["state"], left["attempts"], left["result"]) == ("done", 2, "attempt 2")


def test_a_job_that_kills_its_worker_three_times_ends_with_the_reason(workers: Workers) -> None:
    workers.call("prepare", "9")
    for attempt in (1, 2, 3):
        workers.kill_in_attempt(attempt)
        time.sleep(1.2)
    assert workers.begin().wait(timeout=60) == 0
    left = workers.look()
    assert left["state"] == "failed"
    assert [problem["code"] for problem in left["problems"]] == ["jobs.worker-died"]
    assert "3 次" in left["problems"][0]["message"]["zh"]
