"""Run as a process of its own: sends the heaviest files through the doors, prints by how many MiB memory grew."""

from __future__ import annotations

import resource
import sys

import django


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
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for path in ("/api/studies/file", f"/zh/studies/{of.study.id}/replace/"):
            answer = client.post(path, {"file": named(content, name), "base_revision": "1"})
            assert answer.status_code in (413, 422), answer.content[:300]
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(f"{(after - before) // 1024}\t{case}\n")


if __name__ == "__main__":
    main()
