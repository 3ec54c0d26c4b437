"""The router of the verification room, and what every operation of it asks first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from tanzuji.parties.access import acting
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries
from tanzuji.verification.models import Engagement
from tanzuji.web.answers import absent
from tanzuji.web.api import refusals

router = Router()

MOVED: dict[int, Any] = refusals(404, 409)
"""Refusals of a step: somebody acted since `seen`."""
ABSENT: dict[int, Any] = refusals(404)


def readable(request: HttpRequest, engagement_id: UUID) -> tuple[Acting, Engagement]:
    """An engagement whose submissions the acting organisation may read. Raises `web.absent`."""
    who = acting(request)
    of = queries.engagement(who, engagement_id)
    if not queries.may_read(who, of):
        raise absent()
    return who, of
