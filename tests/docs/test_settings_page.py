"""Every setting the system reads is documented, and every documented one is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tanzuji.site.environment import SETTINGS

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import write_settings_page  # noqa: E402

_ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
}

READ_ELSEWHERE = {"TANZUJI_PASSWORD"}
"""Read by one command only; its page says so."""


@pytest.mark.parametrize(("language", "name"), [("zh", "settings.zh-CN.md"), ("en", "settings.md")])
def test_the_page_of_settings_says_what_the_table_says(language: str, name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == write_settings_page.page("zh" if language == "zh" else "en"), (
        "run tools/write_settings_page.py"
    )


def test_no_variable_is_read_that_the_table_does_not_name() -> None:
    named = {setting.name for setting in SETTINGS} | READ_ELSEWHERE
    read: set[str] = set()
    for path in (ROOT / "src" / "tanzuji").rglob("*.py"):
        read |= set(re.findall(r"[\"'](TANZUJI_[A-Z0-9_]+|DATABASE_URL)[\"']", path.read_text("utf-8")))
    assert read == named


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "carbon://nowhere"),
        ("TANZUJI_DEMO", "yes"),
        ("TANZUJI_HTTPS", "on"),
        ("TANZUJI_SECRET_KEY", "short"),
        ("TANZUJI_EMAIL_URL", "mail.example.org"),
        ("TANZUJI_EMAIL_FROM", "nobody"),
        ("TANZUJI_LOG", "xml"),
        ("TANZUJI_TIME_ZONE", "Mars/Olympus"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_before_anything_starts(
    tmp_path: Path, name: str, value: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tanzuji", "check"],
        env={**_ENVIRONMENT, "TANZUJI_HOME": str(tmp_path), name: value},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 3
    assert "settings.bad-value" in answer.stderr and name in answer.stderr
    assert "Traceback" not in answer.stderr
    if name == "TANZUJI_SECRET_KEY":
        assert value not in answer.stderr
