"""What another node sends: kept with what it contradicts here, until a curator decides."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.contributions import services as contributions
from tanzuji.contributions.guards.findings import value_of as value
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.nodes import events, policy, queries
from tanzuji.nodes.conflicts import against
from tanzuji.nodes.models import Arrival
from tanzuji.nodes.parcels import Parcel, row_of
from tanzuji.nodes.published import own_rows
from tanzuji.nodes.states import ARRIVAL
from tanzuji.notices import services as notices
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def receive(acting: Acting, parcel: Parcel) -> Arrival:
    """A parcel, its digest computed again; the same content again is the arrival it was.

    Raises `nodes.digest-differs`; nothing is kept then.
    """
    policy.may_send_here(acting).enforce()
    parcel.checked()
    known = Arrival.objects.filter(
        organisation=acting.organisation, dataset=parcel.dataset.id, digest=parcel.digest
    )
    if (there := known.first()) is not None:
        return there
    found = against(row_of(parcel.dataset, value_of(parcel)), own_rows().values(), mapped=parcel.theirs)
    try:
        with transaction.atomic():
            made = Arrival.objects.create(
                organisation=acting.organisation, person=acting.person, sender=parcel.sender, dataset=parcel.dataset.id,
                theirs=parcel.theirs, parcel=json.dumps(parcel.plain(), ensure_ascii=False), digest=parcel.digest,
                conflicts=json.dumps([each.plain() for each in found], ensure_ascii=False),
            )  # fmt: skip
            record(events.ARRIVED, acting, "arrival", made.id, dataset=made.dataset, digest=made.digest)
            name = parcel.dataset.name
            notices.tell(
                parties.organisations(mandate="factors"), events.TOLD_ARRIVAL,
                Text(zh=f"{parcel.sender} 报送了“{name.to('zh')}”", en=f"{parcel.sender} sent “{name.to('en')}”"),
                page=f"/nodes/arrivals/{made.id}/", roles=["editor"],
            )  # fmt: skip
    except IntegrityError:
        return known.get()
    return made


def acknowledge(acting: Acting, arrival_id: UUID | str, reason: str = "") -> Arrival:
    """Take it: it becomes a contribution in the sender's name and goes through the gates of this node."""
    policy.may_exchange(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, arrival_id)
        ARRIVAL.verdict(one.state, "acknowledge", acting).enforce()
        parcel = Parcel.parse(json.loads(one.parcel))
        sender = parties.required_for(one.person, one.organisation_id)
        one.contribution = _offered(acting, sender, parcel)
        return _decided(acting, one, "acknowledged", reason)


def _offered(curator: Acting, sender: Acting, parcel: Parcel) -> str:
    """Its number among the contributions: the sender's; the curator's where it would take the place of what others
    contributed here, which only they or the curator may offer."""
    plain, kind, key = parcel.dataset.plain(), parcel.dataset.kind, f"node:{parcel.digest[7:39]}"
    try:
        with transaction.atomic():
            return contributions.offer(sender, plain, kind=kind, key=key).number
    except CodedError as error:
        if error.code != "contributions.not-replaceable":
            raise
    return contributions.offer(curator, plain, kind=kind, key=key).number


def reject(acting: Acting, arrival_id: UUID | str, reason: str) -> Arrival:
    """Send it back with a reason."""
    policy.may_exchange(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, arrival_id)
        ARRIVAL.verdict(one.state, "reject", acting).enforce()
        return _decided(acting, one, "rejected", reason)


def _decided(acting: Acting, one: Arrival, state: str, reason: str) -> Arrival:
    one.state, one.reason = state, clean(reason, 2000)
    one.decided_by, one.decided_at = acting.person, timezone.now()
    one.save(update_fields=["state", "reason", "decided_by", "decided_at", "contribution"])
    record(events.DECIDED, acting, "arrival", one.id, dataset=one.dataset, state=state, reason=one.reason)
    said = ARRIVAL.states[state]
    notices.tell(
        [one.organisation_id], events.TOLD_DECISION,
        Text(zh=f"“{one.dataset}”{said.to('zh')}", en=f"“{one.dataset}”: {said.to('en').lower()}"),
        Text(zh=one.reason, en=one.reason) if one.reason else None, page=f"/nodes/arrivals/{one.id}/",
    )  # fmt: skip
    return one


def value_of(parcel: Parcel) -> float | None:
    """kg CO2e per unit, by AR6 where gases are stated, as the catalogues say it; none where a gas has no GWP."""
    return value(parcel.dataset.model_copy(update={"gwp_set": None}))


def _locked(acting: Acting, arrival_id: UUID | str) -> Arrival:
    one = queries.arrival(acting, arrival_id)
    return Arrival.objects.select_for_update().get(pk=one.pk)
