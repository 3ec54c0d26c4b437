"""What may enter a shared library: of the jurisdiction's what came through both gates, of a sector's accepted offers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tanzuji.contributions import queries as contributions
from tanzuji.contributions import services as contributing
from tanzuji.contributions.papers import SCOPES
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.publications import messages, scopes
from tanzuji.publications.models import Draft, Item, Offer, SharedLibrary


@dataclass(frozen=True, slots=True)
class Entering:
    """A dataset that may enter, and where it came from."""

    id: UUID
    number: str
    """Of the contribution, or of nothing."""
    dataset: Dataset
    attribution: str
    """Who contributed it, in both languages where they differ."""
    contribution: UUID | None = None
    offer: UUID | None = None
    scope: str = ""
    """The widest database that its contributor allows; blank for offers, which name the library they are for."""


def text_of(dataset: Dataset) -> str:
    """A dataset as it is kept."""
    return json.dumps(dataset.plain(), ensure_ascii=False, sort_keys=True, allow_nan=False)


def dataset_of(document: str) -> Dataset:
    """The dataset that was kept so."""
    return Dataset.parse(json.loads(document))


def _said(name: Text) -> str:
    zh, en = name.to("zh"), name.to("en")
    return zh if zh == en else f"{zh} / {en}"


def queue(library: SharedLibrary) -> list[Entering]:
    """What waits to enter a library, in the order in which it came."""
    if library.organisation_id is None:
        return [
            Entering(
                one.id,
                one.number,
                one.dataset,
                _said(one.organisation.name),
                contribution=one.id,
                scope=one.declarations.scope,
            )
            for one in contributions.entry_queue()
        ]
    done = Item.objects.filter(draft__library=library, draft__state="published").exclude(offer=None)
    waiting = Offer.objects.filter(library=library, state="accepted").exclude(id__in=done.values("offer"))
    return [
        Entering(one.id, "", dataset_of(one.document), _said(one.organisation.name), offer=one.id)
        for one in waiting.select_related("organisation").order_by("decided_at", "id")
    ]


def entering(library: SharedLibrary, ids: Sequence[UUID]) -> list[Entering]:
    """Those of the queue, in its order. Raises `publications.not-queued`."""
    waiting = {one.id: one for one in queue(library)}
    for id_ in ids:
        if id_ not in waiting:
            raise messages.NOT_QUEUED.error("items", dataset=str(id_))
    chosen = set(ids)
    found = [one for one in waiting.values() if one.id in chosen]
    for one in found:
        if too_narrow(one, library):
            raise messages.SCOPE_TOO_NARROW.error(
                "items",
                number=one.number,
                dataset=one.dataset.id,
                declared=_names()[one.scope],
                library=scopes.SCOPES[library.scope],
            )
    return found


def too_narrow(one: Entering, library: SharedLibrary) -> bool:
    """Whether the library reaches further than the contributor allows."""
    wide = list(_names())
    return bool(one.scope) and wide.index(one.scope) < wide.index(_WIDTH[library.scope])


def _names() -> dict[str, Text]:
    """How far data may travel, from the narrowest."""
    return {str(key): name for key, name in SCOPES.items()}


_WIDTH: dict[str, str] = {"sector": "sector", "province": "province", "nation": "national"}
"""The reach of a library as contributors declare it."""


def refuse_gone(draft: Draft) -> None:
    """Raises `publications.not-queued` where something that was to enter was taken back since it was submitted."""
    waiting = {one.id: one.dataset for one in queue(draft.library)}
    for item in draft.items.filter(leaves=False):
        id_ = item.contribution or item.offer
        if id_ is None or waiting.get(id_) != dataset_of(item.document):
            raise messages.NOT_QUEUED.error(f"items[{item.dataset}]", dataset=item.dataset)


def enter(acting: Acting, draft: Draft, release: str) -> None:
    """What came through the gates entered in the library, as part of this release (`name@version`)."""
    ids = [item.contribution for item in draft.items.filter(leaves=False) if item.contribution is not None]
    if ids:
        contributing.enter(acting, ids, release)
