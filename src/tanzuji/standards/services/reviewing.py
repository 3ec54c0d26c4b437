"""The review panel of a draft and its votes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties import services as people
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, queries, written
from tanzuji.standards.kinds import CHOICES
from tanzuji.standards.models import Draft, Panellist, Standard, Vote
from tanzuji.standards.services.drafting import only_in
from tanzuji.standards.services.keeping import locked, page_of
from tanzuji.web.answers import absent
from tanzuji.web.verdicts import Verdict, first

_REVIEW = ("technical_review",)


def may_convene(acting: Acting, standard: Standard) -> Verdict:
    """Whether they call reviewers: whoever decides on the project, during the review, editor or reviewer."""
    body = (
        policy.may_lead(queries.standing(acting, standard))
        if standard.level == "enterprise"
        else first(policy.charged(acting, "authority"), policy.holds(acting, "editor", "reviewer"))
    )
    return first(body, only_in(standard.state, _REVIEW, Text(zh="召集审查组", en="Call the panel")))


def convene(acting: Acting, standard_id: UUID | str, *, organisation_id: UUID | str, email: str) -> Panellist:
    """Call somebody of an organisation to the panel of the newest draft.

    Raises the policy's reason, `standards.no-such-member`, `standards.own-organisation` for a drafting organisation
    (an enterprise reviews its own standard), `standards.already`.
    """
    with transaction.atomic():
        standard = locked(acting, standard_id)
        may_convene(acting, standard).enforce()
        other = parties.organisation(organisation_id)
        if standard.level != "enterprise" and other.id in queries.drafters(standard):
            raise policy.OWN_ORGANISATION.error("organisation", organisation=other.name)
        person = people.person_by_address(written.clean(email, 254).lower())
        if person is None or not parties.people(other.id).filter(person=person).exists():
            raise messages.NO_ACCOUNT.error("email", organisation=other.name, email=written.clean(email, 254))
        if person.id in queries.makers(standard):
            raise policy.FOUR_EYES.error("email")
        draft = _draft(standard)
        if draft.panel.filter(person=person, excused_at=None).exists():
            raise messages.ALREADY.error("email", what=Text(zh=person.name, en=person.name))
        made = Panellist.objects.create(draft=draft, person=person, organisation=other, by=acting.person)
        _told(acting, standard, added=str(person.id))
        tell(
            [other.id], events.TASK,
            Text(zh=f"请您审查：{standard.named.zh}"[:200], en=f"You are asked to review {standard.named.en}"[:200]),
            page=f"{page_of(standard)}#panel", person=person,
        )  # fmt: skip
    return made


def excuse(acting: Acting, standard_id: UUID | str, panellist_id: int) -> None:
    """Take somebody off the panel who has not voted. Raises the policy's reason, `web.absent`, `standards.voted`."""
    with transaction.atomic():
        standard = locked(acting, standard_id)
        may_convene(acting, standard).enforce()
        found = Panellist.objects.filter(id=panellist_id, draft__standard=standard, excused_at=None).first()
        if found is None:
            raise absent()
        if hasattr(found, "vote"):
            raise policy.VOTED.error("panellist")
        found.excused_at = timezone.now()
        found.save(update_fields=["excused_at"])
        _told(acting, standard, excused=str(found.person_id))


def vote(
    acting: Acting, standard_id: UUID | str, *, choice: str, reason: str = "", today: date | None = None
) -> Vote:
    """The vote of whoever acts on the draft under review, once. A vote against says why.

    Raises `standards.not-on-panel`, `standards.voted`, `standards.reason-needed`.
    """
    policy.may_remark(acting).enforce()
    with transaction.atomic():
        standard = locked(acting, standard_id)
        only_in(standard.state, _REVIEW, Text(zh="投票", en="Vote")).enforce()
        mine = _draft(standard).panel.filter(person=acting.person, excused_at=None).first()
        if mine is None:
            raise CodedError([policy.NOT_ON_PANEL.problem()])
        if hasattr(mine, "vote"):
            raise policy.VOTED.error("choice")
        chosen = written.one_of("choice", choice, CHOICES, Text(zh="投票选项", en="the choices"))
        said = written.clean(reason)
        if chosen == "against":
            policy.needs_reason(CHOICES["against"], said).enforce()
        made = Vote.objects.create(panellist=mine, choice=chosen, reason=said)
        _told(acting, standard, kind=events.VOTED)
    return made


def _draft(standard: Standard) -> Draft:
    draft = queries.newest_draft(standard)
    if draft is None:
        raise policy.NO_DRAFT.error()
    return draft


def _told(acting: Acting, standard: Standard, kind: str = events.PANEL, **detail: str) -> None:
    record(kind, acting, "standard", standard.id, organisation=standard.organisation_id, **detail)
