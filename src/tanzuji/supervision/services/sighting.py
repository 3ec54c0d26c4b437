"""Labels that inspectors met in shops, on sites and in advertisements, entered and compared with the register."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.supervision import events, messages, pictures, policy
from tanzuji.supervision.kinds import BADGES, PLACEMENTS
from tanzuji.supervision.models import Sighting
from tanzuji.supervision.searching import Met, verdicts
from tanzuji.web.typed import clean


@dataclass(frozen=True, slots=True)
class SightingGiven:
    """A label as it was met, and where."""

    met: Met
    place: str
    note: str = ""
    picture: bytes = b""


def sight(acting: Acting, given: SightingGiven) -> Sighting:
    """A sighting entered with what the register says of it. Raises one problem a field."""
    policy.may_prepare(acting).enforce()
    met, place = given.met, clean(given.place, 300)
    day = met.seen_on or timezone.localdate()
    problems: list[Problem] = []
    known_badges: dict[str, Text] = {"": PLACEMENTS[""], **{str(key): name for key, name in BADGES.items()}}
    if not place:
        problems.append(messages.NO_WORDS.problem("place"))
    for field, value, known in (
        ("placement", met.placement, PLACEMENTS),
        ("badge", met.badge, known_badges),
    ):
        if value not in known:
            choices = ", ".join(filter(None, known))
            problems.append(messages.UNKNOWN.problem(field, value=value[:40], known=choices))
    if day > timezone.localdate():
        problems.append(messages.BAD_DATE.problem("seen_on", value=str(day)))
    if problems:
        raise CodedError(problems)
    tidy = Met(
        number=clean(met.number, 64),
        gtin=clean(met.gtin, 14),
        seen_on=day,
        placement=met.placement,
        badge=met.badge,
        value=clean(met.value, 40),
        unit=clean(met.unit, 40),
        national_mark=met.national_mark,
    )
    with transaction.atomic():
        made = Sighting.objects.create(
            organisation=acting.organisation,
            number=tidy.number,
            gtin=tidy.gtin,
            place=place,
            seen_on=day,
            placement=tidy.placement,
            badge=tidy.badge,
            value=tidy.value,
            unit=tidy.unit,
            national_mark=tidy.national_mark,
            note=clean(given.note, 4000),
            verdicts=json.dumps(verdicts(tidy)),
            by=acting.person,
        )
        if given.picture:
            pictures.keep(given.picture, by=acting.person, sighting=made)
        record(events.SIGHTED, acting, "sighting", made.id, number=made.number)
    return made
