"""A draft moved to newer library releases, to the datasets that replace its own, to newer published products."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents import editing
from tanzuji.engine.catalogue.tables import successors_in
from tanzuji.engine.release import Release
from tanzuji.footprints import events, messages, queries
from tanzuji.footprints.live import opened, references
from tanzuji.footprints.models import Publication, Recomputation, Study
from tanzuji.footprints.products import library
from tanzuji.footprints.products.identity import used_in
from tanzuji.footprints.services.drafting import Edited, answered, key_of, locked, step
from tanzuji.ledger.services import record
from tanzuji.library import queries as libraries
from tanzuji.parties.acting import Acting


def update_draft(acting: Acting, study_id: UUID | str, by: Recomputation) -> Edited:
    """The draft as a recomputation foresaw it; see `move_draft`."""
    return move_draft(acting, study_id, opened(by.releases), follows=by.follows)


def renew_draft(acting: Acting, study_id: UUID | str) -> Edited:
    """The draft on the newest release of each library it stands on, with each product as published last.

    Raises `footprints.nothing-to-update` where it stands on them already, and what keeps a draft from being edited.
    """
    study = queries.study(acting, study_id)
    current = libraries.visible(acting).filter(current=True).values_list("name", "version")
    names = {r["name"] for r in json.loads(study.releases)}
    wanted = [{"name": name, "version": version} for name, version in current if name in names]
    wanted = [r for r in wanted if r["name"] != library.name_of(acting.organisation_id)]
    return move_draft(acting, study_id, opened(json.dumps(wanted)), follows=True)


def move_draft(
    acting: Acting, study_id: UUID | str, releases: Sequence[Release], *, follows: bool = False
) -> Edited:
    """The draft on `releases` in place of those of the same name, with each product it takes as published last.

    `follows`: datasets that a release replaces by others give way to those. The change of datasets is one step that
    undo takes back. Raises `footprints.nothing-to-update`, and what keeps a draft from being edited.
    """
    with transaction.atomic():
        study = locked(acting, study_id)
        instead = {release.name: release for release in releases}
        before = study.releases
        stands_on = [r if r["name"] not in instead else _kept(instead[r["name"]]) for r in json.loads(before)]
        names = {r["name"] for r in stands_on}
        replaced = _newest_products(acting, study.document)
        for release in releases:
            if follows and release.name in names:
                replaced |= successors_in(release)
        plain = json.loads(study.document)
        operations = editing.operations_from(editing.changes(plain, datasets_replaced(plain, replaced)))
        study.releases = json.dumps(stands_on, ensure_ascii=False, sort_keys=True)
        if operations:
            step(acting, study, plain, operations, key=key_of(acting, "", ""))
        else:
            study.releases = library.standing_on(acting.organisation_id, study.document, study.releases)
            if study.releases == before:
                raise messages.NOTHING_TO_UPDATE.error()
            _another_revision(acting, study)
        record(events.UPDATED, acting, "study", study.id, releases=[f"{r['name']} {r['version']}" for r in stands_on],
               datasets=len(operations))  # fmt: skip
    return answered(study)


def _kept(release: Release) -> dict[str, Any]:
    found: list[dict[str, Any]] = json.loads(references(release))
    return found[0]


def _another_revision(acting: Acting, study: Study) -> None:
    """The same document on other releases: pages that others have open learn of it by the revision."""
    study.revision += 1
    study.state = queries.state_of(study, queries.newest(study))
    study.edited_by, study.edited_at = acting.person, timezone.now()
    study.save()


def _newest_products(acting: Acting, document: str) -> dict[str, str]:
    """Published products that a draft takes → the same products as published last."""
    found = {}
    for used in used_in(document):
        last = (
            Publication.objects.filter(organisation_id=acting.organisation_id, version__study=used.study)
            .order_by("-version__number")
            .first()
        )
        if last is not None and last.dataset != used.dataset:
            found[used.dataset] = last.dataset
    return found


def datasets_replaced(value: Any, by: Mapping[str, str]) -> Any:
    """Plain data with the ids in its lists of datasets replaced."""
    if isinstance(value, dict):
        return {key: datasets_replaced(inner, by) for key, inner in value.items()}
    if isinstance(value, list):
        return [by.get(one, one) if isinstance(one, str) else datasets_replaced(one, by) for one in value]
    return value
