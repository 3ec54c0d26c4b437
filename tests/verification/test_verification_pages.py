"""The pages of a verification: both sides find their way through it by forms alone, in Chinese and in English."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import verification_cases as cases
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from verification_cases import browser, page

from tanzuji.footprints.models import Study
from tanzuji.formats.study_package import open_study_package
from tanzuji.formats.study_recomputing import recomputed
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.verification import queries, services
from tanzuji.verification.models import Engagement, Review

pytestmark = pytest.mark.django_db
PARTS = ("engagement", "study", "changes", "plan", "evidence", "findings", "recomputation", "statement")


@pytest.fixture
def houses() -> cases.Houses:
    return cases.Houses.built()


def sent(client: Client, address: str, **fields: Any) -> Any:
    """A form sent; what is refused shows its reason in the failure."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer


def test_a_study_is_verified_by_forms_alone(houses: cases.Houses) -> None:
    study = cases.submitted(houses, "cement_po425")
    client, lead, reviewer = (browser(who) for who in (houses.editor, houses.lead, houses.reviewer))
    sent(
        client,
        page("new"),
        study=study.id,
        verifier=houses.lead.organisation_id,
        level="reasonable",
        purpose="申请认证",
    )
    of = Engagement.objects.get()
    home = page("engagement", of.id)
    emails = [houses.lead.person.email, houses.reviewer.person.email]
    sent(lead, home, action="offer", email=emails, role=["lead", "reviewer"], reason="十人天")
    sent(client, home, action="accept")
    for who in (lead, reviewer):
        sent(who, home, action="declare", **dict.fromkeys(cases.DECLARED, "1"))
    sent(lead, page("plan", of.id), action="plan", materiality="5", risks="熟料碳酸盐分解")
    places = [line.item.place for line in queries.sample(of)]
    form = {
        "line": places,
        "outcome": ["examined"] * len(places),
        "done": ["与台账和结算单一致"] * len(places),
    }
    sent(lead, page("plan", of.id), action="examine", **form)
    sent(lead, page("evidence", of.id), action="ask", text="窑头煤耗台账")
    asked = of.requests.get()
    sent(client, page("evidence", of.id), action="answer", request=asked.id, text="见附件")
    sent(lead, page("evidence", of.id), action="check", request=asked.id)
    sent(lead, page("findings", of.id), action="find", severity="minor", text="运距未注明", effect="0.5")
    finding = of.findings.get()
    sent(client, page("findings", of.id), action="answer", finding=finding.id, text="已补", cause="漏填")
    sent(lead, page("findings", of.id), action="close", finding=finding.id)
    sent(lead, page("recomputation", of.id))
    jobs.run(Job.objects.get().id)
    assert Job.objects.get().state == "done", Job.objects.get().problems
    sent(
        lead, page("statement", of.id), action="draft", opinion="unmodified", criteria="GB/T 24067-2024", months="24",
        **{"scope.zh": "摇篮到大门", "basis.zh": "文件评审、抽样、复算"},
    )  # fmt: skip
    sent(reviewer, page("statement", of.id), action="sign")
    assert Study.objects.get(id=study.id).state == "verified"
    for who in (client, lead):
        for language in ("zh-hans", "en"):
            for part in PARTS:
                answer = who.get(page(part, of.id, language=language))
                assert answer.status_code == 200
        report = who.get(page("report", of.id, "pdf"))
        assert report.content[:5] == b"%PDF-"
        assert "VS-" in report["Content-Disposition"]
    assert client.get(page("report", of.id, "docx")).content[:2] == b"PK"
    text = client.get(page("statement", of.id)).content.decode()
    assert "无保留意见" in text and "经核查" in text


def test_every_page_of_every_state_renders_for_both_sides(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    of = cases.asked(houses, study)
    sides = [browser(who) for who in (houses.editor, houses.lead, houses.chief, houses.reviewer)]

    def render() -> None:
        of.refresh_from_db()
        for who in sides:
            for part in PARTS:
                answer = who.get(page(part, of.id, language="en"))
                readable = who in (sides[0], sides[2]) or of.state in (
                    "accepted",
                    "examining",
                    "drafted",
                    "stated",
                )
                assert answer.status_code == (200 if readable or part == "engagement" else 404), (
                    of.state,
                    part,
                )
            for part in ("home", "queue", "reviews", "new"):
                assert who.get(page(part)).status_code in (200, 302)

    render()
    services.offer(houses.lead, of.id, houses.team, terms="x")
    render()
    services.accept(houses.editor, of.id)
    render()
    for who in (houses.lead, houses.member, houses.reviewer):
        services.declare(who, of.id, cases.DECLARED)
    services.plan(houses.lead, of.id)
    finding = services.find(houses.lead, of.id, "x", severity="major", place="unit.amount", effect=1.0)
    render()
    cases.next_version(houses, study, "product.model", "B")
    services.submit(houses.editor, of.id)
    cases.recomputed(houses, of, equal=False)
    render()
    services.settle(houses.lead, of.id, finding.id, "leave", text="x")
    services.draft(
        houses.lead, of.id, cases.PAPER | {"opinion": "adverse", "reservations": {"zh": "y", "en": "y"}}
    )
    render()
    signed = services.sign(houses.reviewer, of.id)
    render()
    services.withdraw_statement(houses.reviewer, signed.id, reason="z")
    render()


def test_a_refused_step_says_why_on_the_page_and_stores_nothing(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    answer = browser(houses.lead).post(
        page("engagement", of.id), {"action": "offer", "email": [], "role": []}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "verification.team-incomplete" in said
    assert '<a href="#email-1">' in said and "<code>team</code>" not in said
    answer = browser(houses.lead).post(page("engagement", of.id), {"action": "accept"})
    assert answer.status_code in (403, 422)
    of.refresh_from_db()
    assert of.state == "requested"


def test_the_package_recomputes_on_the_verifiers_own_machine_and_its_report_comes_back(
    houses: cases.Houses, tmp_path: Path
) -> None:
    of = cases.examined(houses)
    lead = browser(houses.lead)
    answer = lead.get(page("package", of.id, 1))
    file = tmp_path / "package.zip"
    file.write_bytes(answer.content)
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names[0] == "manifest.json" and "model.json" in names
    found = recomputed(open_study_package(file))
    assert found.equal and found.compared > 20

    def handed(content: bytes) -> Any:
        sent_file = SimpleUploadedFile("outcome.json", content)
        return lead.post(page("recomputed", of.id, 1), {"file": sent_file})

    assert handed(json.dumps(found.plain()).encode()).status_code == 302
    assert handed(json.dumps(found.plain()).encode()).status_code == 302  # once more is the same
    (row,) = queries.recomputations(queries.newest(of))
    assert (row.origin, row.outcome) == ("verifier", "equal")
    for bad in (b"{}", b"[1]", b"\xff", json.dumps(found.plain() | {"package": "sha256:0"}).encode()):
        assert handed(bad).status_code == 422
    assert queries.recomputations(queries.newest(of)).count() == 1
    assert browser(houses.other).get(page("package", of.id, 1)).status_code == 404


def test_a_reviewer_without_an_account_opens_a_link_once_reads_remarks_and_signs(
    houses: cases.Houses,
) -> None:
    """ISO/TS 14071: one review, independent, a signed comment."""
    study = cases.submitted(houses)
    answer = browser(houses.editor).post(
        page("invite"),
        {"version": f"{study.id}/1", "name": "Dr. Ma", "email": "ma@example.org", "asks": "甲烷"},
    )
    secret = answer.content.decode().split("/verification/review/")[1].split("/")[0]
    stranger = Client()
    look = stranger.get(page("guest", secret))
    assert look.status_code == 200 and "Dr. Ma" in look.content.decode()
    assert stranger.get(page("reviewing")).status_code == 404  # looking opens nothing
    assert stranger.post(page("guest", secret)).status_code == 302
    assert Client().get(page("guest", secret)).status_code == 404  # the link is used up
    for language in ("zh-hans", "en"):
        assert stranger.get(page("reviewing", language=language)).status_code == 200
    sent(stranger, page("reviewing"), action="remark", severity="minor", text="甲烷因子的年份", place="unit")
    row = Review.objects.get()
    services.reply(houses.editor, row.id, row.remarks.get().id, "已更新")
    refused = stranger.post(
        page("reviewing"), {"action": "sign", "conclusion": "conforms", "comment": "可", "signature": "Ma"}
    )
    assert refused.status_code == 422 and "verification.not-independent" in refused.content.decode()
    done = stranger.post(
        page("reviewing"),
        {"action": "sign", "conclusion": "conforms", "comment": "可", "signature": "Ma", "independent": "1"},
    )
    assert done.status_code == 200
    assert stranger.get(page("reviewing")).status_code == 404  # access ends with the signature
    row.refresh_from_db()
    assert (row.conclusion, row.signature) == ("conforms", "Ma") and row.digest.startswith("sha256:")
    shown = browser(houses.editor).get(page("review", row.id)).content.decode()
    assert "已签署" in shown and row.digest in shown
    assert browser(houses.stranger).get(page("review", row.id)).status_code == 404


def test_a_withdrawn_or_expired_invitation_opens_nothing(houses: cases.Houses) -> None:
    from datetime import timedelta

    from django.utils import timezone

    study = cases.submitted(houses)
    row, secret = services.invite(houses.editor, study.id, 1, name="A", email="a@example.org")
    client = Client()
    assert client.post(page("guest", secret)).status_code == 302
    services.withdraw_review(houses.editor, row.id)
    assert client.get(page("reviewing")).status_code == 404
    row, secret = services.invite(houses.editor, study.id, 1, name="A", email="a@example.org")
    Review.objects.filter(id=row.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(page("guest", secret)).status_code == 404
