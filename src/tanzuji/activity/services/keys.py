"""Allocation keys: how shared meters and goods are split between products (DQ-04)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from tanzuji.activity import events, messages, policy, queries
from tanzuji.activity.amounts.sharing import EXACT
from tanzuji.activity.kinds import ALLOCATION_METHODS
from tanzuji.activity.models import AllocationKey, Good, Meter, Share
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting


def set_key(
    acting: Acting,
    source: Meter | Good,
    *,
    method: str,
    weights: Mapping[UUID | str, float],
    reason: str,
    valid_from: date,
) -> AllocationKey:
    """How a meter's own amount, or a good, is shared from a day on; earlier keys stay for earlier periods.

    `weights` by product: of `direct` one product; of `given` fractions whose sum is at most 1, the rest going to no
    product; of `output` factors above 0. Raises `web.absent`, `activity.key-weights`, `activity.no-reason`.
    """
    policy.may_record(acting).enforce()
    owned = (
        queries.own_meter(acting, source.id) if isinstance(source, Meter) else queries.good(acting, source.id)
    )
    products = {queries.product(acting, id_): weight for id_, weight in weights.items()}
    problems = _problems(method, list(products.values()), reason)
    if any(product.facility_id != owned.facility_id for product in products):
        problems.append(messages.OTHER_FACILITY.problem("products"))
    if problems:
        raise CodedError(problems)
    with transaction.atomic():
        key = AllocationKey.objects.create(
            organisation=acting.organisation,
            meter=owned if isinstance(owned, Meter) else None,
            good=owned if isinstance(owned, Good) else None,
            method=method,
            reason=reason.strip()[:2000],
            valid_from=valid_from,
            person=acting.person,
        )
        Share.objects.bulk_create(
            [Share(key=key, product=product, weight=weight) for product, weight in products.items()]
        )
        subject = "meter" if isinstance(owned, Meter) else "good"
        record(events.SHARED_OUT, acting, subject, owned.id, reason=key.reason, method=method)
    return key


def _problems(method: str, weights: list[float], reason: str) -> list[Problem]:
    if method not in ALLOCATION_METHODS:
        known = ", ".join(ALLOCATION_METHODS)
        return [messages.UNKNOWN_CHOICE.problem("method", value=method[:60], known=known)]
    sound = {
        "direct": len(weights) == 1,
        "given": bool(weights) and all(w >= 0 for w in weights) and sum(weights) <= 1 + EXACT,
        "output": bool(weights) and all(0 < w < float("inf") for w in weights),
    }[method]
    problems = [] if sound else [messages.KEY_WEIGHTS.problem("weights")]
    return problems if reason.strip() else [*problems, messages.NO_REASON.problem("reason")]
