"""The API of the filings room."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import Field

from tanzuji.filings import messages, queries, services
from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.models import Filing
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, Paging, part, refusals

router = Router()


class PaperIn(Schema):
    """A paper of a filing."""

    kind: str = Field(max_length=40, examples=["certificate"])
    name: str = Field(max_length=300, examples=["certificate.pdf"])
    content: str = Field(max_length=45_000_000, description="PDF, PNG or JPEG in Base64")


class OwnIn(Schema):
    """A certificate issued here."""

    number: str = Field(max_length=80)
    note: str = Field("", max_length=2000)


class ExternalIn(Schema):
    """A certificate issued elsewhere, as it reads, with its papers."""

    certificate: FiledCertificate
    papers: list[PaperIn] = Field([], max_length=20)
    note: str = Field("", max_length=2000)


class ChangeIn(ExternalIn):
    """What is to be filed instead, with the notice of the certification body."""

    cause: str = Field("other", max_length=12)
    edition: int | None = None


class StatusIn(Schema):
    """What became of a certificate issued elsewhere."""

    status: Literal["suspended", "revoked", "cancelled", "expired"]
    reason: str = Field(min_length=1, max_length=2000)
    edition: int | None = None


class DecisionIn(Schema):
    """A step of the authority, or a withdrawal."""

    action: Literal["check", "return", "refuse", "file", "check_change", "accept", "dismiss", "withdraw"]
    reason: str = Field("", max_length=2000)
    edition: int | None = Field(None, description="as last seen; 409 where it has changed since")


class FilingAnswer(Schema):
    """A filing and what is stated in it."""

    id: UUID
    number: str
    certificate: str
    origin: str
    state: str
    change: str = Field(description="empty, or how far a change of what is filed has come")
    edition: int
    submitted_at: datetime
    filed_at: datetime | None
    filed: FiledCertificate | None = Field(description="what is filed")
    stated: FiledCertificate = Field(description="what was stated last")


def filing_answer(of: Filing) -> FilingAnswer:
    """A filing as the API shows it."""
    in_force = queries.in_force(of)
    return FilingAnswer(
        id=of.id, number=of.number, certificate=of.certificate, origin=of.origin, state=of.state, change=of.change,
        edition=of.edition, submitted_at=of.submitted_at, filed_at=of.filed_at,
        filed=in_force.facts if in_force else None, stated=queries.newest(of).facts,
    )  # fmt: skip


def _uploads(papers: list[PaperIn]) -> list[services.Upload]:
    found = []
    for i, paper in enumerate(papers):
        try:
            found.append(
                services.Upload(paper.kind, paper.name, base64.b64decode(paper.content, validate=True))
            )
        except (binascii.Error, ValueError):
            raise messages.WRONG_TYPE.error(f"papers[{i}].content", file=paper.name[:120]) from None
    return found


@router.get("", response={200: list[FilingAnswer], **refusals()}, summary="List filings")
def list_filings(request: HttpRequest, paging: Paging = PAGING) -> list[FilingAnswer]:
    """Those of your organisation; the authority sees all."""
    rows, _ = part(queries.filings(acting(request)), paging)
    return [filing_answer(row) for row in rows]


@router.post("", response={201: FilingAnswer, **refusals(404)}, summary="File a certificate issued here")
def submit_filing(request: HttpRequest, given: OwnIn) -> Status[FilingAnswer]:
    """By its holder or its certification body; the authority is told."""
    return Status(201, filing_answer(services.submit_own(acting(request), given.number, note=given.note)))


@router.post(
    "external", response={201: FilingAnswer, **refusals(404)}, summary="Report a certificate issued elsewhere"
)
def submit_external_filing(request: HttpRequest, given: ExternalIn) -> Status[FilingAnswer]:
    """The certificate itself is among the papers."""
    made = services.submit_external(
        acting(request), given.certificate, _uploads(given.papers), note=given.note
    )
    return Status(201, filing_answer(made))


@router.get("{uuid:filing_id}", response={200: FilingAnswer, **refusals(404)}, summary="Read a filing")
def get_filing(request: HttpRequest, filing_id: UUID) -> FilingAnswer:
    """Where it stands, what is filed and what was stated last."""
    return filing_answer(queries.filing(acting(request), filing_id))


@router.post(
    "{uuid:filing_id}/change", response={200: FilingAnswer, **refusals(404, 409)}, summary="Report a change"
)
def change_filing(request: HttpRequest, filing_id: UUID, given: ChangeIn) -> FilingAnswer:
    """What is filed stays until two people of the authority agreed to the change."""
    who, papers = acting(request), _uploads(given.papers)
    return filing_answer(
        services.change(
            who,
            filing_id,
            given.certificate,
            papers,
            cause=given.cause,
            note=given.note,
            edition=given.edition,
        )
    )


@router.post(
    "{uuid:filing_id}/status", response={200: FilingAnswer, **refusals(404, 409)}, summary="Report a status"
)
def report_filing_status(request: HttpRequest, filing_id: UUID, given: StatusIn) -> FilingAnswer:
    """A suspension, revocation, cancellation or end shows at once."""
    return filing_answer(
        services.report_status(acting(request), filing_id, given.status, given.reason, edition=given.edition)
    )


@router.post(
    "{uuid:filing_id}/decision",
    response={200: FilingAnswer, **refusals(404, 409)},
    summary="Decide on a filing",
)
def decide_filing(request: HttpRequest, filing_id: UUID, given: DecisionIn) -> FilingAnswer:
    """The authority checks, then another person of it decides; whoever filed it may withdraw it."""
    who, seen = acting(request), given.edition
    without = {"check": services.check, "file": services.file, "check_change": services.check_change,
               "accept": services.accept}  # fmt: skip
    if given.action in without:
        return filing_answer(without[given.action](who, filing_id, reason=given.reason, edition=seen))
    ends = {"return": services.send_back, "refuse": services.refuse, "dismiss": services.dismiss,
            "withdraw": services.withdraw}  # fmt: skip
    return filing_answer(ends[given.action](who, filing_id, given.reason, edition=seen))
