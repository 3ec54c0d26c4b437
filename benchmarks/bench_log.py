"""How many entries a second the public log takes, each in a transaction of its own, and what proofs and tiles cost.

    python benchmarks/bench_log.py                            # two processes, ten seconds, SQLite
    DATABASE_URL=postgres://… python benchmarks/bench_log.py --processes 4

SQLite writes with synchronous=FULL. Checkpoints are signed in between as in use. Afterwards the log is reckoned anew:
exit code 1 where it is not contiguous and sound.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable


def prepare() -> None:
    """The tables, made from the models."""
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)


def append_for(worker: int, seconds: float, results: multiprocessing.Queue[list[float]]) -> None:
    """Append until the time is over; the seconds each took."""
    import django

    django.setup()
    from django.db import transaction

    from tanzuji.ledger import kinds, log

    taken: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        with transaction.atomic():
            payload = {"number": f"{worker}-{len(taken)}", "value": "0.42", "holder": "0" * 36}
            log.append(kinds.CERTIFICATE, payload, subject="certificate", subject_id=f"{worker}-{len(taken)}")
        taken.append(time.perf_counter() - began)
    results.put(taken)


def median(act: Callable[[], object], times: int = 50) -> float:
    """The median of milliseconds it takes."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tanzuji-bench-") as folder:
        os.environ["TANZUJI_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
        prepare()
        from django.db import connection, connections

        connections.close_all()
        context = multiprocessing.get_context("spawn")
        results: multiprocessing.Queue[list[float]] = context.Queue()
        began = time.perf_counter()
        workers = [
            context.Process(target=append_for, args=(number, given.seconds, results))
            for number in range(given.processes)
        ]
        for worker in workers:
            worker.start()
        taken = sorted(one for _ in workers for one in results.get())
        for worker in workers:
            worker.join()
        from tanzuji.ledger import log, publishing, soundness
        from tanzuji.proofs.tiles import Tile

        signed = log.sign_now()
        assert signed is not None
        rate, p99 = len(taken) / given.seconds, taken[int(len(taken) * 0.99)] * 1000
        print(f"{connection.vendor}, {given.processes} processes: {rate:.0f} entries/s, p99 {p99:.0f} ms")
        print(f"proof {median(lambda: log.proof(signed.size // 2)):.2f} ms", end=", ")
        print(f"tile {median(lambda: publishing.tile_bytes(Tile(0, 0))):.2f} ms", end=", ")
        began = time.perf_counter()
        found = soundness.examine()
        print(f"reckoned anew {found.size / (time.perf_counter() - began):.0f} entries/s")
        return 0 if found.first_bad is None and found.size == signed.size >= len(taken) else 1


if __name__ == "__main__":
    sys.exit(main())
