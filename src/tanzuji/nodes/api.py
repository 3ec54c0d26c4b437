"""The API of the nodes room: what other nodes deliver and ask for, and the exchange itself for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from tanzuji.documents.canonical import digest as digest_of
from tanzuji.nodes import published, queries, services
from tanzuji.nodes.models import Peer, Shipment
from tanzuji.nodes.parcels import Catalogue, Parcel
from tanzuji.parties.access import acting
from tanzuji.web.answers import absent
from tanzuji.web.api import PAGING, Paging, part, refusals
from tanzuji.web.language import language

router = Router()


class ArrivalAnswer(Schema):
    """What became of something delivered here."""

    id: UUID
    state: str = Field(description="received, acknowledged or rejected")
    digest: str = Field(description="of the dataset as it is kept here, computed here")
    reason: str
    theirs: str = Field(description="the id here that the sender means")
    contribution: str = Field(description="its number on the way into the library here")
    conflicts: list[dict[str, Any]] = Field(description="what it contradicts here: kind, both rows, share")


class ShipmentAnswer(Schema):
    """A dataset on its way to another node."""

    id: UUID
    peer: UUID
    dataset: str
    state: str
    digest: str
    release: str
    theirs: str
    attempts: int
    queued_at: datetime


class PeerAnswer(Schema):
    """Another node."""

    id: UUID
    address: str
    compared_at: datetime | None
    compared_with: str


class MappingIn(Schema):
    """A dataset of ours and its id at the peer; blank: new there."""

    dataset: str = Field(min_length=1, max_length=200)
    theirs: str = Field("", max_length=200)
    note: str = Field("", max_length=2000)


class DatasetIn(Schema):
    """A published dataset."""

    dataset: str = Field(min_length=1, max_length=200)


class ShipmentList(Schema):
    """Part of a list of shipments."""

    items: list[ShipmentAnswer]
    count: int


class JobBegun(Schema):
    """Work that was begun."""

    job: UUID


class DecisionIn(Schema):
    """A decision on something that arrived."""

    accept: bool
    reason: str = Field("", max_length=2000)


@router.post("parcels", response={201: ArrivalAnswer, **refusals()}, summary="Deliver a dataset")
def deliver(request: HttpRequest, parcel: Parcel) -> Status[dict[str, Any]]:
    """A `tanzuji-parcel/1`. The digest is computed again here; the same content again is the arrival it was."""
    return Status(201, queries.answer_of(services.receive(acting(request), parcel)))


@router.get("parcels", response={200: list[ArrivalAnswer], **refusals()}, summary="List what arrived")
def list_arrivals(request: HttpRequest, paging: Paging = PAGING) -> list[dict[str, Any]]:
    """What you sent here; for the curator, what anybody sent."""
    return [queries.answer_of(one) for one in part(queries.arrivals(acting(request)), paging)[0]]


@router.get(
    "parcels/{uuid:arrival_id}",
    response={200: ArrivalAnswer, **refusals(404)},
    summary="Ask what became of it",
)
def get_arrival(request: HttpRequest, arrival_id: UUID) -> dict[str, Any]:
    """Where something delivered here stands."""
    return queries.answer_of(queries.arrival(acting(request), arrival_id))


@router.post(
    "parcels/{uuid:arrival_id}/decision",
    response={200: ArrivalAnswer, **refusals(404)},
    summary="Decide on it",
)
def decide(request: HttpRequest, arrival_id: UUID, decision: DecisionIn) -> dict[str, Any]:
    """Taken into the contributions of this node, or sent back with a reason."""
    who = acting(request)
    if decision.accept:
        return queries.answer_of(services.acknowledge(who, arrival_id, decision.reason))
    return queries.answer_of(services.reject(who, arrival_id, decision.reason))


@router.get("catalogue", response={200: dict[str, Any], **refusals()}, summary="What this node has published")
def catalogue(request: HttpRequest, paging: Paging = PAGING) -> dict[str, Any]:
    """The newest release of its library: ids, digests, values; in the order of ids."""
    acting(request)
    release = published.newest()
    rows = sorted(published.rows_of(release).values(), key=lambda row: row.id)
    shown = tuple(rows[paging.offset : paging.offset + paging.limit])
    named = f"{release.name}@{release.version}"
    return Catalogue(
        node=published.node_name(), release=named, digest=release.digest, total=len(rows), rows=shown
    ).plain()


@router.get(
    "catalogue/{dataset_id}", response={200: dict[str, Any], **refusals(404)}, summary="A published dataset"
)
def published_dataset(request: HttpRequest, dataset_id: str) -> dict[str, Any]:
    """As a parcel, with its digest."""
    acting(request)
    release = published.newest()
    found = published.dataset(release, dataset_id)
    if found is None:
        raise absent()
    return Parcel(
        sender=published.node_name(), release=f"{release.name}@{release.version}", release_digest=release.digest,
        dataset=found, digest=digest_of(found),
    ).plain()  # fmt: skip


@router.get("peers", response={200: list[PeerAnswer], **refusals()}, summary="List other nodes")
def list_peers(request: HttpRequest) -> list[Peer]:
    """The nodes your organisation exchanges with."""
    return list(queries.peers(acting(request)))


@router.post("peers/{uuid:peer_id}/mappings", response={201: MappingIn, **refusals(404)}, summary="Map an id")
def map_dataset(request: HttpRequest, peer_id: UUID, mapping: MappingIn) -> Status[MappingIn]:
    """What a published dataset is called at the peer."""
    made = services.map_dataset(acting(request), peer_id, mapping.dataset, mapping.theirs, mapping.note)
    return Status(201, MappingIn(dataset=made.dataset, theirs=made.theirs, note=made.note))


@router.post(
    "peers/{uuid:peer_id}/shipments",
    response={201: ShipmentAnswer, **refusals(404, 409)},
    summary="Queue a dataset",
)
def queue(request: HttpRequest, peer_id: UUID, wanted: DatasetIn) -> Status[ShipmentAnswer]:
    """A published and mapped dataset for the peer."""
    return Status(201, _shipment(services.queue(acting(request), peer_id, wanted.dataset)))


@router.get(
    "peers/{uuid:peer_id}/shipments", response={200: ShipmentList, **refusals(404)}, summary="List shipments"
)
def list_shipments(request: HttpRequest, peer_id: UUID, paging: Paging = PAGING) -> ShipmentList:
    """What is on its way to a peer, newest first."""
    who = acting(request)
    rows, count = part(queries.shipments(who, queries.peer(who, peer_id)), paging)
    return ShipmentList(items=[_shipment(row) for row in rows], count=count)


@router.post(
    "peers/{uuid:peer_id}/exchange", response={202: JobBegun, **refusals(404)}, summary="Send and ask"
)
def exchange(request: HttpRequest, peer_id: UUID) -> Status[JobBegun]:
    """A job that sends what is queued, asks what became of what was sent, and compares the catalogues."""
    return Status(202, JobBegun(job=services.begin(acting(request), peer_id, language())))


def _shipment(one: Shipment) -> ShipmentAnswer:
    return ShipmentAnswer(
        id=one.id, peer=one.peer_id, dataset=one.dataset, state=one.state, digest=one.digest, release=one.release,
        theirs=one.theirs, attempts=one.attempts, queued_at=one.queued_at,
    )  # fmt: skip
