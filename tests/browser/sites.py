"""Sites of the tests' own: started, stopped, with people of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PERSON, PASSWORD = "wei.lan@works.example", "cement-mill-47-turns"
"""Who administers a site that begins empty, and the password of everybody who is added."""


@dataclass
class Site:
    """A site of the tests' own: its address, its data folder, and its process while it runs."""

    address: str
    home: Path
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.home.with_suffix(".log")
        with log.open("ab") as written:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tanzuji", *self.command],
                env={**os.environ, **self.environment, "TANZUJI_HOME": str(self.home)},
                cwd=self.home.parent, stdout=written, stderr=written,
            )  # fmt: skip
        deadline = time.monotonic() + 180
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=10):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail(f"the site does not start:\n{log.read_text(errors='replace')}")

    def stop(self) -> None:
        """End it with its workers."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process = None

    def add_person(self, email: str, organisation: str) -> None:
        """Register somebody with a password (PASSWORD), who administers and edits an organisation of their own."""
        subprocess.run(
            [sys.executable, "-m", "tanzuji", "createadmin", email, "--organisation", organisation],
            env={**os.environ, "TANZUJI_HOME": str(self.home), "TANZUJI_PASSWORD": PASSWORD},
            check=True, capture_output=True,
        )  # fmt: skip


def site_in(folder: Path, command: list[str]) -> Site:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Site(f"http://127.0.0.1:{port}", folder / "home", [*command, "--port", str(port)])
