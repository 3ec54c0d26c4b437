"""Reads of the register: the index searched, a number looked up, how it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.documents.trade_items import padded
from tanzuji.register.indexing import tidy
from tanzuji.register.models import Entry
from tanzuji.web.typed import clean

OPEN = ("valid", "suspended")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a number leads to, and the stamp of its page: another stamp, another page."""

    number: str
    external: bool
    stamp: str


def standing(typed: str, *, today: date | None = None) -> Standing | None:
    """What this number, as somebody typed it, leads to; None where there is nothing. One indexed read.

    A certificate's number and the filing number of one issued elsewhere name the same thing; those issued here come first.
    """
    number = tidy(clean(typed, 80))
    rows = Entry.objects.filter(Q(number=number) | Q(alias=number))
    found = rows.values_list("number", "origin", "stamp").order_by("-origin", "-number").first()
    if found is None:
        return None
    day = today or timezone.localdate()
    return Standing(found[0], found[1] == "external", f"{found[2]}.{day:%Y%m%d}")


def status_of(entry: Entry, *, today: date | None = None) -> str:
    """How it stands on a day."""
    day = today or timezone.localdate()
    return "expired" if entry.status in OPEN and entry.ends < day else entry.status


def search(
    text: str = "", *, status: str = "", filed: bool = False, origin: str = "", today: date | None = None
) -> QuerySet[Entry]:
    """Rows that hold every word in number, product, maker, holder, body, scheme, model or GTIN; newest first."""
    found, day = Entry.objects.all(), today or timezone.localdate()
    for word in unicodedata.normalize("NFKC", clean(text, 100)).lower().split():
        found = found.filter(words__contains=word)
    if status in OPEN:
        found = found.filter(status=status, ends__gte=day)
    elif status == "expired":
        found = found.filter(Q(status="expired") | Q(status__in=OPEN, ends__lt=day))
    elif status:
        found = found.filter(status=status)
    if filed:
        found = found.filter(filed=True)
    if origin:
        found = found.filter(origin=origin)
    return found.order_by("-issued", "number")


def by_gtin(gtin: str) -> list[Entry]:
    """Rows of a trade item, those in force first."""
    found = list(Entry.objects.filter(gtin=padded(gtin)).order_by("-issued", "number")[:50])
    return sorted(found, key=lambda entry: status_of(entry) != "valid")


def disagreeing() -> list[str]:
    """Numbers whose row does not say what the certificate says; none, unless somebody changed tables."""
    kept = dict(Entry.objects.filter(origin="own").values_list("number", "status"))
    rows = certificates.rows().iterator(chunk_size=500)
    return [row.number for row in rows if kept.get(row.number) != row.standing.status]
