"""The second pair of eyes: a submitted release announced, sent back, or published."""

from __future__ import annotations

import contextlib
import math
import shutil
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.canonical import digest as digest_of
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_changes import ITERATIONS, DatasetChange, release_changes
from tanzuji.engine.store import release_folder
from tanzuji.ledger import kinds, log
from tanzuji.ledger.services import record
from tanzuji.library.services import index_newest
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, gates, messages, notices, queries
from tanzuji.publications.candidates import candidate, candidate_folder
from tanzuji.publications.models import Change, Contained, Draft, Publication, Standing
from tanzuji.publications.services.drafting import former, go, keep, locked, needed
from tanzuji.web.verdicts import Stale

AT_ONCE = 1000


def announce(acting: Acting, draft_id: UUID | str) -> Draft:
    """A submitted release that every organisation may see the effect of before it is there."""
    with transaction.atomic():
        draft = _decided(acting, draft_id, "announce")
        candidate(draft)
        if draft.announced_at is None:
            draft.announced_at = timezone.now()
            keep(draft)
            record(
                events.ANNOUNCED, acting, "draft", draft.id, library=draft.library.name, number=draft.number
            )
    return draft


def send_back(acting: Acting, draft_id: UUID | str, reason: str) -> Draft:
    """A submitted release sent back to those who prepare it, with the reason; its candidate is let go.

    Raises `publications.reason-needed`.
    """
    with transaction.atomic():
        draft = _decided(acting, draft_id, "return")
        draft.reason = needed(reason)
        draft.digest, draft.announced_at, draft.submitted_at = "", None, None
        keep(draft)
        record(events.RETURNED, acting, "draft", draft.id, reason=draft.reason, number=draft.number)
        transaction.on_commit(lambda: shutil.rmtree(candidate_folder(draft), ignore_errors=True))
    return draft


def publish(acting: Acting, draft_id: UUID | str, *, digest: str) -> Publication:
    """The release as it was submitted, put in the store and told of; `digest` is that of what the person decided on.

    What came through the gates enters the library with it. Raises `publications.another-now`,
    `publications.candidate-gone`, `publications.not-queued`, and `publications.four-eyes` by the policy.
    """
    with transaction.atomic():
        draft = _decided(acting, draft_id, "publish")
        if digest != draft.digest:
            raise Stale([messages.ANOTHER_NOW.problem(number=draft.number)])
        made = candidate(draft)
        last = former(draft.library)
        gates.refuse_gone(draft)
        changes = release_changes(queries.opened(last) if last else None, made)
        publication = _kept(acting, draft, made, last, changes)
        gates.enter(acting, draft, f"{draft.library.name}@{draft.version}")
        _reinstate(acting, draft, publication)
        _supersede(acting, publication, changes)
        draft.ended_at = publication.at
        keep(draft)
        record(events.PUBLISHED, acting, "publication", publication.id, library=draft.library.name,
               version=publication.version, digest=made.digest, draft=str(draft.id))  # fmt: skip
        _tell_subscribers(publication)
        _log(publication)
        # The files come last: should the transaction fail before, nothing is in the store; should it fail after,
        # they are put there again by the next attempt, the same or replaced.
        stored = _put(draft, made)
        index_newest(stored)
    shutil.rmtree(candidate_folder(draft), ignore_errors=True)
    return publication


def _decided(acting: Acting, draft_id: UUID | str, action: str) -> Draft:
    draft = locked(acting, draft_id)
    go(acting, draft, action)
    return draft


def _kept(
    acting: Acting, draft: Draft, made: Release, last: Publication | None, changes: list[DatasetChange]
) -> Publication:
    assert draft.effective_from is not None and draft.submitted_by is not None  # as it was submitted
    kinds = [change.kind for change in changes]
    publication = Publication.objects.create(
        library=draft.library,
        number=draft.number,
        digest=made.digest,
        licence=made.licence,
        notes_zh=draft.notes_zh,
        notes_en=draft.notes_en,
        notice_zh=draft.notice_zh,
        notice_en=draft.notice_en,
        period=draft.period,
        effective_from=draft.effective_from,
        supersedes=last,
        count=len(made),
        added=kinds.count("added") + kinds.count("replaced"),
        changed=kinds.count("changed") + kinds.count("described"),
        removed=kinds.count("removed"),
        samples=ITERATIONS if any(change.low is not None for change in changes) else 0,
        organisation=acting.organisation,
        submitted_by=draft.submitted_by,
        released_by=acting.person,
        at=timezone.now(),
    )
    came = {item.dataset: item for item in draft.items.filter(leaves=False)}
    held = {one.dataset: one for one in last.contained.all()} if last else {}
    rows = []
    for dataset in made.datasets():
        item, before = came.get(dataset.id), held.get(dataset.id)
        origin = item or before
        rows.append(
            Contained(
                publication=publication,
                dataset=dataset.id,
                digest=digest_of(dataset),
                contribution=origin.contribution if origin else None,
                attribution=origin.attribution if origin else "",
            )
        )
    Contained.objects.bulk_create(rows, batch_size=AT_ONCE)
    left = {item.dataset: item.reason for item in draft.items.filter(leaves=True)}
    Change.objects.bulk_create((_change(publication, c, left) for c in changes), batch_size=AT_ONCE)
    return publication


def _change(publication: Publication, change: DatasetChange, left: dict[str, str]) -> Change:
    dataset = change.dataset
    return Change(
        publication=publication,
        dataset=dataset.id,
        kind=change.kind,
        before=change.before.id if change.before else "",
        name_zh=dataset.name.zh or "",
        name_en=dataset.name.en or "",
        topic=(dataset.category[0] if dataset.category else "")[:200],
        unit=dataset.unit,
        old=_number(change.old),
        new=_number(change.new),
        low=change.low,
        high=change.high,
        reason=left.get(dataset.id, ""),
    )


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _reinstate(acting: Acting, draft: Draft, publication: Publication) -> None:
    """The datasets that entered under an id which had fallen told as in force: the last word was on the value before."""
    fallen = queries.standings(publication.library)
    for dataset in draft.items.filter(leaves=False).values_list("dataset", flat=True):
        if dataset in fallen:
            _say(acting, publication, dataset, "good")


def _supersede(acting: Acting, publication: Publication, changes: list[DatasetChange]) -> None:
    """The datasets that others replace under an id of their own told as superseded; they stay, for their years."""
    for change in changes:
        if change.kind == "replaced" and change.before is not None and change.after is not None:
            _say(acting, publication, change.before.id, "superseded", change.after.id)


def _say(
    acting: Acting, publication: Publication, dataset: str, kind: str, replaced_by: str = ""
) -> Standing:
    """A word on a dataset that the release itself is the reason for, and tells."""
    return Standing.objects.create(
        library=publication.library,
        dataset=dataset,
        kind=kind,
        replaced_by=replaced_by,
        reason=f"{publication.library.name}@{publication.version}",
        organisation=acting.organisation,
        by=acting.person,
    )


def _log(publication: Publication) -> None:
    """The release as an entry of the public log."""
    payload = {
        "library": publication.library.name,
        "version": publication.version,
        "digest": publication.digest,
        "datasets": publication.count,
        "effective_from": publication.effective_from.isoformat(),
        "published_at": publication.at.isoformat(),
    }
    log.append(kinds.RELEASE, payload, subject="publication", subject_id=publication.id)


def _put(draft: Draft, made: Release) -> Release:
    """The candidate copied to its place in the store; files of an attempt that failed there give way."""
    folder = release_folder(draft.library.name, draft.version)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = folder.parent / f".writing-{draft.id}"
    shutil.rmtree(staging, ignore_errors=True)
    shutil.copytree(made.folder, staging)
    if folder.exists():
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(folder)
    staging.rename(folder)
    return Release.open(folder)


def _tell_subscribers(publication: Publication) -> None:
    library, number = publication.library, publication.number
    title = Text(
        zh=f"{library.title.to('zh')}第 {number} 版已发布",
        en=f"Release {number} of {library.title.to('en')} is published",
    )
    page = f"/publications/{library.name}/{number}/"
    for one in library.subscriptions.select_related("person", "organisation"):
        tell([one.organisation], notices.RELEASED, title, publication.notice, page=page, person=one.person)
