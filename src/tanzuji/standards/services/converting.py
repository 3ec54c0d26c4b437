"""Conversion of a standard to a higher level, by the way its jurisdiction has opened (DOMAIN A.7.2, A.8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, paths, policy, queries, written
from tanzuji.standards.models import Conversion, ConversionStep, Relation, Standard
from tanzuji.standards.services.consequences import bring_where_due
from tanzuji.standards.services.keeping import keep_codes, locked, stepped, task
from tanzuji.standards.states import CONVERSION_ACTIONS, CONVERSION_STATES, CONVERSION_TABLE
from tanzuji.web.answers import absent
from tanzuji.web.states import WRONG_STATE
from tanzuji.web.verdicts import ALLOWED, Verdict, first


def may_request(acting: Acting, standard: Standard) -> Verdict:
    """Whether they may ask: an editor of the leading organisation, of an association or of the authority."""
    own = acting.organisation_id == standard.organisation_id
    free = own or acting.organisation.kind == "association" or acting.mandated("authority")
    return first(ALLOWED if free else Verdict(policy.NOT_LEAD.problem()), policy.holds(acting, "editor"))


def request_conversion(
    acting: Acting, standard_id: UUID | str, *, target: str, reason: str, jurisdiction: str = ""
) -> Conversion:
    """Ask that a standard become one of a higher level. Raises `standards.path-closed` with why, and the policy's reason."""
    with transaction.atomic():
        standard = locked(acting, standard_id)
        may_request(acting, standard).enforce()
        here = jurisdictions.load(jurisdiction) if jurisdiction else queries.place(standard)
        way = paths.path(standard, written.clean(target, 16), here)
        way.verdict.enforce()
        why = written.needed("reason", reason, Text(zh="申请理由", en="Why"))
        try:
            with transaction.atomic():
                made = Conversion.objects.create(
                    standard=standard, jurisdiction=here.code, target=way.target, reason=why,
                    path=_told(way), organisation=acting.organisation, by=acting.person,
                )  # fmt: skip
        except IntegrityError:
            raise messages.ALREADY.error(
                "target", what=Text(zh="同样的转化申请", en="The same request")
            ) from None
        _step(made, "request", "requested", acting, why)
        title = Text(zh="转化申请待筛选", en="A conversion waits for screening")
        task(standard, title, page=f"/standards/conversions/{made.id}/")
    return made


def _told(way: paths.Path) -> str:
    """The words and the source the request rested on, as they were on that day."""
    condition = way.condition.to("zh") if way.condition else ""
    return f"{condition}（{way.source}）"[:400] if way.source else condition[:400]


def verdict(acting: Acting, conversion: Conversion, action: str) -> Verdict:
    """Whether a step may be taken: by whom, and in which state. The recommendation is a second person's."""
    row = next((r for r in CONVERSION_TABLE if r[1] == action and conversion.state in r[0]), None)
    if row is None:
        possible = [CONVERSION_ACTIONS[r[1]] for r in CONVERSION_TABLE if conversion.state in r[0]]
        joined = Text(
            zh="、".join(t.to("zh") for t in possible) or "–",
            en=", ".join(t.to("en") for t in possible) or "–",
        )
        state = CONVERSION_STATES[conversion.state]
        return Verdict(WRONG_STATE.problem(state=state, action=CONVERSION_ACTIONS[action], next=joined))
    if action == "withdraw":
        own = acting.organisation_id == conversion.organisation_id
        return first(ALLOWED if own else Verdict(policy.NOT_LEAD.problem()), policy.holds(acting, "editor"))
    if action == "screen":
        return first(policy.charged(acting, "authority"), policy.holds(acting, "editor", "reviewer"))
    if action in ("accept", "convert"):
        return first(
            policy.charged(acting, "authority", "standards"), policy.holds(acting, "editor", "reviewer")
        )
    screened = conversion.steps.filter(action__in=("request", "screen"), by=acting.person).exists()
    own_work = action == "recommend" and screened
    return first(
        policy.may_decide(acting, "authority"), Verdict(policy.FOUR_EYES.problem()) if own_work else ALLOWED
    )


def act_on_conversion(
    acting: Acting,
    conversion_id: UUID | str,
    action: str,
    form: Mapping[str, str],
    *,
    today: date | None = None,
) -> Conversion:
    """`screen` with two scores, `recommend`, `accept` with the paper of the higher body, `convert` with the result.

    Every step takes `reason`. Raises the reason why it is refused, `standards.out-of-range`, `standards.needed`.
    """
    written.one_of("action", action, CONVERSION_ACTIONS, Text(zh="步骤", en="the steps"))
    seen = queries.conversion(acting, conversion_id)
    now = today or timezone.localdate()
    with transaction.atomic():
        conversion = Conversion.objects.select_for_update().filter(id=seen.id).first()
        if conversion is None:
            raise absent()
        verdict(acting, conversion, action).enforce()
        reason = written.needed(
            "reason", form.get("reason"), Text(zh="理由或依据", en="The reason or its paper")
        )
        if action == "screen":
            conversion.technology = written.whole("technology", form.get("technology"), 1, 5)
            conversion.maturity = written.whole("maturity", form.get("maturity"), 1, 5)
        if action in ("recommend", "accept"):
            here = jurisdictions.load(conversion.jurisdiction)
            paths.path(conversion.standard, conversion.target, here).verdict.enforce()
        if action == "convert":
            conversion.result = _result(acting, conversion, form, reason, now)
        after = next(r[2] for r in CONVERSION_TABLE if r[1] == action)
        conversion.state = after
        conversion.save()
        _step(conversion, action, after, acting, reason)
        name = CONVERSION_ACTIONS[action]
        others = {conversion.organisation_id} - {acting.organisation_id}
        tell(
            others, events.NEWS,
            Text(zh=f"{name.zh}：{conversion.standard.named.zh}"[:200], en=f"{name.en}: {conversion.standard.named.en}"[:200]),
            Text(zh=reason, en=reason), page=f"/standards/conversions/{conversion.id}/",
        )  # fmt: skip
    return conversion


def _step(conversion: Conversion, action: str, after: str, acting: Acting, reason: str) -> None:
    ConversionStep.objects.create(
        conversion=conversion, action=action, after=after, reason=reason, by=acting.person,
        organisation=acting.organisation,
    )  # fmt: skip
    record(
        events.CONVERSION, acting, "conversion", conversion.id, organisation=conversion.organisation_id,
        action=action, state=after, standard=str(conversion.standard_id), target=conversion.target,
    )  # fmt: skip


def _result(
    acting: Acting, conversion: Conversion, form: Mapping[str, str], reason: str, now: date
) -> Standard:
    """The standard of the higher level, tied to where it came from: as issued there, or a project that begins.

    With a number it was issued by the higher body and takes effect on its day; without one it is a project accepted.
    """
    old = conversion.standard
    number = written.clean(form.get("number"), 60)
    issued = written.day("issued_on", form.get("issued_on"))
    begins = written.day("in_force_on", form.get("in_force_on"))
    written.in_order("in_force_on", issued, begins, (written.ISSUED, written.IN_FORCE))
    fields: dict[str, Any] = {
        "kind": old.kind, "level": conversion.target, "layer": old.layer, "sector": old.sector, "group": old.group,
        "product_zh": old.product_zh, "product_en": old.product_en,
        "jurisdiction": "cn" if conversion.target in ("national", "sector") else conversion.jurisdiction,
        "title_zh": written.clean(form.get("title_zh"), 200) or old.title_zh,
        "title_en": written.clean(form.get("title_en"), 200) or old.title_en,
        "scope_zh": old.scope_zh, "scope_en": old.scope_en, "reason": reason, "organisation": old.organisation,
        "proposed_by": conversion.by, "rule": old.rule, "rule_version": old.rule_version, "number": number,
        "issued_on": issued, "in_force_on": begins, "procedure": old.procedure,
    }  # fmt: skip
    if number and begins is None:
        raise messages.NEEDED.error("in_force_on", what=Text(zh="实施日期", en="The day it comes into force"))
    new = Standard(**fields)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:
        raise messages.NUMBER_TAKEN.error("number", number=number) from None
    keep_codes(new, [(c.scheme, c.code) for c in old.codes.all()])
    Relation.objects.create(standard=new, other=old, kind="converted_from")
    stepped(
        new,
        "register" if number else "accept",
        "published" if number else "accepted",
        acting,
        reason=reason,
        on=now,
    )
    if number:
        bring_where_due(new, now)
    return new
