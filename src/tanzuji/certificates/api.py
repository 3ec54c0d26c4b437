"""The API of the certificates room. What a certificate says and how it stands may be read by anybody, without a token."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.params.functions import Query
from pydantic import ConfigDict, Field

from tanzuji.certificates import queries, services
from tanzuji.certificates.facts import CertificateView
from tanzuji.parties.access import API_AUTH, OPEN_AUTH, acting
from tanzuji.web.answers import CURRENT, absent
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

Status = Literal["valid", "suspended", "revoked", "cancelled", "expired", "superseded"]
Said = Annotated[str, Field(max_length=1000)]

router = Router(auth=OPEN_AUTH)


class EventAnswer(Schema):
    """One step in the life of a certificate."""

    sequence: int
    kind: str = Field(examples=["issued"])
    status: Status = Field(description="afterwards")
    at: datetime
    reason: BothLanguages
    by: BothLanguages | None = Field(description="null where a term ran out or a statement was withdrawn")
    until: date | None = Field(description="until when matters are to be put right")
    log_index: int = Field(description="entry of the transparency log")


class CertificateAnswer(Schema):
    """A certificate as it stands now. Numbers are strings, exactly as certified."""

    number: str = Field(examples=["CFP-2026-000001-O"])
    status: Status
    status_since: datetime
    status_reason: BothLanguages
    version: int = Field(description="grows with every event")
    value: str = Field(examples=["738"])
    unit: str = Field(examples=["kgCO2e/t"])
    facts: dict[str, Any] = Field(description="the public facts as issued; their RFC 8785 form has `digest`")
    digest: str
    issued_on: date
    expires_on: date = Field(description="the last day on which it is valid")
    replaces: str | None
    replaced_by: str | None
    history: list[EventAnswer]


class CertificateList(Schema):
    """Part of a list of certificates."""

    items: list[CertificateAnswer]
    count: int


class CertificateFilter(Schema):
    """Which certificates."""

    q: str = Field("", max_length=100, description="words of number, product, maker, model, GTIN")
    status: Status | None = None
    gtin: str = Field("", max_length=14)


class CertificateDecision(Schema):
    """An act of the body. Its reason is public."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["suspend", "resume", "revoke", "cancel"]
    reason: Said
    reason_en: Said = ""
    until: date | None = None


FILTER = Query(...)


@router.get("", response={200: CertificateList, **refusals()}, summary="List certificates")
def list_certificates(
    request: HttpRequest, which: CertificateFilter = FILTER, paging: Paging = PAGING
) -> CertificateList:
    """The public register, newest first."""
    if which.gtin:
        found = queries.by_gtin(which.gtin)
        return CertificateList(
            items=[told(one) for one in found[paging.offset :][: paging.limit]], count=len(found)
        )
    rows, count = part(queries.search(which.q, status=which.status or ""), paging)
    return CertificateList(items=[told(one) for one in queries.views(rows)], count=count)


@router.get(
    "mine", auth=API_AUTH, response={200: CertificateList, **refusals()}, summary="List your certificates"
)
def list_own_certificates(request: HttpRequest, paging: Paging = PAGING) -> CertificateList:
    """Those your organisation issued, if it is a certification body, else those it holds."""
    who = acting(request)
    issues = who.organisation.kind == "certification_body"
    rows, count = part(queries.rows_of_body(who) if issues else queries.rows_of_holder(who), paging)
    return CertificateList(items=[told(one) for one in queries.views(rows)], count=count)


@router.get("{number}", response={200: CertificateAnswer, **refusals(404)}, summary="Read a certificate")
def get_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What it says and how it stands now; `ETag` changes with every event."""
    view = queries.by_number(number)
    if view is None:
        raise absent()
    tag = f'"{view.number}-{view.version_stamp}-{view.status}"'
    return answer(told(view), ETag=tag, Cache_Control=CURRENT)


@router.post(
    "{certificate_number}/decisions",
    auth=API_AUTH,
    response={201: CertificateAnswer, **refusals(404)},
    summary="Suspend, resume, revoke, cancel",
)
def decide_on_certificate(
    request: HttpRequest, certificate_number: str, asked: CertificateDecision
) -> tuple[int, CertificateAnswer]:
    """An act of the body that issued it; the authority orders at `/api/supervision/measures`."""
    view = services.act(
        acting(request), certificate_number, asked.action, reason=asked.reason,
        reason_en=asked.reason_en, until=asked.until,
    )  # fmt: skip
    return 201, told(view)


def told(view: CertificateView) -> CertificateAnswer:
    """A certificate as the API tells it."""
    return CertificateAnswer(
        number=view.number,
        status=view.status,
        status_since=view.status_since,
        status_reason=both(view.status_reason),
        version=view.version_stamp,
        value=f"{view.value:f}",
        unit=view.unit,
        facts=dict(view.document),
        digest=view.facts_digest,
        issued_on=view.issued_on,
        expires_on=view.expires_on,
        replaces=view.replaces or None,
        replaced_by=view.replaced_by or None,
        history=[
            EventAnswer(
                sequence=event.sequence,
                kind=event.kind,
                status=event.status,
                at=event.at,
                reason=both(event.reason),
                by=both(event.by_body) if event.by_body else None,
                until=event.until,
                log_index=event.log_index,
            )
            for event in view.history
        ],
    )
