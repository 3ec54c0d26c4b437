"""A version published among the organisation's products, so that other studies can use its footprint."""

from __future__ import annotations

import shutil
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.datasets import Dataset
from tanzuji.engine.release import Release
from tanzuji.footprints import events, messages, policy, queries
from tanzuji.footprints.models import Publication, Study, Use, Version
from tanzuji.footprints.products import library
from tanzuji.footprints.products.graph import refuse_loop
from tanzuji.footprints.products.identity import used_in
from tanzuji.ledger.services import record
from tanzuji.library.services import index_newest
from tanzuji.parties.acting import Acting

ATTEMPTS = 5
"""How often it is tried anew where somebody else published at the same time."""


def publish(acting: Acting, study_id: UUID | str, number: int) -> Publication:
    """The version as a dataset of the organisation's library of products; again the same where it is one already.

    The library is written anew with it and all that were published before. Raises the policy's reason,
    `footprints.nothing-known`, `catalogue.loop` where it takes a product that stands on this one.
    """
    study = queries.study(acting, study_id)
    version = queries.version(study, number)
    policy.may_publish(acting).enforce()
    published = Publication.objects.filter(version=version).first()
    if published is not None:
        return published
    refuse_loop(acting, version)
    dataset = _dataset(acting, version)
    for attempt in range(ATTEMPTS):
        try:
            return _published(acting, version, dataset)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the last attempt returned or raised


def _dataset(acting: Acting, version: Version) -> Dataset:
    footprint = queries.footprint(version)
    if not footprint.contributions:
        raise messages.NOT_PUBLISHABLE.error(number=version.number)
    before = (
        Publication.objects.filter(version__study=version.study_id, version__number__lt=version.number)
        .order_by("-version__number")
        .first()
    )
    reviewed = version.decisions.filter(action="approve").exists()
    return library.dataset_of(
        version,
        footprint,
        replaces=before.dataset if before else None,
        reviewed=reviewed,
        publisher=acting.organisation_name,
    )


def _published(acting: Acting, version: Version, dataset: Dataset) -> Publication:
    """One attempt. Raises IntegrityError where another publication came to stand first."""
    organisation_id = acting.organisation_id
    latest = Publication.objects.filter(organisation_id=organisation_id).order_by("-sequence").first()
    held = library.opened(library.name_of(organisation_id), latest.release).datasets() if latest else []
    sequence = latest.sequence + 1 if latest else 1
    release = library.written(organisation_id, sequence, [*held, dataset])
    try:
        with transaction.atomic():
            made = Publication.objects.create(
                organisation=acting.organisation,
                version=version,
                dataset=dataset.id,
                sequence=sequence,
                release=release.version,
                digest=release.digest,
                by=acting.person,
            )
            index_newest(release, holds_older=True)
            record(
                events.PUBLISHED,
                acting,
                "study",
                version.study_id,
                version=version.number,
                dataset=dataset.id,
            )
    except BaseException:
        _let_go(organisation_id, release)
        raise
    return made


def _let_go(organisation_id: UUID, release: Release) -> None:
    """A release that no publication names: somebody else's came first, or its index could not be made."""
    if not Publication.objects.filter(organisation_id=organisation_id, release=release.version).exists():
        shutil.rmtree(release.folder, ignore_errors=True)


def note_uses(version: Version) -> None:
    """The products whose footprints a new version holds, kept beside it."""
    used = used_in(version.document)
    there = set(
        Study.objects.filter(
            organisation_id=version.study.organisation_id, id__in=[u.study for u in used]
        ).values_list("id", flat=True)
    )
    Use.objects.bulk_create(
        Use(version=version, product_id=of.study, number=of.number)
        for of in sorted(used)
        if of.study in there
    )
