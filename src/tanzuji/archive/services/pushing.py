"""Approved items matched with catalogued products, and sent to their makers in digests (SD-205)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.archive import events, queries
from tanzuji.archive.evaluations import gap_of
from tanzuji.archive.matching import CADENCES, Against, Candidate, Why, judge
from tanzuji.archive.models import Digest, File, Item, Offer, Preference
from tanzuji.archive.services.drafting import locked
from tanzuji.archive.states import ITEM, LISTED, OFFER, RUNNING
from tanzuji.benchmarks.comparing import Gap
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices import services as notices
from tanzuji.parties.acting import Acting

SHOWN = 20
"""Titles that a digest spells out."""


def push_due(now: datetime | None = None) -> int:
    """What a worker does every hour: match valid items, send each enterprise whose time has come its digest.

    How many digests were sent. Done twice, or by two workers at once, it comes to the same.
    """
    at = now or timezone.now()
    running = Item.objects.filter(state__in=RUNNING, valid_until__gte=timezone.localdate(at))
    candidates = _candidates() if running.exists() else []
    for item in running.order_by("sequence"):
        with transaction.atomic():
            _match(None, Item.objects.select_for_update().get(pk=item.pk), candidates)
    enterprises = queries.waiting().order_by().values_list("organisation_id", flat=True).distinct()
    return sum(_digest(organisation, at) for organisation in list(enterprises))


def send_now(acting: Acting, item_id: UUID | str) -> int:
    """An item matched and sent at once to all who wait for it, by somebody of an authority; to how many enterprises.

    Digests go on in their time. Raises the policy's reason, `state.not-now`.
    """
    with transaction.atomic():
        item = locked(acting, item_id, "match")
        _match(acting, item, _candidates())
        rows = list(queries.waiting(item=item).values_list("organisation_id", flat=True))
    return sum(_sent(organisation, timezone.now(), acting, item) for organisation in rows)


def _match(acting: Acting | None, item: Item, candidates: Iterable[tuple[UUID, Candidate]]) -> int:
    """Offers for enterprises that have none yet and did not mute the kind; how many are new. The item is locked.

    Offers that wait for an enterprise whose product has left the catalogue meanwhile are dropped.
    """
    if not ITEM.verdict(item.state, "match", queries.item_standing(acting, item)):
        return 0
    found: dict[UUID, list[Why]] = defaultdict(list)
    for organisation, candidate in candidates:
        why = judge(item.match_rule, candidate)
        if why is not None:
            found[organisation].append(why)
    item.offers.filter(state="matched").exclude(organisation_id__in=list(found)).delete()
    held = set(item.offers.values_list("organisation_id", flat=True)) | _muting(item.kind, found)
    new = [
        Offer(item=item, organisation_id=organisation, why=_kept(reasons))
        for organisation, reasons in found.items()
        if organisation not in held
    ]
    Offer.objects.bulk_create(new)
    if new:
        row = ITEM.find(item.state, "match")
        assert row is not None
        item.state = row.to
        item.save(update_fields=["state", "changed_at"])
        record(
            events.MATCHED, acting, "item", item.id, organisation=item.organisation_id, enterprises=len(new)
        )
    return len(new)


def _muting(kind: str, organisations: Collection[UUID]) -> set[UUID]:
    rows = Preference.objects.filter(organisation_id__in=organisations)
    return {row.organisation_id for row in rows if kind in row.muted_set}


def _kept(reasons: list[Why]) -> str:
    return json.dumps([why.model_dump(mode="json", exclude_none=True) for why in reasons], ensure_ascii=False)


def _candidates() -> list[tuple[UUID, Candidate]]:
    """The catalogued products as rules see them, each with its enterprise."""
    rows = File.objects.filter(state__in=LISTED).select_related("organisation", "listed")
    return [(file.organisation_id, _candidate(file)) for file in rows.order_by("sequence") if file.listed]


def _candidate(file: File) -> Candidate:
    listed = file.listed
    assert listed is not None
    gap = gap_of(listed)
    return Candidate(
        file=file.id,
        number=file.number,
        name=file.name,
        model=file.model,
        codes=file.code_list,
        region=file.organisation.region,
        boundary=listed.boundary,
        year=listed.year,
        state=file.state,
        rules=listed.rule_list,
        against=_against(gap) if gap else None,
    )


def _against(gap: Gap) -> Against:
    ends = {"limit": gap.to_limit, "reference": gap.to_reference, "best": gap.to_best}
    return Against(gap.graded.grade, frozenset(name for name, above in ends.items() if above <= 0))


def _digest(organisation: UUID, at: datetime) -> int:
    """The digest of an enterprise, if its time has come; how many were sent: 0 or 1."""
    cadence = CADENCES[queries.preference(organisation).cadence][1]
    last = queries.last_digest(organisation)
    if last is not None and last.at + cadence > at:
        return 0
    return _sent(organisation, at)


def _sent(organisation: UUID, at: datetime, acting: Acting | None = None, item: Item | None = None) -> int:
    """What waits for an enterprise sent together; 0 where nothing does, or another worker has just sent it."""
    with transaction.atomic():
        wish, _ = Preference.objects.get_or_create(organisation_id=organisation)
        wish = Preference.objects.select_for_update().get(pk=wish.pk)  # one worker at a time
        rows = queries.waiting([organisation], item).exclude(item__kind__in=wish.muted_set)
        offers = [
            offer for offer in rows if OFFER.verdict(offer.state, "send", queries.offer_standing(None, offer))
        ]
        if not offers:
            return 0
        made = Digest.objects.create(
            organisation_id=organisation, count=len(offers), by=acting.person if acting else None, at=at
        )
        Offer.objects.filter(id__in=[offer.id for offer in offers]).update(state="sent", digest=made)
        record(
            events.DIGEST, acting, "digest", made.pk, organisation=organisation,
            offers=[str(offer.id) for offer in offers],
        )  # fmt: skip
        for sent in {offer.item_id: offer.item for offer in offers}.values():
            _first_sent(acting, sent)
        _tell(organisation, offers)
    return 1


def _first_sent(acting: Acting | None, item: Item) -> None:
    """The item's state, when its first offer is sent."""
    if Item.objects.filter(pk=item.pk, state="matched").update(state="sent", changed_at=timezone.now()):
        record(events.SENT, acting, "item", item.id, organisation=item.organisation_id)


def _tell(organisation: UUID, offers: list[Offer]) -> None:
    count, shown = len(offers), offers[:SHOWN]
    notices.tell(
        [organisation], events.TOLD_DIGEST,
        Text(
            zh=f"与贵单位目录库产品有关的政策、融资信息 {count} 条",
            en=f"Policy and financing for your catalogued products: {count}",
        ),
        Text(
            zh="\n".join(offer.item.title.to("zh") for offer in shown),
            en="\n".join(offer.item.title.to("en") for offer in shown),
        ),
        page="/archive/offers/" if count > 1 else f"/archive/offers/{offers[0].id}/",
    )  # fmt: skip
