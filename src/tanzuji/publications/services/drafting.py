"""A release in preparation: begun, filled from the queue, described, submitted with a candidate, sent back, given up."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_writer import write_release
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.publications import events, gates, messages, policy, queries
from tanzuji.publications.candidates import candidate_folder
from tanzuji.publications.models import Draft, Item, Preparer, Publication, SharedLibrary
from tanzuji.publications.services.libraries import main_library
from tanzuji.publications.standings import LEAVING
from tanzuji.publications.states import RELEASE
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

TEXTS = ("notes_zh", "notes_en", "notice_zh", "notice_en", "period")
_LONGEST = 20_000


def open_draft(acting: Acting, library: SharedLibrary) -> Draft:
    """The next release of a library, begun; datasets that were withdrawn or suspended since leave with it.

    Raises `publications.open-already`.
    """
    policy.may_prepare(acting, library).enforce()
    last = library.publications.order_by("-number").first()
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            draft = Draft.objects.create(library=library, number=number, opened_by=acting.person)
            _took_part(acting, draft)
            _leave_what_fell(draft)
            record(events.OPENED, acting, "draft", draft.id, library=library.name, number=number)
    except IntegrityError:
        raise messages.OPEN_ALREADY.error(library=library.title, number=number) from None
    return draft


def begin(acting: Acting, name: str) -> Draft:
    """`open_draft` of a library by its name; that of the jurisdiction is set up by its first. Raises `web.absent`."""
    first = queries.library_to_begin()
    if first is not None and name == first[0] and acting.mandated("factors"):
        main_library()
    return open_draft(acting, queries.library(name))


def choose(
    acting: Acting, draft_id: UUID | str, ids: Sequence[UUID], *, revision: int | None = None
) -> Draft:
    """The draft with just these contributions (of a sector's library: accepted offers) entering.

    Raises `publications.not-queued`, `publications.repeated`, `publications.another-now`.
    """
    with transaction.atomic():
        draft = _editable(acting, draft_id, revision)
        entering = gates.entering(draft.library, ids)
        seen: set[str] = set()
        for one in entering:
            if one.dataset.id in seen:
                raise messages.REPEATED.error("items", dataset=one.dataset.id)
            seen.add(one.dataset.id)
        draft.items.filter(leaves=False).delete()
        draft.items.filter(dataset__in=seen).delete()  # one that enters anew does not leave
        Item.objects.bulk_create(
            Item(
                draft=draft,
                dataset=one.dataset.id,
                document=gates.text_of(one.dataset),
                contribution=one.contribution,
                offer=one.offer,
                attribution=one.attribution[:300],
            )
            for one in entering
        )
        _leave_what_fell(draft)
        _edited(acting, draft, entering=sorted(seen))
    return draft


def leave(acting: Acting, draft_id: UUID | str, dataset: str, reason: str) -> Draft:
    """The draft without a dataset of the release before it; an empty reason lets it stay.

    Raises `publications.unknown-dataset`.
    """
    with transaction.atomic():
        draft = _editable(acting, draft_id, None)
        held = former(draft.library)
        if held is None or not held.contained.filter(dataset=dataset).exists():
            raise messages.UNKNOWN_DATASET.error(
                "dataset", library=draft.library.title, dataset=dataset[:200]
            )
        draft.items.filter(dataset=dataset, leaves=True).delete()
        if reason.strip():
            Item.objects.update_or_create(
                draft=draft,
                dataset=dataset,
                defaults={"leaves": True, "document": "", "reason": reason.strip()},
            )
        _edited(acting, draft, leaving=dataset, reason=reason)
    return draft


def describe(
    acting: Acting,
    draft_id: UUID | str,
    said: Mapping[str, str],
    *,
    effective_from: str | date | None = None,
    revision: int | None = None,
) -> Draft:
    """The draft with other notes, notice text, period and day from which its values count.

    `said`: any of TEXTS. Raises `publications.bad-date`, `publications.another-now`.
    """
    with transaction.atomic():
        draft = _editable(acting, draft_id, revision)
        for field in TEXTS:
            if field in said:
                text = clean(said[field])
                setattr(draft, field, text[: 60 if field == "period" else _LONGEST])
        if effective_from is not None:
            draft.effective_from = _day(effective_from)
        _edited(acting, draft, described=sorted(said))
    return draft


def _day(written: str | date) -> date | None:
    if isinstance(written, date):
        return written
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise messages.BAD_DATE.error("effective_from", text=written[:40]) from None


def submit(acting: Acting, draft_id: UUID | str, *, revision: int | None = None) -> Draft:
    """The draft handed over to the second pair of eyes, with the candidate's files written: that and no other is released.

    Raises `publications.missing`, `publications.nothing-changes`, `publications.not-sourced`, `release.*`.
    """
    with transaction.atomic():
        draft = locked(acting, draft_id)
        _refuse_stale(draft, revision)
        go(acting, draft, "submit")
        _leave_what_fell(draft)
        _complete(draft)
        draft.digest = _written(draft).digest
        draft.submitted_by, draft.submitted_at, draft.reason = acting.person, timezone.now(), ""
        _took_part(acting, draft)
        keep(draft)
        record(events.SUBMITTED, acting, "draft", draft.id, library=draft.library.name, number=draft.number, digest=draft.digest)  # fmt: skip
    return draft


def drop(acting: Acting, draft_id: UUID | str, reason: str) -> Draft:
    """The draft given up; what it would have entered stays in the queue. Raises `publications.reason-needed`."""
    with transaction.atomic():
        draft = locked(acting, draft_id)
        go(acting, draft, "drop")
        draft.reason, draft.ended_at = needed(reason), timezone.now()
        keep(draft)
        record(events.DROPPED, acting, "draft", draft.id, reason=draft.reason, number=draft.number)
        transaction.on_commit(lambda: shutil.rmtree(candidate_folder(draft), ignore_errors=True))
    return draft


# what releasing shares with it ──────────────────────────────────────────────


def locked(acting: Acting, draft_id: UUID | str) -> Draft:
    """The draft, with its row locked until the transaction ends. Raises `web.absent`."""
    found = queries.draft(acting, draft_id)
    return Draft.objects.select_for_update().get(id=found.id)


def go(acting: Acting, draft: Draft, action: str) -> None:
    """The draft in the state an action leads to. Raises `state.not-now`, and what the policy says."""
    deciding = policy.Deciding(acting, draft.library, queries.preparers(draft))
    RELEASE.verdict(draft.state, action, deciding).enforce()
    found = RELEASE.find(draft.state, action)
    assert found is not None
    draft.state = found.to


def keep(draft: Draft) -> None:
    """The draft stored under its next revision."""
    draft.revision += 1
    draft.save()


def needed(reason: str) -> str:
    """A reason that was given. Raises `publications.reason-needed`."""
    if not reason.strip():
        raise messages.REASON_NEEDED.error("reason")
    return clean(reason)


def former(library: SharedLibrary) -> Publication | None:
    """The newest publication of a library."""
    return library.publications.order_by("-number").first()


def _editable(acting: Acting, draft_id: UUID | str, revision: int | None) -> Draft:
    draft = locked(acting, draft_id)
    go(acting, draft, "edit")
    _refuse_stale(draft, revision)
    return draft


def _refuse_stale(draft: Draft, revision: int | None) -> None:
    if revision is not None and revision != draft.revision:
        raise Stale([messages.ANOTHER_NOW.problem(number=draft.number)])


def _edited(acting: Acting, draft: Draft, **detail: Any) -> None:
    _took_part(acting, draft)
    keep(draft)
    record(events.EDITED, acting, "draft", draft.id, number=draft.number, **detail)


def _took_part(acting: Acting, draft: Draft) -> None:
    Preparer.objects.get_or_create(draft=draft, person=acting.person)


def _leave_what_fell(draft: Draft) -> None:
    """Items for what the last release holds and was withdrawn or suspended since."""
    last = former(draft.library)
    if last is None:
        return
    held = set(last.contained.values_list("dataset", flat=True))
    there = set(draft.items.values_list("dataset", flat=True))
    for dataset, standing in queries.standings(draft.library).items():
        if standing.kind in LEAVING and dataset in held and dataset not in there:
            Item.objects.create(draft=draft, leaves=True, dataset=dataset, reason=standing.reason)


def _complete(draft: Draft) -> None:
    lacking = [
        (field, said)
        for field, said in (
            ("notice_zh", Text(zh="公告文字", en="notice text")),
            ("effective_from", Text(zh="生效日期", en="day from which it counts")),
        )
        if not getattr(draft, field)
    ]
    if lacking:
        raise CodedError([messages.MISSING.problem(field, field=said) for field, said in lacking])
    if not draft.items.exists():
        raise messages.NOTHING_CHANGES.error(number=draft.number)
    _refuse_unsourced(draft)


def _refuse_unsourced(draft: Draft) -> None:
    """Raises `publications.not-sourced`: no value is published without where it comes from and under what terms."""
    problems: list[Problem] = []
    for item in draft.items.filter(leaves=False):
        source = gates.dataset_of(item.document).source
        for value, said in (
            (source.title.strip(), Text(zh="来源", en="source")),
            (source.licence.strip() or draft.library.licence, Text(zh="许可", en="licence")),
        ):
            if not value:
                problems.append(messages.NOT_SOURCED.problem(f"items[{item.dataset}]", dataset=item.dataset, field=said))  # fmt: skip
    if problems:
        raise CodedError(problems)


def datasets_of(draft: Draft) -> list[Dataset]:
    """What the release will hold: the one before it, without what leaves, with what enters."""
    last = former(draft.library)
    held = {d.id: d for d in queries.opened(last).datasets()} if last is not None else {}
    for item in draft.items.all():
        if item.leaves:
            held.pop(item.dataset, None)
        else:
            held[item.dataset] = gates.dataset_of(item.document)
    return [held[key] for key in sorted(held)]


def _written(draft: Draft) -> Release:
    library = draft.library
    return write_release(
        candidate_folder(draft),
        name=library.name,
        version=draft.version,
        title=library.title,
        licence=library.licence,
        datasets=datasets_of(draft),
        report={
            "format": "publication",
            "number": draft.number,
            "scope": library.scope,
            "effective_from": draft.effective_from.isoformat() if draft.effective_from else None,
            "period": draft.period,
            "notice": {"zh": draft.notice_zh, "en": draft.notice_en},
            "notes": {"zh": draft.notes_zh, "en": draft.notes_en},
        },
    )
