"""Studies that begin from a reference model, and what they made of it."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from model_cases import by_code, curator, institute, released, works

from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.footprints import queries, references, services
from tanzuji.footprints.live import model_of
from tanzuji.footprints.references import Chosen
from tanzuji.reference_models import queries as library

pytestmark = pytest.mark.django_db


def test_a_study_begins_as_the_reference_model_with_its_defaults_and_their_sources() -> None:
    """JS-105 (ENT): template + data → study; the defaults come to the reference model's figure."""
    version = released(institute()["writer"], curator())
    study = references.begin(works()["editor"], version.model_id, Chosen(name="水泥 A", stages="jiangsu"))
    assert study.total == pytest.approx(version.total, rel=1e-9)
    model = model_of(study.document)
    assert [stage.name.zh for stage in model.stages()] == [
        "原材料",
        "制造",
        "运输",
        "使用",
        "废弃",
        "回收处置",
    ]
    assert {p.name: p.citation for p in model.parameters}["coal_ncv"] == "邵帅 2016"
    assert model.product.maker is not None and model.product.maker.to("zh") == "works"
    assert model.period is None and model.goal.application is None
    origin = references.origin_of(study)
    assert origin is not None and origin.reference_id == version.id


def test_an_own_value_no_longer_cites_the_source_of_the_default() -> None:
    version = released(institute()["writer"], curator())
    study = references.begin(works()["editor"], version.model_id, Chosen(values={"WORKS_KWH": 90.0}))
    model = model_of(study.document)
    own = next(p for p in model.parameters if p.name == "works_kwh")
    assert (own.value, own.citation) == (90.0, "")


def test_the_study_differs_from_its_reference_model_in_just_what_was_changed() -> None:
    version = released(institute()["writer"], curator())
    editor = works()["editor"]
    study = references.begin(editor, version.model_id, Chosen(name="水泥 B", values={"works_kwh": 170.0}))
    services.edit(
        editor,
        study.id,
        [Set(place="processes[cement_mill].inputs[tap-water].amount", value=300.0)],
        force=True,
    )
    study = queries.study(editor, study.id)
    origin = references.origin_of(study)
    assert origin is not None
    reference = library.document(origin.reference)
    standing = {p.name: p for p in references.parameters(reference, model_of(study.document))}
    assert standing["works_kwh"].outside and not standing["works_kwh"].kept
    assert standing["coal_ncv"].kept and standing["coal_ncv"].wanted
    assert not standing["clinker_share"].outside
    remaining = references.remaining_lines(reference, json.loads(origin.document), json.loads(study.document))
    assert "clinker/coal" in remaining
    client = Client()
    client.force_login(editor.person)
    page = client.get(f"/en/studies/{study.id}/reference/").content.decode()
    assert "outside the range" in page and "3 differences" in page  # value, citation, tap water
    # 98 → 170 kWh at 0.5777 kg CO2e/kWh, water from 369.78 to 300 kg: hand calculation without the water
    assert "41.5" in page or "41.6" in page


def test_a_parameter_the_model_does_not_have_is_refused_and_nothing_is_stored() -> None:
    version = released(institute()["writer"], curator())
    editor = works()["editor"]
    with pytest.raises(CodedError) as refused:
        references.begin(editor, version.model_id, Chosen(values={"nonsense": 1.0}))
    assert refused.value.code == "reference.no-such-parameter"
    with pytest.raises(CodedError):
        references.begin(editor, version.model_id, Chosen(stages="atlantis"))
    assert not queries.studies(editor).exists()


def test_what_a_study_began_as_never_changes() -> None:
    version = released(institute()["writer"], curator())
    references.begin(works()["editor"], version.model_id, Chosen())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE footprints_origin SET document = '{}'")


def test_a_study_is_begun_and_read_in_the_browser_without_anybodys_approval() -> None:
    """JS-107: a voluntary study, self-service and private by default."""
    version = released(institute()["writer"], curator())
    own, others = works(), works("rival")
    client = Client()
    client.force_login(own["editor"].person)
    address = f"/en/studies/new/reference/{version.model_id}/"
    assert "98" in client.get(address).content.decode()
    wrong = client.post(address, {"name": "Cement", "value.works_kwh": "much"})
    assert wrong.status_code == 422 and not queries.studies(own["editor"]).exists()
    done = client.post(
        address, {"name": "Cement C", "stages": "shandong", "value.works_kwh": "91.5", "whole": "on"}
    )
    assert done.status_code == 302
    study = queries.studies(own["editor"]).get()
    model = model_of(queries.study(own["editor"], study.id).document)
    assert model.boundary.type == "cradle_to_grave" and study.boundary == "cradle_to_grave"
    assert client.get(f"/zh/studies/{study.id}/reference/").status_code == 200
    stranger = Client()
    stranger.force_login(others["editor"].person)
    assert stranger.get(f"/en/studies/{study.id}/reference/").status_code == 404


def test_a_study_of_ones_own_becomes_the_draft_of_a_reference_model() -> None:
    writer = institute()["writer"]
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release

    study = services.create(writer, demo_models()["steel_eaf"], [starter_release()])
    client = Client()
    client.force_login(writer.person)
    given = {"code": "eaf-own", "group": "cn.steel.crude_rebar", "coverage": "full", "about": "Arc furnace"}
    done = client.post(f"/en/studies/{study.id}/reference/make/", given)
    assert done.status_code == 302
    kept = library.of_organisation(writer).get()
    reference = library.document(library.own_model(writer, kept.id))
    assert reference.code == "eaf-own" and reference.model.period is None
    assert reference.model.product.maker is None


def test_the_api_begins_a_study_and_tells_what_differs() -> None:
    version = released(institute()["writer"], curator())
    client = Client()
    client.force_login(works()["editor"].person)

    def post(path: str, body: object) -> object:
        return client.post(f"/api/{path}", json.dumps(body), content_type="application/json")

    made = post(f"studies/reference/{version.model_id}", {"values": {"works_kwh": 90}, "stages": "canonical"})
    assert made.status_code == 201, made.content  # type: ignore[attr-defined]
    study = json.loads(made.content)["id"]  # type: ignore[attr-defined]
    found = client.get(f"/api/studies/{study}/reference").json()
    assert [p["name"] for p in found["parameters"] if not p["kept"]] == ["works_kwh"]
    assert found["number"] == 1 and found["newer"] is None
    rows = client.get("/api/models?text=水泥").json()["items"]
    assert [row["code"] for row in rows] == ["cement-po425"]
    whole = client.get(f"/api/models/{version.model_id}/1").json()
    assert whole["format"] == "tanzuji/reference-model/1"
    assert whole["parameters"] == by_code()["cement-po425"].plain()["parameters"]
    six = client.get(f"/api/models/{version.model_id}/1/stages?vocabulary=jiangsu").json()["stages"]
    assert len(six) == 6
