"""How a line of a bill of materials is known again, and what its organisation chose for one like it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from tanzuji.library import kinds, words
from tanzuji.library.models import Match
from tanzuji.parties.acting import Acting

MAX_KEY = 200


def key_of(name: str, kind: str, unit: str) -> str:
    """The same for lines that differ in case, blanks, marks and the order of words only; kind and unit count.

    Chinese is compared as it is written, Latin words and numbers in any order: `Steel, hot rolled` is `hot-rolled steel`.
    """
    told = " ".join(sorted(words.runs(words.sound(name))))
    return f"{kind}|{kinds.unit_kind(unit) if unit else ''}|{told}"[:MAX_KEY]


def matches(acting: Acting) -> QuerySet[Match]:
    """What the organisation's people confirmed, newest first."""
    return (
        Match.objects.filter(organisation_id=acting.organisation_id)
        .select_related("by")
        .order_by("-at", "id")
    )


def remembered(acting: Acting, keys: Iterable[str]) -> dict[str, Match]:
    """Those of the lines with these keys (`key_of`) that were confirmed before."""
    return {match.key: match for match in matches(acting).filter(key__in=set(keys))}
