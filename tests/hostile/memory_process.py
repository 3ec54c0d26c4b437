"""Run as a process of its own: sends the heaviest files through the doors, prints by how many MiB memory grew at its peak."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import django


def mib(what: str) -> int:
    """`VmRSS`, what the process holds now, or `VmHWM`, the most it held since `forget` (proc(5))."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


def forget() -> None:
    """The peak begins again from here."""
    Path("/proc/self/clear_refs").write_text("5")


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment
    from doors import house, named
    from files import REFUSED

    setup_test_environment()
    call_command("migrate", verbosity=0)
    client = (of := house()).browser()
    client.post("/api/studies/file", {"file": named(b"id: x", "m.yaml")})
    for case in sys.argv[1:]:
        make, name = REFUSED[case]
        content = make()
        forget()
        before = mib("VmRSS")
        for path in ("/api/studies/file", f"/zh/studies/{of.study.id}/replace/"):
            answer = client.post(path, {"file": named(content, name), "base_revision": "1"})
            assert answer.status_code in (413, 422), answer.content[:300]
        sys.stdout.write(f"{mib('VmHWM') - before}\t{case}\n")


if __name__ == "__main__":
    main()
