"""Drafting parties and drafts."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, queries, written
from tanzuji.standards.models import Draft, Party, Standard
from tanzuji.standards.services.keeping import locked, task
from tanzuji.standards.states import OPEN, STANDARD
from tanzuji.web.answers import absent
from tanzuji.web.states import WRONG_STATE
from tanzuji.web.verdicts import ALLOWED, Verdict, first

DRAFTABLE = ("accepted", "drafting", "consultation")
"""States in which drafts are handed in. What is under review does not change."""


def may_add_draft(standing: policy.Standing, state: str) -> Verdict:
    """Whether another draft may be handed in now."""
    return first(
        policy.may_draft(standing), only_in(state, DRAFTABLE, Text(zh="提交草案", en="Hand in a draft"))
    )


def add_draft(
    acting: Acting, standard_id: UUID | str, *, text: str, rule_text: str = "", note: str = ""
) -> Draft:
    """The next draft. A rule that departs from the rule above it is kept and told; it keeps the draft from consultation."""
    with transaction.atomic():
        standard = locked(acting, standard_id)
        may_add_draft(queries.standing(acting, standard), standard.state).enforce()
        before = queries.newest_draft(standard)
        draft = Draft.objects.create(
            standard=standard, number=(before.number if before else 0) + 1,
            text=written.needed("text", text, Text(zh="草案正文", en="The text of the draft"), written.LONGEST),
            rule_text=written.clean(rule_text, written.LONGEST), note=written.clean(note),
            by=acting.person, organisation=acting.organisation,
        )  # fmt: skip
        record(
            events.DRAFTED, acting, "standard", standard.id, organisation=standard.organisation_id,
            draft=draft.number,
        )  # fmt: skip
    return draft


def add_party(acting: Acting, standard_id: UUID | str, organisation_id: UUID | str) -> Party:
    """Another organisation drafts along. Raises the policy's reason, `web.absent`, `standards.already`."""
    other = parties.organisation(organisation_id)
    with transaction.atomic():
        standard = locked(acting, standard_id)
        _may_change_parties(acting, standard).enforce()
        if other.id in queries.drafters(standard):
            raise messages.ALREADY.error("organisation", what=other.name)
        party = Party.objects.create(standard=standard, organisation=other, by=acting.person)
        task(standard, Text(zh="请贵单位参编", en="You are asked to draft along"), to=[other.id])
        record(
            events.PARTIES, acting, "standard", standard.id, organisation=standard.organisation_id,
            added=str(other.id),
        )  # fmt: skip
    return party


def drop_party(acting: Acting, standard_id: UUID | str, organisation_id: UUID | str) -> None:
    """An organisation drafts no longer: the leading one says so, or it leaves by itself. Its drafts stay."""
    with transaction.atomic():
        standard = locked(acting, standard_id)
        if str(acting.organisation_id) != str(organisation_id):
            _may_change_parties(acting, standard).enforce()
        else:
            policy.holds(acting, "editor").enforce()
        found = standard.parties.filter(organisation_id=organisation_id, left_at=None)
        if not found.update(left_at=timezone.now()):
            raise absent()
        record(
            events.PARTIES, acting, "standard", standard.id, organisation=standard.organisation_id,
            dropped=str(organisation_id),
        )  # fmt: skip


def _may_change_parties(acting: Acting, standard: Standard) -> Verdict:
    action = Text(zh="变更起草单位", en="Change the drafting parties")
    return first(policy.may_lead(queries.standing(acting, standard)), only_in(standard.state, OPEN, action))


def only_in(state: str, states: tuple[str, ...], action: Text) -> Verdict:
    """Whether the standard is in one of the states."""
    if state in states:
        return ALLOWED
    possible = [STANDARD.actions[r.action] for r in STANDARD.table if state in r.states]
    joined = Text(
        zh="、".join(t.to("zh") for t in possible) or "–", en=", ".join(t.to("en") for t in possible) or "–"
    )
    return Verdict(WRONG_STATE.problem(state=STANDARD.states[state], action=action, next=joined))
