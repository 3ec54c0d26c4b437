"""Having a database of one's own examined for conformance."""

from __future__ import annotations

import json

from django.db import transaction

from tanzuji.engine.store import open_release
from tanzuji.ledger.services import record
from tanzuji.library import queries as library
from tanzuji.nodes import events, policy
from tanzuji.nodes.conformance import examine
from tanzuji.nodes.models import Examination
from tanzuji.parties.acting import Acting

SUITE = "2026.1"
"""Version of the rules; an examination names it."""


def examine_release(acting: Acting, name: str, version: str) -> Examination:
    """A run of the suite over a release that the acting organisation may see. Raises `web.absent`."""
    policy.may_examine(acting).enforce()
    row = library.release(name, version, acting)
    report = examine(open_release(row.name, row.version), licence=row.licence)
    outcomes = [
        {"rule": o.rule, "asked": o.asked, "failing": o.failing, "named": list(o.named)}
        for o in report.outcomes
    ]
    with transaction.atomic():
        made = Examination.objects.create(
            organisation=acting.organisation, release=f"{row.short}@{row.version}", digest=report.digest, count=report.count,
            conforms=report.conforms, outcomes=json.dumps(outcomes, ensure_ascii=False), suite=SUITE, by=acting.person,
        )  # fmt: skip
        record(events.EXAMINED, acting, "database", made.id, release=made.release, conforms=made.conforms)
    return made
