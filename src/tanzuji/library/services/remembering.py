"""Matches of lines to datasets: remembered when a person confirms them, forgotten when a person says so."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tanzuji.ledger.services import record
from tanzuji.library import events, policy, words
from tanzuji.library.models import Match
from tanzuji.library.remembering import key_of, matches
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent

MAX_MATCHES = 50_000
"""Of one organisation; the oldest are forgotten first."""


def remember(acting: Acting, *, name: str, kind: str, unit: str, release: str, dataset: str) -> Match:
    """That a person chose a dataset for a line of this name, kind and unit. What was chosen before gives way.

    `release` is the name of a library, whose newest version counts later. Raises `library.needs-editor`.
    """
    policy.may_match(acting).enforce()
    name = words.sound(name).strip()[:200]
    key = key_of(name, kind, unit)
    with transaction.atomic():
        made, new = Match.objects.get_or_create(
            organisation_id=acting.organisation_id,
            key=key,
            defaults={
                "written": name, "kind": kind[:12], "unit": unit[:60], "release": release[:60],
                "dataset": dataset[:200], "by": acting.person, "at": timezone.now(),
            },
        )  # fmt: skip
        if not new:
            same = (made.release, made.dataset) == (release, dataset)
            Match.objects.filter(id=made.id).update(
                written=name, release=release[:60], dataset=dataset[:200], by=acting.person, at=timezone.now(),
                times=F("times") + 1 if same else 1,
            )  # fmt: skip
            made.refresh_from_db()
        record(events.MATCHED, acting, "match", made.id, name=name, release=release, dataset=dataset)
        _forget_oldest(acting)
    return made


def _forget_oldest(acting: Acting) -> None:
    beyond = matches(acting).values_list("id", flat=True)[MAX_MATCHES : MAX_MATCHES + 100]
    if beyond:
        Match.objects.filter(id__in=list(beyond)).delete()


def forget_match(acting: Acting, match_id: int) -> None:
    """A remembered match is proposed no longer; models that use the dataset stay. Raises `web.absent`."""
    policy.may_match(acting).enforce()
    with transaction.atomic():
        found = matches(acting).filter(id=match_id).first()
        if found is None:
            raise absent()
        record(events.MATCH_FORGOTTEN, acting, "match", found.id, name=found.written, dataset=found.dataset)
        found.delete()
