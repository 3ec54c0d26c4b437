"""Recomputations that were made, and their products: searched, filtered, sorted."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs

from tanzuji.documents.text import Text
from tanzuji.footprints.models import Recomputation, RecomputedProduct, Version
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.language import language

FILTERS: dict[str, tuple[Text, Q]] = {
    "": (Text(zh="全部", en="All"), Q()),
    "changed": (Text(zh="有变化", en="Changed"), Q(change__isnull=False) & ~Q(change=0)),
    "beyond": (Text(zh="超过 10 %", en="More than 10 %"), Q(beyond=True)),
    "crossed": (Text(zh="跨级", en="Changes its class"), Q(crossed=True)),
    "unknown": (Text(zh="不再可知", en="No longer known"), Q(new=None, old__isnull=False)),
}
SORTS: dict[str, Text] = {
    "share": Text(zh="变化率最大", en="Largest change in %"),
    "change": Text(zh="变化量最大", en="Largest change in kg"),
    "name": Text(zh="名称", en="Name"),
}


def recomputations(acting: Acting) -> QuerySet[Recomputation]:
    """The organisation's recomputations, newest first."""
    return (
        Recomputation.objects.filter(organisation_id=acting.organisation_id)
        .select_related("by")
        .order_by("-at", "id")
    )


def recomputation(acting: Acting, recomputation_id: UUID | str) -> Recomputation:
    """One of them. Raises `web.absent`, for another organisation's as for none."""
    found = recomputations(acting).filter(id=recomputation_id).first()
    if found is None:
        raise absent()
    return found


def products(
    of: Recomputation, *, name: str = "", only: str = "", sort: str = "share"
) -> QuerySet[RecomputedProduct]:
    """Its products whose name, Chinese or English, holds every word of `name`, of one filter, sorted."""
    found = of.products.select_related("study").defer("study__document")
    for word in name.replace("\x00", "").split()[:8]:
        found = found.filter(Q(study__name_zh__icontains=word) | Q(study__name_en__icontains=word))
    if only in FILTERS:
        found = found.filter(FILTERS[only][1])
    by_name = ("study__name_zh", "study_id") if language() == "zh" else ("study__name_en", "study_id")
    if sort == "name":
        return found.order_by(*by_name)
    return found.order_by(Abs(F("change" if sort == "change" else "share")).desc(nulls_first=True), *by_name)


def counts(of: Recomputation, name: str = "") -> dict[str, int]:
    """How many products found by name each filter leaves."""
    return {key: products(of, name=name, only=key).order_by().count() for key in FILTERS}


def units(rows: list[RecomputedProduct]) -> dict[UUID, str]:
    """What one unit of each product is, by study, as its version says."""
    asked = Q(pk__in=[])
    for row in rows:
        asked |= Q(study=row.study_id, number=row.number)
    return dict(Version.objects.filter(asked).values_list("study_id", "unit_label"))
