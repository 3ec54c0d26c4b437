"""The API of the sharing room."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from tanzuji.parties.access import acting
from tanzuji.sharing import queries, services
from tanzuji.sharing.models import Share
from tanzuji.web.api import PAGING, Paging, part, refusals

router = Router()


class ShareAnswer(Schema):
    """A footprint that is asked for or given."""

    id: UUID
    buyer: UUID
    supplier: UUID
    product: str
    state: str
    terms: str
    reason: str
    asked_at: datetime
    dataset: dict[str, Any] | None = Field(description="what was given last: totals by line")
    digest: str | None
    release: str | None = Field(description="name@version of the buyer's library that holds it")


class AskIn(Schema):
    """What is asked of a supplier."""

    supplier: str = Field(min_length=1, max_length=200, description="registration code or full name")
    product: str = Field(min_length=1, max_length=200)
    purpose: str = Field("", max_length=2000)


class GrantIn(Schema):
    """A study of the supplier's whose published versions are given."""

    study: UUID
    follows: bool = Field(False, description="later versions are given without asking again")
    terms: str = Field("", max_length=2000)


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(min_length=1, max_length=2000)


def share_answer(of: Share, *, buyer: bool) -> ShareAnswer:
    """A share as the API shows it; where the buyer took it is the buyer's alone."""
    last = queries.newest(of)
    taking = getattr(last, "taking", None) if last is not None and buyer else None
    return ShareAnswer(
        id=of.id, buyer=of.buyer_id, supplier=of.supplier_id, product=of.product, state=of.state, terms=of.terms,
        reason=of.reason, asked_at=of.asked_at, dataset=last.dataset.plain() if last else None,
        digest=last.digest if last else None, release=taking.release if taking else None,
    )  # fmt: skip


@router.get("", response={200: list[ShareAnswer], **refusals()}, summary="List shared footprints")
def list_shares(request: HttpRequest, paging: Paging = PAGING) -> list[ShareAnswer]:
    """What your organisation asked for and is asked for."""
    who = acting(request)
    rows, _ = part(queries.shares(who), paging)
    return [share_answer(row, buyer=row.buyer_id == who.organisation_id) for row in rows]


@router.post("", response={201: ShareAnswer, **refusals(404)}, summary="Ask a supplier for a footprint")
def ask_supplier(request: HttpRequest, wanted: AskIn) -> Status[ShareAnswer]:
    """The supplier is told."""
    made = services.ask(acting(request), wanted.supplier, product=wanted.product, purpose=wanted.purpose)
    return Status(201, share_answer(made, buyer=True))


@router.get(
    "{uuid:share_id}", response={200: ShareAnswer, **refusals(404)}, summary="Read a shared footprint"
)
def get_share(request: HttpRequest, share_id: UUID) -> ShareAnswer:
    """Where it stands, and what was given."""
    who = acting(request)
    of = queries.share(who, share_id)
    return share_answer(of, buyer=of.buyer_id == who.organisation_id)


@router.post(
    "{uuid:share_id}/grant", response={200: ShareAnswer, **refusals(404)}, summary="Give a footprint"
)
def grant_share(request: HttpRequest, share_id: UUID, given: GrantIn) -> ShareAnswer:
    """Totals by line of the newest published version."""
    of = services.grant(acting(request), share_id, given.study, follows=given.follows, terms=given.terms)
    return share_answer(of, buyer=False)


@router.post(
    "{uuid:share_id}/give", response={200: ShareAnswer, **refusals(404)}, summary="Give the newest version"
)
def give_share(request: HttpRequest, share_id: UUID) -> ShareAnswer:
    """To a buyer who holds an older one."""
    return share_answer(services.give(acting(request), share_id), buyer=False)


@router.post(
    "{uuid:share_id}/refuse", response={200: ShareAnswer, **refusals(404)}, summary="Refuse a footprint"
)
def refuse_share(request: HttpRequest, share_id: UUID, why: ReasonIn) -> ShareAnswer:
    """With a reason."""
    return share_answer(services.refuse(acting(request), share_id, why.reason), buyer=False)


@router.post("{uuid:share_id}/end", response={200: ShareAnswer, **refusals(404)}, summary="Stop giving")
def end_share(request: HttpRequest, share_id: UUID, why: ReasonIn) -> ShareAnswer:
    """What was taken stays with the buyer."""
    return share_answer(services.end(acting(request), share_id, why.reason), buyer=False)


@router.post(
    "{uuid:share_id}/take", response={200: ShareAnswer, **refusals(404)}, summary="Take a footprint over"
)
def take_share(request: HttpRequest, share_id: UUID) -> ShareAnswer:
    """Into the library of received footprints, where studies can choose it."""
    who = acting(request)
    services.take(who, share_id)
    return share_answer(queries.share(who, share_id), buyer=True)


@router.delete("{uuid:share_id}", response={200: ShareAnswer, **refusals(404)}, summary="Take a request back")
def withdraw_share(request: HttpRequest, share_id: UUID) -> ShareAnswer:
    """As long as the supplier has not answered."""
    return share_answer(services.withdraw(acting(request), share_id), buyer=True)
