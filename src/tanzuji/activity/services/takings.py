"""What studies take over from readings: kept with its trail, and where each line takes its amount from remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from tanzuji.activity import events, policy
from tanzuji.activity.models import SourceChoice, Taking
from tanzuji.activity.queries.amounts import Period
from tanzuji.documents.canonical import canonical_json
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting


def take(acting: Acting, study: UUID, period: Period, lines: Sequence[Mapping[str, Any]]) -> Taking:
    """What is taken over, line by line with the readings behind it, kept for good; its digest is its name in the study.

    The caller has made sure that the study is the acting organisation's.
    """
    policy.may_record(acting).enforce()
    written = canonical_json([dict(line) for line in lines]).decode()
    with transaction.atomic():
        row = Taking.objects.create(
            organisation=acting.organisation,
            study=study,
            start=period.first,
            end=period.last,
            lines=written,
            digest=hashlib.sha256(written.encode()).hexdigest(),
            person=acting.person,
        )
        record(events.TAKEN, acting, "taking", row.id, study=str(study), lines=len(lines), digest=row.digest)
    return row


def remember_sources(acting: Acting, study: UUID, chosen: Mapping[str, str]) -> None:
    """Where the lines of a study take their amounts from (`process/line` → source; empty: no longer)."""
    policy.may_record(acting).enforce()
    with transaction.atomic():
        for line, source in chosen.items():
            if source:
                SourceChoice.objects.update_or_create(
                    study=study, line=line[:200],
                    defaults={"source": source[:60], "organisation": acting.organisation},
                )  # fmt: skip
            else:
                SourceChoice.objects.filter(
                    organisation_id=acting.organisation_id, study=study, line=line[:200]
                ).delete()
