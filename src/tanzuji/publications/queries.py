"""Reads of the publications room: shared libraries, their releases, what is in preparation, what became of datasets."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_changes import DatasetChange, release_changes
from tanzuji.engine.store import open_release
from tanzuji.parties.acting import Acting
from tanzuji.publications import policy, scopes
from tanzuji.publications.candidates import candidate
from tanzuji.publications.models import (
    Change,
    Collection,
    Contained,
    Draft,
    Edition,
    Item,
    Offer,
    Publication,
    SharedLibrary,
    Standing,
    Subscription,
)
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id, named


def libraries() -> QuerySet[SharedLibrary]:
    """The shared libraries, the jurisdiction's first."""
    return SharedLibrary.objects.select_related("organisation").order_by(
        F("organisation").asc(nulls_first=True), "opened_at"
    )


def main() -> SharedLibrary | None:
    """The library of this installation's jurisdiction; none before its first release was begun."""
    name, _ = scopes.library_of(settings.JURISDICTION)
    return SharedLibrary.objects.filter(name=name, organisation=None).first()


def library_to_begin() -> tuple[str, Text] | None:
    """Name and title of the jurisdiction's library while its first release was not begun; none afterwards."""
    return None if main() is not None else scopes.library_of(settings.JURISDICTION)


def library(name: str) -> SharedLibrary:
    """A shared library by name. Raises `web.absent`."""
    found = libraries().filter(name=name.replace("\x00", "")).first()
    if found is None:
        raise absent()
    return found


def releases(name: str = "") -> QuerySet[Publication]:
    """What is published, newest first: of one library, or of all."""
    found = Publication.objects.select_related("library", "organisation", "supersedes", "superseded_by")
    if name:
        found = found.filter(library__name=name.replace("\x00", ""))
    return found.order_by("-at", "-number")


def published(name: str) -> Publication:
    """The newest release of a library. Raises `web.absent`."""
    found = releases(name).order_by("-number").first()
    if found is None:
        raise absent()
    return found


def publication(name: str, number: int | str) -> Publication:
    """A release of a library by its number. Raises `web.absent`."""
    if not str(number).isdecimal() or len(str(number)) > 9:
        raise absent()
    found = releases(name).filter(number=int(number)).first()
    if found is None:
        raise absent()
    return found


def publication_of(id_: UUID | str) -> Publication | None:
    """A release by its id; none where there is none."""
    return named(releases(), id=id_)


def is_superseded(of: Publication) -> bool:
    """Whether there is a later release of its library."""
    return hasattr(of, "superseded_by")


def opened(of: Publication) -> Release:
    """Its files. Raises `release.not-found`."""
    return open_release(of.library.name, of.version)


def changes(of: Publication) -> QuerySet[Change]:
    """What it changed, by kind and name."""
    return of.changes.order_by("id")


def difference(old: Publication | None, new: Publication) -> list[DatasetChange]:
    """What `new` changes in `old`, any two releases of a library; see `release_changes`."""
    return release_changes(opened(old) if old is not None else None, opened(new))


def held_from(contribution_id: UUID | str) -> Contained | None:
    """The dataset that a contribution became in the newest release it is in; none where it is in none."""
    found = Contained.objects.filter(contribution=contribution_id).select_related("publication__library")
    return found.order_by("-publication__number").first()


def taken_over(held: Contained) -> bool:
    """Whether a later release of its library holds another contribution under its id: what befalls it is past."""
    later = Contained.objects.filter(
        publication__library_id=held.publication.library_id,
        publication__number__gt=held.publication.number,
        dataset=held.dataset,
    )
    return later.exists()


def standings(of: SharedLibrary) -> dict[str, Standing]:
    """What became of its published datasets: the latest word on each that is no longer simply in force."""
    found: dict[str, Standing] = {}
    for one in of.standings.select_related("organisation").order_by("id"):
        found[one.dataset] = one
    return {dataset: one for dataset, one in found.items() if one.kind != "good"}


def history(of: SharedLibrary, dataset: str) -> QuerySet[Standing]:
    """Every word on one dataset, newest first."""
    return of.standings.filter(dataset=dataset).select_related("organisation").order_by("-id")


def curates(acting: Acting, of: SharedLibrary) -> bool:
    """Whether the acting organisation looks after a library."""
    return bool(policy.is_curator(acting, of))


def drafts(acting: Acting) -> QuerySet[Draft]:
    """The releases in preparation that the acting organisation looks after, newest first."""
    mine = Q(library__organisation_id=acting.organisation_id)
    if acting.mandated("factors"):
        mine |= Q(library__organisation=None)
    return (
        Draft.objects.select_related("library", "opened_by", "submitted_by")
        .filter(mine)
        .order_by("-opened_at")
    )


def draft(acting: Acting, draft_id: UUID | str) -> Draft:
    """One of them. Raises `web.absent`."""
    return by_id(drafts(acting), draft_id)


def open_draft_of(acting: Acting, of: SharedLibrary) -> Draft | None:
    """The release of a library that is in preparation, for those who look after it."""
    return drafts(acting).filter(library=of, state__in=("draft", "in_review")).first()


def announced() -> QuerySet[Draft]:
    """Releases to come of which everybody may see what they would change, newest first."""
    return (
        Draft.objects.select_related("library")
        .filter(state="in_review")
        .exclude(announced_at=None)
        .order_by("-announced_at")
    )


def announced_draft(draft_id: UUID | str) -> Draft | None:
    """One of them; none where it is not announced, or no more."""
    return named(announced(), id=draft_id)


def items(of: Draft) -> QuerySet[Item]:
    """What enters and leaves with a draft."""
    return of.items.order_by("leaves", "dataset")


def preparers(of: Draft) -> frozenset[UUID]:
    """Who took part in preparing it."""
    return frozenset(of.preparers.values_list("person_id", flat=True))


def offers_of(acting: Acting) -> QuerySet[Offer]:
    """What the acting organisation offered to shared libraries, newest first."""
    return (
        Offer.objects.filter(organisation_id=acting.organisation_id).select_related("library").order_by("-at")
    )


def offers_to(acting: Acting, of: SharedLibrary) -> QuerySet[Offer]:
    """What was offered to a library, for those who look after it; for others nothing."""
    found = Offer.objects.filter(library=of).select_related("organisation", "library").order_by("-at")
    return found if policy.is_curator(acting, of) else found.none()


def offer(acting: Acting, offer_id: UUID | str) -> Offer:
    """An offer that the acting organisation made or decides on. Raises `web.absent`."""
    found = by_id(Offer.objects.select_related("library", "organisation"), offer_id)
    if not (found.organisation_id == acting.organisation_id or policy.is_curator(acting, found.library)):
        raise absent()
    return found


def subscribed(acting: Acting) -> frozenset[UUID]:
    """The libraries the acting person is told of."""
    mine = Subscription.objects.filter(person=acting.person)
    return frozenset(mine.values_list("library_id", flat=True))


def collections(of: SharedLibrary) -> QuerySet[Collection]:
    """The collections of a library, by name."""
    return of.collections.order_by("title_zh", "id")


def collection(acting: Acting, collection_id: UUID | str) -> Collection:
    """A collection, for those who look after its library. Raises `web.absent`."""
    found = by_id(Collection.objects.select_related("library"), collection_id)
    if not policy.is_curator(acting, found.library):
        raise absent()
    return found


def makers(of: Collection) -> frozenset[UUID]:
    """Who worked on a collection since its last edition."""
    return frozenset(of.makers.values_list("id", flat=True))


def editions(of: SharedLibrary) -> QuerySet[Edition]:
    """The newest edition of every collection of a library that has one."""
    found = Edition.objects.filter(collection__library=of).select_related(
        "collection", "publication__library"
    )
    newest = dict(found.order_by("number").values_list("collection_id", "id"))
    return found.filter(id__in=newest.values()).order_by("collection__title_zh")


def edition(edition_id: int | str) -> Edition:
    """One edition of a collection. Raises `web.absent`."""
    found = (
        Edition.objects.select_related("collection__library", "publication__library")
        .filter(id=edition_id)
        .first()
    )
    if found is None:
        raise absent()
    return found


def candidate_of(of: Draft) -> Release:
    """The files of a submitted draft, which wait outside the store. Raises `publications.candidate-gone`."""
    return candidate(of)
