"""Sending what is published to another node, and asking what became of it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.contributions import queries as entered
from tanzuji.contributions import services as contributions
from tanzuji.contributions.papers import SCOPES
from tanzuji.documents.canonical import digest as digest_of
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.text import Text
from tanzuji.jobs import services as jobs
from tanzuji.ledger.services import record
from tanzuji.nodes import crosswalk, events, messages, policy, published, queries, tokens
from tanzuji.nodes.models import Peer, Shipment
from tanzuji.nodes.parcels import Catalogue, Parcel, Row
from tanzuji.nodes.reaching import Answer, ask
from tanzuji.nodes.states import SHIPMENT
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import plain

KIND = "nodes.exchange"
PAGE = 200
MAX_PAGES = 500


def queue(acting: Acting, peer_id: UUID | str, dataset: str) -> Shipment:
    """A published dataset in the queue to a peer, as it is published now; what is queued already stays the only one.

    Raises `nodes.not-mapped`, `nodes.not-released`, `state.not-now` where it is on its way.
    """
    policy.may_exchange(acting).enforce()
    peer = queries.peer(acting, peer_id)
    mapping = peer.mappings.filter(dataset=dataset).first()
    if mapping is None:
        raise messages.NOT_MAPPED.error("dataset", dataset=dataset[:80])
    latest = peer.shipments.filter(dataset=dataset).order_by("-queued_at").first()
    if latest is not None and latest.state == "queued":
        return latest
    SHIPMENT.verdict(latest.state if latest else "mapped", "queue", acting).enforce()
    release = published.newest()
    found = published.dataset(release, dataset)
    if found is None:
        raise messages.NOT_RELEASED.error("dataset", dataset=dataset[:80])
    _refuse_narrow(dataset)
    value = published.rows_of(release)[dataset].value
    library = jurisdictions.load(settings.JURISDICTION).library
    parcel = Parcel(
        sender=published.node_name(),
        release=f"{release.name}@{release.version}",
        release_digest=release.digest,
        theirs=mapping.theirs,
        dataset=found,
        digest=digest_of(found),
        record=crosswalk.record_of(
            found, value, crosswalk.national(), library=(library.name, library.title), theirs=mapping.theirs
        )
        if peer.crosswalk
        else {},
    )
    try:
        with transaction.atomic():
            made = Shipment.objects.create(
                peer=peer, dataset=dataset, parcel=json.dumps(parcel.plain(), ensure_ascii=False), digest=parcel.digest,
                release=parcel.release, theirs=mapping.theirs, queued_by=acting.person,
            )  # fmt: skip
            record(events.QUEUED, acting, "node", peer.id, dataset=dataset, digest=parcel.digest)
    except IntegrityError:  # somebody queued it in the same moment
        return peer.shipments.get(dataset=dataset, state__in=("queued", "sent"))
    return made


def _refuse_narrow(dataset: str) -> None:
    """Raises `nodes.scope-too-narrow` where whoever contributed it did not agree to wider use."""
    for one in entered.in_library(dataset):
        if one.declarations.scope != "national":
            declared = SCOPES[one.declarations.scope]
            raise messages.SCOPE_TOO_NARROW.error("dataset", dataset=dataset[:80], declared=declared)


def withdraw(acting: Acting, shipment_id: UUID | str) -> Shipment:
    """What is queued and not sent yet, taken back."""
    policy.may_exchange(acting).enforce()
    with transaction.atomic():
        one = _locked(acting, shipment_id)
        SHIPMENT.verdict(one.state, "withdraw", acting).enforce()
        one.state = "withdrawn"
        one.save(update_fields=["state", "changed_at"])
        record(events.WITHDRAWN, acting, "node", one.peer_id, dataset=one.dataset)
    return one


def begin(acting: Acting, peer_id: UUID | str, language: Language) -> UUID:
    """The id of a job that sends what is queued, asks what became of what was sent, and looks at their catalogue again."""
    policy.may_exchange(acting).enforce()
    peer = queries.peer(acting, peer_id)
    _token(peer)
    title = Text(zh=f"与“{peer.name.to('zh')}”对接", en=f"Exchange with {peer.name.to('en')}")
    job = jobs.start(
        acting, KIND, {"peer": str(peer.id)}, title=title, language=language, page=f"/nodes/{peer.id}/"
    )
    return job.id


def exchange(acting: Acting, peer: Peer) -> list[CodedError]:
    """Everything that waits between us and a peer, one parcel at a time; what went wrong with some of them.

    A parcel that was sent twice, because the answer was lost, is the same arrival there. Raises `nodes.no-token`.
    """
    token = _token(peer)
    problems = []
    for one in peer.shipments.filter(state__in=("queued", "sent")).order_by("queued_at"):
        try:
            _move(acting, peer, one, token)
        except CodedError as error:
            problems.append(error)
            _note(acting, one, error)
    return problems


def _move(acting: Acting, peer: Peer, one: Shipment, token: str) -> None:
    if one.state == "queued":
        answer = ask(
            peer.address, "/api/nodes/parcels", token=token, body=json.loads(one.parcel), key=str(one.id)
        )
    else:
        answer = ask(peer.address, f"/api/nodes/parcels/{one.remote}", token=token)
    _take_in(acting, one, _good(answer))


def _take_in(acting: Acting, one: Shipment, body: dict[str, Any]) -> None:
    """What the peer answered. Raises `nodes.digest-differs` where they hold something else than was sent."""
    if body.get("digest") != one.digest:
        raise messages.DIGEST_DIFFERS.error(found=str(body.get("digest"))[:80], stated=one.digest)
    state = str(body.get("state"))
    after = state if state in ("acknowledged", "rejected") else "sent"
    with transaction.atomic():
        fresh = Shipment.objects.select_for_update().get(pk=one.pk)
        if fresh.state not in ("queued", "sent"):
            return
        changed = fresh.state != after
        fresh.state, fresh.remote = after, str(body.get("id"))[:80]
        fresh.answer, fresh.problem = json.dumps(body, ensure_ascii=False), "{}"
        fresh.attempts += 1
        fresh.save(update_fields=["state", "remote", "answer", "problem", "attempts", "changed_at"])
        if changed:
            kind = events.SENT if after == "sent" else events.ANSWERED
            record(
                kind, acting, "node", fresh.peer_id, dataset=fresh.dataset, state=after, digest=fresh.digest
            )


def _note(acting: Acting, one: Shipment, error: CodedError) -> None:
    """Keep why it was not sent; it stays where it is."""
    with transaction.atomic():
        fresh = Shipment.objects.select_for_update().get(pk=one.pk)
        fresh.attempts += 1
        fresh.problem = json.dumps(plain(error.problems[0]), ensure_ascii=False)
        fresh.save(update_fields=["attempts", "problem", "changed_at"])
        record(events.NOT_SENT, acting, "node", fresh.peer_id, dataset=fresh.dataset, code=error.code)


def compare(acting: Acting, peer: Peer) -> list[Row]:
    """The peer's catalogue as it is now, kept for the conflict report. Raises `nodes.*`."""
    policy.may_exchange(acting).enforce()
    token, release = _token(peer), ""
    rows: list[Row] = []
    for page in range(MAX_PAGES):
        answer = ask(peer.address, f"/api/nodes/catalogue?offset={page * PAGE}&limit={PAGE}", token=token)
        found = Catalogue.parse(_good(answer))
        if release and release != found.release:
            raise messages.ANSWERED_BADLY.error(detail=f"{release} → {found.release}")
        release = found.release
        rows += found.rows
        if len(rows) >= found.total or not found.rows:
            break
    with transaction.atomic():
        peer.comparison = json.dumps([row.plain() for row in rows], ensure_ascii=False)
        peer.compared_at, peer.compared_with = timezone.now(), release[:130]
        peer.save(update_fields=["comparison", "compared_at", "compared_with"])
        record(events.COMPARED, acting, "node", peer.id, release=release, datasets=len(rows))
    return rows


def take_over(acting: Acting, peer_id: UUID | str, theirs: str) -> str:
    """A dataset of the peer's offered here as a contribution of ours, for our own gates; its number.

    The digest is computed again and compared with the one their catalogue stated.
    """
    policy.may_exchange(acting).enforce()
    peer = queries.peer(acting, peer_id)
    row = next((row for row in peer.catalogue if row.id == theirs), None)
    if row is None:
        raise messages.NOT_RELEASED.error("theirs", dataset=theirs[:80])
    answer = ask(peer.address, f"/api/nodes/catalogue/{quote(theirs, safe='')}", token=_token(peer))
    parcel = Parcel.parse(_good(answer)).checked()
    if parcel.digest != row.digest:
        raise messages.DIGEST_DIFFERS.error("theirs", found=parcel.digest, stated=row.digest)
    offered = contributions.offer(
        acting, parcel.dataset.plain(), kind="factor", key=f"{peer.id}:{parcel.digest[7:39]}"
    )
    return offered.number


def _token(peer: Peer) -> str:
    found = tokens.token(peer.id)
    if not found:
        raise messages.NO_TOKEN.error("token")
    return found


def _good(answer: Answer) -> dict[str, Any]:
    """The body of a good answer. Raises what the other node said was wrong, or `nodes.answered-badly`."""
    if 200 <= answer.status < 300 and isinstance(answer.body, dict):
        return answer.body
    said = ""
    if (
        isinstance(answer.body, dict)
        and isinstance(answer.body.get("problems"), list)
        and answer.body["problems"]
    ):
        first = answer.body["problems"][0]
        said = (
            f"{first.get('code')}: {(first.get('message') or {}).get('zh', '')}"
            if isinstance(first, dict)
            else ""
        )
    raise messages.ANSWERED_BADLY.error(detail=f"HTTP {answer.status} {said}".strip()[:300])


def _locked(acting: Acting, shipment_id: UUID | str) -> Shipment:
    one = queries.shipment(acting, shipment_id)
    return Shipment.objects.select_for_update().get(pk=one.pk)
