"""From the request to the team: what client and verifier agree on before anything is examined, and how it may end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.contributions.queries import party
from tanzuji.footprints import verifying
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.verification import events, messages, policy, queries
from tanzuji.verification.models import Engagement, Member, Submission
from tanzuji.verification.papers import LEVELS, ROLES, Independence
from tanzuji.verification.policy import Standing
from tanzuji.verification.services.disclosing import close
from tanzuji.verification.services.recording import (
    day,
    locked,
    next_sequence,
    one_of,
    repeated,
    said,
    take,
    told,
    unchanged,
    written,
)
from tanzuji.verification.states import ENGAGEMENT, RUNNING
from tanzuji.web.typed import clean


def request(
    acting: Acting,
    study_id: UUID | str,
    verifier_id: UUID | str,
    *,
    level: str,
    purpose: str = "",
    due: date | None = None,
    libraries: bool = False,
    key: str = "",
) -> Engagement:
    """A verification asked for: the newest version of a submitted study is handed to a verifier.

    The same `key` again is the same engagement. Raises `footprints.not-submitted`, `verification.no-verifier`,
    `verification.same-group`, `verification.open-already`, `verification.key-reused`, `web.absent`.
    """
    policy.may_begin(acting).enforce()
    one_of(level, LEVELS, "level")
    version = verifying.submitted_version(acting, study_id)
    chosen = party(verifier_id)
    policy.fit(chosen, party(acting.organisation_id)).enforce()
    kept = clean(key, 80) or uuid4().hex
    made = Engagement.objects.filter(client_id=acting.organisation_id, key=kept).first()
    if made is None:
        try:
            with transaction.atomic():
                return _begin(acting, version, chosen.id, level, purpose, day(due), libraries, kept)
        except IntegrityError:  # the same request twice at once
            made = Engagement.objects.filter(client_id=acting.organisation_id, key=kept).first()
            if made is None:
                raise
    if (made.study_id, made.verifier_id, made.level) != (version.study_id, chosen.id, level):
        raise messages.KEY_REUSED.error("key")
    return made


def _begin(
    acting: Acting, version: Any, verifier: UUID, level: str, purpose: str, due: date | None, libraries: bool, key: str
) -> Engagement:  # fmt: skip
    sequence = next_sequence(Engagement, "engagement")
    running = queries.running_on(acting, version.study_id).filter(verifier_id=verifier).first()
    if running is not None:
        raise messages.OPEN_ALREADY.error("verifier", number=running.number)
    now = timezone.now()
    of = Engagement.objects.create(
        sequence=sequence, client_id=acting.organisation_id, verifier_id=verifier, study_id=version.study_id, key=key,
        level=level, purpose=said(purpose, place="purpose", needed=False), libraries=libraries, due=due,
        requested_by=acting.person, since=now,
    )  # fmt: skip
    Submission.objects.create(engagement=of, number=1, version=version, by=acting.person)
    written(acting, of, "request", "requested", reason=of.purpose, detail={"version": version.number})
    return of


def offer(
    acting: Acting,
    engagement_id: UUID | str,
    team: Sequence[tuple[str, str]],
    *,
    due: date | None = None,
    terms: str = "",
    seen: int | None = None,
) -> Engagement:
    """The verifier offers: a team of (e-mail, role), days and terms. Raises `verification.team-incomplete`, …"""
    with transaction.atomic():
        of = locked(acting, engagement_id)
        if repeated(acting, of, "offer", seen, terms):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "offer", standing).enforce()
        of.due = day(due) or of.due
        _set_team(of, standing, team)
        take(acting, of, "offer", standing, reason=said(terms, needed=False), detail=_until(of.due))
    return of


def accept(acting: Acting, engagement_id: UUID | str, *, seen: int | None = None) -> Engagement:
    """The client accepts team and terms; from here the verifier reads what was submitted."""
    return _step(acting, engagement_id, "accept", "", seen, needed=False)


def decline(acting: Acting, engagement_id: UUID | str, *, reason: str, seen: int | None = None) -> Engagement:
    """The verifier does not take the request, or the client not the offer."""
    return _step(acting, engagement_id, "decline", reason, seen)


def withdraw(
    acting: Acting, engagement_id: UUID | str, *, reason: str = "", seen: int | None = None
) -> Engagement:
    """The client takes its request back before it accepted."""
    return _step(acting, engagement_id, "withdraw", reason, seen, needed=False)


def terminate(
    acting: Acting, engagement_id: UUID | str, *, reason: str, seen: int | None = None
) -> Engagement:
    """Either side ends the verification without a statement; evidence that was opened is closed again."""
    return _step(acting, engagement_id, "terminate", reason, seen)


def _step(
    acting: Acting, engagement_id: UUID | str, action: str, reason: str, seen: int | None, *, needed: bool = True
) -> Engagement:  # fmt: skip
    with transaction.atomic():
        of = locked(acting, engagement_id)
        if repeated(acting, of, action, seen, reason):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, action, standing).enforce()
        take(acting, of, action, standing, reason=said(reason, needed=needed))
        if action == "terminate":
            close(of)
    return of


def submit(
    acting: Acting, engagement_id: UUID | str, *, note: str = "", seen: int | None = None
) -> Submission:
    """The newest submitted version of the study handed in as the next submission. Raises `verification.same-version`."""
    with transaction.atomic():
        of = locked(acting, engagement_id)
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "submit", standing).enforce()
        version = verifying.submitted_version(acting, of.study_id)
        newest = queries.newest(of)
        if of.submissions.filter(version=version).exists():
            raise messages.SAME_VERSION.error("version", number=version.number)
        note = said(note, place="note", needed=False)
        made = Submission.objects.create(
            engagement=of, number=newest.number + 1, version=version, note=note, by=acting.person
        )
        take(acting, of, "submit", standing, reason=note, detail={"version": version.number})
    return made


def change_team(
    acting: Acting,
    engagement_id: UUID | str,
    team: Sequence[tuple[str, str]],
    *,
    reason: str,
    seen: int | None = None,
) -> Engagement:
    """Another team of (e-mail, role); who stays in their role keeps their declaration."""
    with transaction.atomic():
        of = locked(acting, engagement_id)
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "team", standing).enforce()
        _set_team(of, standing, team)
        take(acting, of, "team", standing, reason=said(reason))
    return of


def _set_team(of: Engagement, standing: Standing, team: Sequence[tuple[str, str]]) -> None:
    """The team as named: one lead, and a reviewer who is somebody else. Raises `verification.not-their-person`, …"""
    people = {
        m.person.email.lower(): m.person for m in parties.people(of.verifier_id) if "reviewer" in m.role_set
    }
    chosen: dict[str, str] = {}
    for email, role in team:
        one_of(role, ROLES, "team")
        key = email.strip().lower()
        if key not in people:
            raise messages.NOT_THEIR_PERSON.error("team", email=clean(email)[:80])
        if chosen.setdefault(key, role) != role:
            raise messages.TEAM_INCOMPLETE.error("team")
    roles = list(chosen.values())
    if roles.count("lead") != 1 or "reviewer" not in roles:
        raise messages.TEAM_INCOMPLETE.error("team")
    for key in chosen:
        _refuse_conflict(people[key], standing)
    kept = {m.person.email.lower(): m for m in queries.members(of)}
    for key, member in kept.items():
        if chosen.get(key) != member.role:
            member.left_at = timezone.now()
            member.save(update_fields=["left_at"])
    for key, role in chosen.items():
        if key not in kept or kept[key].role != role:
            Member.objects.create(engagement=of, person=people[key], role=role)


def _refuse_conflict(person: Any, standing: Standing) -> None:
    groups = {m.organisation.group for m in parties.memberships(person)}
    if person.id in standing.makers or standing.client.group in groups:
        raise messages.CONFLICT.error("team", person=person.name)


def declare(acting: Acting, engagement_id: UUID | str, said_so: Mapping[str, Any]) -> Member:
    """The acting member of the team declares their independence; all four points have to hold.

    Raises `verification.declaration-incomplete`, `verification.not-on-team`.
    """
    paper = Independence.parse(dict(said_so))
    with transaction.atomic():
        of = locked(acting, engagement_id)
        standing = queries.standing(acting, of)
        policy.may_declare(standing).enforce()
        if of.state not in RUNNING:
            ENGAGEMENT.verdict(of.state, "team", standing).enforce()
        if not paper.whole:
            raise messages.DECLARATION_INCOMPLETE.error("declaration")
        member = next(m for m in queries.members(of) if m.person_id == acting.person.id)
        member.declared_at, member.declaration = timezone.now(), json.dumps(paper.plain(), ensure_ascii=False)
        member.save(update_fields=["declared_at", "declaration"])
        told(acting, of, events.DECLARED, role=member.role, threats=paper.threats)
    return member


def _until(due: date | None) -> dict[str, str]:
    return {"due": due.isoformat()} if due else {}
