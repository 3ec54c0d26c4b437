"""The API does what the pages do: studies created, edited, computed, frozen, decided on, reported."""

from __future__ import annotations

import json

import pytest
from offices import (
    Program,
    browser,
    codes,
    model,
    models,
    named,
    organisation,
    refused,
    said,
    somebody,
    study,
    workbook_with,
)

from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import with_line_ids
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.engine import compute
from tanzuji.footprints import queries
from tanzuji.footprints.models import Study, Version
from tanzuji.formats.models import write_workbook, write_yaml
from tanzuji.formats.starter import starter_release
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program(somebody())


@pytest.fixture
def mine(program: Program) -> Study:
    return study(program.acting)


# studies ────────────────────────────────────────────────────────────────────


def test_a_model_sent_as_json_becomes_a_study_with_the_engines_own_total(program: Program) -> None:
    answer = program.post("studies", model().plain())
    assert answer.status_code == 201
    made = said(answer)
    assert made["total"] == compute(model(), (starter_release(),)).total
    assert made["digest"] == digest(with_line_ids(model().plain()))
    assert (made["state"], made["revision"], made["unit"]) == ("draft", 1, "1 t")


@pytest.mark.parametrize("key", sorted(models()))
def test_what_the_api_gives_it_takes_back_with_the_same_digest(program: Program, key: str) -> None:
    first = said(program.post("studies", models()[key].plain()))
    document = said(program.get(f"studies/{first['id']}/model"))
    second = said(program.post("studies", document))
    assert second["digest"] == first["digest"]


@pytest.mark.parametrize(("name", "write"), [("模型.xlsx", write_workbook), ("model.yaml", write_yaml)])
def test_a_file_becomes_a_study(program: Program, name: str, write: object) -> None:
    content = write(model())  # type: ignore[operator]
    answer = program.upload(
        "studies/file", named(content if isinstance(content, bytes) else content.encode(), name)
    )
    assert answer.status_code == 201, answer.content
    assert said(answer)["digest"] == digest(with_line_ids(model().plain()))


def test_a_wrong_cell_is_named_by_sheet_and_cell_and_nothing_is_stored(program: Program) -> None:
    book = workbook_with(write_workbook(model()), "能源", "F2", "1,5 t")
    answer = program.upload("studies/file", named(book, "台账.xlsx"))
    refused(answer, 422)
    assert [problem["path"] for problem in said(answer)["problems"]] == ["能源!F2"]
    assert Study.objects.count() == 0


def test_a_wrong_line_of_a_text_is_named_by_line_and_column(program: Program) -> None:
    text = write_yaml(model()).replace("unit: t\n", "unit: léopard\n", 1)
    answer = program.upload("studies/file", named(text.encode(), "model.yaml"))
    refused(answer, 422)
    line = text.split("\n").index("  unit: léopard") + 1
    assert [problem["path"] for problem in said(answer)["problems"]] == [f"unit.unit ({line}:3)"]


def test_a_study_begins_as_an_example(program: Program) -> None:
    made = said(program.post("studies/examples/cement_po425"))
    assert made["name"]["zh"] == "普通硅酸盐水泥 P·O 42.5"
    refused(program.post("studies/examples/nothing"), 404, "web.absent")


def test_studies_are_found_by_words_in_either_language_and_by_state(program: Program) -> None:
    for key in ("cement_po425", "laptop", "steel_eaf"):
        study(program.acting, key)
    assert [row["name"]["en"] for row in said(program.get("studies?name=水泥"))["items"]] == [
        "Portland cement P·O 42.5"
    ]
    assert said(program.get("studies?name=CEMENT 42.5"))["count"] == 1
    assert said(program.get("studies?state=submitted"))["count"] == 0
    assert said(program.get("studies?limit=2&offset=2&sort=name"))["count"] == 3
    assert len(said(program.get("studies?limit=2&offset=2"))["items"]) == 1


@pytest.mark.parametrize(
    "query", ["limit=-1", "limit=0", "limit=1000000000", "limit=x", "offset=-1", "offset=9223372036854775808", "limit=1e0",
              "state=published", "sort=total;drop"],
)  # fmt: skip
def test_a_bad_page_of_a_list_is_refused_with_a_code(program: Program, query: str) -> None:
    refused(program.get(f"studies?{query}"), 422)


def test_an_archived_study_leaves_the_lists_and_keeps_its_versions(program: Program, mine: Study) -> None:
    program.post(f"studies/{mine.id}/versions", {})
    assert program.ask("DELETE", f"studies/{mine.id}").status_code == 204
    refused(program.get(f"studies/{mine.id}"), 404, "web.absent")
    assert said(program.get("studies"))["count"] == 0
    assert Version.objects.filter(study_id=mine.id).count() == 1


def test_libraries_are_chosen_by_name_and_version(program: Program, mine: Study) -> None:
    release = starter_release()
    answer = program.put(f"studies/{mine.id}/releases", {"releases": [f"{release.name} {release.version}"]})
    assert answer.status_code == 200
    refused(
        program.put(f"studies/{mine.id}/releases", {"releases": ["ecoinvent 3.11"]}), 422, "release.not-found"
    )


# edits ──────────────────────────────────────────────────────────────────────


def a_line(of: Study) -> tuple[str, str, float]:
    """The irrigation electricity of the paddy: 171 kWh as place of its amount, its line, its number."""
    field = next(p for p in json.loads(of.document)["processes"] if p["id"] == "field")
    line = next(line for line in field["energy"] if line["unit"] == "kWh")
    return f"processes[field].energy[{line['id']}].amount", line["id"], line["amount"]


def test_an_edit_answers_with_the_new_revision_and_the_new_total(program: Program, mine: Study) -> None:
    place, _, was = a_line(mine)
    answer = program.post(
        f"studies/{mine.id}/edits",
        {"operations": [{"kind": "set", "place": place, "value": was * 2, "was": was}]},
    )
    assert answer.status_code == 200, answer.content
    done = said(answer)
    assert done["revision"] == 2
    # by hand: twice the electricity adds once what it brought, 171 kWh per t at the field's runs per t
    power = next(
        c
        for c in compute(model(), (starter_release(),)).contributions
        if c.unit == "kWh" and c.process == "field"
    )
    assert done["result"]["total"] == pytest.approx((mine.total or 0) + power.total, rel=1e-12)
    undone = said(program.post(f"studies/{mine.id}/undo"))
    assert (undone["digest"], undone["revision"]) == (mine.digest, 3)
    assert said(program.post(f"studies/{mine.id}/redo"))["digest"] == done["digest"]


def test_an_edit_under_one_key_is_made_once(program: Program, mine: Study) -> None:
    place, _, was = a_line(mine)
    body = {"operations": [{"kind": "set", "place": place, "value": 7.5, "was": was}]}
    for _ in range(3):
        answer = program.post(f"studies/{mine.id}/edits", body, Idempotency_Key="k-1")
        assert (answer.status_code, said(answer)["revision"]) == (200, 2)


def test_two_people_on_one_place_both_learn_of_it(program: Program, mine: Study) -> None:
    place, _, was = a_line(mine)
    colleague = Program(somebody("b@example.org", of=program.acting.organisation, name="李"))
    first = {"operations": [{"kind": "set", "place": place, "value": 7.5, "was": was}]}
    assert colleague.post(f"studies/{mine.id}/edits", first).status_code == 200
    mine_too = {"operations": [{"kind": "set", "place": place, "value": 8.5, "was": was}]}
    answer = program.post(f"studies/{mine.id}/edits", mine_too)
    refused(answer, 409, "footprints.changed-meanwhile")
    (conflict,) = said(answer)["conflicts"]
    assert (conflict["place"], conflict["theirs"], conflict["mine"]) == (place, 7.5, 8.5)
    assert "李" in said(answer)["problems"][0]["message"]["zh"]
    assert said(program.post(f"studies/{mine.id}/edits", {**mine_too, "force": True}))["revision"] == 3


def test_an_edit_that_makes_no_model_is_refused_with_its_place(program: Program, mine: Study) -> None:
    body = {"operations": [{"kind": "set", "place": "unit.unit", "value": "léopard", "was": "t"}]}
    answer = program.post(f"studies/{mine.id}/edits", body)
    refused(answer, 422)
    assert said(answer)["problems"][0]["path"] == "unit.unit"
    assert Study.objects.get().revision == 1


# the model as a whole ─────────────────────────────────────────────────────────


def changed(plain: dict, amount: float) -> dict:  # type: ignore[type-arg]
    copied = json.loads(json.dumps(plain))
    for process in copied["processes"]:
        for kind in ("energy", "inputs", "transports"):
            for line in process.get(kind, []):
                if isinstance(line.get("amount"), int | float):
                    line["amount"] = amount
                    return copied  # type: ignore[no-any-return]
    raise AssertionError


def test_replacing_the_model_needs_the_revision_it_rests_on(program: Program, mine: Study) -> None:
    answer = program.get(f"studies/{mine.id}/model")
    assert answer["ETag"] == '"1"'
    plain = changed(said(answer), 3.25)
    refused(program.put(f"studies/{mine.id}/model", plain), 428, "footprints.needs-base")
    refused(program.put(f"studies/{mine.id}/model", plain, If_Match="*"), 400, "footprints.bad-base")
    refused(program.put(f"studies/{mine.id}/model", plain, If_Match='"9"'), 400, "footprints.bad-base")
    done = program.put(f"studies/{mine.id}/model", plain, If_Match='"1"')
    assert (done.status_code, said(done)["revision"]) == (200, 2)
    refused(
        program.put(f"studies/{mine.id}/model", changed(plain, 4.0), If_Match='"1"'),
        412,
        "footprints.other-revision",
    )
    assert Study.objects.get().revision == 2


def test_a_merge_keeps_both_changes_and_answers_with_both_values_where_they_meet(
    program: Program, mine: Study
) -> None:
    plain = said(program.get(f"studies/{mine.id}/model"))
    program.put(f"studies/{mine.id}/model", changed(plain, 3.25), If_Match='"1"')
    elsewhere = {**plain, "version": "2"}
    merged = program.put(f"studies/{mine.id}/model?merge=true", elsewhere, If_Match='"1"')
    assert merged.status_code == 200
    now = said(program.get(f"studies/{mine.id}/model"))
    assert now["version"] == "2" and now == {**changed(plain, 3.25), "version": "2"}
    answer = program.put(f"studies/{mine.id}/model?merge=true", changed(plain, 9.0), If_Match='"1"')
    refused(answer, 409, "footprints.changed-meanwhile")
    assert [(c["theirs"], c["mine"]) for c in said(answer)["conflicts"]] == [(3.25, 9.0)]


def test_a_model_sent_back_as_it_is_changes_nothing(program: Program, mine: Study) -> None:
    plain = said(program.get(f"studies/{mine.id}/model"))
    done = program.put(f"studies/{mine.id}/model", plain, If_Match='"1"')
    assert said(done)["revision"] == 1


@pytest.mark.parametrize("suffix", ["yaml", "xlsx", "json"])
def test_an_export_laid_over_its_own_draft_changes_nothing(
    program: Program, mine: Study, suffix: str
) -> None:
    answer = program.get(f"studies/{mine.id}/export.{suffix}?language=en")
    assert answer["Content-Disposition"].startswith('attachment; filename="Paddy_rice-r1.')
    done = program.upload(
        f"studies/{mine.id}/file", named(answer.content, f"x.{suffix}"), {"base_revision": 1}
    )
    assert (done.status_code, said(done)["revision"], said(done)["digest"]) == (200, 1, mine.digest)


# results and versions ─────────────────────────────────────────────────────────


def test_a_version_gives_the_footprint_as_it_was_frozen(program: Program, mine: Study) -> None:
    made = program.post(f"studies/{mine.id}/versions", {"note": "首版"})
    assert made.status_code == 201
    version = said(made)
    footprint = Footprint.parse(said(program.get(f"studies/{mine.id}/footprint?version=1")))
    again = compute(
        ProductModel.parse(said(program.get(f"studies/{mine.id}/versions/1/model"))), (starter_release(),)
    )
    assert footprint.result_digest == version["result_digest"] == again.result_digest
    assert footprint.id == version["footprint_id"] == again.id
    result = said(program.get(f"studies/{mine.id}/result?version=1"))
    assert (result["total"], result["version"], result["unit_of_total"]) == (again.total, 1, "kg CO2e")
    assert sum(result["stages"].values()) == pytest.approx(again.total, rel=1e-12)


def test_an_unchanged_draft_gives_its_version_again(program: Program, mine: Study) -> None:
    numbers = [said(program.post(f"studies/{mine.id}/versions", {}))["number"] for _ in range(2)]
    assert numbers == [1, 1]


def test_a_draft_that_cannot_be_computed_says_what_is_missing(program: Program) -> None:
    plain = model().plain()
    plain["processes"][0]["inputs"] = [
        {"name": "无名", "amount": 1, "unit": "kg", "datasets": ["no.such.dataset"]}
    ]
    made = said(program.post("studies", plain))
    assert made["total"] is None
    result = said(program.get(f"studies/{made['id']}/result"))
    assert result["total"] is None and result["problems"]
    assert result["problems"][0]["path"].startswith(f"processes[{plain['processes'][0]['id']}]")
    refused(program.get(f"studies/{made['id']}/footprint"), 422)
    assert codes(program.post(f"studies/{made['id']}/versions", {}))[0] == "footprints.not-computed"


def test_a_comparison_tells_the_real_change_from_a_change_of_method(program: Program, mine: Study) -> None:
    program.post(f"studies/{mine.id}/versions", {})
    place, _, was = a_line(mine)
    program.post(
        f"studies/{mine.id}/edits",
        {"operations": [{"kind": "set", "place": place, "value": was * 2, "was": was}]},
    )
    found = said(program.get(f"studies/{mine.id}/comparison?before=1"))
    power = next(
        c
        for c in compute(model(), (starter_release(),)).contributions
        if c.unit == "kWh" and c.process == "field"
    )
    assert found["comparable"] and found["change"] == pytest.approx(power.total, rel=1e-9)
    assert found.get("method_change", 0.0) == 0.0
    assert [line["place"] for line in found["real"]["lines"]] == [place.removesuffix(".amount")]
    refused(program.get(f"studies/{mine.id}/comparison"), 422, "document.missing")
    refused(program.get(f"studies/{mine.id}/comparison?before=2"), 404, "web.absent")


def test_every_figure_that_is_listed_can_be_fetched_as_drawing_and_as_numbers(
    program: Program, mine: Study
) -> None:
    figures = said(program.get(f"studies/{mine.id}/figures"))
    assert {"stage-bars", "sankey"} <= {figure["name"] for figure in figures}
    for figure in figures:
        svg = program.get(figure["svg"].removeprefix("/api/"))
        assert (
            svg.status_code == 200
            and svg.content.startswith(b"<svg")
            and svg["X-Content-Type-Options"] == "nosniff"
        )
        assert program.get(figure["csv"].removeprefix("/api/")).content.count(b"\n") > 1
    refused(program.get(f"studies/{mine.id}/figures/stage-bars.png"), 404)
    refused(program.get(f"studies/{mine.id}/figures/pie.svg"), 404)


def test_findings_name_place_rule_and_authority(program: Program, mine: Study) -> None:
    found = said(program.get(f"studies/{mine.id}/findings"))
    assert found["findings"] and {"path", "severity"} <= found["findings"][0].keys()


def test_a_review_needs_a_second_pair_of_eyes(program: Program, mine: Study) -> None:
    program.post(f"studies/{mine.id}/versions", {})
    own = Program(program.acting)
    refused(
        own.post(f"studies/{mine.id}/decisions", {"action": "approve", "version": 1}),
        403,
        "footprints.needs-role",
    )
    reviewer = Program(somebody("r@example.org", "reviewer", of=program.acting.organisation))
    before = {a["action"]: a["allowed"] for a in said(reviewer.get(f"studies/{mine.id}/next"))["next"]}
    assert before["approve"] is True
    answer = reviewer.post(f"studies/{mine.id}/decisions", {"action": "return", "version": 1})
    refused(answer, 422, "footprints.reason-needed")
    done = reviewer.post(f"studies/{mine.id}/decisions", {"action": "approve", "version": 1})
    assert (done.status_code, said(done)["state"]) == (201, "internally_reviewed")
    assert said(program.get(f"studies/{mine.id}/decisions"))["items"][0]["by"]["name"] == "r"


def test_a_comment_is_answered_and_settled(program: Program, mine: Study) -> None:
    place = a_line(mine)[0]
    made = said(program.post(f"studies/{mine.id}/comments", {"text": "台账在哪里？", "place": place}))
    program.post(f"studies/{mine.id}/comments/{made['id']}/answers", {"text": "附件 3"})
    program.post(f"studies/{mine.id}/comments/{made['id']}/settle")
    (kept,) = said(program.get(f"studies/{mine.id}/comments"))["items"]
    assert (kept["place"], kept["answers"][0]["text"], kept["settled_by"]["name"]) == (
        place,
        "附件 3",
        "editor",
    )


def test_a_report_is_made_in_the_background_and_fetched(program: Program, mine: Study) -> None:
    answer = program.post(f"studies/{mine.id}/reports", {"form": "html", "language": "en"})
    assert answer.status_code == 202
    job = said(answer)
    assert job["state"] == "queued"
    jobs.run(job["id"])
    done = said(program.get(f"jobs/{job['id']}"))
    assert (done["state"], done["file"]["name"]) == ("done", "Paddy rice-r1.en.html")
    file = program.get(done["file"]["url"].removeprefix("/api/"))
    assert b"Paddy rice" in file.content and file["Content-Disposition"].startswith("attachment")


def test_a_report_of_the_draft_is_of_the_draft_as_it_stood(program: Program, mine: Study) -> None:
    job = said(program.post(f"studies/{mine.id}/reports", {"form": "json"}))
    place, _, was = a_line(mine)
    program.post(
        f"studies/{mine.id}/edits",
        {"operations": [{"kind": "set", "place": place, "value": 1e6, "was": was}]},
    )
    jobs.run(job["id"])
    footprint = Footprint.parse(json.loads(bytes(Job.objects.get().result or b"")))
    assert footprint.total == mine.total


# who may ──────────────────────────────────────────────────────────────────────


def test_a_token_that_may_only_read_changes_nothing(mine: Study, program: Program) -> None:
    reading = Program(program.acting, may_write=False)
    assert reading.get(f"studies/{mine.id}").status_code == 200
    for method, path in (
        ("POST", "studies"), ("POST", f"studies/{mine.id}/versions"), ("POST", f"studies/{mine.id}/edits"),
        ("POST", f"studies/{mine.id}/undo"), ("DELETE", f"studies/{mine.id}"), ("PUT", f"studies/{mine.id}/model"),
        ("POST", f"studies/{mine.id}/comments"), ("POST", f"studies/{mine.id}/reports"),
    ):  # fmt: skip
        refused(reading.ask(method, path, {}), 403, "parties.read-only-token")
    assert Study.objects.get().revision == 1 and Study.objects.get().archived_at is None


def test_anothers_study_answers_like_one_that_does_not_exist(program: Program, mine: Study) -> None:
    stranger = Program(somebody("x@example.org", of=organisation("乙厂")))
    none = "00000000-0000-4000-8000-000000000000"
    for method, path in (
        ("GET", ""), ("GET", "/model"), ("GET", "/result"), ("GET", "/footprint"), ("GET", "/findings"), ("GET", "/figures"),
        ("GET", "/figures/sankey.svg"), ("GET", "/export.yaml"), ("GET", "/versions"), ("GET", "/versions/1"), ("GET", "/edits"),
        ("GET", "/decisions"), ("GET", "/comments"), ("GET", "/next"), ("DELETE", ""), ("POST", "/undo"), ("POST", "/redo"),
    ):  # fmt: skip
        theirs, absent = (stranger.ask(method, f"studies/{key}{path}") for key in (mine.id, none))
        assert (
            (theirs.status_code, theirs.content)
            == (absent.status_code, absent.content)
            == (404, absent.content)
        ), path
    queries.study(program.acting, mine.id)  # still there


def test_a_browsers_session_writes_only_with_the_csrf_token(program: Program, mine: Study) -> None:
    client = browser(program.acting, enforce_csrf_checks=True)
    path = f"/api/studies/{mine.id}/versions"
    refused(client.post(path, "{}", content_type="application/json"), 403, "web.csrf")
    client.get("/zh/studies/")
    token = client.cookies["csrftoken"].value
    done = client.post(path, "{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert done.status_code == 201


def test_whoever_does_not_say_who_they_are_is_asked_to_sign_in(program: Program, mine: Study) -> None:
    program.headers = {}
    for method, path in (("GET", "studies"), ("POST", "studies"), ("DELETE", f"studies/{mine.id}")):
        answer = program.ask(method, path)
        refused(answer, 401, "web.sign-in")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_in_the_address_is_no_token(program: Program) -> None:
    secret = program.headers.pop("Authorization").removeprefix("Bearer ")
    refused(program.get(f"studies?access_token={secret}&token={secret}&key={secret}"), 401)


# what there is to start from ──────────────────────────────────────────────────


def test_examples_rules_forms_and_the_template_are_listed(program: Program) -> None:
    assert len(said(program.get("examples"))) == 10
    assert said(program.get("examples/laptop"))["id"] == model("laptop").id
    assert said(program.get("rules"))[0]["id"] == "gbt-24067-2024"
    assert {row["suffix"] for row in said(program.get("forms")) if row["what"] == "report"} >= {"pdf", "docx"}
    assert program.get("template.xlsx?language=en").content.startswith(b"PK")
