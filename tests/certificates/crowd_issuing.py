"""Several processes issue and decide at the same moment: `python crowd_issuing.py`. Prints one JSON object.

Each process issues certificates under keys of its own and under keys that all of them use, then all of them try to
revoke, suspend and renew the same certificates. Runs on the database of the environment.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from typing import Any

from crash_issuing import prepared

PROCESSES, OWN, SHARED = 4, 6, 6
ENDS = ("revoke", "cancel", "suspend", "renew")


def work(case: Any, place: int, start: Any, out: Any) -> None:
    """Issue, then act on what all of them issued; what came back and what was refused goes to `out`."""
    from certificate_cases import TODAY

    from tanzuji.certificates import services
    from tanzuji.documents.errors import CodedError

    start.wait()
    numbers = {f"own {place} {i}": case.issue(f"own {place} {i}").number for i in range(OWN)}
    numbers |= {f"shared {i}": case.issue(f"shared {i}").number for i in range(SHARED)}
    start.wait()
    done, who = [], case.who
    for i in range(SHARED):
        number, action = numbers[f"shared {i}"], ENDS[(place + i) % len(ENDS)]
        try:
            if action == "renew":
                people = {"decided_by": who.second.person.id, "evaluated_by": who.evaluator.person.id}
                services.renew(who.second, number, case.facts, key=f"renew {i}", today=TODAY, **people)
            else:
                getattr(services, action)(who.second, number, reason="原因", today=TODAY)
        except CodedError as error:
            done.append([number, action, error.code])
        else:
            done.append([number, action, ""])
    out.put((numbers, done))


def main() -> None:
    os.environ["TANZUJI_SECOND_FACTOR"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanzuji.site.settings")
    case = prepared()
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, out = fork.Barrier(PROCESSES), fork.Queue()
    running = [fork.Process(target=work, args=(case, i, start, out)) for i in range(PROCESSES)]
    for process in running:
        process.start()
    told = [out.get(timeout=200) for _ in running]
    for process in running:
        process.join()
    print(json.dumps(told_of(told)))


def told_of(told: list[Any]) -> dict[str, Any]:
    """What is in the tables afterwards, beside what the processes were told."""
    from tanzuji.certificates import queries
    from tanzuji.certificates.models import Certificate, Event
    from tanzuji.ledger.kinds import CERTIFICATE
    from tanzuji.ledger.models import Leaf
    from tanzuji.ledger.soundness import examine

    rows = queries.rows().order_by("serial")
    return {
        "shared": [sorted({numbers[f"shared {i}"] for numbers, _ in told}) for i in range(SHARED)],
        "acknowledged": sorted({number for numbers, _ in told for number in numbers.values()}),
        "serials": [row.serial for row in rows],
        "places": sorted(Certificate.objects.values_list("status_index", flat=True)),
        "events": Event.objects.count(),
        "leaves": Leaf.objects.filter(kind=CERTIFICATE).count(),
        "disagreeing": queries.disagreeing(),
        "findings": [str(one) for one in examine().findings],
        "done": [each for _, done in told for each in done],
        "lives": {row.number: [event.after for event in row.events.all()] for row in rows},
    }


if __name__ == "__main__":
    main()
