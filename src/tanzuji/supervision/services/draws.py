"""Random draws of whom to inspect and who inspects (双随机): committed, then drawn, then made public."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.ledger import log, tree
from tanzuji.ledger.kinds import SUPERVISION
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import memberships
from tanzuji.supervision import drawing, events, messages, policy, queries
from tanzuji.supervision.kinds import POOLS
from tanzuji.supervision.models import Draw, DrawResult, Inspector, Plan
from tanzuji.supervision.pools import Drawable, pool_of
from tanzuji.supervision.services.numbering import held, next_number
from tanzuji.supervision.services.opening import INSPECTION_NUMBER, open_drawn
from tanzuji.web.typed import clean

AFTER = 1
"""Entries of the log between the commitment and the seed."""
MAX_AFTER = 1000
QUIET_DAYS = 30
"""Days for which it stays unannounced who was drawn, unless something else is chosen."""


def commit(
    acting: Acting,
    plan_id: UUID | str,
    *,
    beacon: str = "",
    after: int = AFTER,
    public_from: date | None = None,
) -> Draw:
    """Pool, inspectors and a secret, fixed by an entry of the log before the seed can be known.

    `beacon`: a public number that will appear later, in words ("双色球 2026137 期"); it then goes into the seed.
    `after`: how many more entries the log has when its root is taken. Raises `supervision.empty-pool`,
    `supervision.too-few-inspectors`, `supervision.draw-open`.
    """
    public_from = public_from or timezone.localdate() + timedelta(days=QUIET_DAYS)
    if not 1 <= after <= MAX_AFTER:
        name = Text(zh="其后的记录数", en="Entries in between")
        raise messages.BAD_COUNT.error("after", name=name, least=1, most=MAX_AFTER)
    seen = queries.plan(acting, plan_id)
    with transaction.atomic():
        kept = Plan.objects.select_for_update().get(id=seen.id)
        policy.may_commit(queries.plan_standing(acting, kept)).enforce()
        open_ = kept.draws.filter(result=None).first()
        if open_ is not None:
            raise messages.DRAW_OPEN.error(number=open_.number)
        document = _document(acting, kept, clean(beacon, 200), after)
        number = next_number("CQ")
        document["draw"] = number
        digest = drawing.digest(document)
        made = Draw(plan=kept, number=number, public_from=public_from, by=acting.person, digest=digest)
        made.document = drawing.canonical(document).decode()
        made.leaf = log.append(
            SUPERVISION, _commitment(made, document), subject="draw", subject_id=made.id
        ).index
        made.save(force_insert=True)
        record(events.COMMITTED, acting, "draw", made.id, number=number, pool=len(document["pool"]))
    return made


def _commitment(made: Draw, document: dict[str, Any]) -> dict[str, Any]:
    """What the log says of a draw that is to come: how it will be made, and the digest of everything else."""
    return {
        "event": "draw-committed",
        "draw": made.number,
        "authority": document["authority"],
        "rule": drawing.RULE,
        "digest": made.digest,
        "pool": len(document["pool"]),
        "inspectors": len(document["inspectors"]),
        "sample": document["sample"],
        "team": document["team"],
        "after": document["after"],
        "beacon": document["beacon"],
        "public_from": str(made.public_from),
    }


def _document(acting: Acting, kept: Plan, beacon: str, after: int) -> dict[str, Any]:
    """Everything the draw is made from. Inspectors stand in it by their codes."""
    pool = pool_of(kept.pool, acting.organisation_id)
    if not pool:
        raise messages.EMPTY_POOL.error(pool=POOLS[kept.pool])  # type: ignore[index]
    listed = list(queries.inspectors(acting))
    barred = _barred(listed, pool)
    inspectors = [{"code": each.code, "barred": sorted(barred[each.id])} for each in listed]
    fewest = min(sum(one.code not in each["barred"] for each in inspectors) for one in pool)
    if fewest < kept.team:
        raise messages.TOO_FEW_INSPECTORS.error(count=fewest, team=kept.team)
    return {
        "rule": drawing.RULE,
        "authority": acting.organisation_name.to("zh"),
        "plan": kept.title.to("zh"),
        "target": kept.pool,
        "pool": [{"code": one.code, "name": one.name.to("zh"), "class": one.attention} for one in pool],
        "sample": {"ordinary": kept.sample, "raised": kept.sample_raised},
        "team": kept.team,
        "inspectors": inspectors,
        "after": after,
        "beacon": beacon,
        "secret": secrets.token_hex(32),
    }


def _barred(listed: list[Inspector], pool: list[Drawable]) -> dict[UUID, set[str]]:
    """Codes of the pool for which an inspector is never drawn: a declared tie, or they belong to it."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for each in listed:
        ties = {conflict.subject_id for conflict in each.conflicts.all() if conflict.ended_at is None}
        ties |= set(memberships(each.person).values_list("organisation_id", flat=True)) - {
            each.organisation_id
        }
        found[each.id] = {one.code for one in pool if ties & set(one.parties)}
    return found


def draw(acting: Acting, draw_id: UUID | str, *, beacon: str = "") -> DrawResult:
    """The draw made, and an inspection opened for each of the drawn with its team.

    Raises `supervision.own-commitment`, `supervision.too-early`, `supervision.beacon-needed`, `supervision.drawn-already`.
    """
    seen = queries.draw(acting, draw_id)
    document = json.loads(seen.document)
    value = clean(beacon, 200) if document["beacon"] else ""
    if document["beacon"] and not value:
        raise messages.BEACON_NEEDED.error("beacon", beacon=document["beacon"])
    try:
        with transaction.atomic():
            plan = Plan.objects.select_for_update().get(id=seen.plan_id)
            policy.may_draw(queries.plan_standing(acting, plan), seen.by_id).enforce()
            if DrawResult.objects.filter(draw=seen).exists():
                raise messages.DRAWN_ALREADY.error()
            size = seen.leaf + 1 + document["after"]
            if log.size() < size:
                raise messages.TOO_EARLY.error(count=size - log.size())
            return _drawn(acting, seen, document, value, tree.root(size).hex())
    except IntegrityError:
        raise messages.DRAWN_ALREADY.error() from None


def _drawn(acting: Acting, of: Draw, document: dict[str, Any], beacon: str, root: str) -> DrawResult:
    """The log gets the seed's digest alone: that of a result could be guessed by trying every one of a small pool."""
    seed = drawing.seed_of(document["secret"], root, beacon)
    result = drawing.draw(document, seed)
    held(INSPECTION_NUMBER)
    leaf = log.append(
        SUPERVISION,
        {
            "event": "draw-made",
            "draw": of.number,
            "root": root,
            "size": of.leaf + 1 + document["after"],
            "beacon": beacon,
            "seed_digest": drawing.digest(seed),
        },
        subject="draw",
        subject_id=of.id,
    )
    made = DrawResult.objects.create(
        draw=of,
        root=root,
        beacon=beacon,
        seed=seed,
        result=drawing.canonical(result).decode(),
        leaf=leaf.index,
        by=acting.person,
    )
    open_drawn(acting, of, result["drawn"])
    record(events.DRAWN, acting, "draw", of.id, number=of.number, drawn=len(result["drawn"]))
    return made
