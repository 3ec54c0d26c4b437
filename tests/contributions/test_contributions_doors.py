"""Doors for many at once: files, programs, finished studies."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from contribution_cases import DECLARED, Houses, grid, taken_to, trail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanzuji.contributions import queries, services
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.reading import datasets_of
from tanzuji.contributions.services import files
from tanzuji.documents.errors import CodedError
from tanzuji.formats.factor_lists import guess_mapping, read_tables
from tanzuji.parties.acting import Acting
from tanzuji.parties.services import issue_token

sys.path += [str(Path(__file__).resolve().parents[1] / room) for room in ("formats", "footprints")]
from ilcd_packages import packed, two_processes
from review_cases import organisation, somebody, study_of

pytestmark = pytest.mark.django_db

TABLE = (
    "产品名称,单位,地域,数据年份,碳足迹(kgCO2e),来源\n"
    "生石灰,kg,CN,2024,1.05,行业年报\n"
    "消石灰,kg,CN,2024,0.81,行业年报\n"
).encode()


@pytest.fixture
def houses() -> Houses:
    return Houses.built()


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


class Program:
    """A client of the API with a token."""

    def __init__(self, acting: Acting) -> None:
        self.headers = {
            "Authorization": f"Bearer {issue_token(acting, 'program', days=1, may_write=True).secret}"
        }

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sent = json.dumps(body).encode() if body is not None else b""
        answer: Any = Client().generic(
            method, f"/api/contributions{path}", sent, content_type="application/json", headers=self.headers
        )
        return answer.status_code, json.loads(answer.content)


def test_a_table_becomes_drafts_whose_trail_begins_in_the_file(houses: Houses) -> None:
    """SH-203: a list of factors uploaded, its columns understood, every row a draft with the file as its evidence."""
    client = browser(houses.author)
    answer = client.post("/en/contributions/files/", {"file": SimpleUploadedFile("lime.csv", TABLE)})
    assert answer.status_code == 302, answer.content[:2000]
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "生石灰" in page.content.decode()
    upload = queries.uploads(houses.author).get()
    made = services.offer_rows(houses.author, upload.id, declarations=DECLARED)
    assert [of.name.to("zh") for of in made] == ["生石灰", "消石灰"]
    assert [of.value for of in made] == [1.05, 0.81]
    (reference,) = made[0].provenance.inputs[0].references
    assert reference.startswith("evidence:")
    assert "contributions.leads-nowhere" not in {
        f.problem.code for f in queries.findings(houses.author, made[0])
    }
    assert services.offer_rows(houses.author, upload.id, declarations=DECLARED) == made, (
        "sent twice, kept once"
    )
    assert Contribution.objects.count() == 2


def test_the_page_of_a_file_offers_the_rows_that_are_chosen(houses: Houses) -> None:
    upload = services.receive(houses.author, "lime.csv", TABLE)
    client, path = browser(houses.author), f"/en/contributions/files/{upload.id}/"
    ids = [each.id for each in datasets_of("lime.csv", TABLE, "list")]
    form = {
        "rows_shown": "1",
        "chosen": ids[:1],
        "header_row": "1",
        "header_rows": "1",
        "header_before": "1+1",
    }
    for at, column in enumerate(guess_mapping(read_tables(TABLE, "lime.csv").table()).columns):
        form |= {f"column-{at}-header": column.header, f"column-{at}-field": column.field}
        form |= {f"column-{at}-unit": column.unit or "", f"column-{at}-gas": column.gas or ""}
    answer = client.post(path, form | {"declarations.scope": "province"})
    assert answer.status_code == 302, answer.content[:3000]
    assert Contribution.objects.get().name_zh == "生石灰"


def test_rows_chosen_one_after_another_are_each_their_own_contribution(houses: Houses) -> None:
    upload = services.receive(houses.author, "lime.csv", TABLE)
    first, second = (each.id for each in datasets_of("lime.csv", TABLE, "list"))
    (one,) = services.offer_rows(houses.author, upload.id, declarations=DECLARED, chosen=[first])
    services.edit(houses.author, one.id, edition=1, document=one.dataset.plain() | {"year_to": 2025},
                  declarations=DECLARED)  # fmt: skip
    (other,) = services.offer_rows(houses.author, upload.id, declarations=DECLARED, chosen=[second])
    assert (one.name_zh, other.name_zh) == ("生石灰", "消石灰")


def test_more_rows_than_are_taken_at_a_time_are_refused_and_none_is_offered(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_ROWS", 1)
    upload = services.receive(houses.author, "lime.csv", TABLE)
    with pytest.raises(CodedError) as refused:
        services.offer_rows(houses.author, upload.id, declarations=DECLARED)
    assert refused.value.code == "contributions.too-many-rows"
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(("limit", "value"), [("MAX_UPLOADS", 1), ("MAX_KEPT", 2 * len(TABLE) - 1)])
def test_an_organisation_keeps_so_many_files_and_no_more(
    houses: Houses, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    monkeypatch.setattr(files, limit, value)
    kept = services.receive(houses.author, "lime.csv", TABLE)
    with pytest.raises(CodedError) as refused:
        services.receive(houses.author, "lime.csv", TABLE)
    assert refused.value.code == "contributions.too-many-files"
    services.receive(houses.stranger, "lime.csv", TABLE)
    services.forget(houses.author, kept.id)
    services.receive(houses.author, "lime.csv", TABLE)


def test_one_bad_row_keeps_all_out_and_is_named(houses: Houses) -> None:
    bad = TABLE + "石灰石,kg,CN,2024,x,行业年报\n".encode()
    upload = services.receive(houses.author, "lime.csv", bad)
    with pytest.raises(CodedError) as refused:
        services.offer_rows(houses.author, upload.id, declarations=DECLARED)
    assert {problem.path for problem in refused.value.problems} == {"E4"}
    assert not Contribution.objects.exists()


def test_an_ilcd_package_becomes_drafts_with_masses_per_gas(houses: Houses, tmp_path: Path) -> None:
    """SH-203: unit processes come in as ILCD. By hand: 1 kg of steel is 2 + 1.5 × 0.1 = 2.15 kg CO2, 1 kg of ore 0.1."""
    content = packed(tmp_path / "steel.zip", two_processes()).read_bytes()
    upload = services.receive(houses.author, "steel.zip", content)
    assert upload.kind == "ilcd"
    made = services.offer_rows(houses.author, upload.id, declarations=DECLARED)
    assert {of.kind for of in made} == {"process"}
    masses = sorted(
        [(a.gas, round(a.amount, 9)) for of in made for a in of.dataset.amounts], key=lambda each: each[1]
    )
    assert masses == [("CO2", 0.1), ("CO2", 2.15)]


@pytest.mark.parametrize("name", ["x.exe", "x.zip", "x.xml", "x.json"])
def test_what_is_neither_a_table_nor_ilcd_is_refused(houses: Houses, name: str) -> None:
    with pytest.raises(CodedError) as refused:
        services.receive(houses.author, name, b"hello")
    assert refused.value.code == "contributions.not-a-list"


def test_a_program_offers_submits_and_is_told_what_may_be_done(houses: Houses) -> None:
    """SH-203, JS-205: the whole way by the API."""
    mine, curator = Program(houses.author), Program(houses.curator)
    body = {
        "kind": "factor",
        "dataset": grid(),
        "declarations": DECLARED,
        "provenance": trail(0.4, 0.2),
        "key": "k",
    }
    status, made = mine.ask("POST", "", body)
    assert status == 201, made
    assert mine.ask("POST", "", body)[1]["id"] == made["id"]
    path = f"/{made['id']}"
    assert mine.ask("POST", f"{path}/decisions", {"action": "self_check"})[0] == 200
    status, made = mine.ask("POST", f"{path}/decisions", {"action": "submit"})
    assert (status, made["state"]) == (200, "format_checked")
    to = {"action": "assign", "organisation": str(houses.verifier.organisation_id), "seen": made["steps"]}
    status, made = curator.ask("POST", f"{path}/decisions", to)
    assert (status, made["state"]) == (200, "under_verification")
    verifier = Program(houses.verifier)
    assert verifier.ask("GET", "/gate")[1]["count"] == 1
    status, said = verifier.ask("POST", f"{path}/remarks", {"text": "?", "place": "dataset.unit"})
    assert status == 201
    assert mine.ask("POST", f"{path}/remarks/{said['id']}/answers", {"text": "!"})[0] == 201
    assert verifier.ask("POST", f"{path}/remarks/{said['id']}/settle")[1]["settled"]
    status, refused = mine.ask("POST", f"{path}/decisions", {"action": "verify", "reason": "x"})
    assert (status, refused["problems"][0]["code"]) == (403, "contributions.not-at-gate")
    assert (
        verifier.ask("POST", f"{path}/decisions", {"action": "verify", "reason": "好", "seen": 1})[0] == 409
    )
    assert verifier.ask("POST", f"{path}/decisions", {"action": "verify", "reason": "好"})[0] == 200
    status, graph = verifier.ask("GET", f"{path}/provenance")
    assert (status, graph["coverage"], [row["share"] for row in graph["inputs"]]) == (
        200, pytest.approx(1.0), [pytest.approx(2 / 3), pytest.approx(1 / 3)],
    )  # fmt: skip
    assert [step["action"] for step in mine.ask("GET", f"{path}/steps")[1]] == [
        "verify", "assign_verifier", "format_check", "submit", "self_check",
    ]  # fmt: skip
    assert Program(houses.stranger).ask("GET", path)[0] == 404


def test_a_program_sees_what_changed_from_one_submission_to_the_next(houses: Houses) -> None:
    of = taken_to(houses, "under_verification")
    services.return_(houses.verifier, of.id, reason="改")
    document = of.dataset.plain() | {"amounts": [{"gas": "CO2e", "amount": 0.66}]}
    services.edit(
        houses.author, of.id, edition=1, document=document, declarations=DECLARED, provenance=trail(0.46, 0.2)
    )
    services.self_check(houses.author, of.id)
    services.submit(houses.author, of.id)
    status, changes = Program(houses.author).ask("GET", f"/{of.id}/changes")
    assert status == 200
    by_place = {each["place"]: each for each in changes}
    assert by_place["dataset.amounts[0].amount"]["percent"] == pytest.approx(10.0)
    assert by_place["provenance.inputs[i0].result"]["percent"] == pytest.approx(15.0)
    page = browser(houses.author).get(f"/en/contributions/{of.id}/changes/").content.decode()
    assert "+10.0" in page


def test_a_program_offers_the_rows_of_a_file(houses: Houses) -> None:
    program = Program(houses.author)
    file = io.BytesIO(TABLE)
    file.name = "lime.csv"
    answer: Any = Client().post(
        "/api/contributions/file",
        {"file": file, "declarations": json.dumps(DECLARED)},
        headers=program.headers,
    )
    assert answer.status_code == 201, answer.content
    assert json.loads(answer.content)["count"] == 2
    assert not queries.uploads(houses.author).exists(), "a program leaves no file behind that nobody removes"


def test_finished_studies_are_contributed_many_at_once_with_their_trail() -> None:
    """ZJ-204: what was accounted goes into the database, value and trail; a study that nobody reviewed does not."""
    from tanzuji.footprints import contributing
    from tanzuji.footprints.services import decide, make_version

    works = organisation()
    editor, reviewer = somebody(works, "editor", "editor"), somebody(works, "reviewer", "reviewer")
    study = study_of(editor)
    with pytest.raises(CodedError) as refused:
        contributing.contribute(editor, [study.id], DECLARED, licence="CC BY 4.0")
    assert refused.value.code == "footprints.not-finished"
    version = make_version(editor, study.id)
    decide(reviewer, study.id, "approve", number=1)
    (made,) = contributing.contribute(editor, [study.id], DECLARED, licence="CC BY 4.0")
    of = queries.contribution(editor, made)
    assert of.kind == "footprint"
    assert of.value == pytest.approx(version.total)
    assert of.study == f"{study.id}@1"
    assert of.footprint is not None and of.footprint.value == pytest.approx(of.value)
    explained = sum(each.result for each in of.provenance.inputs)
    assert explained == pytest.approx(of.value, rel=1e-9), "the lines add up to the footprint"
    assert contributing.contribute(editor, [study.id], DECLARED, licence="CC BY 4.0") == [made]
    answer = browser(editor).get("/en/studies/products/contribute/")
    assert answer.status_code == 200
    assert study.id.hex in answer.content.decode().replace("-", "")
