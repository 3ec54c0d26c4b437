"""Other nodes, and what our datasets are called there."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.quantities import convertible
from tanzuji.ledger.services import record
from tanzuji.nodes import events, messages, policy, queries, tokens
from tanzuji.nodes.models import Mapping, Peer
from tanzuji.nodes.published import own_rows
from tanzuji.nodes.reaching import base_of
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def add_peer(
    acting: Acting, *, address: str, zh: str = "", en: str = "", crosswalk: str = "", token: str = ""
) -> Peer:
    """A node to exchange with; the same address again changes the one that is there. Raises `nodes.*`."""
    policy.may_exchange(acting).enforce()
    where = base_of(address)
    with transaction.atomic():
        peer, new = Peer.objects.get_or_create(
            organisation=acting.organisation,
            address=where,
            defaults={
                "name_zh": zh.strip()[:200],
                "name_en": en.strip()[:200],
                "crosswalk": crosswalk,
                "added_by": acting.person,
            },
        )
        record(events.PEER_ADDED if new else events.PEER_CHANGED, acting, "node", peer.id, address=where)
    if not new:
        return change_peer(acting, peer.id, zh=zh, en=en, crosswalk=crosswalk, token=token)
    if token.strip():
        tokens.keep(peer.id, token.strip())
    return peer


def change_peer(
    acting: Acting, peer_id: UUID | str, *, zh: str, en: str, crosswalk: str, token: str = ""
) -> Peer:
    """Other names, schema or token; an empty token leaves the one there is."""
    policy.may_exchange(acting).enforce()
    with transaction.atomic():
        peer = queries.peer(acting, peer_id)
        peer.name_zh, peer.name_en, peer.crosswalk = zh.strip()[:200], en.strip()[:200], crosswalk
        peer.save(update_fields=["name_zh", "name_en", "crosswalk"])
        record(events.PEER_CHANGED, acting, "node", peer.id, address=peer.address, token=bool(token.strip()))
    if token.strip():
        tokens.keep(peer.id, token.strip())
    return peer


def map_dataset(acting: Acting, peer_id: UUID | str, dataset: str, theirs: str, note: str = "") -> Mapping:
    """What a dataset is called at a peer; blank where it is new there.

    Raises `nodes.not-released`, `nodes.mapped-twice`, `nodes.unit-unlike`.
    """
    policy.may_exchange(acting).enforce()
    peer = queries.peer(acting, peer_id)
    ours = own_rows().get(dataset)
    if ours is None:
        raise messages.NOT_RELEASED.error("dataset", dataset=dataset[:80])
    theirs = clean(theirs, 200)
    held = next((row for row in peer.catalogue if row.id == theirs), None)
    if held is not None and not convertible(held.unit, ours.unit):
        raise messages.UNIT_UNLIKE.error("theirs", ours=ours.unit, theirs=held.unit)
    try:
        with transaction.atomic():
            found, _ = Mapping.objects.update_or_create(
                peer=peer,
                dataset=dataset,
                defaults={"theirs": theirs, "note": note.strip()[:2000], "by": acting.person},
            )
            record(events.MAPPED, acting, "node", peer.id, dataset=dataset, theirs=theirs)
    except IntegrityError:
        other = peer.mappings.filter(theirs=theirs).first()
        raise messages.MAPPED_TWICE.error(
            "theirs", theirs=theirs, dataset=other.dataset if other else "–"
        ) from None
    return found
