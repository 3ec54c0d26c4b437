"""Reads of the product model room. Released and deprecated versions are for everybody; what is before them is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.ledger.queries import history
from tanzuji.parties.acting import Acting
from tanzuji.reference_models.models import KeptModel, ModelDecision, ModelRemark, ModelVersion
from tanzuji.reference_models.policy import Standing
from tanzuji.reference_models.states import PUBLIC
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id, named, there


def released(text: str = "", group: str = "", coverage: str = "") -> QuerySet[ModelVersion]:
    """The released versions, one a model, by group and name; `text` are words of a name, a code or a group."""
    found = (
        ModelVersion.objects.filter(state="released")
        .select_related("model", "model__organisation")
        .defer("document", "model__document")
        .order_by("group", "name_zh", "name_en", "id")
    )
    if group:
        found = found.filter(group=group)
    if coverage:
        found = found.filter(coverage=coverage)
    for word in text.split()[:8]:
        found = found.filter(
            Q(name_zh__icontains=word)
            | Q(name_en__icontains=word)
            | Q(group__icontains=word)
            | Q(model__code__icontains=word)
        )
    return found


def of_organisation(acting: Acting) -> QuerySet[KeptModel]:
    """The reference models an organisation makes, last changed first."""
    return (
        KeptModel.objects.filter(organisation_id=acting.organisation_id)
        .defer("document")
        .select_related("edited_by")
        .order_by("-edited_at", "id")
    )


def waiting() -> QuerySet[ModelVersion]:
    """What the curator has to decide: offered and reviewed versions, longest waiting first."""
    return (
        ModelVersion.objects.filter(state__in=("offered", "reviewed"))
        .select_related("model", "model__organisation", "made_by")
        .defer("document", "model__document")
        .order_by("made_at", "id")
    )


def _readable(acting: Acting | None) -> Q:
    if acting is None:
        return Q(state__in=PUBLIC)
    if acting.mandated("models"):
        return Q()
    return Q(state__in=PUBLIC) | Q(model__organisation_id=acting.organisation_id)


def readable_version(acting: Acting | None, model_id: UUID | str, number: int) -> ModelVersion:
    """A version of a model that whoever asks may read. Raises `web.absent`."""
    rows = ModelVersion.objects.filter(_readable(acting)).select_related(
        "model", "model__organisation", "made_by"
    )
    return there(named(rows, model__id=model_id, number=number))


def readable_versions(acting: Acting | None, model_id: UUID | str) -> QuerySet[ModelVersion]:
    """The versions of a model that whoever asks may read, newest first."""
    return (
        ModelVersion.objects.filter(_readable(acting), model__id=model_id)
        .select_related("model", "model__organisation", "made_by")
        .defer("document")
        .order_by("-number")
    )


def newest_readable(acting: Acting | None, model_id: UUID | str) -> ModelVersion:
    """The released version of a model, or else the newest that whoever asks may read. Raises `web.absent`."""
    rows = list(readable_versions(acting, model_id))
    if not rows:
        raise absent()
    number = next((row.number for row in rows if row.state == "released"), rows[0].number)
    return readable_version(acting, model_id, number)


def version(model_id: UUID | str, number: int | None = None) -> ModelVersion:
    """A released or deprecated version; without a number the released one. Raises `web.absent`."""
    rows = ModelVersion.objects.select_related("model", "model__organisation")
    rows = rows.filter(state="released") if number is None else rows.filter(state__in=PUBLIC, number=number)
    return there(named(rows, model__id=model_id))


def newer(than: ModelVersion) -> ModelVersion | None:
    """The released version of the same model, where it is a later one."""
    return (
        ModelVersion.objects.filter(model_id=than.model_id, state="released", number__gt=than.number)
        .select_related("model")
        .first()
    )


def own_model(acting: Acting, model_id: UUID | str) -> KeptModel:
    """A model of one's own organisation, with its draft. Raises `web.absent`."""
    rows = KeptModel.objects.filter(organisation_id=acting.organisation_id)
    return by_id(rows.select_related("edited_by", "created_by", "organisation"), model_id)


def decisions(of: ModelVersion) -> QuerySet[ModelDecision]:
    """What was decided on a version, newest first."""
    return of.decisions.select_related("by", "organisation").order_by("-id")


def remarks(of: ModelVersion) -> QuerySet[ModelRemark]:
    """Remarks on a version, oldest first."""
    return of.remarks.select_related("by", "answered_by").order_by("at", "id")


def version_of_remark(of: ModelRemark) -> ModelVersion:
    """The version a remark is on, without its document."""
    return ModelVersion.objects.defer("document").get(id=of.version_id)


def standing(acting: Acting, of: ModelVersion) -> Standing:
    """What a decision on the version rests on."""
    approved = of.decisions.filter(action="approve").order_by("-id").first()
    return Standing(
        acting,
        of.model.organisation_id,
        number=of.number,
        makers=makers(of),
        reviewer=approved.by_id if approved else None,
        open_remarks=of.remarks.filter(answered_at=None).count(),
    )


def makers(of: ModelVersion) -> frozenset[UUID]:
    """Whose work a version holds that was not in the last reviewed one: who changed the draft, and who offered it."""
    before = (
        ModelVersion.objects.filter(model_id=of.model_id, number__lt=of.number, decisions__action="approve")
        .order_by("-number")
        .first()
    )
    worked = history("reference_model", of.model_id).filter(kind__in=_WORK)
    if before is not None:
        worked = worked.filter(at__gt=before.made_at)
    found = {UUID(actor) for actor in worked.values_list("actor", flat=True) if actor}
    return frozenset(found | {of.made_by_id})


_WORK = ("reference_models.model.created", "reference_models.model.edited")


def document(of: ModelVersion | KeptModel) -> ReferenceModel:
    """The reference model a row holds."""
    return _parsed(of.digest, of.document)


@lru_cache(maxsize=64)
def _parsed(digest: str, text: str) -> ReferenceModel:
    return ReferenceModel.parse(json.loads(text))


def process_totals(of: ModelVersion) -> dict[str, float]:
    """Direct kg CO2e per unit by process with every default."""
    found: dict[str, Any] = json.loads(of.processes)
    return {key: float(value) for key, value in found.items()}


def groups() -> Sequence[str]:
    """The product groups that have a released model."""
    return list(
        ModelVersion.objects.filter(state="released")
        .order_by("group")
        .values_list("group", flat=True)
        .distinct()
    )
