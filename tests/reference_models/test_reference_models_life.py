"""The life of a reference model: draft, offered, reviewed by one person, released by another, deprecated."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from model_cases import by_code, curator, institute, released, through, works

from tanzuji.documents.errors import CodedError
from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.notices import queries as notices
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries, services
from tanzuji.reference_models.models import ModelVersion
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


def refused(code: str) -> Any:
    return pytest.raises(CodedError, match=code.replace(".", r"\."))


def changed(model_id: Any, acting: Acting, **parameter: float) -> None:
    kept = queries.own_model(acting, model_id)
    plain = json.loads(kept.document)
    for one in plain["model"]["parameters"]:
        if one["name"] in parameter:
            one["value"] = parameter[one["name"]]
    services.replace(acting, model_id, ReferenceModel.parse(plain), base_revision=kept.revision)


def test_a_model_is_drafted_by_a_research_body_reviewed_and_released_by_two_persons_of_the_curator() -> None:
    """JS-105: MODEL draft→reviewed→released→deprecated, made by RES, template + data → study."""
    writer, charged = institute()["writer"], curator()
    version = released(writer, charged)
    assert version.state == "released" and version.number == 1
    assert [v.model.code for v in queries.released("水泥")] == ["cement-po425"]
    services.decide(
        charged["editor"], version.model_id, 1, "deprecate", reason="superseded by a national model"
    )
    assert not queries.released().exists()
    assert queries.version(version.model_id, 1).state == "deprecated"


def test_nobody_reviews_their_own_work_and_the_reviewer_does_not_release() -> None:
    charged = curator()
    both = charged["editor"]
    kept = services.create(both, by_code()["cement-po425"])
    version = services.offer(both, kept.id)
    with refused("reference.needs-role"):
        services.decide(both, kept.id, version.number, "approve")
    services.decide(charged["reviewer"], kept.id, version.number, "approve")
    with refused("reference.same-person"):
        services.decide(charged["reviewer"], kept.id, version.number, "release")
    services.decide(charged["second"], kept.id, version.number, "release")


def test_an_organisation_that_is_not_charged_with_the_library_releases_nothing() -> None:
    house = institute()
    kept = services.create(house["writer"], by_code()["cement-po425"])
    services.offer(house["writer"], kept.id)
    with refused("reference.not-curator"):
        services.decide(house["reviewer"], kept.id, 1, "approve")


def test_what_is_not_released_is_seen_by_its_maker_and_the_curator_alone() -> None:
    writer, charged, others = institute()["writer"], curator(), works()
    kept = services.create(writer, by_code()["cement-po425"])
    version = services.offer(writer, kept.id)
    assert queries.readable_version(charged["reviewer"], kept.id, version.number)
    for stranger in (others["editor"], None):
        with pytest.raises(Absent):
            queries.readable_version(stranger, kept.id, version.number)
    with pytest.raises(Absent):
        queries.version(kept.id)


def test_a_newer_version_takes_the_place_of_the_released_one_which_stays_readable() -> None:
    writer, charged = institute()["writer"], curator()
    first = released(writer, charged)
    changed(first.model_id, writer, works_kwh=90.0)
    second = through(writer, charged, first.model_id)
    assert [v.number for v in queries.released()] == [2] == [second.number]
    old = queries.version(first.model_id, 1)
    assert old.state == "deprecated"
    newer = queries.newer(old)
    assert newer is not None and newer.number == 2


def test_a_version_never_changes_not_even_by_sql() -> None:
    version = released(institute()["writer"], curator())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reference_models_modelversion SET document = '{}'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reference_models_modeldecision")
    assert ModelVersion.objects.get(id=version.id).document == version.document


def test_a_remark_has_to_be_answered_before_the_version_is_approved() -> None:
    writer, charged = institute()["writer"], curator()
    kept = services.create(writer, by_code()["cement-po425"])
    version = services.offer(writer, kept.id)
    made = services.remark(charged["reviewer"], kept.id, 1, "why 98 kWh?", place="parameters[works_kwh]")
    with refused("reference.open-remarks"):
        services.decide(charged["reviewer"], kept.id, 1, "approve")
    services.answer(writer, made.id, "the whole works, net of waste heat")
    with refused("reference.answered-already"):
        services.answer(writer, made.id, "again")
    services.decide(charged["reviewer"], kept.id, version.number, "approve")


def test_what_was_sent_back_is_offered_again_as_the_next_version_with_the_reason_kept() -> None:
    writer, charged = institute()["writer"], curator()
    kept = services.create(writer, by_code()["cement-po425"])
    services.offer(writer, kept.id)
    with refused("reference.reason-needed"):
        services.decide(charged["reviewer"], kept.id, 1, "return")
    services.decide(charged["reviewer"], kept.id, 1, "return", reason="narrow the range")
    with refused("reference.nothing-new"):
        services.offer(writer, kept.id)
    changed(kept.id, writer, works_kwh=95.0)
    assert services.offer(writer, kept.id).number == 2
    first = queries.readable_version(writer, kept.id, 1)
    assert [d.reason for d in queries.decisions(first)] == ["narrow the range"]


def test_a_change_that_rests_on_an_older_revision_is_refused() -> None:
    writer = institute()["writer"]
    kept = services.create(writer, by_code()["cement-po425"])
    changed(kept.id, writer, works_kwh=95.0)
    with refused("reference.other-revision"):
        services.replace(writer, kept.id, by_code()["cement-po425"], base_revision=1)


def test_the_curator_is_told_of_what_is_offered_and_the_maker_of_what_is_decided() -> None:
    writer, charged = institute()["writer"], curator()
    released(writer, charged)
    assert [n.kind for n in notices.notices(charged["reviewer"])] == ["reference_models.offered"]
    assert [n.kind for n in notices.notices(writer)] == ["reference_models.decided"] * 2


def test_a_bank_makes_no_reference_models() -> None:
    from model_cases import house

    clerk = house("bank", "bank", clerk=("editor",))["clerk"]
    with pytest.raises(Refused, match=r"reference\.not-a-maker"):
        services.create(clerk, by_code()["cement-po425"])


def test_the_shipped_models_are_taken_over_once_and_reviewed_like_any_other() -> None:
    charged = curator()
    made = services.take_over(charged["editor"])
    assert {v.state for v in made} == {"offered"} and len(made) == len(by_code())
    assert services.take_over(charged["editor"]) == []
    assert not queries.released().exists()


# pages ───────────────────────────────────────────────────────────────────────


def browser(acting: Acting | None) -> Client:
    client = Client()
    if acting is not None:
        client.force_login(acting.person)
    return client


def test_anybody_reads_the_library_and_a_released_version_without_signing_in() -> None:
    """A.9 产品模型库: parameters with default, range and source; six stages on request."""
    version = released(institute()["writer"], curator())
    page = browser(None).get("/en/models/")
    assert page.status_code == 200 and "Portland cement" in page.content.decode()
    shown = browser(None).get(f"/zh/models/{version.model_id}/1/?stages=jiangsu").content.decode()
    for words in ("邵帅 2016", "规则 cn.cement CEM-RATIO", "废弃", "回收处置", "不在参考模型的边界内"):
        assert words in shown
    for suffix in ("yaml", "json", "csv"):
        assert browser(None).get(f"/en/models/{version.model_id}/1.{suffix}").status_code == 200
    assert browser(None).get(f"/en/models/{version.model_id}/1.exe").status_code == 404


def test_the_draft_is_edited_as_a_form_that_names_the_wrong_field() -> None:
    writer = institute()["writer"]
    kept = services.create(writer, by_code()["cement-po425"])
    client = browser(writer)
    address = f"/en/models/{kept.id}/draft/"
    form = {"base_revision": "1"}
    for parameter in by_code()["cement-po425"].model.parameters:
        form[f"value.{parameter.name}"] = str(parameter.value)
        form[f"citation.{parameter.name}"] = parameter.citation or "mass balance"
    wrong = client.post(address, {**form, "value.works_kwh": "many"})
    assert wrong.status_code == 422 and "value.works_kwh" in wrong.content.decode()
    unsourced = client.post(address, {**form, "low.coal_ncv": "15", "high.coal_ncv": "30"})
    assert unsourced.status_code == 422 and "reference.no-range-source" in unsourced.content.decode()
    told = {"low.coal_ncv": "15", "high.coal_ncv": "30", "range_kind.coal_ncv": "published"}
    done = client.post(address, {**form, **told, "range_source.coal_ncv": "GB/T 2589", "own.coal_ncv": "on"})
    assert done.status_code == 302
    guide = queries.document(queries.own_model(writer, kept.id)).guide("coal_ncv")
    assert (guide.low, guide.high, guide.own) == (15.0, 30.0, True)


def test_a_model_goes_from_file_to_release_in_the_browser() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tanzuji.reference_models import files

    writer, charged = institute()["writer"], curator()
    content = files.written(by_code()["ammonia-natural-gas"], "yaml", "zh")
    client = browser(writer)
    begun = client.post("/en/models/new/", {"file": SimpleUploadedFile("m.yaml", content)})
    assert begun.status_code == 302
    kept = queries.of_organisation(writer).get()
    assert client.post(f"/en/models/{kept.id}/offer/", {"note": "first"}).status_code == 302
    decide = f"/en/models/{kept.id}/1/decide/"
    assert client.post(decide, {"action": "approve"}).status_code == 403
    assert "Ammonia" in browser(charged["reviewer"]).get("/en/models/waiting/").content.decode()
    assert browser(charged["reviewer"]).post(decide, {"action": "approve"}).status_code == 302
    assert browser(charged["editor"]).post(decide, {"action": "release"}).status_code == 302
    assert queries.version(kept.id).state == "released"
    nonsense = client.post("/en/models/new/", {"file": SimpleUploadedFile("m.yaml", b"a: 1")})
    assert nonsense.status_code == 422 and "reference.not-a-reference" in nonsense.content.decode()


def test_two_versions_are_compared_parameter_by_parameter() -> None:
    writer, charged = institute()["writer"], curator()
    first = released(writer, charged)
    changed(first.model_id, writer, works_kwh=90.0)
    through(writer, charged, first.model_id)
    page = browser(None).get(f"/en/models/{first.model_id}/compare/?before=1&after=2").content.decode()
    assert "works_kwh" in page and "98" in page and "90" in page and "coal_ncv" not in page
