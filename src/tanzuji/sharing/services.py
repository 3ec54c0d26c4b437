"""The only writers of the sharing room: one function a user action = policy → transaction → ledger event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tanzuji.documents.canonical import digest as digest_of
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.engine import write_release
from tanzuji.engine.release import Release
from tanzuji.engine.store import release_folder
from tanzuji.footprints import queries as footprints
from tanzuji.footprints.published import published_dataset
from tanzuji.ledger.services import News, record
from tanzuji.library import services as library
from tanzuji.notices import services as notices
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.sharing import events, messages, queries
from tanzuji.sharing.giving import delivered
from tanzuji.sharing.models import Delivery, Share, Taking
from tanzuji.sharing.states import SHARE, may_work
from tanzuji.web.typed import clean

TITLE = Text(zh="供应商提供的碳足迹", en="Footprints received from suppliers")


def ask(acting: Acting, supplier: str, *, product: str, purpose: str = "") -> Share:
    """A footprint asked of a supplier, who is named by code or full name: no list of organisations is shown to anybody.

    Raises `sharing.*`.
    """
    may_work(acting).enforce()
    of = parties.organisation_called(supplier)
    if of is None:
        raise messages.NO_SUPPLIER.error("supplier", supplier=clean(supplier, 80))
    if of.id == acting.organisation_id:
        raise messages.ONESELF.error("supplier")
    named = clean(product, 200)
    if not named:
        raise messages.NOTHING_NAMED.error("product")
    with transaction.atomic():
        made = Share.objects.create(
            buyer=acting.organisation,
            supplier=of,
            product=named,
            purpose=clean(purpose, 2000),
            asked_by=acting.person,
        )
        record(events.ASKED, acting, "share", made.id, product=named)
        buyer = acting.organisation_name
        notices.tell(
            [of], events.TOLD_ASKED,
            Text(zh=f"{buyer.to('zh')}想要“{named}”的碳足迹", en=f"{buyer.to('en')} asks for the footprint of “{named}”"),
            page=f"/sharing/{made.id}/", roles=["editor"],
        )  # fmt: skip
    return made


def grant(
    acting: Acting, share_id: UUID | str, study_id: UUID | str, *, follows: bool, terms: str = ""
) -> Share:
    """The newest published version of a study given to the buyer. Raises `sharing.not-published`, `state.not-now`."""
    study = footprints.study(acting, study_id)
    published = _published(acting, study.id)
    with transaction.atomic():
        of = _locked(acting, share_id, "grant")
        of.study, of.follows, of.terms = str(study.id), follows, clean(terms, 2000)
        of.decided_by = acting.person
        of.save(update_fields=["study", "follows", "terms", "decided_by"])
        _deliver(of, published, acting)
        record(events.GRANTED, acting, "share", of.id, follows=follows)
        _tell_buyer(of, events.TOLD_DECIDED, "已提供", "was given")
    return of


def give(acting: Acting, share_id: UUID | str) -> Share:
    """The newest published version given to a buyer who holds an older one; the same again changes nothing."""
    with transaction.atomic():
        of = _locked(acting, share_id, "give")
        published = _published(acting, UUID(of.study))
        last = queries.newest(of)
        if last is None or last.version != int(published.version):
            _deliver(of, published, acting)
            _tell_buyer(of, events.TOLD_GIVEN, "有新版本", "has a new version")
    return of


def refuse(acting: Acting, share_id: UUID | str, reason: str) -> Share:
    """The request refused with a reason."""
    return _closed(acting, share_id, "refuse", reason, events.REFUSED)


def end(acting: Acting, share_id: UUID | str, reason: str) -> Share:
    """Nothing more is given; what the buyer took stays theirs."""
    return _closed(acting, share_id, "end", reason, events.ENDED)


def withdraw(acting: Acting, share_id: UUID | str) -> Share:
    """The request taken back by the buyer."""
    with transaction.atomic():
        of = _locked(acting, share_id, "withdraw")
        of.state = "withdrawn"
        of.save(update_fields=["state", "changed_at"])
        record(events.ENDED, acting, "share", of.id)
    return of


def take(acting: Acting, share_id: UUID | str) -> Taking:
    """What was given last, in a new release of the buyer's received footprints; the same again is the same release.

    Raises `sharing.nothing-given`.
    """
    may_work(acting).enforce()
    with transaction.atomic():
        # all of the buyer's shares: the next release holds what each of them gave
        list(Share.objects.select_for_update().filter(buyer_id=acting.organisation_id).order_by("id"))
        of = queries.share(acting, share_id)
        last = queries.newest(of)
        if last is not None and (before := Taking.objects.filter(delivery=last).first()) is not None:
            return before
        SHARE.verdict(of.state, "take", queries.standing(acting, of)).enforce()
        if last is None:
            raise messages.NOTHING_GIVEN.error()
        held = [each.dataset for each in queries.taken(acting.organisation_id)]
        stored = _written(acting.organisation_id, [*held, last.dataset])
        row = library.index_newest(stored, holds_older=True)
        sequence = (
            Taking.objects.filter(buyer_id=acting.organisation_id).aggregate(n=Max("sequence"))["n"] or 0
        ) + 1
        made = Taking.objects.create(
            delivery=last,
            buyer=acting.organisation,
            sequence=sequence,
            release=f"{row.name}@{row.version}",
            by=acting.person,
        )
        of.state = "linked"
        of.save(update_fields=["state", "changed_at"])
        record(events.TAKEN, acting, "share", of.id, digest=last.digest, number=last.number)
    return made


def follow(event: News) -> None:
    """A supplier published a version: buyers it follows are given it, of the others the supplier is reminded."""
    for of in Share.objects.select_for_update().filter(
        study=event.subject_id, state__in=("granted", "linked"), supplier_id=event.organisation
    ):
        dataset = published_dataset(of.supplier_id, UUID(of.study))
        last = queries.newest(of)
        if dataset is None or (last is not None and last.version == int(dataset.version)):
            continue
        if of.follows:
            _deliver(of, dataset, None)
            _tell_buyer(of, events.TOLD_GIVEN, "有新版本", "has a new version")
        else:
            notices.tell(
                [of.supplier_id], events.TOLD_NEWER,
                Text(zh=f"客户手里的“{of.product}”是旧版本", en=f"A buyer holds an older version of “{of.product}”"),
                page=f"/sharing/{of.id}/", roles=["editor"],
            )  # fmt: skip


def _published(acting: Acting, study: UUID) -> Dataset:
    found = published_dataset(acting.organisation_id, study)
    if found is None:
        raise messages.NOT_PUBLISHED.error("study")
    return found


def _deliver(of: Share, published: Dataset, acting: Acting | None) -> Delivery:
    number = of.deliveries.count() + 1
    dataset = delivered(published, of.id, number)
    made = Delivery.objects.create(
        share=of, number=number, document=json.dumps(dataset.plain(), ensure_ascii=False), digest=digest_of(dataset),
        version=int(published.version), by=acting.person if acting else None,
    )  # fmt: skip
    of.state = "granted"
    of.save(update_fields=["state", "changed_at"])
    record(
        events.GIVEN, acting, "share", of.id, organisation=of.supplier_id, number=number, digest=made.digest
    )
    return made


def _closed(acting: Acting, share_id: UUID | str, action: str, reason: str, kind: str) -> Share:
    said = clean(reason, 2000)
    if not said:
        raise messages.NEEDS_REASON.error("reason")
    with transaction.atomic():
        of = _locked(acting, share_id, action)
        row = SHARE.find(of.state, action)
        assert row is not None
        of.state, of.reason, of.decided_by = row.to, said, acting.person
        of.save(update_fields=["state", "reason", "decided_by", "changed_at"])
        record(kind, acting, "share", of.id, reason=said)
        _tell_buyer(
            of,
            events.TOLD_DECIDED,
            *(("未提供", "was refused") if action == "refuse" else ("已停止提供", "is no longer given")),
        )
    return of


def _tell_buyer(of: Share, kind: str, zh: str, en: str) -> None:
    notices.tell(
        [of.buyer_id], kind, Text(zh=f"“{of.product}”的碳足迹{zh}", en=f"The footprint of “{of.product}” {en}"),
        page=f"/sharing/{of.id}/", roles=["editor"],
    )  # fmt: skip


def _locked(acting: Acting, share_id: UUID | str, action: str) -> Share:
    """One of the acting organisation's, locked, where the action is possible. Raises `web.absent`, `state.not-now`."""
    found = queries.share(acting, share_id)
    of = Share.objects.select_for_update().get(pk=found.pk)
    SHARE.verdict(of.state, action, queries.standing(acting, of)).enforce()
    return of


def _written(organisation_id: UUID, datasets: Sequence[Dataset]) -> Release:
    """A release of everything received so far; it only ever grows."""
    name = queries.library_of(organisation_id)
    label = f"{len(datasets)}.{digest_of([each.plain() for each in datasets]).removeprefix('sha256:')[:12]}"
    return write_release(
        release_folder(name, label), name=name, version=label, title=TITLE, licence="供应商授权使用 · by grant of the suppliers",
        datasets=datasets,
    )  # fmt: skip
