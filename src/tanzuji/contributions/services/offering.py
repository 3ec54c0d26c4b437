"""What a contributor does: offers data, changes them, checks them, submits them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.contributions import events, messages, policy, queries
from tanzuji.contributions.columns import columns_of
from tanzuji.contributions.gates import gates
from tanzuji.contributions.guards import Offer, plain_findings
from tanzuji.contributions.guards.findings import value_of
from tanzuji.contributions.models import Contribution, Revision, Step
from tanzuji.contributions.papers import Comparable, Declarations, Kind, Provenance
from tanzuji.contributions.provenance import resolving
from tanzuji.contributions.provenance.coverage import coverage
from tanzuji.contributions.services.recording import done_already, locked, take, unchanged
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Stale

MAX_KEY = 80


def read_offer(
    document: Mapping[str, Any],
    kind: Kind,
    footprint: Mapping[str, Any] | None,
    declarations: Mapping[str, Any] | None,
    provenance: Mapping[str, Any] | None,
) -> Offer:
    """The papers of an offer. Raises what is wrong in them with its place, `dataset.…`, `declarations.…` and so on."""
    problems = []
    found: dict[str, Any] = {}
    papers = (
        ("dataset", Dataset, document),
        ("declarations", Declarations, declarations or {}),
        ("provenance", Provenance, provenance or {}),
        ("comparable", Comparable, footprint),
    )
    for name, of, plain in papers:
        try:
            found[name] = of.parse(plain) if plain is not None else None
        except CodedError as error:
            problems += [problem.at(name) for problem in error.problems]
    if (footprint is None) == (kind == "footprint"):
        problems.append(messages.KIND_UNFIT.problem("comparable"))
    if problems:
        raise CodedError(problems)
    offer = Offer(found["dataset"], found["declarations"], found["provenance"], found["comparable"], kind)
    value, paper = value_of(offer.dataset), offer.comparable
    if paper and value is not None and abs(paper.value - value) > 1e-9 * max(abs(value), abs(paper.value)):
        raise messages.VALUE_DIFFERS.error(
            "comparable.value", comparable=paper.value, dataset=value, unit=offer.dataset.unit
        )
    return offer


def offer(
    acting: Acting,
    document: Mapping[str, Any],
    *,
    kind: Kind,
    footprint: Mapping[str, Any] | None = None,
    declarations: Mapping[str, Any] | None = None,
    provenance: Mapping[str, Any] | None = None,
    key: str = "",
    study: str = "",
) -> Contribution:
    """A new contribution, a draft of the acting organisation's.

    `document` is a `Dataset`, `footprint` a `Comparable` (for kind `footprint` alone), as plain data. The same `key`
    again gives the contribution it made; `key` is the dataset's digest where none is given, so that what is sent
    twice is kept once. `study` says of which finished study it was made. Raises what is wrong in the papers,
    `contributions.needs-role`, `contributions.key-reused`, `contributions.not-replaceable`.
    """
    policy.may_offer(acting).enforce()
    papers = read_offer(document, kind, footprint, declarations, provenance)
    columns = columns_of(papers)
    chosen = clean(key, MAX_KEY) or f"{columns['digest'][7:]}"
    with transaction.atomic():
        earlier = Contribution.objects.filter(organisation_id=acting.organisation_id, key=chosen).first()
        if earlier is None:
            made = _made(acting, papers, columns, chosen, study)
            if made is not None:
                return made
            earlier = Contribution.objects.get(organisation_id=acting.organisation_id, key=chosen)
        if key and not _was_offered_as(earlier, columns["digest"]):
            raise messages.KEY_REUSED.error("key", key=chosen)
        return earlier


def _made(
    acting: Acting, papers: Offer, columns: dict[str, Any], key: str, study: str
) -> Contribution | None:
    """The new row; None where somebody used the key at the same moment."""
    now = timezone.now()
    replaces = _replaced(acting, papers.dataset, itself=None)
    for _ in range(20):  # two at a time cannot both be next
        last: int | None = Contribution.objects.aggregate(last=Max("sequence"))["last"]
        try:
            with transaction.atomic():
                made = Contribution.objects.create(
                    sequence=(last or 0) + 1, organisation=acting.organisation, kind=papers.kind, key=key,
                    replaces=replaces, study=study[:100], created_by=acting.person, edited_at=now, since=now, **columns,
                )  # fmt: skip
        except IntegrityError:
            if Contribution.objects.filter(organisation_id=acting.organisation_id, key=key).exists():
                return None
            continue
        record(events.OFFERED, acting, "contribution", made.id, number=made.number, kind=papers.kind)
        return made
    raise RuntimeError("no number was free for a contribution")


def edit(
    acting: Acting,
    contribution_id: UUID | str,
    *,
    edition: int,
    document: Mapping[str, Any],
    footprint: Mapping[str, Any] | None = None,
    declarations: Mapping[str, Any] | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Contribution:
    """Other papers for a draft; what was checked or returned is a draft again.

    `edition` is that of the papers which the change rests on. Papers that are the same change nothing. Raises Stale
    (`contributions.edited-meanwhile`) where somebody changed them since.
    """
    with transaction.atomic():
        of = locked(acting, contribution_id)
        standing = queries.standing(acting, of)
        policy.may_edit(standing).enforce()
        papers = read_offer(document, cast(Kind, of.kind), footprint, declarations, provenance)
        columns = columns_of(papers)
        if columns["digest"] == of.digest and of.state == "draft":
            return of
        if edition != of.edition:
            raise Stale([messages.EDITED_MEANWHILE.problem()])
        of.replaces = _replaced(acting, papers.dataset, itself=of)
        for name, value in columns.items():
            setattr(of, name, value)
        for held in ("dataset", "declarations", "provenance", "footprint"):
            of.__dict__.pop(held, None)
        of.edition += 1
        of.edited_at, of.due, of.assignee = timezone.now(), None, None
        take(acting, of, "edit", standing, detail={"edition": of.edition})
    return of


def resume(acting: Acting, contribution_id: UUID | str) -> Contribution:
    """What was returned, taken up again as a draft, its papers as they were."""
    with transaction.atomic():
        of = locked(acting, contribution_id)
        of.due = None
        take(acting, of, "resume", queries.standing(acting, of))
    return of


def self_check(acting: Acting, contribution_id: UUID | str, *, seen: int | None = None) -> Contribution:
    """A draft in which the guards find no error. Raises `contributions.has-errors`."""
    with transaction.atomic():
        of = locked(acting, contribution_id)
        if done_already(acting, of, "self_check", seen):
            return of
        unchanged(of, seen)
        found = queries.findings(acting, of)
        errors = sum(each.level == "error" for each in found)
        take(acting, of, "self_check", queries.standing(acting, of, errors=errors),
             detail={"warnings": len(found) - errors})  # fmt: skip
    return of


def submit(acting: Acting, contribution_id: UUID | str, *, seen: int | None = None) -> Contribution:
    """What was self-checked, submitted and frozen as a revision; the system checks its format at once.

    It is then `format_checked`, or `returned` where it no longer holds against the library as it is now. Evidence
    that its trail names is opened to the gates when they are assigned. Raises what a declaration lacks, with its place.
    """
    with transaction.atomic():
        of = locked(acting, contribution_id)
        if done_already(acting, of, "submit", seen):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        found = queries.findings(acting, of)
        errors = [each for each in found if each.level == "error"]
        resolved = resolving.resolved(acting, of.provenance)
        take(acting, of, "submit", standing)
        number = queries.newest_number(of) + 1
        Revision.objects.create(
            contribution=of, number=number, document=of.document, declared=of.declared, trail=of.trail,
            comparable=of.comparable, digest=of.digest, by=acting.person,
            findings=json.dumps(plain_findings(found), ensure_ascii=False),
            resolved=json.dumps(sorted(each for each, there in resolved.items() if there), ensure_ascii=False),
            coverage=coverage(of.provenance, value_of(of.dataset), resolved).share,
        )  # fmt: skip
        _format_check(acting, of, errors)
    return of


def _format_check(acting: Acting, of: Contribution, errors: list[Any]) -> Step:
    """The system's own step: passed, or returned with what is wrong by place."""
    standing = queries.standing(acting, of)
    reasons = [
        {"place": each.problem.path, "zh": each.problem.text("zh"), "en": each.problem.text("en")}
        for each in errors
    ]
    of.due = gates().due("correction" if errors else "assignment")
    if not errors:
        return take(acting, of, "format_check", standing, by_system=True)
    text = "\n".join(f"{each['place']}: {each['zh']} / {each['en']}" for each in reasons)
    return take(
        acting,
        of,
        "format_check",
        standing,
        reason=text,
        detail={"reasons": reasons},
        by_system=True,
        to="returned",
    )


def _replaced(acting: Acting, dataset: Dataset, itself: Contribution | None) -> Contribution | None:
    """The contribution whose place it takes: of the dataset it names in `replaces`, or of its own id.

    Raises `contributions.not-replaceable` where that is another's, unless whoever offers curates the library.
    """
    found = Contribution.objects.filter(
        state__in=("in_library", "suspended"),
        dataset_id__in=[dataset.id, *([dataset.replaces] if dataset.replaces else [])],
    )
    if itself is not None:
        found = found.exclude(id=itself.id)
    old = found.order_by("-sequence").first()
    if old is None or old.organisation_id == acting.organisation_id or policy.curates(acting, old.kind):
        return old
    raise messages.NOT_REPLACEABLE.error("dataset.id", dataset=old.dataset_id)


def _was_offered_as(of: Contribution, digest: str) -> bool:
    """Whether these papers are those a contribution was made with, as far as is known: before it was edited."""
    return of.digest == digest or of.edition > 1
