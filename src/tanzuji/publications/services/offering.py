"""Datasets offered from a narrower database to a wider one: private → sector, sector or private → province → nation.

An offer to the library of the jurisdiction goes through the two gates of the contributions room; one to a sector's
library is decided on by those who look after it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.contributions import services as contributing
from tanzuji.contributions.papers import LAWFUL_BASES
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.library import queries as libraries
from tanzuji.library.reading import opened
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, gates, messages, notices, policy, queries, scopes
from tanzuji.publications.models import Offer, SharedLibrary
from tanzuji.publications.services.drafting import needed
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

_WIDTH = list(scopes.SCOPES)


def offer(
    acting: Acting,
    library: SharedLibrary,
    origin: tuple[str, str],
    dataset: str,
    *,
    lawful_basis: str,
    basis_note: str = "",
) -> Offer:
    """A dataset of a database of the acting organisation's own offered to a wider one.

    `origin`: name and version of the release it stands in, one of the organisation's imports or of a shared library
    that it looks after. Raises `publications.narrower`, `publications.not-sourced`, `publications.offered-already`,
    `publications.missing`, `web.absent`.
    """
    policy.may_offer(acting).enforce()
    found = _read(acting, library, origin, dataset)
    if lawful_basis not in LAWFUL_BASES:
        raise messages.MISSING.error("lawful_basis", field=Text(zh="合法依据", en="lawful basis"))
    for value, said in (
        (found.source.title, Text(zh="来源", en="source")),
        (found.source.licence, Text(zh="许可", en="licence")),
    ):
        if not value.strip():
            raise messages.NOT_SOURCED.error("dataset", dataset=found.id, field=said)
    try:
        with transaction.atomic():
            made = Offer.objects.create(
                organisation=acting.organisation,
                library=library,
                origin="@".join(origin),
                dataset=found.id,
                document=gates.text_of(found),
                lawful_basis=lawful_basis,
                basis_note=clean(basis_note, 2000),
                by=acting.person,
            )
            if library.organisation_id is None:
                _to_the_gates(acting, made, found)
            record(events.OFFERED, acting, "offer", made.id, library=library.name, dataset=found.id)
    except IntegrityError:
        raise messages.OFFERED_ALREADY.error("dataset", dataset=found.id, library=library.title) from None
    return made


def _read(acting: Acting, library: SharedLibrary, origin: tuple[str, str], dataset: str) -> Dataset:
    name, version = origin
    shared = SharedLibrary.objects.filter(name=name).first()
    row = libraries.release(name, version, acting)
    mine = (
        row.owner_id == acting.organisation_id if shared is None else bool(policy.is_curator(acting, shared))
    )
    if not mine:
        raise absent()
    scope = shared.scope if shared is not None else "private"
    if _WIDTH.index(scope) >= _WIDTH.index(library.scope):
        raise messages.NARROWER.error("library", library=library.title)
    release = opened(row)
    if dataset not in release:
        raise messages.UNKNOWN_DATASET.error("dataset", library=row.title, dataset=dataset[:200])
    return release.dataset(dataset)


def _to_the_gates(acting: Acting, made: Offer, dataset: Dataset) -> None:
    contribution = contributing.offer(
        acting,
        dataset.plain(),
        kind="process" if dataset.kind == "process" else "factor",
        declarations={
            "lawful_basis": made.lawful_basis,
            "basis_note": made.basis_note,
            "scope": "national" if made.library.scope == "nation" else "province",
        },
        key=f"offer:{made.id}",
    )
    made.contribution, made.state = contribution.id, "at_gates"
    made.save(update_fields=["contribution", "state"])


def decide(acting: Acting, offer_id: UUID | str, accepted: bool, reason: str = "") -> Offer:
    """An offer to a sector's library accepted, or refused with a reason; it then waits for a release.

    Raises `publications.reason-needed`.
    """
    with transaction.atomic():
        made = _open(acting, offer_id)
        policy.may_release(acting, made.library, {made.by_id}).enforce()
        made.state = "accepted" if accepted else "refused"
        made.reason = reason.strip() if accepted else needed(reason)
        made.decided_by, made.decided_at = acting.person, timezone.now()
        made.save()
        record(events.OFFER_DECIDED, acting, "offer", made.id, reason=made.reason, state=made.state)
        said, title = scopes.OFFER_STATES[made.state], made.library.title
        tell(
            [made.organisation_id],
            notices.OFFER_DECIDED,
            Text(
                zh=f"{title.to('zh')}：{made.dataset} {said.to('zh')}",
                en=f"{title.to('en')}: {made.dataset} {said.to('en')}",
            ),
            Text(zh=made.reason, en=made.reason) if made.reason else None,
            page="/publications/offers/",
        )
    return made


def withdraw_offer(acting: Acting, offer_id: UUID | str) -> Offer:
    """An offer taken back before it was decided on."""
    with transaction.atomic():
        made = _open(acting, offer_id)
        if made.organisation_id != acting.organisation_id:
            raise absent()
        policy.may_offer(acting).enforce()
        made.state, made.decided_by, made.decided_at = "withdrawn", acting.person, timezone.now()
        made.save()
        record(events.OFFER_WITHDRAWN, acting, "offer", made.id)
    return made


def _open(acting: Acting, offer_id: UUID | str) -> Offer:
    found = queries.offer(acting, offer_id)
    made = Offer.objects.select_for_update().get(id=found.id)
    if made.state != "offered":
        raise Stale([messages.DECIDED.problem(dataset=made.dataset, state=scopes.OFFER_STATES[made.state])])
    return made
