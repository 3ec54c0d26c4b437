"""The public page of a certificate and the look-up under load, with the generator beside the server.

    python benchmarks/public_page.py [--seconds 10] [--clients 8] [--certificates 200] [--spread]

Makes a folder of its own with certificates, serves it as `tanzuji serve` does (granian, two processes) on a loopback
port, and reads from it with threads that keep their connections. Every client asks for one certificate after another;
`--spread` has each request name another certificate, else nine in ten name one of ten, as codes in shops do. While it
runs one certificate is revoked, and both processes have to say so within a second. Then five times as many clients as
the most that are measured (160), each request on a connection of its own, crowd it: answers are 200, 429 or 503 or the
connection waits, never 500, and within ten seconds of their end it answers as before. Prints requests/s and p99 of the
page and of the look-up; ends with 1 where the page is below 300/s, the look-up below 400/s, p99 above 250 ms, or the
crowd does harm. Bounded: at most 60 s and 32 clients.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOALS = {"page": (300.0, 0.250), "look-up": (400.0, 0.250)}
PATHS: dict[str, Callable[[str], str]] = {
    "page": lambda number: f"/zh/c/{number}/",
    "look-up": lambda number: f"/api/register/certificates/{number}",
}

_SEED = """
import os, sys
sys.path.append(os.path.join({root!r}, "tests", "certificates"))
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import pytest
from django.db import transaction
from certificate_cases import made
case = made(pytest.MonkeyPatch())
with transaction.atomic():
    numbers = [case.issue(f"k{{i}}").number for i in range({count})]
print("\\n".join(numbers))
"""
_REVOKE = """
import os, sys, time
import django; django.setup()
from tanzuji.certificates import services
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Membership
m = Membership.objects.select_related("person", "organisation").get(person__name="decider")
services.revoke(Acting(m.person, m.organisation, m.role_set), sys.argv[1], reason="benchmark")
print(time.time())
"""


@dataclass
class Figures:
    """What the clients measured: seconds a request, statuses, bytes of one body."""

    taken: list[float] = field(default_factory=list)
    wrong: int = 0
    size: int = 0

    def p(self, share: float) -> float:
        return statistics.quantiles(self.taken, n=1000, method="inclusive")[round(share * 1000) - 1]


def main() -> int:
    asked = _asked()
    folder = Path(tempfile.mkdtemp(prefix="tanzuji-public-"))
    environment = {
        **os.environ,
        "TANZUJI_SECOND_FACTOR": "0",  # nobody is here to show one
        "TANZUJI_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings",
    }
    server = None
    try:
        made = _python(_SEED.format(root=str(ROOT), count=asked.certificates), environment)
        numbers = made.split()
        port = _free_port()
        server = _served(port, environment)
        print(
            f"{len(numbers)} certificates, {asked.clients} clients, {asked.seconds} s each; load average {os.getloadavg()[0]:.1f}"
        )
        good = [_measured(what, port, numbers, asked) for what in PATHS]
        good.append(_shown_in_time(port, numbers[0], environment))
        good.append(_bears_a_crowd(port, numbers))
        return 0 if all(good) else 1
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--certificates", type=int, default=200)
    parser.add_argument("--spread", action="store_true", help="every request names another certificate")
    asked = parser.parse_args()
    asked.seconds, asked.clients = min(asked.seconds, 60.0), min(asked.clients, 32)
    return asked


def _python(source: str, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _served(port: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tanzuji", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.5)
    server.kill()
    raise SystemExit("the server did not start")


def _measured(what: str, port: int, numbers: list[str], asked: argparse.Namespace) -> bool:
    _run(what, port, numbers, asked, seconds=2.0)  # both processes compile their templates first
    began = time.perf_counter()
    found = _run(what, port, numbers, asked, seconds=asked.seconds)
    pace = len(found.taken) / (time.perf_counter() - began)
    least, slowest = GOALS[what]
    print(
        f"{what:<8} {pace:7.0f} requests/s  p50 {found.p(0.5) * 1000:6.1f} ms  p99 {found.p(0.99) * 1000:6.1f} ms"
        f"  {found.size / 1000:.1f} kB  wrong answers {found.wrong}"
    )
    return pace >= least and found.p(0.99) <= slowest and not found.wrong


def _run(what: str, port: int, numbers: list[str], asked: argparse.Namespace, *, seconds: float) -> Figures:
    found, lock, end = Figures(), threading.Lock(), time.monotonic() + seconds

    def client(seed: int) -> None:
        chance, taken, wrong, size = random.Random(seed), [], 0, 0
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.monotonic() < end:
            hot = not asked.spread and chance.random() < 0.9
            number = numbers[chance.randrange(min(10, len(numbers)) if hot else len(numbers))]
            began = time.perf_counter()
            try:
                connection.request("GET", PATHS[what](number))
                answer = connection.getresponse()
                size = len(answer.read())
                wrong += answer.status != 200
            except (OSError, http.client.HTTPException):
                wrong += 1
                connection.close()
            taken.append(time.perf_counter() - began)
        connection.close()
        with lock:
            found.taken += taken
            found.wrong += wrong
            found.size = size

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(asked.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _shown_in_time(port: int, number: str, environment: dict[str, str]) -> bool:
    """Twenty connections, so that both processes answer: a second after the revocation every one says so."""
    _python(
        _REVOKE, environment, number
    )  # it took longer than its commit, so this bounds the delay from above
    time.sleep(1.0)
    states = []
    for _ in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", PATHS["look-up"](number))
        states.append(b'"revoked"' in connection.getresponse().read())
        connection.close()
    print(f"revoked, a second later: {sum(states)} of {len(states)} answers say so")
    return all(states)


def _bears_a_crowd(port: int, numbers: list[str]) -> bool:
    """Nothing but 200, 429 and 503 under 160 clients for ten seconds; three quick answers in a row within ten more."""
    answers: Counter[str] = Counter()
    end = time.monotonic() + 10

    def client(seed: int) -> None:
        chance, mine = random.Random(seed), Counter[str]()
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                connection.request("GET", PATHS["page"](chance.choice(numbers)))
                mine[str(connection.getresponse().status)] += 1
            except (OSError, http.client.HTTPException) as error:
                mine[type(error).__name__] += 1
            finally:
                connection.close()
        answers.update(mine)

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(5 * 32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over, quick = time.monotonic(), 0
    while quick < 3 and time.monotonic() < over + 10:
        began = time.monotonic()
        status = _asked_once(port, PATHS["page"](numbers[0]))
        quick = quick + 1 if status == 200 and time.monotonic() - began < GOALS["page"][1] else 0
    print(f"crowd of 160: {dict(answers)}; as before after {time.monotonic() - over:.1f} s")
    return (
        quick == 3
        and answers["200"] > 0
        and set(answers) <= {"200", "429", "503", "TimeoutError", "ConnectionResetError"}
    )


def _asked_once(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
