"""Reads of the trail, for those who audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.audit import messages
from tanzuji.audit.chaining import first_broken
from tanzuji.audit.models import Act
from tanzuji.audit.services import SUBJECT
from tanzuji.ledger import log

OUTCOMES = ("done", "refused", "failed", "open")


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the whole trail found."""

    lines: int
    broken: int | None
    """Id of the first line that does not follow from those before it."""
    anchors: int
    """How many heads in the transparency log agree with the trail."""
    off: int | None
    """Id of the first line whose chain differs from the head that the log has of it, or that is missing."""

    @property
    def sound(self) -> bool:
        return self.broken is None and self.off is None


def acts(
    *, text: str = "", outcome: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Act]:
    """Ends of attempts, and attempts that did not end, newest first.

    `text` looks in names, paths, addresses and request numbers; days are those of the site's time zone.
    """
    ended = Act.objects.filter(phase="ended").values("request")
    found = Act.objects.filter(Q(phase="ended") | ~Q(request__in=ended)).order_by("-id")
    if wanted := text.strip():
        found = found.filter(
            Q(person_name__icontains=wanted) | Q(path__icontains=wanted) | Q(address=wanted)
            | Q(request__startswith=wanted) | Q(view=wanted) | Q(codes__icontains=wanted)
        )  # fmt: skip
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.filter(**_OUTCOME[outcome]) if outcome in _OUTCOME else found


_OUTCOME: dict[str, dict[str, object]] = {
    "done": {"status__lt": 400, "codes": ""},
    "refused": {"status__in": (401, 403, 404, 409, 422, 429)},
    "failed": {"status__gte": 500},
    "open": {"phase": "begun"},
}


def day(written: str, place: str) -> date | None:
    """A day as somebody wrote it; None where it is blank. Raises `audit.bad-day`."""
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise messages.BAD_DAY.error(place, value=written[:40]) from None


def verified() -> Verified:
    """The whole trail checked, line by line and against its heads in the transparency log."""
    heads = {int(e.payload["lines"]): str(e.payload["head"]) for e in log.entries(SUBJECT, SUBJECT)}
    lines = list(Act.objects.order_by("id"))
    broken = first_broken(lines)
    chains = {line.id: line.chain for line in lines}
    off = next((number for number, head in sorted(heads.items()) if chains.get(number) != head), None)
    return Verified(
        lines=len(lines),
        broken=lines[broken].id if broken is not None else None,
        anchors=sum(chains.get(number) == head for number, head in heads.items()),
        off=off,
    )


def _midnight(day_: date) -> datetime:
    return timezone.make_aware(datetime.combine(day_, time.min))
