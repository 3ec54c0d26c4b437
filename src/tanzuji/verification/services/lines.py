"""What the team puts down of the sample: lines examined, or left with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from tanzuji.parties.acting import Acting
from tanzuji.verification import events, messages, queries
from tanzuji.verification.models import Examination
from tanzuji.verification.papers import OUTCOMES
from tanzuji.verification.services.examining import being_examined
from tanzuji.verification.services.recording import one_of, said, told
from tanzuji.web.typed import clean

LONGEST = 1000


def examine(
    acting: Acting, engagement_id: UUID | str, lines: Sequence[tuple[str, str, str]]
) -> list[Examination]:
    """Lines of the sample put down by (place, `examined` or `left`, what was done or why not): all of them, or none.

    Put down again, the newer word counts. Raises `verification.lines-needed`, `verification.not-sampled`, `verification.text-needed`, …
    """
    with transaction.atomic():
        of = being_examined(acting, engagement_id)
        sampled = {line.item.place for line in queries.sample(of)}
        if not lines or len(lines) > len(sampled):
            raise messages.LINES_NEEDED.error("lines", most=len(sampled))
        kept = []
        for number, (place, outcome, text) in enumerate(lines):
            at = f"lines[{number}]"
            if place not in sampled:
                raise messages.NOT_SAMPLED.error(f"{at}.place", place=clean(place)[:60])
            one_of(outcome, OUTCOMES, f"{at}.outcome")
            kept.append((place, outcome, said(text, place=f"{at}.text", limit=LONGEST)))
        newest = queries.newest(of)
        made = [
            Examination.objects.create(
                engagement=of, submission=newest, place=place, outcome=outcome, text=text, by=acting.person
            )
            for place, outcome, text in kept
        ]
        told(
            acting, of, events.EXAMINED,
            examined=[place for place, outcome, _ in kept if outcome == "examined"],
            left=[place for place, outcome, _ in kept if outcome == "left"],
        )  # fmt: skip
    return made
