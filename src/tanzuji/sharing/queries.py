"""Reads of the sharing room."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.engine.store import full_name
from tanzuji.parties.acting import Acting
from tanzuji.sharing.models import Delivery, Share, Taking
from tanzuji.sharing.states import Standing
from tanzuji.web.lookup import by_id

RECEIVED = "received"
"""The library of an organisation's received footprints."""


def shares(acting: Acting) -> QuerySet[Share]:
    """What the acting organisation asked for and is asked for, newest first."""
    mine = Q(buyer_id=acting.organisation_id) | Q(supplier_id=acting.organisation_id)
    return (
        Share.objects.filter(mine)
        .select_related("buyer", "supplier", "asked_by", "decided_by")
        .order_by("-asked_at")
    )


def asked_for(acting: Acting) -> QuerySet[Share]:
    """What it asked of its suppliers."""
    return shares(acting).filter(buyer_id=acting.organisation_id)


def asked_of(acting: Acting) -> QuerySet[Share]:
    """What buyers ask of it."""
    return shares(acting).filter(supplier_id=acting.organisation_id)


def share(acting: Acting, share_id: UUID | str) -> Share:
    """One of them. Raises `web.absent`."""
    return by_id(shares(acting), share_id)


def standing(acting: Acting, of: Share) -> Standing:
    """Who acts towards it."""
    return Standing(acting, of.buyer_id, of.supplier_id)


def deliveries(of: Share) -> QuerySet[Delivery]:
    """What was given, newest first, with what the buyer took."""
    return of.deliveries.select_related("taking", "by").order_by("-number")


def newest(of: Share) -> Delivery | None:
    """What was given last."""
    return deliveries(of).first()


def taken(organisation_id: UUID) -> list[Delivery]:
    """Everything that a buyer has taken, in the order in which it did."""
    return [
        t.delivery
        for t in Taking.objects.filter(buyer_id=organisation_id)
        .select_related("delivery")
        .order_by("sequence")
    ]


def library_of(organisation_id: UUID) -> str:
    """The full name of the library of an organisation's received footprints."""
    return full_name(organisation_id, RECEIVED)
