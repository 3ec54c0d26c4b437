"""Verification statements as higher rooms and strangers of the engagement read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.verification.models import Statement
from tanzuji.verification.papers import POSITIVE
from tanzuji.web.lookup import by_id

Status = Literal["valid", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A signed statement: on which version of which study, by whom, how sure, with which reservations, until when."""

    id: UUID
    number: str
    engagement_id: UUID
    version_id: int
    study_id: UUID
    client: Any
    """The organisation (a row of parties) whose study it is."""
    verifier: Any
    """The organisation that signed."""
    level: str
    """`limited` or `reasonable`."""
    opinion: str
    """`unmodified`, `qualified`, `adverse` or `disclaimer`."""
    footprint_id: str
    result_digest: str
    total: str
    """kg CO2e per unit of the study, ten significant digits."""
    unit: str
    boundary: str
    rule: str
    """`id@version`."""
    reservations: Text | None
    digest: str
    signed_at: datetime
    signed_by: str
    valid_until: date
    status: Status
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def verified(self) -> bool:
        """Whether the version counts as verified by it today: an opinion that affirms, neither withdrawn nor expired."""
        return self.status == "valid" and self.opinion in POSITIVE


def statement(statement_id: UUID | str) -> StatementView:
    """One statement. Raises `web.absent`."""
    return view(by_id(rows(), statement_id))


def statements_of(version_id: int) -> list[StatementView]:
    """Every statement on a version, newest first; withdrawn and expired ones among them."""
    return [view(row) for row in rows().filter(version_id=version_id)]


def valid_statement(version_id: int) -> StatementView | None:
    """The newest statement by which a version counts as verified today."""
    return next((one for one in statements_of(version_id) if one.verified), None)


def rows() -> QuerySet[Statement]:
    """Every statement, newest first, with what `view` reads."""
    return Statement.objects.select_related(
        "client", "verifier", "withdrawal", "signed_by", "submission", "engagement"
    ).order_by("-signed_at", "-sequence")


def view(row: Statement) -> StatementView:
    """A row as it is read."""
    gone = getattr(row, "withdrawal", None)
    expired = row.valid_until < timezone.localdate()
    return StatementView(
        id=row.id,
        number=row.number,
        engagement_id=row.engagement_id,
        version_id=row.version_id,
        study_id=row.engagement.study_id,
        client=row.client,
        verifier=row.verifier,
        level=row.level,
        opinion=row.opinion,
        footprint_id=row.footprint_id,
        result_digest=row.result_digest,
        total=row.total,
        unit=row.unit,
        boundary=row.boundary,
        rule=row.rule,
        reservations=row.reservations,
        digest=row.digest,
        signed_at=row.signed_at,
        signed_by=row.signed_by.name,
        valid_until=row.valid_until,
        status="withdrawn" if gone else "expired" if expired else "valid",
        withdrawn_at=gone.at if gone else None,
        withdrawn_because=gone.reason if gone else "",
    )
