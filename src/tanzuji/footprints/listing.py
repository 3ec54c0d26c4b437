"""The list of an organisation's studies: searched, filtered, sorted, with the newest version of each."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from tanzuji.documents.text import Text
from tanzuji.footprints import queries
from tanzuji.footprints.models import Study, Version
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language

SORTS: dict[str, Text] = {
    "edited": Text(zh="最近编辑", en="Last edited"),
    "name": Text(zh="名称", en="Name"),
    "errors": Text(zh="错误最多", en="Most errors"),
    "state": Text(zh="状态", en="State"),
}

MAX_WORDS = 8


def found(acting: Acting, name: str = "") -> QuerySet[Study]:
    """The studies whose name, Chinese or English, holds every word of `name`."""
    studies = queries.studies(acting)
    for word in name.replace("\x00", "").split()[:MAX_WORDS]:
        studies = studies.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word))
    return studies


def listed(acting: Acting, *, name: str = "", state: str = "", sort: str = "edited") -> QuerySet[Study]:
    """`found`, of one state where one is given, sorted; every row knows its `newest_number` (None: no version)."""
    newest = Version.objects.filter(study=OuterRef("pk")).order_by("-number").values("number")[:1]
    studies = found(acting, name).annotate(newest_number=Subquery(newest))
    if state:
        studies = studies.filter(state=state)
    return studies.order_by(*_order(sort))


def _order(sort: str) -> tuple[Combinable | str, ...]:
    last: tuple[Combinable | str, ...] = (F("edited_at").desc(), "id")
    first, second = ("name_zh", "name_en") if language() == "zh" else ("name_en", "name_zh")
    named = Coalesce(NullIf(F(first), Value("")), F(second))
    return {
        "name": (named, *last),
        "errors": (F("errors").desc(), F("warnings").desc(), *last),
        "state": ("state", *last),
    }.get(sort, last)


def counts(acting: Acting, name: str = "") -> dict[str, int]:
    """How many of the found studies are in each state."""
    rows = found(acting, name).order_by().values_list("state").annotate(Count("id"))
    return dict(rows)
