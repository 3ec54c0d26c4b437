"""What every step of a use has in common: the row locked, the machine asked, step and leaf kept, both sides told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.certificates import services as certificates
from tanzuji.documents.text import Text
from tanzuji.labels import events, queries
from tanzuji.labels.kinds import PLACEMENTS
from tanzuji.labels.messages import CHANGED_MEANWHILE
from tanzuji.labels.models import Authorisation, Step
from tanzuji.labels.states import LABEL, LOGGED
from tanzuji.ledger import log
from tanzuji.ledger.kinds import LABEL as LEAF
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id
from tanzuji.web.verdicts import Stale

LONGEST = 1000
SUBJECT = "label-use"


def locked(acting: Acting, use_id: UUID | str, edition: int | None = None) -> Authorisation:
    """The use as it is now, nobody else's until the transaction ends, nor its certificate, which uses follow.

    Raises `web.absent`, `labels.changed-meanwhile`.
    """
    known = queries.use(acting, use_id)
    certificates.hold(known.certificate_number)
    found = by_id(Authorisation.objects.select_for_update(), known.id)
    if edition is not None and edition != found.edition:
        raise Stale([CHANGED_MEANWHILE.problem("edition")])
    return found


def step(
    acting: Acting | None,
    of: Authorisation,
    action: str,
    *,
    reason: Text | None = None,
    to: str = "",
    **changed: Any,
) -> Step:
    """Do one step within the caller's transaction. Raises the verdict where it is not possible."""
    before = of.state
    LABEL.verdict(before, action, queries.case(acting, of)).enforce()
    row = LABEL.find(before, action)
    assert row is not None  # the verdict would have refused
    for name, value in changed.items():
        setattr(of, name, value)
    after = to or row.to
    of.state, of.edition = after, of.edition + 1
    if after != before:
        of.since = timezone.now()
    of.save()
    return kept(acting, of, action, before, reason)


def kept(
    acting: Acting | None, of: Authorisation, action: str, before: str, reason: Text | None = None
) -> Step:
    """The step in the record of the use, its leaf where it is an official act, and the news."""
    sequence, at = of.steps.count() + 1, timezone.now()
    official = (action in LOGGED and before != "requested") or action == "authorise"
    index = None
    if official:
        leaf = {
            "number": of.number,
            "event": action,
            "at": _stamp(at),
            "certificate": of.certificate_number,
            "placement": of.placement,
            "holder": str(of.holder_id),
            "body": str(of.body_id),
            "status": of.state,
            "reason": reason.to("zh") if reason else "",
            "sequence": sequence,
        }
        index = log.append(LEAF, leaf, subject=SUBJECT, subject_id=of.id).index
    done = Step.objects.create(
        authorisation=of,
        sequence=sequence,
        action=action,
        before=before,
        after=of.state,
        reason=(reason.zh or "") if reason else "",
        reason_en=(reason.en or "") if reason else "",
        log_index=index,
        by=acting.person if acting else None,
        organisation=acting.organisation if acting else None,
        at=at,
    )
    record(
        events.OF[action], acting, SUBJECT, of.id,
        organisation=None if acting else of.body_id, reason=reason.to("zh") if reason else "",
        number=of.number, certificate=of.certificate_number, placement=of.placement, state=of.state,
    )  # fmt: skip
    _tell(acting, of, action, reason)
    return done


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tell(acting: Acting | None, of: Authorisation, action: str, reason: Text | None) -> None:
    """The other side; both where the use followed its certificate."""
    told = {of.holder_id, of.body_id} - {acting.organisation_id if acting else None}
    place, now = PLACEMENTS[of.placement], LABEL.states[of.state]
    tell(
        sorted(told),
        events.NEWS,
        Text(
            zh=f"标识使用 {of.number}（{of.certificate_number}，{place.to('zh')}）：{now.to('zh')}",
            en=f"Label use {of.number} ({of.certificate_number}, {place.to('en').lower()}): {now.to('en').lower()}",
        ),
        reason,
        page=f"/labels/uses/{of.id}/",
    )
