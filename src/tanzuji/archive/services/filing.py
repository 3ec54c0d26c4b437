"""Products put on file by their makers, and taken into the catalogue, suspended and removed by an authority."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils import timezone

from tanzuji.archive import evaluations, events, messages, queries
from tanzuji.archive.models import File, FiledStudy
from tanzuji.archive.policy import is_owner, may_file
from tanzuji.archive.states import FILE
from tanzuji.documents.text import Text
from tanzuji.footprints import queries as footprints
from tanzuji.footprints.published import PublishedVersion, published_versions
from tanzuji.ledger.services import News, record
from tanzuji.notices import services as notices
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

ATTEMPTS = 5
"""How often a number is tried anew where somebody else took it at the same time."""
WITH_REASON = ("suspend", "remove", "withdraw")


def file_product(acting: Acting, study_id: UUID | str, *, consent: bool) -> File:
    """A file of the product that a study accounts, with all its published versions; the same again is the same file.

    Raises `archive.needs-consent`, `archive.not-published`, `web.absent`.
    """
    may_file(acting).enforce()
    study = _study(acting, study_id)
    before = _file_of(study.id)
    if before is not None:
        return before
    if not consent:
        raise messages.NEEDS_CONSENT.error("consent")
    versions = _published(acting, study.id)
    product = versions[-1].footprint.model.product
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                made = File.objects.create(
                    sequence=next_number(File),
                    organisation=acting.organisation,
                    name_zh=(product.name.zh or "")[:300],
                    name_en=(product.name.en or "")[:300],
                    model=product.model[:200],
                    codes=json.dumps(product.codes, ensure_ascii=False),
                    by=acting.person,
                )
                FiledStudy.objects.create(file=made, study_id=study.id, by=acting.person)
                record(events.FILED, acting, "file", made.id, number=made.number, study=str(study.id))
                _put(acting, made, versions)
                _tell_authorities(made, events.TOLD_FILED, "已建档", "was put on file")
            return made
        except IntegrityError:
            if (theirs := _file_of(study.id)) is not None:
                return theirs
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returned or raised


def add_study(acting: Acting, file_id: UUID | str, study_id: UUID | str) -> File:
    """One more study of the same product put into its file: another year, another site. The same again changes nothing.

    Raises `archive.in-another-file`, `archive.not-published`.
    """
    study = _study(acting, study_id)
    of = queries.file(acting, file_id)
    is_owner(queries.standing(acting, of)).enforce()
    versions = _published(acting, study.id)
    with transaction.atomic():
        of = File.objects.select_for_update().get(pk=of.pk)
        before = _file_of(study.id)
        if before is not None:
            if before.pk != of.pk:
                raise messages.IN_ANOTHER_FILE.error("study", number=before.number)
            return before
        if of.state == "removed":
            FILE.verdict(of.state, "withdraw", queries.standing(acting, of)).enforce()
        FiledStudy.objects.create(file=of, study_id=study.id, by=acting.person)
        record(events.ADDED, acting, "file", of.id, study=str(study.id))
        _put(acting, of, versions)
    return of


def decide(acting: Acting, file_id: UUID | str, action: str, *, reason: str = "") -> File:
    """Admit, renew, suspend, reinstate, remove; or withdraw, by the enterprise. Raises the policy's reason,
    `archive.needs-reason`, `state.not-now`, `web.absent`."""
    said = clean(reason, 2000)
    if action not in events.FILE_EVENTS:
        raise absent()
    found = queries.file(acting, file_id)
    with transaction.atomic():
        of = File.objects.select_for_update().get(pk=found.pk)
        held = evaluations.standings([of])[of.id]
        FILE.verdict(of.state, action, queries.standing(acting, of, held)).enforce()
        if action in WITH_REASON and not said:
            raise messages.NEEDS_REASON.error("reason")
        row = FILE.find(of.state, action)
        assert row is not None
        of.state, of.reason = row.to, said
        if action in ("admit", "renew", "reinstate"):
            best = evaluations.qualified(held)
            of.listed = best.evaluation if best else None
        of.save(update_fields=["state", "reason", "listed", "changed_at"])
        if of.state == "removed":
            FiledStudy.objects.filter(file=of, ended_at=None).update(ended_at=timezone.now())
        record(
            events.FILE_EVENTS[action], acting, "file", of.id, organisation=of.organisation_id, reason=said,
            evaluation=of.listed.digest if of.listed else "",
        )  # fmt: skip
        _tell_decided(acting, of, action)
    return of


def follow(event: News) -> None:
    """A version was published: it goes into the product's file, and an authority is told where that is catalogued."""
    filed = FiledStudy.objects.select_related("file").filter(study_id=event.subject_id, ended_at=None).first()
    if filed is None:
        return
    of = filed.file
    acting = parties.acting_as(event.actor, of.organisation_id)
    if (
        _put(acting, of, published_versions(of.organisation_id, filed.study_id))
        and of.state == "in_catalogue"
    ):
        _tell_authorities(of, events.TOLD_EVALUATED, "有新的评价", "has a newer evaluation")


def _put(acting: Acting | None, of: File, versions: list[PublishedVersion]) -> int:
    """Versions put into the file; those in it already stay. How many are new."""
    there = set(of.evaluations.values_list("version_id", flat=True))
    new = [version for version in versions if version.id not in there]
    for version in new:
        row = evaluations.evaluated(of, version)
        row.save()
        record(
            events.EVALUATED, acting, "file", of.id, organisation=of.organisation_id, version=version.number,
            digest=version.digest,
        )  # fmt: skip
    return len(new)


def _study(acting: Acting, study_id: UUID | str) -> Any:
    """One of the acting organisation's. Raises `web.absent`, for what is no id as well."""
    try:
        return footprints.study(acting, UUID(str(study_id)))
    except ValueError:
        raise absent() from None


def _published(acting: Acting, study_id: UUID) -> list[PublishedVersion]:
    found = published_versions(acting.organisation_id, study_id)
    if not found:
        raise messages.NOT_PUBLISHED.error("study")
    return found


def _file_of(study_id: UUID) -> File | None:
    filed = FiledStudy.objects.select_related("file").filter(study_id=study_id, ended_at=None).first()
    return filed.file if filed else None


def _tell_authorities(of: File, kind: str, zh: str, en: str) -> None:
    name = of.name
    notices.tell(
        parties.organisations(mandate="authority"), kind,
        Text(zh=f"“{name.to('zh')}”{zh}", en=f"“{name.to('en')}” {en}"),
        page=f"/archive/files/{of.id}/", roles=["reviewer"],
    )  # fmt: skip


def _tell_decided(acting: Acting, of: File, action: str) -> None:
    """The enterprise of what an authority decided; the authorities of what the enterprise took back."""
    told, state = FILE.actions[action], FILE.states[of.state]
    if action == "withdraw":
        _tell_authorities(of, events.TOLD_DECIDED, "：企业撤回了同意", ": its maker took consent back")
        return
    notices.tell(
        [of.organisation_id], events.TOLD_DECIDED,
        Text(zh=f"“{of.name.to('zh')}”：{told.to('zh')}", en=f"“{of.name.to('en')}”: {told.to('en').lower()}"),
        Text(zh=of.reason or state.to("zh"), en=of.reason or state.to("en")),
        page=f"/archive/files/{of.id}/", roles=["editor"],
    )  # fmt: skip


def next_number(table: type[Model]) -> int:
    """The number of the next row; two at a time cannot both have it, for it is unique."""
    last: int | None = table._default_manager.aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1
