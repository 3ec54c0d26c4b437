"""What a verification takes from this room: versions by their number, read whole, and the state that a statement brings.

Unlike `queries`, nothing here is bound to the organisation of whoever asks. Callers have to have found first that the
organisation that owns the version let them see it: an engagement of a verifier, an invitation of a reviewer.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tanzuji.documents.errors import define
from tanzuji.footprints import events, queries
from tanzuji.footprints.models import Decision, Study, Version
from tanzuji.footprints.policy import Standing
from tanzuji.footprints.states import STUDY
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web import walls
from tanzuji.web.answers import absent

NOT_SUBMITTED = define(
    "footprints.not-submitted",
    zh="只有已提交的核算能交核查，这份现在是“{state}”。",
    en="Only a submitted study can be verified; this one is “{state}”.",
    remedy_zh="请先生成版本、通过内部评审并提交。",
    remedy_en="Make a version, have it reviewed and submit it first.",
)


def submitted_version(acting: Acting, study_id: UUID | str) -> Version:
    """The newest version of one's own study, which has to be submitted or verified.

    Raises `web.absent`, `footprints.not-submitted`.
    """
    study = queries.study(acting, study_id)
    newest = queries.newest(study)
    if newest is None or study.state not in ("submitted", "verified"):
        raise NOT_SUBMITTED.error("study", state=STUDY.states[study.state])
    return version(newest.id)


def submitted_studies(acting: Acting) -> list[Study]:
    """The organisation's studies whose newest version can be handed to a verifier, last edited first."""
    return list(queries.studies(acting).filter(state__in=("submitted", "verified")))


@walls.beyond("the engagement lets a verifier see this version")
def version(version_id: int) -> Version:
    """A version with its documents, whosever it is. Raises `web.absent`."""
    found = Version.objects.select_related("study", "made_by").filter(id=version_id).first()
    if found is None:
        raise absent()
    return found


@walls.beyond("the engagement lets a verifier see this version")
def makers(of: Version) -> frozenset[UUID]:
    """Everybody who worked on the study up to this version or decided on it for its organisation."""
    study = of.study
    people = {study.created_by_id}
    people |= set(study.edits.filter(revision__lte=of.revision).values_list("by_id", flat=True))
    people |= set(study.versions.filter(number__lte=of.number).values_list("made_by_id", flat=True))
    decided = study.decisions.filter(version__number__lte=of.number).exclude(
        action__in=("verify", "unverify")
    )
    return frozenset(people | set(decided.values_list("by_id", flat=True)))


@walls.beyond("the engagement lets a verifier see this version")
def names(study_ids: Collection[UUID]) -> dict[UUID, Study]:
    """Studies by id, without their documents."""
    return {row.id: row for row in Study.objects.defer("document").filter(id__in=study_ids)}


def mark_verified(actor: Acting, version_id: int, *, statement: str) -> bool:
    """A statement on this version was signed: its study is verified while the version is its submitted newest one.

    Within the caller's transaction. Whether it became verified: not where the study was taken back meanwhile.
    """
    return _moved(actor, version_id, "verify", statement)


def unmark_verified(actor: Acting, version_id: int, *, statement: str) -> bool:
    """The last statement on this version was withdrawn: its study is submitted again. Within the caller's transaction."""
    return _moved(actor, version_id, "unverify", statement)


@walls.beyond("the engagement lets a verifier see this version")
def _moved(actor: Acting, version_id: int, action: str, statement: str) -> bool:
    of = version(version_id)
    study = Study.objects.select_for_update().get(id=of.study_id)
    newest = queries.newest(study)
    row = STUDY.find(study.state, action)
    if newest is None or newest.id != of.id or row is None:
        return False
    STUDY.verdict(study.state, action, Standing(actor, number=of.number, by_statement=True)).enforce()
    study.state = row.to
    study.save(update_fields=["state"])
    Decision.objects.create(study=study, version=of, action=action, reason=statement, by=actor.person)
    kind = events.VERIFIED if action == "verify" else events.UNVERIFIED
    record(
        kind,
        actor,
        "study",
        study.id,
        organisation=study.organisation_id,
        reason=statement,
        version=of.number,
    )
    return True
