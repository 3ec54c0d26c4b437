"""Addresses and tables of the campaigns room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"campaign_id", "task_id", "opinion_id"}
"""Parameters of addresses that name what belongs to somebody."""

_AUTHORITY = {"POST": 403}
"""What an enterprise is answered that is no authority."""

_PLAN = {
    "kind": "focus", "year": 2026, "title": {"zh": "甲", "en": "A"}, "due": "2026-12-31",
    "sectors": [{"name": {"zh": "甲", "en": "A"}, "quota": 1}],
}  # fmt: skip

ROWS: dict[str, Row] = {
    "campaigns:home": Row(queries=PAGES),
    "campaigns:new": Row(sends={"POST": as_form(title_zh="甲")}, answers={"GET": 403, "POST": 403}),
    "campaigns:mine": Row(queries=PAGES),
    "campaigns:task": Row(),
    "campaigns:respond": Row(sends={"POST": as_form(action="accept")}),
    "campaigns:link": Row(sends={"POST": lambda world, ids: {"study": str(ids["study_id"])}}),
    "campaigns:begin": Row(
        sends={"POST": lambda world, ids: {"model": str(ids["model_id"])}}, answers={"POST": 404}
    ),
    "campaigns:drop": Row(sends={"POST": as_form(reason="no")}, answers={"POST": 404}),
    "campaigns:answer": Row(sends={"POST": as_form(text="so")}, answers=_AUTHORITY),
    "campaigns:campaign": Row(queries=(*PAGES, "state=asked", "state=x", "late=1")),
    "campaigns:edit": Row(sends={"POST": as_form(title_zh="甲")}, answers={"GET": 403, "POST": 403}),
    "campaigns:decide": Row(sends={"POST": as_form(action="consult")}, answers=_AUTHORITY),
    "campaigns:comment": Row(sends={"POST": as_form(text="好")}, answers={"POST": 422}),
    "campaigns:assign": Row(sends={"POST": as_form(organisation="x", product="y")}, answers=_AUTHORITY),
    "campaigns:remind": Row(sends={"POST": nothing}, answers=_AUTHORITY),
    "campaigns:tasks_csv": Row(),
    "api:list_campaigns": Row(queries=LISTS),
    "api:post_campaign": Row(sends={"POST": as_json(**_PLAN)}, answers=_AUTHORITY),
    "api:list_my_tasks": Row(queries=LISTS),
    "api:post_task_answer": Row(sends={"POST": as_json(action="accept")}),
    "api:put_task_study": Row(sends={"PUT": as_json(study=None)}),
    "api:get_campaign": Row(),
    "api:post_campaign_decision": Row(sends={"POST": as_json(action="consult")}, answers=_AUTHORITY),
    "api:list_campaign_tasks": Row(queries=LISTS),
    "api:post_campaign_tasks": Row(
        sends={"POST": as_json(tasks=[{"organisation": "x", "product": "y"}])}, answers=_AUTHORITY
    ),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "campaigns.Campaign": lambda of: Q(organisation=of),
    "campaigns.Sector": lambda of: Q(campaign__organisation=of),
    "campaigns.PlanDecision": lambda of: Q(campaign__organisation=of),
    "campaigns.Opinion": lambda of: Q(campaign__organisation=of),
    "campaigns.Task": lambda of: Q(organisation=of),
    "campaigns.Reminder": lambda of: Q(task__organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {
    "campaigns.Campaign.kind": "one of two",
    "campaigns.Campaign.state": "one of five",
    "campaigns.Campaign.counts": "one of two",
    "campaigns.PlanDecision.action": "one of five",
    "campaigns.Task.answer": "one of three",
}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A draft of a campaign as an authority has it, and a task of another's campaign that runs.

    The rows are made by hand: an enterprise plans no campaigns, and a draft is what no other organisation may see.
    """
    from django.utils import timezone

    from tanzuji.campaigns.models import Campaign, Opinion, Sector, Task
    from tanzuji.parties import services as parties

    editor = office.people["editor"]
    common = {
        "kind": "focus", "year": 2026, "due": timezone.localdate(), "created_by": editor.person,
        "edited_by": editor.person, "edited_at": timezone.now(),
    }  # fmt: skip
    own = Campaign.objects.create(
        organisation=office.organisation, title_zh=said(), title_en=said(), basis=said(), **common
    )
    Sector.objects.create(campaign=own, position=0, name_zh=said(), name_en=said(), quota=1)
    opinion = Opinion.objects.create(
        campaign=own, organisation=office.organisation, text=said(), by=editor.person
    )
    bureau = parties.found("regulator", zh="主管部门", en="Authority")
    running = Campaign.objects.create(
        organisation=bureau, title_zh="年度重点", title_en="Focus", state="running", **common
    )
    sector = Sector.objects.create(campaign=running, position=0, name_zh="钢材", name_en="Steel", quota=1)
    task = Task.objects.create(
        campaign=running, sector=sector, organisation=office.organisation, product=said(), due=timezone.localdate(),
        created_by=editor.person,
    )  # fmt: skip
    return {"campaign_id": own.id, "opinion_id": opinion.id, "task_id": task.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    from django.utils import timezone

    from tanzuji.campaigns.models import Campaign, Opinion, PlanDecision, Reminder, Sector, Task

    person, organisation = office.people["editor"].person, office.organisation
    own = filled(
        Campaign, organisation=organisation, kind="focus", state="draft", year=2026, counts="products",
        due=timezone.localdate(), created_by=person, edited_by=person, edited_at=timezone.now(),
    )  # fmt: skip
    sector = filled(Sector, campaign=own, position=0, quota=1)
    filled(PlanDecision, campaign=own, action="return", by=person)
    filled(Opinion, campaign=own, organisation=organisation, by=person)
    task = filled(
        Task, campaign=own, sector=sector, organisation=organisation, due=timezone.localdate(), answer="asked",
        created_by=person,
    )  # fmt: skip
    filled(Reminder, task=task)
