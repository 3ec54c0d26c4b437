"""What every writer of the room needs: a standard locked for a decision, a step on record, news to those concerned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.ledger import kinds, log
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import organisations
from tanzuji.standards import events, queries
from tanzuji.standards.models import Code, Standard, Step
from tanzuji.standards.states import STANDARD

LOGGED = frozenset({"take_effect", "supersede", "abolish"})
"""Steps that change what is in force: each is an entry of the public log."""


def locked(acting: Acting | None, standard_id: UUID | str) -> Standard:
    """The standard, nobody else's to act on until the transaction ends. Raises `web.absent`."""
    seen = queries.standard(acting, standard_id) if acting else Standard.objects.get(id=standard_id)
    return Standard.objects.select_for_update().get(id=seen.id)


def stepped(
    standard: Standard,
    action: str,
    after: str,
    acting: Acting | None,
    *,
    reason: str = "",
    on: date | None = None,
) -> Step:
    """Put a step on record and the standard into its new state, within the caller's transaction."""
    before = standard.state
    standard.state = after
    if standard.state != "proposed" and action in ("accept", "register"):
        standard.public = True
    standard.save()
    step = Step.objects.create(
        standard=standard, action=action, before=before, after=after, reason=reason,
        by=acting.person if acting else None, organisation=acting.organisation if acting else None,
        on=on or timezone.localdate(),
    )  # fmt: skip
    if action in LOGGED:
        _log(standard, step)
    kind = events.STEPS.get(action)
    if kind:
        record(
            kind, acting, "standard", standard.id, organisation=standard.organisation_id, reason=reason,
            number=standard.number, level=standard.level, rule=standard.rule, rule_version=standard.rule_version,
        )  # fmt: skip
    return step


def _log(standard: Standard, step: Step) -> None:
    """The step as an entry of the public log."""
    rule = f"{standard.rule}@{standard.rule_version}" if standard.rule else ""
    payload = {
        "number": standard.number,
        "level": standard.level,
        "jurisdiction": standard.jurisdiction,
        "title": standard.title_zh or standard.title_en,
        "event": step.action,
        "status": step.after,
        "on": step.on.isoformat(),
        "rule": rule,
        "rule_digest": standard.rule_digest,
        "reason": step.reason,
    }
    log.append(kinds.STANDARD, payload, subject="standard", subject_id=standard.id)


def keep_codes(standard: Standard, codes: Iterable[tuple[str, str]]) -> None:
    """Let the standard have these product codes and no others."""
    wanted = set(codes)
    held = {(c.scheme, c.code): c for c in standard.codes.all()}
    for pair, row in held.items():
        if pair not in wanted:
            row.delete()
    Code.objects.bulk_create(
        Code(standard=standard, scheme=s, code=c) for s, c in sorted(wanted - held.keys())
    )


def page_of(standard: Standard) -> str:
    """The address of its page, without language."""
    return f"/standards/{standard.id}/"


def news(standard: Standard, action: str, *, reason: str = "", by: Acting | None = None) -> None:
    """Tell the drafting organisations what became of a standard, but for the one that did it."""
    concerned = queries.drafters(standard) - ({by.organisation_id} if by else set())
    name, title = STANDARD.actions[action], standard.named
    tell(
        concerned,
        events.NEWS,
        Text(zh=f"{name.zh}：{title.zh}"[:200], en=f"{name.en}: {title.en}"[:200]),
        Text(zh=reason, en=reason) if reason else None,
        page=page_of(standard),
    )


def task(standard: Standard, title: Text, *, to: Iterable[UUID] | None = None, page: str = "") -> None:
    """Tell whoever has to act now: the authority, or the organisations named."""
    asked = to if to is not None else organisations(mandate="authority").values_list("id", flat=True)
    named = standard.named
    tell(
        asked,
        events.TASK,
        Text(zh=f"{title.zh}：{named.zh}"[:200], en=f"{title.en}: {named.en}"[:200]),
        page=page or page_of(standard),
        roles=("editor", "reviewer"),
    )
