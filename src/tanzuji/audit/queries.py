"""Reads of the trail, for those who audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tanzuji.audit import messages
from tanzuji.audit.chaining import first_broken
from tanzuji.audit.models import Act
from tanzuji.audit.services import SUBJECT
from tanzuji.documents.errors import Problem
from tanzuji.ledger import log

AT_ONCE = 2_000
"""Lines of the trail in memory while it is verified."""
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

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, with what to do about it; empty where the trail is sound."""
        said = ((messages.BROKEN, self.broken), (messages.OTHER_HEAD, self.off))
        return tuple(kind.problem("", line=line) for kind, line in said if line is not None)


def acts(
    *, text: str = "", outcome: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Act]:
    """Ends of attempts, and attempts that did not end, newest first.

    `text` looks in names, paths, addresses and request numbers; days are those of the site's time zone.
    """
    # asked row by row through the index of requests: a page of a long trail costs no more than one of a short trail
    end = Act.objects.filter(request=OuterRef("request"), phase="ended")
    found = Act.objects.filter(Q(phase="ended") | ~Exists(end)).order_by("-id")
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
    """The whole trail checked, line by line and against its heads in the transparency log; read as a stream."""
    heads = {int(e.payload["lines"]): str(e.payload["head"]) for e in log.entries(SUBJECT, SUBJECT)}
    lines = at = 0
    agree: set[int] = set()

    def passed() -> Iterator[Act]:
        nonlocal lines, at
        for line in Act.objects.order_by("id").iterator(chunk_size=AT_ONCE):
            lines, at = lines + 1, line.id
            if heads.get(line.id) == line.chain:
                agree.add(line.id)
            yield line

    trail = passed()
    broken = at if first_broken(trail) is not None else None
    for _ in trail:  # what comes after a broken line is counted all the same, and held against its heads
        pass
    return Verified(
        lines=lines,
        broken=broken,
        anchors=len(agree),
        off=next((number for number in sorted(heads) if number not in agree), None),
    )


def _midnight(day_: date) -> datetime:
    return timezone.make_aware(datetime.combine(day_, time.min))
