"""A verification by programs alone: what a token may, what it is told, and what another organisation's id answers."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
import verification_cases as cases
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanzuji.activity import services as vault
from tanzuji.footprints.models import AnsweredRequest
from tanzuji.parties.acting import Acting
from tanzuji.parties.services import issue_token
from tanzuji.verification import services
from tanzuji.verification.models import Engagement, EvidenceRequest, Recomputation, Review, Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> cases.Houses:
    return cases.Houses.built()


class Program:
    """A client of the API with a token of somebody's."""

    def __init__(self, acting: Acting, *, writes: bool = True, signs: bool = False) -> None:
        owner = Acting(acting.person, acting.organisation, acting.roles, factor="fresh") if signs else acting
        secret = issue_token(owner, "program", days=1, may_write=writes, signs=signs).secret
        self.headers = {"Authorization": f"Bearer {secret}"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = json.dumps(body).encode() if body is not None else b""
        answer: Any = Client().generic(
            method, f"/api/verification{path}", sent, content_type="application/json",
            headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()},
        )  # fmt: skip
        kind = answer.headers["Content-Type"]
        return answer.status_code, json.loads(answer.content) if "json" in kind else answer.content

    def done(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        status, found = self.ask(method, path, body, **headers)
        assert status in (200, 201, 202), (status, found)
        return found

    def refused(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        status, found = self.ask(method, path, body, **headers)
        return status, found["problems"][0]["code"]


@pytest.fixture
def programs(houses: cases.Houses) -> dict[str, Program]:
    names = ("editor", "lead", "member", "reviewer", "other", "stranger")
    return {name: Program(getattr(houses, name)) for name in names}


def _asked(houses: cases.Houses, programs: dict[str, Program], **more: Any) -> dict[str, Any]:
    study = cases.submitted(houses)
    body = {"study": str(study.id), "verifier": str(houses.lead.organisation_id), "level": "limited"} | more
    found: dict[str, Any] = programs["editor"].done("POST", "", body)
    return found


def _team(houses: cases.Houses) -> list[dict[str, str]]:
    return [{"email": email, "role": role} for email, role in houses.team]


def test_a_study_is_verified_by_programs_alone(houses: cases.Houses, programs: dict[str, Program]) -> None:
    """VR-01: request → offer → team → plan → evidence → finding → new version → recomputation → draft → signed."""
    editor, lead, member, reviewer = (programs[n] for n in ("editor", "lead", "member", "reviewer"))
    asked = _asked(houses, programs, purpose="标识")
    path = f"/{asked['id']}"
    assert (asked["state"], [s["number"] for s in asked["submissions"]]) == ("requested", [1])
    assert lead.done("GET", "?side=waiting")["count"] == 1
    assert lead.done("GET", path)["submissions"] == [], "not before the offer is accepted"

    offered = lead.done("POST", f"{path}/offer", {"team": _team(houses), "terms": "十个工作日"})
    assert [(m["role"], bool(m["email"])) for m in offered["team"]] == [
        ("lead", True), ("member", True), ("reviewer", True)
    ]  # fmt: skip
    accepted = editor.done("POST", f"{path}/decisions", {"action": "accept", "seen": offered["steps"]})
    assert {m["email"] for m in accepted["team"]} == {""}
    for one in (lead, member, reviewer):
        one.done("POST", f"{path}/declaration", cases.DECLARED)
    plan = lead.done("POST", f"{path}/plan", {"materiality": 0.05, "risks": "电力因子"})
    assert plan["plan"]["items"]
    assert editor.done("GET", f"{path}/plan")["plan"] == plan["plan"]

    request = member.done(
        "POST", f"{path}/evidence", {"text": "化肥台账", "place": "processes[growing].inputs"}
    )
    paper = vault.keep_evidence(houses.editor, data=b"ledger", name="a.csv", kind="other", title="台账")
    answered = editor.done("POST", f"{path}/evidence/{request['id']}/answers", {"evidence": paper.digest})
    assert [a["evidence"] for a in answered["answers"]] == [paper.digest]
    assert member.done("POST", f"{path}/evidence/{request['id']}/check")["checked_at"]
    places = [line["place"] for line in editor.done("GET", f"{path}/sample")["lines"]]
    assert places == [item["place"] for item in plan["plan"]["items"]]
    put = [{"place": place, "text": "与台账一致"} for place in places]
    assert editor.refused("POST", f"{path}/sample", {"lines": put})[0] == 403
    seen = member.done("POST", f"{path}/sample", {"lines": put})["lines"]
    assert [(line["state"], line["text"]) for line in seen] == [("examined", "与台账一致")] * len(places)
    finding = member.done("POST", f"{path}/findings", {"text": "与台账不符", "severity": "major"})
    study = houses_study(asked["id"])
    cases.next_version(houses, study, "product.model", "B")
    assert editor.done("POST", f"{path}/submissions", {"note": "已更正"})["number"] == 2
    settling = f"{path}/findings/{finding['id']}/steps"
    assert editor.done("POST", settling, {"action": "answer", "text": "已更正"})["state"] == "answered"
    assert member.done("POST", settling, {"action": "close", "text": "一致"})["state"] == "closed"

    draft = dict(cases.PAPER)
    assert lead.refused("POST", f"{path}/draft", draft) == (403, "verification.no-recomputation")
    cases.recomputed(houses, Engagement.objects.get(id=asked["id"]))
    assert [r["outcome"] for r in lead.done("GET", f"{path}/recomputations")] == ["equal"]
    assert lead.done("POST", f"{path}/draft", draft)["paper"]["opinion"] == "unmodified"
    assert editor.refused("GET", f"{path}/draft") == (404, "web.absent"), (
        "the verifier's own until it is signed"
    )
    back = reviewer.done("POST", f"{path}/decisions", {"action": "return", "reason": "写明抽样"})
    assert back["state"] == "examining"
    lead.done("POST", f"{path}/draft", draft)
    assert lead.refused("POST", f"{path}/statement", {})[0] == 403
    signed = reviewer.done("POST", f"{path}/statement", {"reason": "复核通过"})
    assert (signed["status"], signed["opinion"], signed["reservations"]) == ("valid", "unmodified", None)
    assert reviewer.done("POST", f"{path}/statement", {}) == signed, "signed again, it is the same"

    for one in (editor, lead):
        (listed,) = one.done("GET", "/statements")["items"]
        assert listed == one.done("GET", f"/statements/{signed['id']}")
        assert listed | {"signed_at": ""} == signed | {"signed_at": ""}
    assert editor.done("GET", f"/statements/{signed['id']}/report?form=pdf").startswith(b"%PDF")
    assert editor.done("GET", path)["statement"] == signed["id"]
    assert editor.done("GET", f"{path}/steps")[0]["action"] == "sign"
    gone = reviewer.done("POST", f"/statements/{signed['id']}/withdrawal", {"reason": "电表倍率记错"})
    assert (gone["status"], gone["withdrawn_because"]) == ("withdrawn", "电表倍率记错")
    again = reviewer.refused("POST", f"/statements/{signed['id']}/withdrawal", {"reason": "x"})
    assert again == (422, "verification.statement-withdrawn")


def houses_study(engagement_id: str) -> Any:
    return Engagement.objects.select_related("study").get(id=engagement_id).study


def test_only_a_token_that_signs_signs_and_withdraws(houses: cases.Houses, settings: Any) -> None:
    of = cases.drafted(houses)
    settings.SECOND_FACTOR = True
    writes, signs = Program(houses.reviewer), Program(houses.reviewer, signs=True)
    refusal = (403, "parties.token-does-not-sign")
    assert writes.refused("POST", f"/{of.id}/statement", {}) == refusal
    assert not Statement.objects.exists()
    signed = signs.done("POST", f"/{of.id}/statement", {})
    withdrawal = f"/statements/{signed['id']}/withdrawal"
    assert writes.refused("POST", withdrawal, {"reason": "错"}) == refusal
    assert signs.done("POST", withdrawal, {"reason": "错"})["status"] == "withdrawn"


def test_a_reading_token_changes_nothing(houses: cases.Houses) -> None:
    of = cases.examined(houses)
    reads = Program(houses.lead, writes=False)
    assert reads.done("GET", f"/{of.id}")["state"] == "examining"
    for path, body in (
        ("findings", {"text": "x", "severity": "minor"}),
        ("evidence", {"text": "x"}),
        ("plan", {}),
        ("recomputations", None),
        ("decisions", {"action": "terminate", "reason": "x"}),
    ):
        assert reads.refused("POST", f"/{of.id}/{path}", body) == (403, "parties.read-only-token"), path


def test_another_organisations_id_answers_as_an_absent_one(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    """ISO 14065: what a verifier learns is confidential; another verifier and a stranger learn not even that it is."""
    of = cases.drafted(houses)
    signed = services.sign(houses.reviewer, of.id)
    asked = EvidenceRequest.objects.create(engagement=of, number=1, text="x", by=houses.lead.person)
    bodies: dict[tuple[str, str], Any] = {
        ("GET", "/{id}"): None,
        ("GET", "/{id}/steps"): None,
        ("GET", "/{id}/plan"): None,
        ("GET", "/{id}/sample"): None,
        ("POST", "/{id}/sample"): {"lines": [{"place": "x", "text": "x"}]},
        ("GET", "/{id}/evidence"): None,
        ("GET", "/{id}/findings"): None,
        ("GET", "/{id}/recomputations"): None,
        ("GET", "/{id}/submissions"): None,
        ("GET", "/{id}/submissions/1/package"): None,
        ("GET", "/{id}/draft"): None,
        ("POST", "/{id}/evidence/{asked}/check"): None,
        ("POST", "/{id}/findings"): {"text": "x", "severity": "minor"},
        ("POST", "/{id}/statement"): {},
        ("POST", "/{id}/decisions"): {"action": "terminate", "reason": "x"},
        ("GET", "/statements/{signed}"): None,
        ("GET", "/statements/{signed}/report"): None,
        ("POST", "/statements/{signed}/withdrawal"): {"reason": "x"},
    }
    for (method, path), body in bodies.items():
        real = path.format(id=of.id, asked=asked.id, signed=signed.id)
        none = path.format(id=uuid4(), asked=uuid4(), signed=uuid4())
        for who in ("other", "stranger"):
            program = programs[who]
            found = program.ask(method, real, body)
            assert found == program.ask(method, none, body), (who, method, path)
            assert found[0] == 404
    for who in ("other", "stranger"):
        assert programs[who].done("GET", "/statements")["count"] == 0
        assert programs[who].done("GET", "?side=verifier")["count"] == 0


def test_the_same_key_creates_once_and_stands_for_one_request(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    study = cases.submitted(houses)
    body = {"study": str(study.id), "verifier": str(houses.lead.organisation_id), "level": "limited"}
    editor, key = programs["editor"], {"Idempotency_Key": "k-1"}
    first = editor.done("POST", "", body, **key)
    assert editor.done("POST", "", body, **key) == first
    assert Engagement.objects.count() == 1
    assert editor.refused("POST", "", body | {"level": "reasonable"}, **key) == (422, "footprints.key-reused")
    assert editor.refused("POST", "", body)[1] == "verification.open-already"
    assert editor.refused("POST", "", body | {"colour": "red"})[1] == "document.unknown-field"
    of = cases.examined(houses, cases.submitted(houses))
    made = [
        programs["lead"].done("POST", f"/{of.id}/findings", {"text": "x", "severity": "minor"}, **key)["id"]
        for _ in range(2)
    ]
    assert len(set(made)) == 1 == of.findings.count()


def test_a_step_on_what_has_moved_on_is_answered_409(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    asked = _asked(houses, programs)
    path, seen = f"/{asked['id']}", asked["steps"]
    offer = {"team": _team(houses), "seen": seen}
    first = programs["lead"].done("POST", f"{path}/offer", offer)
    assert programs["lead"].done("POST", f"{path}/offer", offer) == first, "the same once more"
    late = programs["editor"].refused("POST", f"{path}/decisions", {"action": "withdraw", "seen": seen})
    assert late == (409, "verification.moved-on")


def test_the_package_is_fetched_and_the_verifiers_own_report_is_kept_once(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    of = cases.examined(houses)
    lead = programs["lead"]
    content = lead.done("GET", f"/{of.id}/submissions/1/package")
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert lead.refused("GET", f"/{of.id}/submissions/2/package") == (404, "web.absent")
    report = json.dumps(cases.report_of(cases.recomputed(houses, of))).encode()
    path = f"/api/verification/{of.id}/submissions/1/recomputations/file"

    def send(what: bytes) -> Any:
        return Client().post(path, {"file": SimpleUploadedFile("r.json", what)}, headers=lead.headers)

    answers = [send(report) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201], answers[0].content
    assert (answers[0].json()["origin"], answers[0].json()["outcome"]) == ("verifier", "equal")
    assert Recomputation.objects.filter(origin="verifier").count() == 1
    wrong = send(b"{}")
    assert (wrong.status_code, wrong.json()["problems"][0]["code"]) == (422, "verification.not-a-report")


def test_a_recomputation_is_begun_as_a_job_that_its_key_begins_once(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    of = cases.examined(houses)
    begun = programs["lead"].done("POST", f"/{of.id}/recomputations", None, Idempotency_Key="r1")
    assert begun["kind"] == "verification.recompute"
    again = programs["lead"].done("POST", f"/{of.id}/recomputations", None, Idempotency_Key="r1")
    assert again["id"] == begun["id"]
    assert programs["editor"].refused("POST", f"/{of.id}/recomputations") == (
        403,
        "verification.not-verifier",
    )


def test_a_guest_is_invited_by_a_program_and_the_link_is_told_once(
    houses: cases.Houses, programs: dict[str, Program]
) -> None:
    """ISO/TS 14071: the link opens one review, once; the answer kept for a repeated request holds no secret."""
    study = cases.submitted(houses)
    body = {"study": str(study.id), "version": 1, "name": "外部专家", "email": "expert@example.org"}
    editor = programs["editor"]
    made = editor.done("POST", "/reviews", body, Idempotency_Key="g1")
    secret = made["link"].rstrip("/").rpartition("/")[2]
    again = editor.done("POST", "/reviews", body, Idempotency_Key="g1")
    assert (again["id"], again["link"], Review.objects.count()) == (made["id"], None, 1)
    assert all(secret not in kept.body for kept in AnsweredRequest.objects.all())
    assert editor.done("GET", "/reviews")["items"][0]["state"] == "invited"

    _, access = services.open_link(secret)
    remark = services.remark(access, "说明分配方法", severity="minor")
    replied = editor.done("PUT", f"/reviews/{made['id']}/remarks/{remark.id}/answer", {"text": "按质量分配"})
    assert replied["answer"] == "按质量分配"
    services.sign_review(access, conclusion="conforms", comment="符合", signature="专家", independent=True)
    found = editor.done("GET", f"/reviews/{made['id']}")
    assert (found["state"], found["conclusion"], len(found["remarks"])) == ("signed", "conforms", 1)
    assert editor.refused("POST", f"/reviews/{made['id']}/link")[1] == "verification.review-signed"
    other = editor.done("POST", "/reviews", body)
    assert editor.done("POST", f"/reviews/{other['id']}/link")["link"] != other["link"]
    assert editor.done("POST", f"/reviews/{other['id']}/withdrawal")["state"] == "withdrawn"
    absent = (404, "web.absent")
    assert programs["stranger"].refused("GET", f"/reviews/{made['id']}") == absent
    assert programs["stranger"].refused("POST", f"/reviews/{made['id']}/link") == absent


def test_nobody_without_a_token_reads_anything(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    for path in ("", f"/{of.id}", "/statements", "/reviews"):
        assert Client().get(f"/api/verification{path}").status_code == 401, path
