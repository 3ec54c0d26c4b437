"""What an enterprise does with what it was sent, and how it wants to be sent more."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.archive import events, messages, queries
from tanzuji.archive.matching import CADENCES, KINDS
from tanzuji.archive.models import Offer, Preference
from tanzuji.archive.policy import may_file
from tanzuji.archive.states import ANSWERS, OFFER
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices import services as notices
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def read(acting: Acting, offer_id: UUID | str) -> Offer:
    """Note that the enterprise has read an offer: the first time, by anybody of it. Raises `web.absent`."""
    of = queries.offer(acting, offer_id)
    if OFFER.verdict(of.state, "read", queries.offer_standing(acting, of)):
        Offer.objects.filter(pk=of.pk, state="sent").update(state="read", read_at=timezone.now())
        of.refresh_from_db(fields=["state", "read_at"])
    return of


def answer(acting: Acting, offer_id: UUID | str, said: str, *, note: str = "") -> Offer:
    """Interested or not; whoever made the item is told the name only of those who are. Raises `archive.no-answer`."""
    read(acting, offer_id)
    if said not in ANSWERS:
        raise messages.NO_ANSWER.error("answer")
    with transaction.atomic():
        of = queries.offer(acting, offer_id)
        of = Offer.objects.select_for_update().get(pk=of.pk)
        OFFER.verdict(of.state, "respond", queries.offer_standing(acting, of)).enforce()
        was = of.answer
        of.state, of.answer = "responded", said
        of.note = clean(note, 2000) if said == "interested" else ""
        of.answered_by, of.answered_at = acting.person, timezone.now()
        of.save(update_fields=["state", "answer", "note", "answered_by", "answered_at"])
        record(events.ANSWERED, acting, "offer", of.id, answer=said)
        if said == "interested" and was != "interested":
            _tell(acting, of)
    return of


def prefer(acting: Acting, *, cadence: str, muted: Collection[str]) -> Preference:
    """How often the digest comes, and which kinds are left out. Raises `archive.no-cadence`, `archive.no-kind`."""
    may_file(acting).enforce()
    if cadence not in CADENCES:
        raise messages.NO_CADENCE.error(
            "cadence", cadence=cadence[:40], known=_joined([n for n, _ in CADENCES.values()])
        )
    strange = next((kind for kind in muted if kind not in KINDS), None)
    if strange is not None:
        raise messages.NO_KIND.error("muted", kind=strange[:40], known=_joined(list(KINDS.values())))
    with transaction.atomic():
        made, _ = Preference.objects.update_or_create(
            organisation=acting.organisation,
            defaults={"cadence": cadence, "muted": ",".join(kind for kind in KINDS if kind in muted)},
        )
        record(events.PREFERRED, acting, "preference", made.pk, cadence=cadence, muted=made.muted)
    return made


def _joined(names: list[Text]) -> Text:
    return Text(zh="、".join(n.to("zh") for n in names), en=", ".join(n.to("en") for n in names))


def _tell(acting: Acting, of: Offer) -> None:
    who, title = acting.organisation_name, of.item.title
    notices.tell(
        [of.item.organisation_id], events.TOLD_INTEREST,
        Text(zh=f"{who.to('zh')}对“{title.to('zh')}”感兴趣", en=f"{who.to('en')} is interested in “{title.to('en')}”"),
        Text(zh=of.note, en=of.note) if of.note else None,
        page=f"/archive/items/{of.item_id}/", roles=["editor"],
    )  # fmt: skip
