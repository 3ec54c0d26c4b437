"""What the verifier plans, asks for and finds, and what the client answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.activity import queries as activity
from tanzuji.parties.acting import Acting
from tanzuji.verification import events, messages, notes, policy, queries, sampling
from tanzuji.verification.models import (
    Answer,
    Engagement,
    EvidenceRequest,
    Finding,
    FindingStep,
    Submission,
)
from tanzuji.verification.models import Plan as PlanRow
from tanzuji.verification.papers import SEVERITIES, Plan
from tanzuji.verification.services.disclosing import disclose
from tanzuji.verification.services.recording import (
    between,
    day,
    locked,
    one_of,
    place_of,
    said,
    take,
    told,
    unchanged,
)
from tanzuji.verification.states import ENGAGEMENT, FINDING
from tanzuji.web.lookup import by_id

LARGEST = 1e15
"""kg CO2e; no effect of a finding is larger."""


def plan(
    acting: Acting,
    engagement_id: UUID | str,
    *,
    materiality: float | None = sampling.MATERIALITY,
    added: Sequence[str] = (),
    procedures: Mapping[str, str] | None = None,
    risks: str = "",
    visit: str = "",
    criteria: str = "",
    seen: int | None = None,
) -> PlanRow:
    """The plan of a verification, with its sample over the lines of the newest submission; again, another plan.

    The sample follows from number, submission and materiality, so that it is the same for the same three. `added` are
    places the verifier wants beside it, `procedures` words on items by place. Raises `verification.bad-number`.
    """
    share = between(materiality, 0.001, 0.5, "materiality")
    with transaction.atomic():
        of = locked(acting, engagement_id)
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "plan", standing).enforce()
        footprint = queries.readable_edition(acting, of).footprint
        assert footprint is not None  # a version always has one
        confidence = sampling.CONFIDENCE[of.level]
        seed = f"{of.number}/{standing.submission}/{share:g}"
        sample = sampling.with_added(
            sampling.drawn(footprint, materiality=share, confidence=confidence, seed=seed),
            footprint,
            [place_of(place) for place in added if place.strip()],
        )
        words = {place: text.strip()[:1000] for place, text in (procedures or {}).items()}
        paper = Plan(
            level=of.level,
            materiality=share,
            confidence=confidence,
            size=sample.size,
            interval=sample.interval,
            seed=seed,
            submission=standing.submission,
            lines=sample.lines,
            covered=sample.covered,
            items=tuple(
                item.model_copy(update={"procedure": words.get(item.place, "")}) for item in sample.items
            ),
            risks=said(risks, place="risks", needed=False),
            visit=said(visit, place="visit", needed=False, limit=2000),
            criteria=said(criteria, place="criteria", needed=False, limit=1000),
        )
        number = (of.plans.aggregate(n=Max("number"))["n"] or 0) + 1
        row = PlanRow.objects.create(
            engagement=of,
            number=number,
            document=json.dumps(paper.plain(), ensure_ascii=False),
            by=acting.person,
        )
        take(acting, of, "plan", standing, detail={"plan": number, "items": len(paper.items)})
    return row


def ask(
    acting: Acting, engagement_id: UUID | str, text: str, *, place: str = "", due: date | None = None
) -> EvidenceRequest:
    """Evidence asked for, on a place or on the whole. Raises `verification.no-plan`, `verification.bad-place`, …"""
    with transaction.atomic():
        of = being_examined(acting, engagement_id)
        number = (of.requests.aggregate(n=Max("number"))["n"] or 0) + 1
        made = EvidenceRequest.objects.create(
            engagement=of, number=number, place=place_of(place), text=said(text, place="text"), due=day(due),
            by=acting.person,
        )  # fmt: skip
        told(acting, of, events.ASKED, request=number, place=made.place)
        notes.evidence(of, made, of.client_id)
    return made


def answer(
    acting: Acting, engagement_id: UUID | str, request_id: UUID | str, *, text: str = "", evidence: str = ""
) -> Answer:
    """The client's answer, with a paper of its vault (id or digest) that the verifier may read from then on.

    Also the verifier's word on an answer. Raises `verification.no-evidence`, `verification.text-needed`.
    """
    with transaction.atomic():
        of = locked(acting, engagement_id)
        standing = queries.standing(acting, of)
        own = policy.is_client(standing)
        (policy.for_client(standing) if own else policy.may_examine(standing)).enforce()
        _refuse_ended(of, standing)
        asked = by_id(of.requests.all(), request_id)
        paper = _paper(acting, evidence) if own and evidence.strip() else None
        kept = said(text, place="text", needed=paper is None)
        if paper is not None:
            disclose(acting, of, paper.id)
        made = Answer.objects.create(
            request=asked,
            text=kept,
            evidence=paper,
            by=acting.person,
            organisation_id=acting.organisation_id,
        )
        if own and asked.checked_at is not None:  # what was checked is not all there is now
            asked.checked_at, asked.checked_by = None, None
            asked.save(update_fields=["checked_at", "checked_by"])
        told(acting, of, events.ANSWERED, request=asked.number, evidence=paper.digest if paper else "")
        notes.evidence(of, asked, of.verifier_id if own else of.client_id)
    return made


def _paper(acting: Acting, written: str) -> Any:
    """A paper of one's own vault by its id or digest. Raises `verification.no-evidence`."""
    named = written.strip().removeprefix("evidence:").lower()
    rows = activity.evidence(acting)
    found = rows.filter(digest=named).first() if len(named) == 64 else None
    if found is None:
        try:
            found = rows.filter(id=UUID(named)).first()
        except ValueError:
            found = None
    if found is None:
        raise messages.NO_EVIDENCE.error("evidence")
    return found


def check(acting: Acting, engagement_id: UUID | str, request_id: UUID | str) -> EvidenceRequest:
    """A request put down as answered by the evidence. Doing it again changes nothing."""
    with transaction.atomic():
        of = being_examined(acting, engagement_id)
        asked = by_id(of.requests.select_for_update(), request_id)
        if asked.checked_at is None:
            asked.checked_at, asked.checked_by = timezone.now(), acting.person
            asked.save(update_fields=["checked_at", "checked_by"])
            told(acting, of, events.CHECKED, request=asked.number)
    return asked


def find(
    acting: Acting,
    engagement_id: UUID | str,
    text: str,
    *,
    severity: str,
    place: str = "",
    clause: str = "",
    effect: float | None = None,
) -> Finding:
    """A finding on a place of the newest submission. `effect`: kg CO2e per unit, stated − right; none where not known."""
    one_of(severity, SEVERITIES, "severity")
    if effect is not None:
        between(effect, -LARGEST, LARGEST, "effect")
    with transaction.atomic():
        of = being_examined(acting, engagement_id)
        number = (of.findings.aggregate(n=Max("number"))["n"] or 0) + 1
        newest: Submission = queries.newest(of)
        made = Finding.objects.create(
            engagement=of,
            number=number,
            submission=newest,
            place=place_of(place),
            severity=severity,
            clause=said(clause, place="clause", needed=False, limit=200),
            text=said(text, place="text"),
            effect=effect,
            by=acting.person,
        )
        told(acting, of, events.FOUND, finding=number, place=made.place, severity=severity)
        notes.finding(of, made, of.client_id, made.text)
    return made


def settle(
    acting: Acting,
    engagement_id: UUID | str,
    finding_id: UUID | str,
    action: str,
    *,
    text: str = "",
    cause: str = "",
) -> Finding:
    """`answer` by the client (what was corrected, and the cause); `close`, `reopen`, `leave` by the verifier's team.

    A finding that is left stands uncorrected: its error bears on the opinion. Raises `state.not-now`, …
    """
    one_of(action, FINDING.actions, "action")
    with transaction.atomic():
        of = locked(acting, engagement_id)
        standing = queries.standing(acting, of)
        found = by_id(of.findings.select_for_update(), finding_id)
        FINDING.verdict(found.state, action, standing).enforce()
        _refuse_ended(of, standing)
        row = FINDING.find(found.state, action)
        assert row is not None  # the verdict would have refused
        kept = said(text, place="text", needed=action in ("answer", "reopen", "leave"))
        found.state = row.to
        found.save(update_fields=["state"])
        FindingStep.objects.create(
            finding=found, action=action, text=kept, cause=said(cause, place="cause", needed=False),
            by=acting.person, organisation_id=acting.organisation_id,
        )  # fmt: skip
        told(acting, of, events.FINDING[action], finding=found.number)
        notes.finding(of, found, of.verifier_id if policy.is_client(standing) else of.client_id, kept)
    return found


def being_examined(acting: Acting, engagement_id: UUID | str) -> Engagement:
    """The engagement, locked, if it is being examined and the acting person may take part."""
    of = locked(acting, engagement_id)
    standing = queries.standing(acting, of)
    policy.may_examine(standing).enforce()
    _refuse_ended(of, standing)
    return of


def _refuse_ended(of: Engagement, standing: Any) -> None:
    """Raises the machine's words where the engagement is not being examined: then nothing is asked or found."""
    if of.state != "examining":
        ENGAGEMENT.verdict(of.state, "draft", standing).enforce()
        raise AssertionError(of.state)  # pragma: no cover - drafting leads out of no other state
