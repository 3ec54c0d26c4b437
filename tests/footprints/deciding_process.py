"""Run as a process with a database of its own: many threads decide at once; prints what came of it as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import django

AT_ONCE = 6


def at_once(act: Callable[[int], Any]) -> dict[str, int]:
    """How often each outcome came: the code of a refusal, or what was given back."""
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
        return dict(Counter(pool.map(one, range(AT_ONCE))))


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from review_cases import organisation, somebody, study_of

    from tanzuji.footprints import services
    from tanzuji.footprints.models import Decision, Study, Version

    call_command("migrate", verbosity=0)
    works = organisation()
    editor = somebody(works, "editor", "editor")
    reviewers = [somebody(works, f"reviewer-{i}", "reviewer") for i in range(AT_ONCE)]
    study = study_of(editor)
    made = at_once(lambda place: services.make_version(editor, study.id).number)

    def decide(place: int) -> str:
        action = "approve" if place % 2 else "return"
        return services.decide(reviewers[place], study.id, action, number=1, reason="因为").state

    decided = at_once(decide)
    json.dump(
        {
            "made": made,
            "versions": Version.objects.count(),
            "decided": decided,
            "decisions": list(Decision.objects.order_by("id").values_list("action", flat=True)),
            "state": Study.objects.get().state,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
