"""Every check of the project, in one run: format, lint, types, layers, tests on both databases, tests in a browser.

Stops with the first that fails. Arguments go to pytest: `python tools/check.py -x -k certificate`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

PYTEST = [sys.executable, "-m", "pytest", *sys.argv[1:]]
POSTGRES = [sys.executable, str(ROOT / "tools" / "postgres.py")]

CHECKS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports")]),
    ("tests", [*PYTEST, "-n", "2", "-m", "not browser"]),
    ("tests on PostgreSQL", [*POSTGRES, *PYTEST, "-n", "2", "-m", "database and not browser"]),
]
BROWSER = ("tests in a browser", [*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "browser", "tests/browser"])


def run(name: str, command: list[str], spent: dict[str, float]) -> int:
    """Run one check from the project's folder, note its seconds in `spent`; its exit code."""
    started = time.perf_counter()
    print(f"── {name}", flush=True)
    # A check reads and writes a data folder of its own; unless it brings a database, that is SQLite's.
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="tanzuji-check-") as home:
        environment["TANZUJI_HOME"] = home
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    spent[name] = time.perf_counter() - started
    print(f"── {name}: {'ok' if code == 0 else 'FAILED'} ({spent[name]:.0f} s)", flush=True)
    return code


def has_browser() -> bool:
    """Whether Chromium and its driver are here, after installing them where this may be done (root, with apt)."""
    programs = ("chromium", "chromedriver")
    if not all(map(shutil.which, programs)) and os.geteuid() == 0 and shutil.which("apt-get"):
        print("── installing Chromium (first time only)", flush=True)
        install = (
            "apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium chromium-driver"
        )
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["sh", "-c", install], env=environment, stdout=subprocess.DEVNULL, check=False)
    return all(map(shutil.which, programs))


def main() -> int:
    spent: dict[str, float] = {}
    for name, command in CHECKS:
        if code := run(name, command, spent):
            return code
    if has_browser():
        if code := run(*BROWSER, spent):
            return code
    elif os.environ.get("CI"):
        print("── tests in a browser: FAILED (Chromium and chromedriver cannot be installed)")
        return 1
    else:
        print("── tests in a browser: skipped (install Chromium and chromedriver to run them)")
    print("\n".join(f"{seconds:6.0f} s  {name}" for name, seconds in spent.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
