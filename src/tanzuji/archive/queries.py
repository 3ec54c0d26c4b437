"""Reads of the archive room. Whoever may not know of a file or an item is answered as if there were none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone

from tanzuji.archive import evaluations, events, states
from tanzuji.archive.evaluations import Standing
from tanzuji.archive.models import Digest, File, FiledStudy, Item, Offer, Preference
from tanzuji.archive.policy import FileStanding, ItemStanding, OfferStanding
from tanzuji.footprints import published
from tanzuji.ledger.queries import history
from tanzuji.ledger.services import News
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id

Row = TypeVar("Row", bound=Model)

_STRANGERS = ("archive.", "footprints.version.published", "footprints.version.approved")
"""Events that an authority and readers of the catalogue are told of; others are the enterprise's own affair."""


def _files() -> QuerySet[File]:
    return File.objects.select_related("organisation", "listed", "by").order_by("-sequence")


def own_files(acting: Acting) -> QuerySet[File]:
    """The files of the acting organisation's products, newest first."""
    return _files().filter(organisation_id=acting.organisation_id)


def kept_files(acting: Acting) -> QuerySet[File]:
    """All files, for an authority; none for others."""
    return _files() if acting.mandated("authority") else _files().none()


def readable_files(acting: Acting) -> QuerySet[File]:
    """Own ones, all for an authority, and for anybody signed in what the catalogue speaks of."""
    seen = Q(organisation_id=acting.organisation_id) | Q(state__in=states.LISTED)
    return _files() if acting.mandated("authority") else _files().filter(seen)


def file(acting: Acting, file_id: UUID | str) -> File:
    """One that may be read. Raises `web.absent`."""
    return by_id(readable_files(acting), file_id)


def sees_all(acting: Acting, of: File) -> bool:
    """Whether they see the whole file, and not only what the catalogue says of it."""
    return of.organisation_id == acting.organisation_id or acting.mandated("authority")


def to_file(acting: Acting) -> list[tuple[UUID, str]]:
    """The organisation's published products that are in no file: study and name in both languages."""
    filed = set(
        FiledStudy.objects.filter(file__organisation_id=acting.organisation_id, ended_at=None).values_list(
            "study_id", flat=True
        )
    )
    found = published.published_products(acting)
    return [
        (study, " ".join(filter(None, (name.zh, name.en)))) for study, name, _ in found if study not in filed
    ]


def standing(acting: Acting, of: File, filed: list[Standing] | None = None) -> FileStanding:
    """What a decision on it rests on."""
    held = filed if filed is not None else evaluations.standings([of])[of.id]
    best = evaluations.qualified(held)
    newer = best is not None and best.evaluation.pk != of.listed_id
    return FileStanding(acting, of.organisation_id, evaluations.lacking(held), newer)


def timeline(acting: Acting, of: File) -> list[News]:
    """What happened to the product, newest first: its file and its studies.

    Others than the enterprise are told of the file, of publications and of reviews, not of edits and remarks.
    """
    found = list(history("file", of.id)[:200])
    for study in FiledStudy.objects.filter(file=of).values_list("study_id", flat=True).distinct():
        found += history("study", study)[:200]
    if of.organisation_id != acting.organisation_id:
        found = [event for event in found if event.kind.startswith(_STRANGERS)]
    return sorted(found, key=lambda event: event.id, reverse=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A product of the catalogue with the evaluation that is listed."""

    file: File
    standing: Standing


def catalogue(
    *, words: str = "", boundary: str = "", year: int | None = None, suspended: bool = False
) -> QuerySet[File]:
    """What is in the catalogue, newest first; with what is suspended where that is asked for."""
    found = _files().filter(state__in=states.LISTED if suspended else ("in_catalogue",))
    for word in words.replace("\x00", "").split()[:8]:
        found = found.filter(
            Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(model__icontains=word)
            | Q(organisation__name_zh__icontains=word) | Q(organisation__name_en__icontains=word)
        )  # fmt: skip
    if boundary:
        found = found.filter(listed__boundary=boundary)
    if year is not None:
        found = found.filter(listed__year=year)
    return found


def years() -> list[int]:
    """The years of catalogued data, newest first."""
    rows = File.objects.filter(state__in=states.LISTED).exclude(listed__year=None)
    found = rows.order_by().values_list("listed__year", flat=True).distinct()
    return sorted((year for year in found if year is not None), reverse=True)


def listed(files: Sequence[File]) -> list[Listed]:
    """Files of the catalogue, each with its listed evaluation and what became of that."""
    held = evaluations.standings(files)
    return [Listed(of, each) for of in files for each in held[of.id] if each.evaluation.pk == of.listed_id]


def counts() -> dict[str, int]:
    """How many files are in each state."""
    return dict(File.objects.order_by().values_list("state").annotate(Count("id")))


def _items() -> QuerySet[Item]:
    return Item.objects.select_related("organisation", "by", "approved_by").order_by("-sequence")


def items(acting: Acting) -> QuerySet[Item]:
    """Own ones, and for an authority all that were ever submitted, newest first."""
    seen = Q(organisation_id=acting.organisation_id)
    if acting.mandated("authority"):
        seen |= ~Q(state="draft")
    return _items().filter(seen)


def item(acting: Acting, item_id: UUID | str) -> Item:
    """One of them. Raises `web.absent`."""
    return by_id(items(acting), item_id)


def item_standing(acting: Acting | None, of: Item) -> ItemStanding:
    """What a decision on it rests on."""
    wrote = history("item", of.id).filter(kind__in=(events.DRAFTED, events.EDITED))
    makers = frozenset(wrote.values_list("actor", flat=True))
    return ItemStanding(acting, of.organisation_id, of.valid_until, timezone.localdate(), makers)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an item came, in numbers, and who said they are interested."""

    matched: int
    sent: int
    read: int
    interested: tuple[Offer, ...]
    declined: int


def reach(of: Item) -> Reach:
    """Counts for whoever made it; names only of those who answered that they are interested."""
    rows = of.offers.order_by("answered_at")
    return Reach(
        rows.count(),
        rows.exclude(digest=None).count(),
        rows.exclude(read_at=None).count(),
        tuple(rows.filter(answer="interested").select_related("organisation")),
        rows.filter(answer="not").count(),
    )


def offers(acting: Acting) -> QuerySet[Offer]:
    """What the acting organisation was sent, newest first."""
    return (
        Offer.objects.filter(organisation_id=acting.organisation_id, state__in=states.RECEIVED)
        .select_related("item__organisation", "answered_by", "digest")
        .order_by("-digest__at", "-item__sequence")
    )


def offer(acting: Acting, offer_id: UUID | str) -> Offer:
    """One of them. Raises `web.absent`."""
    return by_id(offers(acting), offer_id)


def offer_standing(acting: Acting | None, of: Offer) -> OfferStanding:
    return OfferStanding(acting, of.organisation_id, of.item.valid_until, timezone.localdate())


def preference(organisation_id: UUID) -> Preference:
    """How an organisation wants its digest; the default, not stored, before it said so."""
    found = Preference.objects.filter(organisation_id=organisation_id).first()
    return found or Preference(organisation_id=organisation_id)


def last_digest(organisation_id: UUID) -> Digest | None:
    """The newest digest an organisation was sent in its time; those sent at once do not count."""
    return Digest.objects.filter(organisation_id=organisation_id, by=None).order_by("-at").first()


def waiting(organisation_ids: Collection[UUID] | None = None, item: Item | None = None) -> QuerySet[Offer]:
    """Offers that were matched and not sent, of items that are valid today. For the services alone."""
    rows = Offer.objects.filter(
        state="matched", item__state__in=states.RUNNING, item__valid_until__gte=timezone.localdate()
    )
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    if item is not None:
        rows = rows.filter(item=item)
    return rows.select_related("item").order_by("item__sequence")
