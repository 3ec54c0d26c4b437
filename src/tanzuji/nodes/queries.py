"""Reads of the nodes room."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tanzuji.nodes import policy
from tanzuji.nodes.conflicts import Conflict, between, difference, suggestions
from tanzuji.nodes.models import Arrival, Examination, Mapping, Peer, Shipment
from tanzuji.nodes.parcels import Row
from tanzuji.nodes.published import own_rows
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id


def peers(acting: Acting) -> QuerySet[Peer]:
    """The nodes that the acting organisation exchanges with."""
    return Peer.objects.filter(organisation_id=acting.organisation_id).order_by("added_at")


def peer(acting: Acting, peer_id: UUID | str) -> Peer:
    """One of them. Raises `web.absent`."""
    return by_id(peers(acting), peer_id)


def shipments(acting: Acting, of: Peer | None = None) -> QuerySet[Shipment]:
    """What is on its way or was sent, newest first."""
    found = Shipment.objects.filter(peer__organisation_id=acting.organisation_id).select_related(
        "peer", "queued_by"
    )
    return (found.filter(peer=of) if of else found).order_by("-queued_at")


def shipment(acting: Acting, shipment_id: UUID | str) -> Shipment:
    """One of them. Raises `web.absent`."""
    return by_id(shipments(acting), shipment_id)


def arrivals(acting: Acting) -> QuerySet[Arrival]:
    """What arrived: for the curator everything, for whoever sent it their own."""
    found = Arrival.objects.select_related("organisation", "person", "decided_by").order_by("-arrived_at")
    if policy.may_see(acting):
        return found
    return found.filter(organisation_id=acting.organisation_id)


def arrival(acting: Acting, arrival_id: UUID | str) -> Arrival:
    """One of them. Raises `web.absent`."""
    return by_id(arrivals(acting), arrival_id)


def examinations(acting: Acting) -> QuerySet[Examination]:
    """Runs of the conformance suite over databases of the acting organisation's own, newest first."""
    return Examination.objects.filter(organisation_id=acting.organisation_id).order_by("-at")


def examination(acting: Acting, examination_id: UUID | str) -> Examination:
    """One of them. Raises `web.absent`."""
    return by_id(examinations(acting), examination_id)


def counts(of: Peer) -> dict[str, int]:
    """Shipments of a peer by state."""
    return Counter(of.shipments.values_list("state", flat=True))


class Line:
    """A dataset of ours beside what a peer holds of it."""

    def __init__(
        self,
        ours: Row,
        mapping: Mapping | None,
        theirs: Row | None,
        latest: Shipment | None,
        free: Sequence[Row],
    ) -> None:
        self.ours, self.mapping, self.theirs, self.latest, self._free = ours, mapping, theirs, latest, free

    @cached_property
    def suggested(self) -> list[Row]:
        """Rows of theirs that nothing is mapped to and that may be this one; looked for where it is shown."""
        return suggestions(self.ours, self._free) if self.mapping is None else []

    @property
    def state(self) -> str:
        """The latest shipment's state, or whether it is mapped."""
        return self.latest.state if self.latest else "mapped" if self.mapping else ""

    @cached_property
    def conflicts(self) -> list[Conflict]:
        return between(self.ours, self.theirs) if self.theirs else []

    @property
    def share(self) -> float | None:
        return difference(self.ours, self.theirs) if self.theirs else None

    @property
    def newer(self) -> bool:
        """Whether ours has changed since it was last sent."""
        return self.latest is not None and self.latest.digest != self.ours.digest


def lines(of: Peer) -> list[Line]:
    """Every dataset published here beside the peer's, as their catalogue was when it was last looked at."""
    theirs = {row.id: row for row in of.catalogue}
    mappings = {m.dataset: m for m in of.mappings.all()}
    latest: dict[str, Shipment] = {}
    for one in of.shipments.order_by("queued_at"):
        latest[one.dataset] = one
    taken = {m.theirs for m in mappings.values() if m.theirs}
    free = [row for row in theirs.values() if row.id not in taken]
    found = []
    for ours in own_rows().values():
        mapping = mappings.get(ours.id)
        held = theirs.get(mapping.theirs) if mapping and mapping.theirs else None
        found.append(Line(ours, mapping, held, latest.get(ours.id), free))
    return found


def only_theirs(of: Peer) -> list[Row]:
    """What the peer holds that no dataset of ours is mapped to or bears the id of."""
    taken = set(of.mappings.exclude(theirs="").values_list("theirs", flat=True)) | own_rows().keys()
    return [row for row in of.catalogue if row.id not in taken]


def answer_of(arrival_: Arrival) -> dict[str, Any]:
    """What a sender is told of an arrival."""
    return {
        "id": str(arrival_.id),
        "state": arrival_.state,
        "digest": arrival_.digest,
        "reason": arrival_.reason,
        "theirs": arrival_.theirs,
        "contribution": arrival_.contribution,
        "conflicts": json.loads(arrival_.conflicts),
    }
