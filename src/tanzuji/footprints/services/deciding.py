"""Versions of a study and what is decided on them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from tanzuji.documents.errors import CodedError
from tanzuji.footprints import events, messages, policy, queries
from tanzuji.footprints.live import as_text, live
from tanzuji.footprints.models import Decision, Study, Version
from tanzuji.footprints.services.publishing import note_uses
from tanzuji.footprints.states import STUDY
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

_EVENTS = {
    "approve": events.APPROVED,
    "return": events.RETURNED,
    "submit": events.SUBMITTED,
    "reopen": events.REOPENED,
}


def make_version(acting: Acting, study_id: UUID | str, *, note: str = "") -> Version:
    """A frozen version of the draft with its footprint and findings.

    Where the draft is what its newest version holds and nobody sent that back, it is that version again. Raises
    what keeps the draft from being computed, with the place.
    """
    study = queries.study(acting, study_id)
    policy.may_edit(acting).enforce()
    result = live(study.document, study.digest, study.releases, scenarios=True)  # computed outside the lock
    if result.footprint is None or result.check is None:
        raise CodedError([messages.NOT_COMPUTED.problem(), *result.problems])
    with transaction.atomic():
        now = _locked(study)
        newest = queries.newest(now)
        if newest and queries.state_of(study, newest) != "draft":
            _recall(now, newest)
            return newest
        STUDY.verdict(now.state, "calculate", queries.standing(acting, now)).enforce()
        version = Version.objects.create(
            study=now,
            number=(newest.number if newest else 0) + 1,
            revision=study.revision,
            document=study.document,
            digest=study.digest,
            footprint=as_text(result.footprint.plain()),
            footprint_id=result.footprint.id,
            result_digest=result.footprint.result_digest,
            checked=as_text(result.check.plain()),
            releases=study.releases,
            total=result.footprint.total,
            unit_label=result.footprint.unit_label.to("en"),
            errors=result.check.count("error"),
            warnings=result.check.count("warning"),
            note=clean(note, 2000),
            made_by=acting.person,
        )
        note_uses(version)
        _recall(now, version)
        record(
            events.CALCULATED, acting, "study", now.id, version=version.number, footprint=version.footprint_id,
            digest=version.digest, result=version.result_digest,
        )  # fmt: skip
    return version


def decide(acting: Acting, study_id: UUID | str, action: str, *, number: int, reason: str = "") -> Study:
    """`approve`, `return`, `submit` or `reopen` version `number`, which has to be the newest.

    Raises the policy's reason where the acting person may not, `footprints.other-version` where a newer one exists,
    `footprints.reason-needed` where it is sent back without one.
    """
    if action not in _EVENTS:
        raise messages.UNKNOWN_DECISION.error("action", action=action[:40])
    reason = clean(reason, 4000)
    study = queries.study(acting, study_id)
    with transaction.atomic():
        study = _locked(study)
        newest = queries.newest(study)
        if newest is None:
            raise messages.NO_VERSION.error()
        if newest.number != number:
            raise messages.OTHER_VERSION.error(number=newest.number)
        STUDY.verdict(study.state, action, queries.standing(acting, study)).enforce()
        if action == "return" and not reason:
            raise policy.REASON_NEEDED.error("reason")
        row = STUDY.find(study.state, action)
        assert row is not None  # the verdict would have refused
        study.state = row.to
        study.save(update_fields=["state"])
        Decision.objects.create(study=study, version=newest, action=action, reason=reason, by=acting.person)
        record(_EVENTS[action], acting, "study", study.id, reason=reason, version=number)
    return study


def _recall(now: Study, newest: Version) -> None:
    """The study in the state of its newest version, unless somebody edited it meanwhile: then the draft is ahead."""
    state = queries.state_of(now, newest)
    if state not in ("draft", now.state) and now.state != "submitted":
        now.state = state
        now.save(update_fields=["state"])


def _locked(study: Study) -> Study:
    """The study as it is now, nobody else's to decide on until the transaction ends. Raises `web.absent`."""
    now = Study.objects.select_for_update().filter(id=study.id, archived_at=None).first()
    if now is None:
        raise absent()
    return now
