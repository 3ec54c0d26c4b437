"""Items drafted by an authority or a bank, and approved by somebody else of an authority."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.archive import events, messages, queries
from tanzuji.archive.matching import KINDS, MatchRule
from tanzuji.archive.models import Item
from tanzuji.archive.policy import may_draft
from tanzuji.archive.services.filing import ATTEMPTS, next_number
from tanzuji.archive.states import ITEM
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices import services as notices
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

EVERYTHING = MatchRule()
"""The rule that every catalogued product meets."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an item says and whom it is for, as somebody wrote it; `valid_until` as `2026-12-31`."""

    kind: str
    title_zh: str
    title_en: str
    text_zh: str = ""
    text_en: str = ""
    link: str = ""
    valid_until: str = ""
    rule: MatchRule = EVERYTHING


def draft(acting: Acting, written: Written) -> Item:
    """A new item of the acting organisation's. Raises `archive.not-sender`, and `archive.*` for what is wrong in it."""
    may_draft(acting).enforce()
    columns = _columns(written)
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                made = Item.objects.create(
                    sequence=next_number(Item), organisation=acting.organisation, by=acting.person, **columns
                )
                record(events.DRAFTED, acting, "item", made.id, kind=made.kind)
            return made
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returned or raised


def edit(acting: Acting, item_id: UUID | str, written: Written) -> Item:
    """A draft written anew. Raises `state.not-now` for one that is not a draft any more."""
    columns = _columns(written)
    with transaction.atomic():
        of = locked(acting, item_id, "edit")
        for name, value in columns.items():
            setattr(of, name, value)
        of.save()
        record(events.EDITED, acting, "item", of.id)
    return of


def decide_item(acting: Acting, item_id: UUID | str, action: str, *, reason: str = "") -> Item:
    """Submit, return, approve or close. Raises the policy's reason, `archive.needs-reason`, `state.not-now`."""
    said = clean(reason, 2000)
    if action not in events.ITEM_EVENTS:
        raise absent()
    with transaction.atomic():
        of = locked(acting, item_id, action)
        if action in ("return", "close") and not said:
            raise messages.NEEDS_REASON.error("reason")
        row = ITEM.find(of.state, action)
        assert row is not None
        of.state, of.reason = row.to, said
        if action == "approve":
            of.approved_by = acting.person
        of.save(update_fields=["state", "reason", "approved_by", "changed_at"])
        record(
            events.ITEM_EVENTS[action],
            acting,
            "item",
            of.id,
            organisation=of.organisation_id,
            reason=said,
        )
        _tell(acting, of, action)
    return of


def locked(acting: Acting, item_id: UUID | str, action: str) -> Item:
    """One of the items that may be read, locked, where the action is possible."""
    found = queries.item(acting, item_id)
    of = Item.objects.select_for_update().get(pk=found.pk)
    ITEM.verdict(of.state, action, queries.item_standing(acting, of)).enforce()
    return of


def _columns(written: Written) -> dict[str, object]:
    """Columns of the row. Raises everything that is wrong at once, each at its field."""
    problems: list[Problem] = []
    if written.kind not in KINDS:
        known = Text(
            zh="、".join(n.to("zh") for n in KINDS.values()), en=", ".join(n.to("en") for n in KINDS.values())
        )
        problems.append(messages.NO_KIND.problem("kind", kind=written.kind[:40], known=known))
    title_zh, title_en = clean(written.title_zh, 200), clean(written.title_en, 200)
    if not title_zh or not title_en:
        problems.append(messages.NO_TITLE.problem("title_zh" if not title_zh else "title_en"))
    text_zh, text_en = clean(written.text_zh, 8000), clean(written.text_en, 8000)
    if not text_zh and not text_en:
        problems.append(messages.NO_TEXT.problem("text_zh"))
    link = clean(written.link, 500)
    if link and not link.startswith(("https://", "http://")):
        problems.append(messages.BAD_LINK.problem("link"))
    until = _day(written.valid_until)
    if until is None or until < timezone.localdate():
        problems.append(messages.BAD_DAY.problem("valid_until"))
    if problems:
        raise CodedError(problems)
    return {
        "kind": written.kind, "title_zh": title_zh, "title_en": title_en, "text_zh": text_zh, "text_en": text_en,
        "link": link, "valid_until": until, "rule": json.dumps(written.rule.plain(), ensure_ascii=False),
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _tell(acting: Acting, of: Item, action: str) -> None:
    title, page = of.title, f"/archive/items/{of.id}/"
    did = ITEM.actions[action]
    said = Text(zh=f"{did.to('zh')}：{title.to('zh')}", en=f"{did.to('en')}: {title.to('en')}")
    if action == "submit":
        notices.tell(
            parties.organisations(mandate="authority"),
            events.TOLD_ITEM,
            said,
            page=page,
            roles=["reviewer"],
        )
    elif acting.organisation_id != of.organisation_id or action == "return":
        reason = Text(zh=of.reason, en=of.reason) if of.reason else None
        notices.tell([of.organisation_id], events.TOLD_ITEM, said, reason, page=page, roles=["editor"])
