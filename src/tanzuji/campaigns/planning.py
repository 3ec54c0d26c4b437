"""A campaign planned: drafted, opened for comments, answered, decided, started, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.campaigns import events, messages, policy, queries
from tanzuji.campaigns.kinds import KINDS, MAX_FOCUS, MAX_SECTORS, CampaignKind, Counts
from tanzuji.campaigns.models import Campaign, Opinion, PlanDecision, Sector, Task
from tanzuji.campaigns.states import CAMPAIGN, WITH_REASON
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

_EVENTS = {
    "consult": events.CONSULTED,
    "return": events.RETURNED,
    "decide": events.DECIDED,
    "start": events.STARTED,
    "close": events.CLOSED,
}

MAX_QUOTA = 100_000

_HEARD: tuple[Kind, ...] = ("association",)
"""Kinds of organisations that are told when a plan is open for comments; everybody may comment (JS-104: 定期商定)."""

CONSULTED = declare_notice("campaigns.consulted", zh="归集任务征求意见", en="A campaign is open for comments")
STARTED = declare_notice("campaigns.started", zh="新的归集任务", en="A task of a campaign")
CLOSED = declare_notice("campaigns.closed", zh="归集任务结束", en="A campaign is closed")
ANSWERED = declare_notice("campaigns.answered", zh="对意见的答复", en="A comment was answered")


@dataclass(frozen=True, slots=True)
class SectorGiven:
    """A sector as it is typed in."""

    name: Text
    quota: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draft holds."""

    kind: CampaignKind
    year: int
    title: Text
    due: date
    sectors: Sequence[SectorGiven]
    basis: str = ""
    counts: Counts = "products"
    wave: int | None = None
    follows: UUID | str | None = None


def draft(acting: Acting, plan: Plan) -> Campaign:
    """A new campaign as a draft. Raises one problem a field."""
    policy.may_draft(acting).enforce()
    _check(plan)
    with transaction.atomic():
        made = Campaign(organisation=acting.organisation, created_by=acting.person)
        _hold(acting, made, plan)
        record(events.CREATED, acting, "campaign", made.id, year=made.year)
    return made


def redraft(acting: Acting, campaign_id: UUID | str, plan: Plan) -> Campaign:
    """The draft changed. Raises `campaigns.not-draft`."""
    with transaction.atomic():
        kept = _locked(acting, campaign_id)
        policy.may_run(queries.standing(acting, kept)).enforce()
        if kept.state != "draft":
            raise messages.NOT_DRAFT.error(state=CAMPAIGN.states[kept.state])
        _check(plan)
        _hold(acting, kept, plan)
        record(events.EDITED, acting, "campaign", kept.id)
    return kept


def decide(
    acting: Acting,
    campaign_id: UUID | str,
    action: str,
    *,
    reason: str = "",
    comments_until: date | None = None,
) -> Campaign:
    """`consult`, `return`, `decide`, `start` or `close`. Raises the policy's reason, `campaigns.reason-needed`."""
    if action not in _EVENTS:
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40], known=", ".join(_EVENTS))
    reason = clean(reason, 4000)
    with transaction.atomic():
        kept = _locked(acting, campaign_id)
        CAMPAIGN.verdict(kept.state, action, queries.standing(acting, kept)).enforce()
        if action in WITH_REASON and not reason:
            raise messages.REASON_NEEDED.error("reason")
        row = CAMPAIGN.find(kept.state, action)
        assert row is not None  # the verdict would have refused
        kept.state = row.to
        if action == "consult":
            kept.comments_until = comments_until
        kept.save(update_fields=["state", "comments_until"])
        PlanDecision.objects.create(campaign=kept, action=action, reason=reason, by=acting.person)
        record(_EVENTS[action], acting, "campaign", kept.id, reason=reason)
        _tell(kept, action)
    return kept


def give_opinion(acting: Acting, campaign_id: UUID | str, text: str) -> Opinion:
    """A comment on a plan in consultation. Raises `campaigns.not-in-consultation`, `campaigns.no-words`."""
    kept = queries.campaign(acting, campaign_id)
    policy.may_comment(acting).enforce()
    said = clean(text, 4000)
    with transaction.atomic():
        now = Campaign.objects.select_for_update().get(id=kept.id)
        if now.state != "consulted":
            raise messages.NOT_IN_CONSULTATION.error("text")
        if now.comments_until is not None and now.comments_until < timezone.localdate():
            raise messages.CONSULTATION_ENDED.error("text", until=str(now.comments_until))
        if not said:
            raise messages.NO_WORDS.error("text")
        made = Opinion.objects.create(
            campaign=now, organisation=acting.organisation, text=said, by=acting.person
        )
        record(events.OPINION, acting, "campaign", now.id)
    return made


def answer_opinion(acting: Acting, opinion_id: UUID | str, text: str, *, adopted: bool) -> Opinion:
    """The authority's answer to a comment. Raises `campaigns.answered-already`, `campaigns.no-words`."""
    found = (
        Opinion.objects.filter(id=opinion_id, campaign__organisation_id=acting.organisation_id)
        .select_related("campaign")
        .first()
    )
    if found is None:
        raise absent()
    policy.may_run(queries.standing(acting, found.campaign)).enforce()
    said = clean(text, 4000)
    if not said:
        raise messages.NO_WORDS.error("text")
    with transaction.atomic():
        now = Opinion.objects.select_for_update().get(id=found.id)
        if now.answered_at is not None:
            raise messages.ANSWERED_ALREADY.error("text")
        now.answer, now.adopted = said, adopted
        now.answered_by, now.answered_at = acting.person, timezone.now()
        now.save(update_fields=["answer", "adopted", "answered_by", "answered_at"])
        record(events.ANSWERED, acting, "campaign", found.campaign_id, adopted=adopted)
        title = found.campaign.title
        tell(
            [found.organisation_id],
            ANSWERED,
            Text(
                zh=f"已答复您对“{title.to('zh')}”的意见",
                en=f"Your comment on “{title.to('en')}” was answered",
            ),
            page=page_of(found.campaign),
        )
    return now


def page_of(campaign: Campaign) -> str:
    """The address of a campaign's page, without the language."""
    return f"/campaigns/{campaign.id}/"


def _tell(campaign: Campaign, action: str) -> None:
    zh, en = campaign.title.to("zh"), campaign.title.to("en")
    if action == "consult":
        bodies = parties.organisations(kinds=_HEARD)
        tell(
            bodies,
            CONSULTED,
            Text(zh=f"征求意见：{zh}", en=f"Open for comments: {en}"),
            page=page_of(campaign),
        )
    if action not in ("start", "close"):
        return
    asked = Task.objects.filter(campaign=campaign, dropped_at=None).exclude(answer="declined")
    organisations = list(asked.values_list("organisation_id", flat=True).distinct())
    started = Text(zh=f"归集任务“{zh}”请您核算产品", en=f"“{en}” asks you to account products")
    closed = Text(zh=f"归集任务“{zh}”已结束", en=f"“{en}” is closed")
    page = page_of(campaign)
    tell(
        organisations,
        STARTED if action == "start" else CLOSED,
        started if action == "start" else closed,
        page=page,
    )


def _locked(acting: Acting, campaign_id: UUID | str) -> Campaign:
    seen = queries.own_campaign(acting, campaign_id)
    return Campaign.objects.select_for_update().get(id=seen.id)


def _check(plan: Plan) -> None:
    """Raises one problem a field."""
    problems: list[Problem] = []
    if not 2020 <= plan.year <= 2100:
        problems.append(messages.BAD_YEAR.problem("year"))
    limit = MAX_FOCUS if plan.kind == "focus" else MAX_SECTORS
    if not plan.sectors:
        problems.append(messages.NO_SECTOR.problem("sectors"))
    if len(plan.sectors) > limit:
        problems.append(
            messages.TOO_MANY_SECTORS.problem(
                "sectors", kind=KINDS[plan.kind], limit=limit, count=len(plan.sectors)
            )
        )
    problems += [
        messages.BAD_QUOTA.problem(f"sectors[{i}].quota", row=i + 1, sector=sector.name)
        for i, sector in enumerate(plan.sectors)
        if not 1 <= sector.quota <= MAX_QUOTA
    ]
    if problems:
        raise CodedError(problems)


def _hold(acting: Acting, kept: Campaign, plan: Plan) -> None:
    follows = queries.own_campaign(acting, plan.follows) if plan.follows else None
    kept.kind, kept.year, kept.wave, kept.counts = plan.kind, plan.year, plan.wave, plan.counts
    kept.follows = follows if follows is None or follows.id != kept.id else None
    kept.title_zh, kept.title_en = clean(plan.title.zh or "", 200), clean(plan.title.en or "", 200)
    kept.basis, kept.due = clean(plan.basis, 4000), plan.due
    kept.edited_by, kept.edited_at = acting.person, timezone.now()
    kept.save()
    kept.sectors.all().delete()
    Sector.objects.bulk_create(
        Sector(
            campaign=kept,
            position=i,
            group=clean(sector.group, 80),
            name_zh=clean(sector.name.zh or "", 120),
            name_en=clean(sector.name.en or "", 120),
            quota=sector.quota,
        )
        for i, sector in enumerate(plan.sectors)
    )
