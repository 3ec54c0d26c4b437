"""The steps of a standard's life: one function for all, with what each of them has to bring along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.standards import messages, policy, queries, written
from tanzuji.standards.models import Consultation, Relation, Standard
from tanzuji.standards.rules import named, retire
from tanzuji.standards.services.consequences import bring_where_due, ended, take_effect
from tanzuji.standards.services.keeping import keep_codes, locked, news, stepped, task
from tanzuji.standards.states import REASONED, STANDARD

LEAST_DAYS = {"national": 60, "sector": 30, "provincial": 30, "association": 30, "enterprise": 7}
"""Days a consultation lasts at least, by level. Measures on national (60), local and association standards (30) as
generally understood; a jurisdiction may set `gates.days` of `consultation` or `consultation_<level>`."""


def least_days(standard: Standard) -> int:
    """How many days a consultation on this standard lasts at least."""
    days = queries.place(standard).gates.days
    return days.get(f"consultation_{standard.level}", days.get("consultation", LEAST_DAYS[standard.level]))


def act(
    acting: Acting,
    standard_id: UUID | str,
    action: str,
    form: Mapping[str, str] | None = None,
    *,
    reason: str = "",
    today: date | None = None,
) -> Standard:
    """Do `action` (`states.STANDARD.actions`); for `revise`, the new project is what comes back.

    `form` holds what the step needs: `closes_on` and `notice` to consult; `number`, `issued_on` and `in_force_on` to
    publish. Raises the policy's or the machine's reason, `standards.reason-needed`, and what is wrong with the fields.
    """
    given = form or {}
    written.one_of("action", action, STANDARD.actions, Text(zh="步骤", en="the steps"))
    now = today or timezone.localdate()
    reason = written.clean(reason or given.get("reason"))
    with transaction.atomic():
        standard = locked(acting, standard_id)
        STANDARD.verdict(standard.state, action, queries.standing(acting, standard, now)).enforce()
        if action in REASONED:
            policy.needs_reason(STANDARD.actions[action], reason).enforce()
        row = STANDARD.find(standard.state, action)
        assert row is not None  # the verdict would have refused
        if action == "take_effect":
            take_effect(standard, now)
            return standard
        prepare = _BEFORE.get(action)
        if prepare is not None:
            prepare(acting, standard, given, now)
        stepped(standard, action, row.to, acting, reason=reason, on=now)
        return _after(acting, standard, action, reason, now)


def _after(acting: Acting, standard: Standard, action: str, reason: str, now: date) -> Standard:
    """Who is told, and what else a step sets going."""
    if action == "review":
        task(standard, Text(zh="待技术审查", en="Waits for technical review"))
    else:
        news(standard, action, reason=reason, by=acting)
    if action in ("decline", "withdraw"):
        ended(standard, now)
    if action == "abolish":
        retire(acting, standard)
    if action == "publish":
        bring_where_due(standard, now)
    return _successor(acting, standard, reason, now) if action == "revise" else standard


def _consult(acting: Acting, standard: Standard, given: Mapping[str, str], now: date) -> None:
    """The newest draft is laid open until the day that was chosen."""
    closes, least = written.day("closes_on", given.get("closes_on")), least_days(standard)
    earliest = now + timedelta(days=least)
    closes = closes or earliest
    if closes < earliest:
        raise messages.TOO_SHORT.error(
            "closes_on", days=max((closes - now).days, 0), least=least, until=earliest
        )
    draft = queries.newest_draft(standard)
    assert draft is not None  # the guard would have refused
    Consultation.objects.create(
        standard=standard, draft=draft, notice=written.clean(given.get("notice")), opens_on=now, closes_on=closes,
        by=acting.person,
    )  # fmt: skip


def _review(acting: Acting, standard: Standard, given: Mapping[str, str], now: date) -> None:
    """What the panel votes on includes the rule: it is fixed with the draft, and votes on another do not count for it."""
    fixed = named(standard)
    draft = queries.newest_draft(standard)
    voted = draft is not None and draft.panel.filter(vote__isnull=False).exists()
    if voted and fixed != standard.rule_digest:
        raise messages.RULE_CHANGED.error("rule", rule=standard.rule, version=standard.rule_version)
    standard.rule_digest = fixed


def _publish(acting: Acting, standard: Standard, given: Mapping[str, str], now: date) -> None:
    """Number and dates; the rule it names has to be in the rule book, with the text that was reviewed."""
    number = written.needed("number", given.get("number"), Text(zh="编号", en="The number"), 60)
    issued = written.day("issued_on", given.get("issued_on")) or now
    begins = written.day("in_force_on", given.get("in_force_on"))
    if begins is None:
        raise messages.NEEDED.error("in_force_on", what=Text(zh="实施日期", en="The day it comes into force"))
    written.in_order("in_force_on", issued, begins, (written.ISSUED, written.IN_FORCE))
    if named(standard) != standard.rule_digest:
        raise messages.RULE_CHANGED.error("rule", rule=standard.rule, version=standard.rule_version)
    standard.number, standard.issued_on, standard.in_force_on = number, issued, begins
    standard.issuer_zh = acting.organisation.name_zh
    standard.issuer_en = acting.organisation.name_en
    try:
        with transaction.atomic():
            standard.save()
    except IntegrityError:
        raise messages.NUMBER_TAKEN.error("number", number=number) from None


def _abolish(acting: Acting, standard: Standard, given: Mapping[str, str], now: date) -> None:
    standard.ended_on = now


_BEFORE: dict[str, Any] = {
    "consult": _consult,
    "review": _review,
    "publish": _publish,
    "abolish": _abolish,
}


def _successor(acting: Acting, old: Standard, reason: str, now: date) -> Standard:
    """The project of the next edition: accepted with the decision to revise, led by whoever led or decided so."""
    lead = old.organisation if old.organisation_id else acting.organisation
    new = Standard(
        kind=old.kind, level=old.level, layer=old.layer, jurisdiction=old.jurisdiction, sector=old.sector,
        group=old.group, product_zh=old.product_zh, product_en=old.product_en, title_zh=old.title_zh, title_en=old.title_en, scope_zh=old.scope_zh, scope_en=old.scope_en,
        reason=reason, organisation=lead, proposed_by=acting.person, rule=old.rule, rule_version=old.rule_version,
        procedure=old.procedure,
    )  # fmt: skip
    new.save()
    keep_codes(new, [(c.scheme, c.code) for c in old.codes.all()])
    Relation.objects.create(standard=new, other=old, kind="replaces")
    stepped(new, "accept", "accepted", acting, reason=reason, on=now)
    return new
