"""Tasks given to organisations: one by one, or with a list of two hundred."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.campaigns import events, messages, policy, queries
from tanzuji.campaigns.models import Campaign, Sector, Task
from tanzuji.campaigns.planning import STARTED, page_of
from tanzuji.campaigns.states import ASSIGNABLE, CAMPAIGN
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

MAX_TASKS = 1000
"""Lines of one list."""

COLUMNS = {
    "organisation": ("organisation", "单位", "企业", "统一社会信用代码"),
    "sector": ("sector", "行业"),
    "product": ("product", "产品"),
    "due": ("due", "期限", "截止日期"),
}
"""Columns of a list by the names they may bear."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A task as it is given: who, in which sector, which product, until when (the campaign's date where none)."""

    organisation: str
    """Code, full name or id."""
    sector: str
    """Name, product rule or number from 1."""
    product: str
    due: date | None = None


def read_list(content: bytes) -> list[Assigned]:
    """The lines of a CSV. Raises `campaigns.not-readable`, `campaigns.no-columns`, and every line that is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise messages.NOT_READABLE.error("file") from None
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise messages.NOT_READABLE.error("file") from None
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    where = {key: next((head.index(n) for n in names if n in head), None) for key, names in COLUMNS.items()}
    missing = [key for key in ("organisation", "product") if where[key] is None]
    if missing:
        raise messages.NO_COLUMNS.error("1", missing=", ".join(missing))
    if len(rows) - 1 > MAX_TASKS:
        raise messages.TOO_MANY_TASKS.error("file", count=len(rows) - 1, limit=MAX_TASKS)
    found: list[Assigned] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            key: (row[at].strip() if at is not None and at < len(row) else "") for key, at in where.items()
        }
        try:
            due = read_date(cells["due"], f"{number}.due")
        except CodedError as error:
            problems += error.problems
            continue
        found.append(Assigned(cells["organisation"], cells["sector"], cells["product"], due))
    if problems:
        raise CodedError(problems)
    return found


def read_date(text: str, place: str) -> date | None:
    """A date as `2026-11-30` or `2026/11/30`; None for nothing. Raises `campaigns.bad-date`."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        raise messages.BAD_DATE.error(place, value=text.strip()[:40]) from None


def assign(acting: Acting, campaign_id: UUID | str, given: Assigned) -> Task:
    """One task. Raises as `assign_list`, without the number of a line."""
    try:
        return assign_list(acting, campaign_id, [given])[0]
    except CodedError as error:
        raise type(error)(
            Problem(p.message, p.path.partition(".")[2], p.fields) for p in error.problems
        ) from error


def assign_list(acting: Acting, campaign_id: UUID | str, given: Sequence[Assigned]) -> list[Task]:
    """All tasks of a list or none; where a campaign runs, whoever is asked is told.

    Raises every line that is wrong, with its number in the file (the first line names the columns).
    """
    seen = queries.own_campaign(acting, campaign_id)
    with transaction.atomic():
        kept = Campaign.objects.select_for_update().get(id=seen.id)
        policy.may_run(queries.standing(acting, kept)).enforce()
        if kept.state not in ASSIGNABLE:
            raise messages.NOT_ASSIGNABLE.error(state=CAMPAIGN.states[kept.state])
        made = _checked(acting, kept, given)
        Task.objects.bulk_create(made)
        record(events.ASSIGNED, acting, "campaign", kept.id, tasks=len(made))
        if kept.state == "running":
            title = kept.title
            tell(
                {task.organisation_id for task in made},
                STARTED,
                Text(
                    zh=f"归集任务“{title.to('zh')}”请您核算产品",
                    en=f"“{title.to('en')}” asks you to account products",
                ),
                page=page_of(kept),
            )
    return made


def _checked(acting: Acting, kept: Campaign, given: Sequence[Assigned]) -> list[Task]:
    sectors = list(queries.sectors(kept))
    known = set(kept.tasks.values_list("organisation_id", "product"))
    found: dict[str, Any | None] = {}
    made: list[Task] = []
    problems: list[Problem] = []
    for number, one in enumerate(given, start=2):
        product = clean(one.product, 200)
        if one.organisation not in found:
            found[one.organisation] = _organisation(one.organisation)
        organisation, sector = found[one.organisation], _sector(sectors, one.sector)
        if organisation is None:
            problems.append(
                messages.NO_SUCH_ORGANISATION.problem(f"{number}.organisation", value=one.organisation[:80])
            )
        if sector is None:
            names = ", ".join(s.name.to("zh") for s in sectors)
            problems.append(
                messages.NO_SUCH_SECTOR.problem(f"{number}.sector", value=one.sector[:80], known=names)
            )
        if not product:
            problems.append(messages.NO_PRODUCT.problem(f"{number}.product"))
        if organisation is None or sector is None or not product:
            continue
        if (organisation.id, product) in known:
            problems.append(
                messages.TASK_TWICE.problem(
                    f"{number}.product", organisation=organisation.name, product=product
                )
            )
        known.add((organisation.id, product))
        made.append(
            Task(
                campaign=kept, sector=sector, organisation=organisation, product=product,
                due=one.due or kept.due, created_by=acting.person,
            )
        )  # fmt: skip
    if problems:
        raise CodedError(problems)
    return made


def _organisation(named: str) -> Any | None:
    """By code, by full name, by id; None where there is none or several."""
    named = named.strip()
    for ask in (parties.organisation_by_code, parties.organisation):
        try:
            return ask(named)
        except CodedError:
            continue
    same = [o for o in parties.organisations(text=named)[:50] if named and named in (o.name_zh, o.name_en)]
    return same[0] if len(same) == 1 else None


def _sector(sectors: Sequence[Sector], named: str) -> Sector | None:
    """By name in either language, product rule or number from 1; the only one where none is named."""
    named = named.strip()
    if not named:
        return sectors[0] if len(sectors) == 1 else None
    for sector in sectors:
        if named in (sector.name_zh, sector.name_en, sector.group, str(sector.position + 1)):
            return sector
    return None


def drop(acting: Acting, task_id: UUID | str, *, reason: str) -> Task:
    """A task taken back by the authority, with the reason. Raises `campaigns.reason-needed`."""
    found = queries.task_of_own_campaign(acting, task_id)
    policy.may_run(queries.standing(acting, found.campaign)).enforce()
    said = clean(reason, 4000)
    if not said:
        raise messages.REASON_NEEDED.error("reason")
    with transaction.atomic():
        now = Task.objects.select_for_update().get(id=found.id)
        if now.dropped_at is None:
            now.dropped_at, now.reason = timezone.now(), said
            now.save(update_fields=["dropped_at", "reason"])
            record(events.DROPPED, acting, "campaign", found.campaign_id, reason=said, task=str(now.id))
    return now
