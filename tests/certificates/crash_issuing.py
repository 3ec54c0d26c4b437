"""Kill -9 at every system call of an issuance, and look at what is left: `python crash_issuing.py [--every N]`.

Each round forks a process that issues a certificate under the eyes of ptrace and is killed at its n-th system call,
then at the next, until one gets through. What it acknowledged is what it wrote to a pipe after `issue` came back.
After every kill: nothing acknowledged is missing, nothing is there by halves, the same key gives the same number (or
a first one), serials have no gap, and the log signs on. Runs on the database of the environment (SQLite, PostgreSQL).
Linux on a 64-bit machine; the calls go through ctypes. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

TRACEME, SYSCALL, KILL, SETOPTIONS = 0, 24, 8, 0x4200
SYSGOOD, EXITKILL = 1, 0x100000
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_libc.ptrace.restype = ctypes.c_long


def ptrace(request: int, pid: int, data: int = 0) -> None:
    """Raises OSError where the machine does not allow it."""
    if _libc.ptrace(request, pid, None, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def prepared() -> Any:
    """An installation of its own with a verified version, and facts that may be certified."""
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # The tables at once instead of one migration after another, which would take a minute.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    from certificate_cases import made

    return made(SimpleNamespace(setattr=setattr))  # type: ignore[arg-type]


def killed_at(case: Any, key: str, at: int) -> tuple[str, bool]:
    """What a process acknowledged that was killed at its `at`-th system call, and whether it got through before."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        ptrace(TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        number = case.issue(key).number
        os.write(writing, number.encode())
        os._exit(0)
    os.close(writing)
    through = _watch(pid, at)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode(), through


def _watch(pid: int, at: int) -> bool:
    """Let it run from system call to system call and kill it as it enters the `at`-th; whether it ended by itself."""
    os.waitpid(pid, 0)
    ptrace(SETOPTIONS, pid, SYSGOOD | EXITKILL)
    stops, sent = 0, 0
    while True:
        ptrace(SYSCALL, pid, sent)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status):
                raise RuntimeError(f"the issuance failed with {os.WEXITSTATUS(status)}")
            return True
        if os.WIFSIGNALED(status):
            raise RuntimeError(f"the issuance died of signal {os.WTERMSIG(status)}")
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            sent = os.WSTOPSIG(status)  # a signal of its own: handed on
            continue
        sent, stops = 0, stops + 1
        if stops == 2 * at - 1:  # odd stops are entries, even ones returns
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return False


def left(case: Any, key: str, acknowledged: str) -> str:
    """Raises AssertionError where something is lost or there by halves; gives `all` or `nothing` back."""
    from certificate_cases import leaves_of
    from django.db import connection

    from tanzuji.certificates.models import Certificate, Counter, Event, Request, Standing
    from tanzuji.ledger import log
    from tanzuji.ledger.kinds import CERTIFICATE
    from tanzuji.ledger.models import Event as Recorded
    from tanzuji.ledger.models import Leaf
    from tanzuji.notices.models import Notice

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    found = Certificate.objects.filter(request__key=key).first()
    assert not acknowledged or (found is not None and found.number == acknowledged), "acknowledged and lost"
    before = Certificate.objects.count()
    counts = {
        "requests": Request.objects.count(), "standings": Standing.objects.count(),
        "events": Event.objects.count(), "leaves": Leaf.objects.filter(kind=CERTIFICATE).count(),
        "ledger": Recorded.objects.filter(kind="certificates.certificate.issued").count(),
        "notices": Notice.objects.count(),
    }  # fmt: skip
    counts |= {row.series: row.last for row in Counter.objects.all()}
    assert set(counts.values()) <= {before}, f"half a certificate: {before} beside {counts}"
    again = case.issue(key).number
    assert found is None or again == found.number, "another number for the same key"
    assert Certificate.objects.count() == before + (found is None)
    assert len(leaves_of(again)) == 1
    serials = list(Certificate.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1)), "a gap"
    signed = log.sign_now()
    assert signed is not None
    assert signed.size == log.size()
    return "all" if found else "nothing"


def main() -> None:
    os.environ["TANZUJI_SECOND_FACTOR"] = "0"  # nobody is there who could show one
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--every", type=int, default=1, help="only every n-th system call")
    told.add_argument("--first", type=int, default=1, help="the system call to begin with")
    asked = told.parse_args()
    case, began = prepared(), time.monotonic()
    outcomes = {"all": 0, "nothing": 0, "acknowledged": 0}
    case.issue("warm")  # the log's key is there, the modules are loaded
    at, rounds, through = asked.first, 0, False
    while not through:
        key = f"kill at {at}"
        acknowledged, through = killed_at(case, key, at)
        outcomes["acknowledged"] += bool(acknowledged)
        outcomes[left(case, key, acknowledged)] += 1
        rounds, at = rounds + 1, at + asked.every
    from django.db import connection

    took = round(time.monotonic() - began, 1)
    print(json.dumps({"engine": connection.vendor, "kills": rounds - 1, "system_calls": at - asked.every, "seconds": took, **outcomes}))  # fmt: skip


if __name__ == "__main__":
    main()
