"""The only writers of the product model room: one function a user action = policy → transaction → ledger event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.canonical import digest
from tanzuji.documents.reference_models import ParameterGuide, ReferenceModel
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.reference_models import events, messages, policy, queries
from tanzuji.reference_models.computing import figures
from tanzuji.reference_models.models import KeptModel, ModelDecision, ModelRemark, ModelVersion
from tanzuji.reference_models.shipped import shipped_models
from tanzuji.reference_models.states import MODEL, WITH_REASON
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

_EVENTS = {
    "approve": events.REVIEWED,
    "return": events.RETURNED,
    "withdraw": events.WITHDRAWN,
    "release": events.RELEASED,
    "deprecate": events.DEPRECATED,
}

_REVIEWERS: tuple[Role, ...] = ("reviewer",)

OFFERED = declare_notice("reference_models.offered", zh="参考模型待评审", en="A reference model to review")
DECIDED = declare_notice(
    "reference_models.decided", zh="参考模型的决定", en="A decision on a reference model"
)
REMARKED = declare_notice(
    "reference_models.remarked", zh="参考模型的意见", en="A remark on a reference model"
)


def create(
    acting: Acting, reference: ReferenceModel, *, origin: str = "", shipped: bool = False
) -> KeptModel:
    """A new reference model with `reference` as its draft. Raises `reference.code-taken`."""
    policy.may_make(acting).enforce()
    with transaction.atomic():
        if KeptModel.objects.filter(organisation_id=acting.organisation_id, code=reference.code).exists():
            raise messages.CODE_TAKEN.error("code", code=reference.code)
        made = KeptModel(
            organisation=acting.organisation, code=reference.code, shipped=shipped, created_by=acting.person
        )
        _hold(made, reference, acting)
        made.save(force_insert=True)
        record(events.CREATED, acting, "reference_model", made.id, origin=origin[:200], digest=made.digest)
    return made


def replace(
    acting: Acting, model_id: UUID | str, reference: ReferenceModel, *, base_revision: int, origin: str = ""
) -> KeptModel:
    """The draft replaced. Raises `reference.other-revision` where it changed meanwhile."""
    with transaction.atomic():
        kept = _locked_draft(acting, model_id)
        if kept.revision != base_revision:
            raise messages.OTHER_REVISION.error("base_revision", now=kept.revision, base=base_revision)
        taken = KeptModel.objects.filter(organisation_id=kept.organisation_id, code=reference.code)
        if taken.exclude(id=kept.id).exists():
            raise messages.CODE_TAKEN.error("code", code=reference.code)
        before = kept.digest
        _hold(kept, reference, acting)
        if kept.digest != before:
            kept.revision += 1
            kept.save()
            record(
                events.EDITED, acting, "reference_model", kept.id,
                revision=kept.revision, digest=kept.digest, origin=origin[:200],
            )  # fmt: skip
    return kept


def set_guides(
    acting: Acting,
    model_id: UUID | str,
    guides: Sequence[ParameterGuide],
    defaults: dict[str, tuple[float | str, str]],
    *,
    base_revision: int,
) -> KeptModel:
    """The draft with these ranges, and with default and source of the parameters named in `defaults`."""
    plain = queries.document(queries.own_model(acting, model_id)).plain()
    for parameter in plain["model"].get("parameters", []):
        if parameter["name"] in defaults:
            parameter["value"], parameter["citation"] = defaults[parameter["name"]]
    plain["parameters"] = [guide.plain() for guide in guides]
    return replace(
        acting, model_id, ReferenceModel.parse(plain), base_revision=base_revision, origin="parameters"
    )


def offer(acting: Acting, model_id: UUID | str, *, note: str = "") -> ModelVersion:
    """The draft as a frozen version that the curator is asked to review.

    Raises what keeps its defaults from being computed, `reference.nothing-new`, `reference.under-review`.
    """
    found = figures(queries.document(queries.own_model(acting, model_id)).model)  # outside the lock
    with transaction.atomic():
        kept = _locked_draft(acting, model_id)
        last = kept.versions.order_by("-number").first()
        if last is not None and last.state in ("offered", "reviewed"):
            raise messages.UNDER_REVIEW.error(number=last.number)
        if last is not None and last.digest == kept.digest and last.state in ("released", "returned"):
            raise messages.NOTHING_NEW.error(number=last.number)
        made = ModelVersion.objects.create(
            model=kept,
            number=last.number + 1 if last else 1,
            document=kept.document,
            digest=kept.digest,
            group=kept.group,
            coverage=kept.coverage,
            name_zh=kept.name_zh,
            name_en=kept.name_en,
            total=found.total,
            processes=json.dumps(found.processes, sort_keys=True),
            gaps=found.gaps,
            computed_on=found.computed_on[:200],
            note=clean(note, 2000),
            made_by=acting.person,
        )
        record(events.OFFERED, acting, "reference_model", kept.id, version=made.number, digest=made.digest)
        tell(
            parties.organisations(mandate="models"),
            OFFERED,
            Text(
                zh=f"待评审：参考模型“{made.name.to('zh')}”版本 {made.number}",
                en=f"To review: reference model “{made.name.to('en')}”, version {made.number}",
            ),
            page=page_of(made),
            roles=_REVIEWERS,
        )
    return made


def decide(
    acting: Acting, model_id: UUID | str, number: int, action: str, *, reason: str = ""
) -> ModelVersion:
    """`approve`, `return`, `withdraw`, `release` or `deprecate` a version.

    Releasing deprecates the version released before. Raises the policy's reason, `reference.reason-needed`.
    """
    if action not in _EVENTS:
        raise messages.UNKNOWN_DECISION.error("action", action=action[:40])
    reason = clean(reason, 4000)
    seen = queries.readable_version(acting, model_id, number)
    with transaction.atomic():
        KeptModel.objects.select_for_update().get(id=seen.model_id)  # one decision at a time on a model
        now = ModelVersion.objects.select_related("model").get(id=seen.id)
        MODEL.verdict(now.state, action, queries.standing(acting, now)).enforce()
        if action in WITH_REASON and not reason:
            raise messages.REASON_NEEDED.error("reason")
        row = MODEL.find(now.state, action)
        assert row is not None  # the verdict would have refused
        if action == "release":
            _deprecate_earlier(acting, now)
            now.released_at = timezone.now()
        now.state = row.to
        now.save(update_fields=["state", "released_at"])
        _decided(acting, now, action, reason)
        if now.model.organisation_id != acting.organisation_id:
            _tell_maker(now, action, reason)
    return now


def _deprecate_earlier(acting: Acting, by: ModelVersion) -> None:
    for earlier in ModelVersion.objects.filter(model_id=by.model_id, state="released").select_related(
        "model"
    ):
        earlier.state = "deprecated"
        earlier.save(update_fields=["state"])
        _decided(acting, earlier, "deprecate", f"→ {by.number}")


def _decided(acting: Acting, version: ModelVersion, action: str, reason: str) -> None:
    ModelDecision.objects.create(
        version=version, action=action, reason=reason, organisation=acting.organisation, by=acting.person
    )
    record(
        _EVENTS[action], acting, "reference_model", version.model_id, reason=reason, version=version.number
    )


def _tell_maker(version: ModelVersion, action: str, reason: str) -> None:
    said = MODEL.states[version.state]
    tell(
        [version.model.organisation_id],
        DECIDED,
        Text(
            zh=f"参考模型“{version.name.to('zh')}”版本 {version.number}：{said.to('zh')}",
            en=f"Reference model “{version.name.to('en')}”, version {version.number}: {said.to('en').lower()}",
        ),
        Text.parse(reason) if reason else None,
        page=page_of(version),
    )


def remark(acting: Acting, model_id: UUID | str, number: int, text: str, *, place: str = "") -> ModelRemark:
    """A reviewer's remark on a place of an offered version. Raises `reference.no-words`."""
    version = queries.readable_version(acting, model_id, number)
    policy.may_remark(queries.standing(acting, version)).enforce()
    MODEL.verdict(version.state, "return", queries.standing(acting, version)).enforce()
    words = clean(text, 4000)
    if not words:
        raise messages.NO_WORDS.error("text")
    with transaction.atomic():
        made = ModelRemark.objects.create(
            version=version, place=clean(place, 300), text=words, by=acting.person
        )
        record(events.REMARKED, acting, "reference_model", version.model_id, version=version.number)
        if version.model.organisation_id != acting.organisation_id:
            tell(
                [version.model.organisation_id],
                REMARKED,
                Text(
                    zh=f"对参考模型“{version.name.to('zh')}”版本 {version.number} 的意见",
                    en=f"A remark on reference model “{version.name.to('en')}”, version {version.number}",
                ),
                page=page_of(version),
            )
    return made


def answer(acting: Acting, remark_id: UUID | str, text: str) -> ModelRemark:
    """The maker's answer to a remark. Raises `reference.no-words`, `reference.answered-already`."""
    found = (
        ModelRemark.objects.filter(id=remark_id, version__model__organisation_id=acting.organisation_id)
        .select_related("version")
        .first()
    )
    if found is None:
        raise absent()
    policy.may_make(acting).enforce()
    words = clean(text, 4000)
    if not words:
        raise messages.NO_WORDS.error("text")
    with transaction.atomic():
        now = ModelRemark.objects.select_for_update().get(id=found.id)
        if now.answered_at is not None:
            raise messages.ANSWERED_ALREADY.error("text")
        now.answer, now.answered_by, now.answered_at = words, acting.person, timezone.now()
        now.save(update_fields=["answer", "answered_by", "answered_at"])
        record(
            events.ANSWERED, acting, "reference_model", found.version.model_id, version=found.version.number
        )
    return now


def page_of(version: ModelVersion) -> str:
    """The address of a version's page, without the language."""
    return f"/models/{version.model_id}/{version.number}/"


def _hold(kept: KeptModel, reference: ReferenceModel, acting: Acting) -> None:
    plain = {"format": reference.format, **reference.plain()}
    kept.document = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    kept.digest = digest(plain)
    kept.code, kept.group, kept.coverage = reference.code, reference.group[:80], reference.coverage
    kept.name_zh, kept.name_en = (reference.name.zh or "")[:300], (reference.name.en or "")[:300]
    kept.edited_by, kept.edited_at = acting.person, timezone.now()


def _locked_draft(acting: Acting, model_id: UUID | str) -> KeptModel:
    seen = queries.own_model(acting, model_id)
    policy.may_make(acting).enforce()
    return KeptModel.objects.select_for_update().get(id=seen.id)


def take_over(acting: Acting) -> list[ModelVersion]:
    """The shipped models as models of the curator, each offered for review; those it has already are left alone.

    Nobody has reviewed them here yet: they pass the same review as any other.
    """
    policy.may_take_over(acting).enforce()
    held = set(
        KeptModel.objects.filter(organisation_id=acting.organisation_id).values_list("code", flat=True)
    )
    offered = []
    for reference in shipped_models():
        if reference.code not in held:
            kept = create(acting, reference, origin="shipped", shipped=True)
            offered.append(offer(acting, kept.id))
    return offered
