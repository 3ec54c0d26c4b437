"""Inspections opened: for each of the drawn, or for a cause; their teams, declarations and invited experts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties import services as people
from tanzuji.parties.acting import Acting
from tanzuji.supervision import checking, events, messages, policy, pools, queries
from tanzuji.supervision.kinds import Pool
from tanzuji.supervision.models import (
    Complaint,
    Draw,
    Inspection,
    InspectionStep,
    Inspector,
    Member,
    Sighting,
)
from tanzuji.supervision.services.numbering import next_number
from tanzuji.supervision.states import INSPECTION
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

INSPECTION_NUMBER = "JC"
"""How numbers of inspections begin."""
ASKED = declare_notice("supervision.asked-to-inspect", zh="您被选入检查组", en="You are on an inspection")

DECLARATION = Text(
    zh="我与被检查单位没有雇佣、投资、咨询、亲属或其他可能影响公正的关系，近三年内没有为其提供过有偿服务。",
    en="I have no tie of employment, ownership, consultancy, kinship or otherwise to the inspected that could affect my "
    "judgement, and was not paid by them in the last three years.",
)
"""What is declared; kept with the declaration as it reads now."""


@dataclass(frozen=True, slots=True)
class CauseGiven:
    """What an inspection for a cause looks at, by when, by whom, and what it follows from."""

    target: str
    code: str
    """Certificate number, or code or full name of the organisation."""
    due: date
    inspectors: Sequence[str]
    """Codes of the authority's list; the first leads."""
    complaint: UUID | str | None = None
    sighting: UUID | str | None = None
    reason: str = ""


def open_drawn(acting: Acting, of: Draw, drawn: Sequence[dict[str, Any]]) -> list[Inspection]:
    """An inspection with its team for each of the drawn, in the caller's transaction."""
    listed = {each.code: each for each in Inspector.objects.filter(organisation_id=of.plan.organisation_id)}
    made = []
    for each in drawn:
        subject, certificate = pools.find(of.plan.pool, each["code"])
        one = Inspection.objects.create(
            number=next_number(INSPECTION_NUMBER),
            organisation_id=of.plan.organisation_id,
            cause="drawn",
            plan=of.plan,
            draw=of,
            target=of.plan.pool,
            subject_id=subject,
            certificate=certificate,
            checklist=checking.frozen(of.plan.pool),
            reserves=json.dumps([str(listed[code].id) for code in each["reserves"]]),
            due=of.plan.due,
            created_by=acting.person,
        )
        _seat(one, [listed[code] for code in each["team"]])
        _opened(acting, one, of.number)
        made.append(one)
    return made


def open_for_cause(acting: Acting, given: CauseGiven) -> Inspection:
    """An inspection that no draw chose: after a complaint, a sighting, or for another stated reason.

    Raises `supervision.unknown-choice`, `supervision.no-such-certificate`, `supervision.too-few-inspectors`, …
    """
    policy.may_prepare(acting).enforce()
    subject, certificate = _found(given)
    complaint, sighting = _causes(acting, given)
    said = clean(given.reason, 4000)
    if complaint is None and sighting is None and not said:
        action = Text(zh="专项检查", en="An inspection for cause")
        raise messages.REASON_NEEDED.error("reason", action=action)
    if given.due < timezone.localdate():
        raise messages.BAD_DATE.error("due", value=str(given.due))
    listed = {each.code: each for each in queries.inspectors(acting)}
    chosen = [listed[code] for code in dict.fromkeys(given.inspectors) if code in listed]
    if len(chosen) < 2:
        raise messages.TOO_FEW_INSPECTORS.error("inspectors", count=len(chosen), team=2)
    with transaction.atomic():
        made = Inspection.objects.create(
            number=next_number(INSPECTION_NUMBER),
            organisation=acting.organisation,
            cause="complaint" if complaint else "sighting" if sighting else "other",
            complaint=complaint,
            sighting=sighting,
            target=given.target,
            subject_id=subject,
            certificate=certificate,
            checklist=checking.frozen(given.target),
            due=given.due,
            created_by=acting.person,
        )
        _seat(made, chosen)
        _opened(acting, made, said)
    return made


def _found(given: CauseGiven) -> tuple[UUID, str]:
    if given.target not in get_args(Pool):
        raise messages.UNKNOWN.error("target", value=given.target[:40], known=", ".join(get_args(Pool)))
    code = clean(given.code, 200)
    if given.target == "certificates":
        view = certificates.by_number(code)
        if view is None:
            raise messages.NO_SUCH_CERTIFICATE.error("code", value=code[:80])
        return view.holder, view.number
    found = parties.organisation_called(code)
    if found is None:
        raise messages.NO_SUCH_ORGANISATION.error("code", value=code[:80])
    return found.id, ""


def _causes(acting: Acting, given: CauseGiven) -> tuple[Complaint | None, Sighting | None]:
    complaint = queries.complaint(acting, given.complaint) if given.complaint else None
    sighting = by_id(queries.sightings(acting), given.sighting) if given.sighting else None
    if complaint is not None:
        policy.may_take(queries.complaint_standing(acting, complaint)).enforce()
    return complaint, sighting


def _seat(made: Inspection, chosen: Sequence[Inspector]) -> None:
    for at, each in enumerate(chosen):
        role = "lead" if at == 0 else "member"
        _ask(made, each.person, made.organisation_id, role, each)


def _ask(made: Inspection, person: Any, organisation: UUID, role: str, inspector: Inspector | None) -> Member:
    member = Member.objects.create(
        inspection=made, person=person, organisation_id=organisation, role=role, inspector=inspector
    )
    title = Text(
        zh=f"检查 {made.number}：请声明有无利益冲突", en=f"Inspection {made.number}: declare conflicts"
    )
    tell([organisation], ASKED, title, page=page_of(made), person=person)
    return member


def _opened(acting: Acting, made: Inspection, reason: str) -> None:
    InspectionStep.objects.create(inspection=made, action="open", reason=reason, by=acting.person)
    record(events.OPENED, acting, "inspection", made.id, number=made.number, cause=made.cause)


def page_of(inspection: Inspection) -> str:
    """The address of an inspection's page, without the language."""
    return f"/supervision/inspections/{inspection.id}/"


def locked(acting: Acting, inspection_id: UUID | str) -> Inspection:
    """The inspection, nobody else's to write until the transaction ends. Raises `web.absent`."""
    seen = queries.inspection(acting, inspection_id)
    return Inspection.objects.select_for_update().get(id=seen.id)


def declare(acting: Acting, inspection_id: UUID | str, *, conflict: bool, reason: str = "") -> Member:
    """A member declares to have no conflict of interest, or stands aside; then the next drawn takes the place.

    Raises `supervision.not-on-team`, `supervision.declared-already`, `supervision.reason-needed`.
    """
    said = clean(reason, 2000)
    with transaction.atomic():
        kept = locked(acting, inspection_id)
        policy.may_inspect(queries.standing(acting, kept)).enforce()
        mine = kept.team.select_related("inspector").get(person=acting.person)
        may_still = mine.state == "asked" or (conflict and kept.state in ("drawn", "under_way"))
        if not may_still:
            raise policy.DECLARED.error()
        if conflict and not said:
            raise messages.REASON_NEEDED.error("reason", action=Text(zh="回避", en="Stand aside"))
        mine.state, mine.said_at = "declined" if conflict else "declared", timezone.now()
        mine.said = said if conflict else f"{DECLARATION.zh} {DECLARATION.en}"
        mine.save(update_fields=["state", "said_at", "said"])
        record(events.DECLARED, acting, "inspection", kept.id, number=kept.number, conflict=conflict)
        if conflict and mine.role != "expert":
            _replace(kept, mine)
    return mine


def _replace(kept: Inspection, gone: Member) -> None:
    """The next of the reserves in the order of the draw; nobody where none is left, then the team is short."""
    waiting: list[str] = json.loads(kept.reserves)
    while waiting:
        following = (
            Inspector.objects.filter(id=waiting.pop(0), ended_at=None).select_related("person").first()
        )
        if following is not None and not kept.team.filter(person=following.person).exists():
            _ask(kept, following.person, kept.organisation_id, gone.role, following)
            break
    kept.reserves = json.dumps(waiting)
    kept.save(update_fields=["reserves"])


def appoint(acting: Acting, inspection_id: UUID | str, code: str) -> Member:
    """An inspector of the list takes a free place, where no reserve was left. Raises `supervision.inspector-twice`."""
    policy.may_prepare(acting).enforce()
    with transaction.atomic():
        kept = locked(acting, inspection_id)
        one = queries.inspectors(acting).filter(code=clean(code, 12)).first()
        if one is None or kept.organisation_id != acting.organisation_id:
            raise messages.NO_INSPECTOR.error("code", value=code[:80], organisation=acting.organisation_name)
        if kept.team.filter(person=one.person).exists():
            raise messages.INSPECTOR_TWICE.error("code")
        role = "member" if kept.team.filter(role="lead").exclude(state="declined").exists() else "lead"
        made = _ask(kept, one.person, kept.organisation_id, role, one)
        record(events.INVITED, acting, "inspection", kept.id, number=kept.number, code=one.code)
    return made


def invite_expert(acting: Acting, inspection_id: UUID | str, email: str) -> Member:
    """Somebody of another organisation invited to this one inspection; they see it and nothing else of the authority's.

    Raises `supervision.no-inspector`, `supervision.inspector-twice`.
    """
    policy.may_prepare(acting).enforce()
    with transaction.atomic():
        kept = locked(acting, inspection_id)
        if kept.organisation_id != acting.organisation_id or kept.state not in ("drawn", "under_way"):
            raise messages.CHECKLIST_CLOSED.error(state=_state_name(kept))
        person = people.person_by_address(clean(email, 254).lower())
        held = list(parties.memberships(person)) if person is not None else []
        others = [
            each for each in held if each.organisation_id not in (acting.organisation_id, kept.subject_id)
        ]
        if not others or len(others) != len(held):
            another = Text(
                zh="与本次检查无关的其他单位", en="an organisation that has no part in this inspection"
            )
            raise messages.NO_INSPECTOR.error("email", value=email[:80], organisation=another)
        if kept.team.filter(person=person).exists():
            raise messages.INSPECTOR_TWICE.error("email")
        made = _ask(kept, person, others[0].organisation_id, "expert", None)
        record(events.INVITED, acting, "inspection", kept.id, number=kept.number, expert=True)
    return made


def _state_name(kept: Inspection) -> Text:
    return INSPECTION.states[kept.state]
