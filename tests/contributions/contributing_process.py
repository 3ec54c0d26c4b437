"""Run as a process with a database of its own: many decide at once, and one dies in the middle; prints what came of it."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django

AT_ONCE = 6


def at_once(act: Callable[[int], Any]) -> list[str]:
    """The outcome of each: the code of a refusal, or what was given back."""
    from django.db import connection

    from tanzuji.documents.errors import CodedError

    ready = Barrier(AT_ONCE)

    def one(place: int) -> str:
        ready.wait()
        try:
            return str(act(place))
        except CodedError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def main() -> None:
    django.setup()
    from contribution_cases import DECLARED, Houses, grid, offered, somebody, taken_to, trail
    from django.core.management import call_command
    from django.db import connection, transaction

    from tanzuji.contributions import services
    from tanzuji.contributions.models import Contribution

    call_command("migrate", verbosity=0)
    houses = Houses.built()
    of = taken_to(houses, "under_verification")
    reviewers = [somebody(houses.verifier.organisation, "reviewer") for _ in range(AT_ONCE)]
    seen = of.number_of_steps

    def decide(place: int) -> str:
        if place % 2:
            services.verify(reviewers[place], of.id, reason="好", seen=seen)
        else:
            services.return_(reviewers[place], of.id, reason="改", seen=seen)
        return "done"

    decided = Counter(at_once(decide))
    decisions = list(of.steps.filter(sequence__gt=seen).order_by("sequence").values_list("action", flat=True))

    document = grid()
    offers = at_once(
        lambda place: (
            services.offer(
                houses.author,
                document,
                kind="factor",
                declarations=DECLARED,
                provenance=trail(0.6),
                key="once",
            ).id
        )
    )
    at_once(lambda place: offered(houses.author).id)

    checked = offered(houses.author)
    services.self_check(houses.author, checked.id)
    checked.refresh_from_db()
    at_once(lambda place: services.submit(houses.author, checked.id, seen=checked.number_of_steps).state)

    said = at_once(lambda place: services.remark(houses.author, of.id, f"说 {place}").text)

    crashing = taken_to(houses, "under_verification")
    before = _standing(crashing)
    pid = os.fork() if hasattr(os, "fork") else None
    if pid == 0:
        connection.close()
        with transaction.atomic():
            services.verify(houses.verifier, crashing.id, reason="好")
            os._exit(9)
    if pid is not None:
        os.waitpid(pid, 0)
        connection.close()
    after = _standing(crashing)
    services.verify(houses.verifier, crashing.id, reason="好", seen=crashing.number_of_steps)
    crashing.refresh_from_db()
    json.dump(
        {
            "decided": decided,
            "decisions": [action for action in decisions if action in ("verify", "return")],
            "offered": len(set(offers)),
            "numbers": sorted(Contribution.objects.values_list("sequence", flat=True)),
            "submissions": checked.revisions.count(),
            "remarks": sorted(of.remarks.filter(text__startswith="说").values_list("text", flat=True)),
            "remarks_said": sorted(said),
            "before_crash": before,
            "after_crash": after,
            "after_retry": crashing.state,
        },
        sys.stdout,
    )


def _standing(of: Any) -> list[Any]:
    """State, steps and notices of a contribution."""
    from tanzuji.notices.models import Notice

    of.refresh_from_db()
    return [
        of.state,
        of.number_of_steps,
        of.steps.count(),
        Notice.objects.filter(page__contains=str(of.id)).count(),
    ]


if __name__ == "__main__":
    main()
