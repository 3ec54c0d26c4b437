"""How long one edit takes, by the server's own timing: a battery pack of 48 lines and a generated model of 1 000.

    python benchmarks/bench_edit.py [--edits 100]

A served site, one person, one amount after another. Printed: p50, p95 and the largest of `Server-Timing`, and of the
whole answer as the browser sees it. Exit code 1 where p95 is not under 200 ms (48 lines) or 300 ms (1 000 lines).
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import sys
import tempfile
import time
import uuid
from typing import Any

from bench_people import Person, _at, prepare, serving
from generated_models import enlarged, rows_in

from tanzuji import demo_models

LIMITS = {"48 lines": 200.0, "1 000 lines": 300.0}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=100)
    asked = parser.parse_args()
    pack = demo_models()["lfp_battery_pack"]
    models = {"48 lines": pack, "1 000 lines": enlarged(pack, rows=1000)}
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TANZUJI_HOME", folder)
        plans = {name: prepare(1, model)[0] for name, model in models.items()}
        with serving(folder, processes=1) as port:
            print(f"{'':16}{'rows':>8}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}{'answer p95':>12}")
            for name, plan in plans.items():
                own, whole = _edits(plan, port, asked.edits)
                slow |= _at(own, 0.95) >= LIMITS[name]
                print(
                    f"{name:16}{rows_in(models[name]):>8}{_at(own, 0.5):>10.0f}{_at(own, 0.95):>10.0f}"
                    f"{own[-1] * 1000:>10.0f}{_at(whole, 0.95):>12.0f}"
                )
    return int(slow)


def _edits(plan: dict[str, Any], port: int, count: int) -> tuple[list[float], list[float]]:
    """Seconds of each edit by the server and as seen from outside, sorted; the first five do not count."""
    person, chance = Person(**plan, port=port), random.Random(1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    own, whole = [], []
    for number in range(count + 5):
        place = chance.choice(person.places)
        value = round(person.values[place] * chance.uniform(0.9, 1.1), 6)
        operation = {"kind": "set", "place": place, "value": value, "was": person.values[place]}
        body = json.dumps({"key": uuid.uuid4().hex, "operations": [operation]})
        started = time.perf_counter()
        connection.request(
            "POST",
            f"/zh/studies/{person.study}/edits/",
            body,
            {
                "Cookie": f"sessionid={person.session}; csrftoken={person.csrf}",
                "Content-Type": "application/json",
                "Accept": "application/json",
                "X-CSRFToken": person.csrf,
            },
        )
        answer = connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - started
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {text[:300]!r}")
        person.values[place] = value
        if number >= 5:
            own.append(_timing(answer.headers["Server-Timing"]))
            whole.append(taken)
    return sorted(own), sorted(whole)


def _timing(header: str) -> float:
    """Seconds in a Server-Timing header; the whole is its longest part."""
    return max(float(found) for found in re.findall(r"dur=([0-9.]+)", header)) / 1000


if __name__ == "__main__":
    sys.exit(main())
