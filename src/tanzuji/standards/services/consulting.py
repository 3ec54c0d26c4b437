"""Remarks in a consultation, and the drafters' answers, one by one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, queries, written
from tanzuji.standards.kinds import DISPOSITIONS
from tanzuji.standards.models import Answer, Remark
from tanzuji.standards.services.keeping import locked, page_of
from tanzuji.web.answers import absent


def remark(
    acting: Acting,
    standard_id: UUID | str,
    *,
    text: str,
    clause: str = "",
    proposal: str = "",
    today: date | None = None,
) -> Remark:
    """What anybody who is registered says on the draft that is open; it stays, with the name of the organisation.

    Raises `standards.not-open` outside the days of the consultation, `standards.needed`.
    """
    policy.may_remark(acting).enforce()
    now = today or timezone.localdate()
    with transaction.atomic():
        standard = locked(acting, standard_id)
        open_ = queries.last_consultation(standard)
        if standard.state != "consultation" or open_ is None or not open_.opens_on <= now <= open_.closes_on:
            opens = open_.opens_on if open_ else "–"
            raise messages.NOT_OPEN.error("text", opens=opens, closes=open_.closes_on if open_ else "–")
        made = Remark.objects.create(
            consultation=open_, clause=written.clean(clause, 80),
            text=written.needed("text", text, Text(zh="意见内容", en="The remark")), proposal=written.clean(proposal),
            by=acting.person, organisation=acting.organisation,
        )  # fmt: skip
        record(events.REMARKED, acting, "standard", standard.id, remark=str(made.id), clause=made.clause)
        tell(
            queries.drafters(standard), events.TASK,
            Text(zh=f"收到意见：{standard.named.zh}"[:200], en=f"A remark on {standard.named.en}"[:200]),
            page=page_of(standard), roles=["editor"],
        )  # fmt: skip
    return made


def answer(acting: Acting, remark_id: UUID | str, *, disposition: str, text: str) -> Answer:
    """What the drafters say to a remark; a later answer stands above an earlier one, which stays.

    Raises the policy's reason, `web.absent`, `standards.not-known`, `standards.needed`.
    """
    asked = queries.remark(remark_id)
    with transaction.atomic():
        standard = locked(acting, asked.consultation.standard_id)
        if standard.state not in ("consultation", "drafting"):
            raise absent() if not standard.public else messages.ANSWERS_CLOSED.error("text")
        policy.may_draft(queries.standing(acting, standard)).enforce()
        made = Answer.objects.create(
            remark=asked,
            disposition=written.one_of("disposition", disposition, DISPOSITIONS, Text(zh="处理意见", en="the dispositions")),
            text=written.needed("text", text, Text(zh="答复", en="The answer")),
            by=acting.person,
        )  # fmt: skip
        record(
            events.ANSWERED, acting, "standard", standard.id, organisation=standard.organisation_id,
            remark=str(asked.id), disposition=made.disposition,
        )  # fmt: skip
        told = [asked.organisation_id] if asked.by_id != acting.person.id else []
        tell(
            told, events.NEWS,
            Text(zh=f"您的意见已答复：{standard.named.zh}"[:200], en=f"Your remark was answered: {standard.named.en}"[:200]),
            Text(zh=made.text, en=made.text), page=f"{page_of(standard)}#remarks", person=asked.by,
        )  # fmt: skip
    return made
