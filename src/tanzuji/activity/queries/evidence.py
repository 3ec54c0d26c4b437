"""Reads of the vault, and whether a reference of a provenance trail leads anywhere."""

from __future__ import annotations

import re
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from tanzuji.activity.models import Evidence, Grant, Meter
from tanzuji.documents.errors import CodedError
from tanzuji.engine.store import open_for
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id

Row = TypeVar("Row", bound=Model)

_DATASET = re.compile(
    r"(?P<release>[a-z0-9.\-]{1,60})@(?P<version>[a-z0-9.\-]{1,60})/(?P<dataset>.{1,200})", re.S
)


def evidence(acting: Acting) -> QuerySet[Evidence]:
    """The papers of the organisation that is acted for, newest first."""
    return (
        Evidence.objects.filter(organisation_id=acting.organisation_id)
        .select_related("person")
        .order_by("-kept_at", "id")
    )


def grants(acting: Acting) -> QuerySet[Grant]:
    """The access one gave to others, that which is over among it, newest first."""
    return (
        Grant.objects.filter(organisation_id=acting.organisation_id)
        .select_related("grantee", "evidence", "meter", "person")
        .order_by("-granted_at", "id")
    )


def _good(acting: Acting) -> QuerySet[Grant]:
    """Access others gave that holds today."""
    today = timezone.localdate()
    return Grant.objects.filter(
        Q(until=None) | Q(until__gte=today), grantee_id=acting.organisation_id, withdrawn_at=None
    )


def received(acting: Acting) -> QuerySet[Grant]:
    """Access others gave that holds today, newest first."""
    return _good(acting).select_related("organisation", "evidence", "meter").order_by("-granted_at", "id")


def own_evidence(acting: Acting, evidence_id: UUID | str) -> Evidence:
    """A paper of one's own. Raises `web.absent`."""
    return by_id(evidence(acting), evidence_id)


def own_grant(acting: Acting, grant_id: UUID | str) -> Grant:
    """Access one gave. Raises `web.absent`."""
    return by_id(grants(acting), grant_id)


def _readable(acting: Acting) -> QuerySet[Evidence]:
    """Papers of one's own, and those others gave access to."""
    given = _good(acting).filter(evidence__isnull=False).values("evidence")
    return Evidence.objects.filter(
        Q(organisation_id=acting.organisation_id) | Q(id__in=given)
    ).select_related("person", "organisation")


def readable_evidence(acting: Acting, evidence_id: UUID | str) -> Evidence:
    """A paper of one's own or one that was given access to. Raises `web.absent`."""
    return by_id(_readable(acting), evidence_id)


def evidence_by_digest(acting: Acting, digest: str) -> Evidence | None:
    """The paper of this digest that one may read; one's own before another's."""
    found = list(_readable(acting).filter(digest=digest)[:50])
    own = [row for row in found if row.organisation_id == acting.organisation_id]
    return next(iter(own or found), None)


def readable_meters(acting: Acting) -> QuerySet[Meter]:
    """Meters of one's own, and those others gave access to."""
    given = _good(acting).filter(meter__isnull=False).values("meter")
    return Meter.objects.filter(Q(organisation_id=acting.organisation_id) | Q(id__in=given)).select_related(
        "facility", "organisation", "parent"
    )


def resolves(acting: Acting, reference: str) -> bool:
    """Whether a reference of a provenance trail leads to something the acting person may look at.

    `meter:<uuid>`, `evidence:<sha256>` (their own, or granted), `dataset:<release>@<version>/<dataset id>` (a release they
    may open), `estimate:<text>` (any text). Anything else leads nowhere.
    """
    kind, _, rest = reference.strip().partition(":")
    if kind == "estimate":
        return bool(rest.strip())
    if kind == "evidence":
        return (
            re.fullmatch(r"[0-9a-f]{64}", rest) is not None and evidence_by_digest(acting, rest) is not None
        )
    if kind == "meter":
        try:
            return readable_meters(acting).filter(id=UUID(rest)).exists()
        except ValueError:
            return False
    return kind == "dataset" and _has_dataset(acting, rest)


def _has_dataset(acting: Acting, rest: str) -> bool:
    found = _DATASET.fullmatch(rest)
    if found is None:
        return False
    try:
        return found["dataset"] in open_for(acting.organisation_id, found["release"], found["version"])
    except CodedError:
        return False
