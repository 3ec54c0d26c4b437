"""Addresses and tables of the reference_models room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json, nothing

TENANTS: set[str] = {"model_id", "model_remark_id"}
"""Parameters of addresses that name what belongs to somebody."""


def _reference(code: str) -> dict[str, Any]:
    from tanzuji.reference_models.shipped import shipped_models

    found = next(r for r in shipped_models() if r.code == "ammonia-natural-gas")
    return {"format": found.format, **found.plain(), "code": code}


def _file(world: Any, ids: Any) -> Any:
    content = json.dumps(_reference("sent-by-file")).encode()
    return {"file": SimpleUploadedFile("m.json", content), "base_revision": "1"}


def _draft(world: Any, ids: Any) -> bytes:
    return json.dumps(_reference("sent-to-the-api")).encode()


_CURATOR = {"POST": 403}
"""What an enterprise that is not charged with the library is answered."""

ROWS: dict[str, Row] = {
    "reference_models:home": Row(queries=(*PAGES, "q=水泥", "group=cn.cement")),
    "reference_models:ours": Row(),
    "reference_models:new": Row(sends={"POST": _file}),
    "reference_models:waiting": Row(answers={"GET": 403}),
    "reference_models:take_over": Row(sends={"POST": nothing}, answers=_CURATOR),
    "reference_models:answer": Row(sends={"POST": as_form(text="答复")}),
    "reference_models:model": Row(queries=("stages=jiangsu", "stages=nowhere")),
    "reference_models:compare": Row(queries=("before=1&after=1", "before=x", "after=99999999999")),
    "reference_models:draft": Row(sends={"POST": as_form(base_revision="1")}),
    "reference_models:replace": Row(sends={"POST": _file}),
    "reference_models:draft_file": Row({"suffix": "yaml"}),
    "reference_models:offer": Row(sends={"POST": as_form(note="note")}, answers={"POST": 422}),
    "reference_models:version": Row({"number": 1}, queries=("stages=shandong",)),
    "reference_models:download": Row({"number": 1, "suffix": "json"}),
    "reference_models:decide": Row({"number": 1}, {"POST": as_form(action="approve")}, answers=_CURATOR),
    "reference_models:remark": Row({"number": 1}, {"POST": as_form(text="why")}, answers=_CURATOR),
    "api:list_reference_models": Row(queries=(*LISTS, "text=水泥", "group=cn.cement")),
    "api:get_reference_model": Row({"number": 1}),
    "api:get_reference_stages": Row({"number": 1}, queries=("vocabulary=jiangsu",)),
    "api:post_reference_model": Row(sends={"POST": _draft}),
    "api:put_reference_draft": Row(sends={"PUT": _draft}, asks="revision=1"),
    "api:post_reference_offer": Row(sends={"POST": as_json(note="x")}, answers={"POST": 422}),
    "api:post_reference_decision": Row({"number": 1}, {"POST": as_json(action="approve")}, answers=_CURATOR),
    # studies that begin from one
    "footprints:new_from_reference": Row(
        sends={"POST": as_form(name="水泥")}, answers={"GET": 404, "POST": 404}
    ),
    "footprints:reference": Row(),
    "footprints:make_reference": Row(
        sends={"POST": as_form(code="of-a-study", group="cn.cement", about="水泥", coverage="full")}
    ),
    "api:create_study_from_reference": Row(sends={"POST": as_json(name="水泥")}, answers={"POST": 404}),
    "api:get_against_reference": Row(),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "reference_models.KeptModel": lambda of: Q(organisation=of),
    "reference_models.ModelVersion": lambda of: Q(model__organisation=of),
    "reference_models.ModelDecision": lambda of: Q(version__model__organisation=of),
    "reference_models.ModelRemark": lambda of: Q(version__model__organisation=of),
    "footprints.Origin": lambda of: Q(study__organisation=of),
}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {
    "reference_models.KeptModel.coverage": "one of three",
    "reference_models.ModelVersion.coverage": "one of three",
    "reference_models.ModelVersion.state": "one of six; a canary would be no state of the machine",
    "reference_models.ModelVersion.processes": "numbers by process, read as JSON",
    "reference_models.ModelDecision.action": "one of five",
    "footprints.Origin.stages": "the name of a vocabulary",
}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A model of the office, offered for review, with a remark; and the study as begun from a version of it."""
    from tanzuji.documents.reference_models import ReferenceModel
    from tanzuji.footprints.models import Origin
    from tanzuji.reference_models import services
    from tanzuji.reference_models.models import ModelRemark

    editor = office.people["editor"]
    plain = _reference("of-the-office")
    plain["about"] = {"zh": said(), "en": said()}
    plain["model"]["product"] = {"name": {"zh": said(), "en": said()}}
    kept = services.create(editor, ReferenceModel.parse(plain), origin=said())
    version = services.offer(editor, kept.id, note=said())
    remark = ModelRemark.objects.create(version=version, text=said(), place=said(), by=editor.person)
    Origin.objects.create(
        study=office.study, reference=version, stages="canonical", whole=False, document=office.study.document,
        digest=said(), by=editor.person,
    )  # fmt: skip
    return {"model_id": kept.id, "model_remark_id": remark.id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    from django.utils import timezone

    from tanzuji.reference_models.models import KeptModel, ModelDecision, ModelRemark, ModelVersion

    person = office.people["editor"].person
    first = KeptModel.objects.filter(organisation=office.organisation).first()
    assert first is not None
    kept = filled(
        KeptModel, organisation=office.organisation, document=first.document, coverage="thin", created_by=person,
        edited_by=person, edited_at=timezone.now(),
    )  # fmt: skip
    version = filled(
        ModelVersion, model_id=kept.id, number=1, state="offered", document=first.document, coverage="thin", total=None,
        processes="{}", made_by=person,
    )  # fmt: skip
    filled(ModelDecision, version=version, action="return", organisation=office.organisation, by=person)
    filled(ModelRemark, version=version, by=person)
