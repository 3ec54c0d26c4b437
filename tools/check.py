"""Every check of the project, in one run: format, lint, types, layers, tests. Stops with the first that fails."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports")]),
    ("tests", [sys.executable, "-m", "pytest", "-n", "2", *sys.argv[1:]]),
]


def main() -> int:
    for name, command in CHECKS:
        started = time.perf_counter()
        print(f"── {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(
            f"── {name}: {'ok' if code == 0 else 'FAILED'} ({time.perf_counter() - started:.0f} s)",
            flush=True,
        )
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
