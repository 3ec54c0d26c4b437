"""Fifty people at work at once: one server, two processes, and this generator beside it on the same machine.

    python benchmarks/bench_people.py                   # 50 people, 60 seconds, SQLite
    DATABASE_URL=postgres://… python benchmarks/bench_people.py --people 50 --seconds 60

Each person edits a study of their organisation (two people a study), looks at pages, searches the library, and now
and then makes a version, with one to three seconds of thought between. Printed: how long answers took by kind, every
answer that was not as it should be, and whether each acknowledged edit is in the study's history (a lost update is one
that is not). Exit code 1 where anything failed, an edit was lost, or p95 is not under a second.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tanzuji import ProductModel

THOUGHT = (1.0, 3.0)
LIMIT = 1.0
WORDS = ("电力 2024", "水泥", "铝", "diesel", "运输", "steel", "光伏", "天然气")


@dataclass
class Person:
    """Somebody at work: their session, their study, and what the server acknowledged."""

    session: str
    csrf: str
    study: str
    places: list[str]
    values: dict[str, float]
    port: int
    acknowledged: list[tuple[str, float]] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)

    def ask(
        self, kind: str, method: str, path: str, body: Any = None, expected: tuple[int, ...] = (200,)
    ) -> Any:
        """One request; its time is kept, an answer that is not expected becomes a fault."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.csrf}", "Accept": "text/html"}
        payload = None
        if body is not None:
            payload = json.dumps(body).encode()
            headers |= {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "X-CSRFToken": self.csrf,
            }
        elif method == "POST":
            headers |= {"X-CSRFToken": self.csrf, "Content-Length": "0"}
        started = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request(method, path, payload, headers)
            answer = connection.getresponse()
            text = answer.read()
            connection.close()
        except OSError as error:
            self.faults.append(f"{kind}: {error}")
            return None
        self.times[kind].append(time.perf_counter() - started)
        if answer.status not in expected:
            self.faults.append(f"{kind}: {answer.status} {text[:200]!r}")
            return None
        return json.loads(text) if text[:1] == b"{" else text

    def work(self, until: float, chance: random.Random) -> None:
        """Act and think until the time is over."""
        time.sleep(chance.uniform(0, THOUGHT[1]))
        while time.perf_counter() < until:
            dice = chance.random()
            base = f"/zh/studies/{self.study}"
            if dice < 0.6:
                self.edit(base, chance)
            elif dice < 0.72:
                self.ask("inventory", "GET", f"{base}/inventory/")
            elif dice < 0.82:
                self.ask("result", "GET", f"{base}/result/")
            elif dice < 0.97:
                word = chance.choice(WORDS)
                self.ask("library", "GET", "/api/library/datasets?limit=20&q=" + _quoted(word))
            else:
                self.ask("version", "POST", f"/api/studies/{self.study}/versions", {}, (200, 201))
            time.sleep(chance.uniform(*THOUGHT))

    def edit(self, base: str, chance: random.Random) -> None:
        place = chance.choice(self.places)
        value = round(self.values[place] * chance.uniform(0.9, 1.1), 6)
        operation = {"kind": "set", "place": place, "value": value, "was": self.values[place]}
        answer = self.ask(
            "edit", "POST", f"{base}/edits/", {"key": uuid.uuid4().hex, "operations": [operation]}
        )
        if answer is not None:
            self.values[place] = value
            self.acknowledged.append((place, value))


def _quoted(word: str) -> str:
    from urllib.parse import quote

    return quote(word)


def prepare(people: int, model: ProductModel | None = None) -> list[dict[str, Any]]:
    """Organisations of two people with one study each (an LFP battery pack); the two edit different lines."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tanzuji.site.settings"
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string

    from tanzuji.footprints import services as footprints
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release
    from tanzuji.parties import services as parties
    from tanzuji.parties.acting import Acting
    from tanzuji.parties.models import Person as Account
    from tanzuji.site.operations import migrate

    migrate()
    model, release = model or demo_models()["lfp_battery_pack"], starter_release()
    made = []
    for number in range(0, people, 2):
        organisation = parties.found("enterprise", zh=f"单位{number}", en=f"Organisation {number}")
        study = None
        for k in (0, 1):
            account = Account.objects.create_user(
                f"p{number + k}-{uuid.uuid4().hex[:8]}@example.org", None, name=f"P{number + k}"
            )
            parties.join(account, organisation, ["editor", "reviewer"])
            acting = Acting(account, organisation, frozenset({"editor", "reviewer"}))
            study = study or footprints.create(acting, model, [release], origin="benchmark")
            store = SessionStore()
            store[SESSION_KEY] = str(account.pk)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = account.get_session_auth_hash()
            store.create()
            values = _numbers(json.loads(study.document))
            own = sorted(values)[k::2]
            made.append(
                {
                    "session": store.session_key,
                    "csrf": _get_new_csrf_string(),
                    "study": str(study.id),
                    "places": own,
                    "values": {place: values[place] for place in own},
                }
            )
    return made


def _numbers(plain: dict[str, Any]) -> dict[str, float]:
    """The places of amounts that are plain numbers."""
    found = {}
    for process in plain["processes"]:
        for kind in ("inputs", "energy", "wastes"):
            for line in process.get(kind, ()):
                if isinstance(line.get("amount"), int | float) and line["amount"]:
                    found[f"processes[{process['id']}].{kind}[{line['id']}].amount"] = line["amount"]
    return found


def lost(people: list[Person]) -> list[str]:
    """Acknowledged edits that the studies' histories do not hold."""
    from tanzuji.footprints.models import Edit

    missing = []
    for study in {person.study for person in people}:
        kept: dict[tuple[str, float], int] = defaultdict(int)
        for edit in Edit.objects.filter(study_id=study):
            for operation in json.loads(edit.operations)["operations"]:
                kept[(operation["place"], operation["value"])] += 1
        for person in people:
            for told in person.acknowledged if person.study == study else ():
                kept[told] -= 1
                if kept[told] < 0:
                    missing.append(f"{study} {told}")
    return missing


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TANZUJI_HOME", folder)
        plans = prepare(asked.people)
        with serving(folder, processes=asked.processes) as port:
            return _run(asked, plans, port, Path(folder, "server.log"))


@contextmanager
def serving(folder: str, *, processes: int) -> Iterator[int]:
    """The port of a site served from `TANZUJI_HOME`; its output goes to `server.log` in the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "tanzuji", "serve", "--port", str(port), "--processes", str(processes)]
    with Path(folder, "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                answer.request("GET", "/health/ready")
                if answer.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(15)


def _run(asked: argparse.Namespace, plans: list[dict[str, Any]], port: int, log: Path) -> int:
    people = [Person(**plan, port=port) for plan in plans]
    for person in people[: 2 * asked.processes]:  # the first answer of a process loads its modules
        person.ask("warm", "GET", f"/zh/studies/{person.study}/result/")
        person.times.clear()
    until = time.perf_counter() + asked.seconds
    threads = [
        threading.Thread(target=person.work, args=(until, random.Random(k)))
        for k, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _report(asked, people, log)


def _report(asked: argparse.Namespace, people: list[Person], log: Path) -> int:
    from django.db import connection

    times: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for kind, taken in person.times.items():
            times[kind] += taken
    everything = sorted(second for taken in times.values() for second in taken)
    print(f"{asked.people} people, {asked.seconds:.0f} s, {asked.processes} processes, {connection.vendor}")
    print(f"{'':12}{'requests':>10}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}")
    for kind, taken in sorted([*times.items(), ("all", everything)]):
        ordered = sorted(taken)
        print(
            f"{kind:12}{len(ordered):>10}{_at(ordered, 0.5):>10.0f}{_at(ordered, 0.95):>10.0f}{ordered[-1] * 1000:>10.0f}"
        )
    faults = [fault for person in people for fault in person.faults]
    missing = lost(people)
    locked = log.read_text("utf-8", "replace").count("database is locked")
    print(f"faults {len(faults)}, lost updates {len(missing)}, “database is locked” {locked}")
    for fault in [*faults, *missing][:10]:
        print("  " + fault)
    return int(bool(faults or missing or locked) or _at(everything, 0.95) >= LIMIT * 1000)


def _at(ordered: list[float], share: float) -> float:
    """The quantile in milliseconds."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


if __name__ == "__main__":
    sys.exit(main())
