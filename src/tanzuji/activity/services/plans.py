"""Measurement plans of products (SH-105): written by one person, approved by another, replaced by the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.activity import events, messages, policy, queries
from tanzuji.activity.kinds import FREQUENCIES, PLAN_WAYS
from tanzuji.activity.models import Plan, PlanLine, Product
from tanzuji.activity.states import PLAN
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Stale

MAX_PLANNED = 300


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of activity data: how it is measured, with which meter or ledger, how often, how exactly, by whom."""

    item: str
    way: str
    frequency: str = "month"
    meter: str = ""
    good: str = ""
    accuracy: str = ""
    specification: str = ""
    responsible: str = ""


def write_plan(acting: Acting, product_id: UUID | str, lines: Sequence[Planned]) -> Plan:
    """The draft of a product's plan with these lines; a new number where the last plan was approved.

    Raises `web.absent`, `activity.needed`, `activity.unknown-choice`.
    """
    policy.may_record(acting).enforce()
    product = queries.product(acting, product_id)
    rows = _rows(acting, lines)
    with transaction.atomic():
        _hold(product)
        last = queries.plans(acting).filter(product=product).first()
        maker = str(acting.person.id)
        if last is not None and last.state == "draft":
            plan = last
            plan.written_by = acting.person
            plan.makers = [*plan.makers, *([maker] if maker not in plan.makers else [])]
            plan.revision += 1
            plan.save(update_fields=["written_by", "makers", "revision"])
            plan.lines.all().delete()
        else:
            plan = Plan.objects.create(
                organisation=acting.organisation,
                product=product,
                number=last.number + 1 if last else 1,
                written_by=acting.person,
                makers=[maker],
            )
        for row in rows:
            row.plan = plan
        PlanLine.objects.bulk_create(rows)
        record(
            events.PLANNED, acting, "plan", plan.id, product=product.code, number=plan.number, lines=len(rows)
        )
    return plan


def _rows(acting: Acting, lines: Sequence[Planned]) -> list[PlanLine]:
    problems: list[Problem] = []
    rows: list[PlanLine] = []
    if not lines or len(lines) > MAX_PLANNED:
        problems.append(messages.NEEDED.problem("lines"))
    for at, one in enumerate(lines[:MAX_PLANNED]):
        where = f"lines[{at}]"
        if not one.item.strip():
            problems.append(messages.NEEDED.problem(f"{where}.item"))
        for name, value, known in (("way", one.way, PLAN_WAYS), ("frequency", one.frequency, FREQUENCIES)):
            if value not in known:
                problems.append(
                    messages.UNKNOWN_CHOICE.problem(
                        f"{where}.{name}", value=value[:60], known=", ".join(known)
                    )
                )
        if one.way in ("meter", "good") and not getattr(one, one.way):
            problems.append(messages.NEEDED.problem(f"{where}.{one.way}"))
            continue
        rows.append(
            PlanLine(
                item=one.item.strip()[:200], way=one.way, frequency=one.frequency,
                meter=queries.own_meter(acting, one.meter) if one.way == "meter" else None,
                good=queries.good(acting, one.good) if one.way == "good" else None,
                accuracy=one.accuracy.strip()[:20], specification=one.specification.strip()[:200],
                responsible=one.responsible.strip()[:120],
            )
        )  # fmt: skip
    if problems:
        raise CodedError(problems)
    return rows


def approve_plan(acting: Acting, plan_id: UUID | str, *, seen: int) -> Plan:
    """A plan approved by a reviewer who wrote nothing of it; the one before is replaced.

    `seen` is the revision the reviewer looked at. Raises `activity.own-plan`, `activity.plan-changed` (409), `web.absent`.
    """
    with transaction.atomic():
        _hold(queries.plan(acting, plan_id).product)
        plan = queries.plan(acting, plan_id)
        policy.may_approve(acting, plan.makers).enforce()
        if plan.revision != seen:
            raise Stale([messages.PLAN_CHANGED.problem()])
        PLAN.verdict(plan.state, "approve", acting).enforce()
        queries.plans(acting).filter(product=plan.product, state="approved").update(state="replaced")
        plan.state, plan.approved_by, plan.approved_at = "approved", acting.person, timezone.now()
        plan.save(update_fields=["state", "approved_by", "approved_at"])
        record(events.PLAN_APPROVED, acting, "plan", plan.id, product=plan.product.code, number=plan.number)
    return plan


def _hold(product: Product) -> None:
    """Nobody else writes or approves a plan of the product until the transaction ends."""
    Product.objects.select_for_update().get(pk=product.pk)
