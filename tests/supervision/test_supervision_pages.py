"""The pages of the room, in both languages, for whom they are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from supervision_cases import PNG, World, another_entry, drawn, inspected, opened, plan, under_way, world

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.services import tokens
from tanzuji.register import keeping
from tanzuji.supervision import queries, services
from tanzuji.supervision.models import Complaint, Draw, Inspection, Measure
from tanzuji.supervision.searching import Met
from tanzuji.supervision.services import MeasureGiven, SightingGiven

pytestmark = pytest.mark.django_db


def browser(of: Acting | None = None) -> Client:
    client = Client()
    if of is not None:
        client.force_login(of.person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["organisation"] = str(of.organisation_id)
        session.save()
    return client


def read(client: Client, path: str, expected: int = 200) -> str:
    """The page in Chinese; the English one is asked for as well."""
    for prefix in ("/en", "/zh"):
        answer = client.get(f"{prefix}/supervision/{path}")
        told = answer.content.decode()
        assert answer.status_code == expected, told[:2000]
    return told


@pytest.fixture
def who(db: None) -> World:
    return world()


def test_an_authority_finds_its_way_from_overview_to_a_draw_that_comes_out_the_same(
    who: World, tmp_path: Path
) -> None:
    """WALK 9; the file that everybody downloads is checked by the program that everybody downloads."""
    one = drawn(who)[0]
    head, works, stranger = browser(who.bureau["head"]), browser(who.works[0]["editor"]), browser()
    services.complain(number=who.views[0].number, kind="misuse", text="x", contact="", source="", picture=PNG)
    told = read(head, "")
    assert "监督总览" in told and "年度抽查" in told and "投诉 1" in told
    for path in (
        "plans/",
        f"plans/{one.plan_id}/",
        "inspectors/",
        "inspections/",
        "inspections/?state=drawn",
        "complaints/",
        "market/",
    ):
        read(head, path)
        read(works, path, 404 if path == f"plans/{one.plan_id}/" else 403)
    draw = Draw.objects.get()
    assert "完全一致" in read(head, f"draws/{draw.id}/")
    shown = read(stranger, f"draws/{draw.id}/")
    assert draw.digest in shown and who.views[0].number not in shown and "不事先告知" in shown
    assert stranger.get(f"/zh/supervision/draws/{draw.id}/draw.json").status_code == 403
    assert browser(who.works[0]["editor"]).get(f"/api/supervision/draws/{draw.id}").status_code == 403
    record = head.get(f"/zh/supervision/draws/{draw.id}/draw.json")
    (tmp_path / "draw.json").write_bytes(record.content)
    (tmp_path / "drawing.py").write_bytes(stranger.get("/zh/supervision/draws/drawing.py").content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "drawing.py", "draw.json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
    assert json.loads(record.content)["document"]["secret"] == json.loads(draw.document)["secret"]


def test_before_the_draw_the_secret_is_nobodys_to_read(who: World) -> None:
    """Whoever knew it could choose among the entries that decide the seed."""
    who.listed()
    made = services.commit(who.bureau["planner"], plan(who).id, beacon="双色球 2026137 期")
    secret = json.loads(made.document)["secret"]
    head = browser(who.bureau["head"])
    for told in (read(head, f"draws/{made.id}/"), read(head, f"plans/{made.plan_id}/")):
        assert secret not in told
    assert head.get(f"/zh/supervision/draws/{made.id}/draw.json").status_code == 403
    answer = head.post(f"/zh/supervision/draws/{made.id}/draw/", {"beacon": "7"})
    assert answer.status_code == 403 or b"supervision.too-early" in answer.content
    another_entry()
    answer = head.post(f"/zh/supervision/draws/{made.id}/draw/", {})
    assert answer.status_code == 422 and b"supervision.beacon-needed" in answer.content
    assert head.post(f"/zh/supervision/draws/{made.id}/draw/", {"beacon": "07 11"}).status_code == 302
    assert Inspection.objects.filter(draw=made).count() == 2


def test_a_checklist_is_filled_in_by_forms_with_photographs(who: World) -> None:
    one = under_way(who)
    ann = browser(who.bureau["ann"])
    at = f"/zh/supervision/inspections/{one.id}/"
    told = read(ann, f"inspections/{one.id}/")
    assert told.count('capture="environment"') == len(queries.items(one))
    bad = ann.post(at + "check/", {"item": "records", "answer": "no", "severity": "minor"})
    assert bad.status_code == 422 and b"supervision.note-needed" in bad.content
    sent = {
        "item": "records",
        "answer": "no",
        "severity": "minor",
        "note": "缺三月",
        "picture": SimpleUploadedFile("a.png", PNG),
    }
    done = ann.post(at + "check/", sent)
    assert done.status_code == 302 and done["Location"].endswith("#after-records")
    picture = one.pictures.get()
    answer = ann.get(f"/zh/supervision/pictures/{picture.id}/")
    assert answer.content == PNG and answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser(who.works[0]["editor"]).get(f"/zh/supervision/pictures/{picture.id}/").status_code == 404


def test_the_inspected_corrects_and_the_authority_takes_measures_by_forms(who: World) -> None:
    one = inspected(who)
    head, works = browser(who.bureau["head"]), browser(who.works[0]["editor"])
    at = f"/zh/supervision/inspections/{one.id}/"
    read(works, f"inspections/{one.id}/", 404)
    assert head.post(at + "step/", {"action": "order"}).status_code == 302
    told = read(works, f"inspections/{one.id}/")
    assert "标出 600" in told and "检查单" not in told and "检查组" not in told and "现场检查一天" not in told
    finding = queries.findings(one).get()
    proof = {"text": "已换标签", "picture": SimpleUploadedFile("b.png", PNG)}
    assert works.post(f"/zh/supervision/findings/{finding.id}/", proof).status_code == 302
    assert works.post(at + "step/", {"action": "report"}).status_code == 302
    ann = browser(who.bureau["ann"])
    assert (
        ann.post(f"/zh/supervision/findings/{finding.id}/", {"action": "refuse", "text": "不全"}).status_code
        == 302
    )
    given = {
        "action": "escalate",
        "reason": "拒不整改",
        "public_zh": "数值不符",
        "certificate": one.certificate,
    }
    assert head.post(at + "step/", given).status_code == 422
    day = str(timezone.localdate() + timedelta(days=30))
    sent = {**given, "measure": ["suspension", "blacklist"], "until_suspension": day, "order": "1 号"}
    assert head.post(at + "step/", sent).status_code == 302
    public = read(browser(), "measures/")
    assert "列入失信名单" in public and "责令暂停证书" in public and "works0" in public
    assert "已采取处置措施" in read(browser(), "measures/?part=inspections")
    kept = Measure.objects.get(kind="suspension")
    assert "提前解除" in read(head, "measures/")
    assert head.post(f"/zh/supervision/measures/{kept.id}/lift/", {"reason": "已改正"}).status_code == 302


def test_an_order_without_an_inspection_is_a_measure_and_its_lifting_is_told(who: World) -> None:
    """A.7.7: one door; the public page says who ordered it, by which document, until when, and what lifted it."""
    number, head = who.views[0].number, browser(who.bureau["head"])
    at, day = "/zh/supervision/measures/order/", str(timezone.localdate() + timedelta(days=30))
    form = read(head, f"measures/order/?certificate={number}")
    assert f'value="{number}"' in form and "没有针对这份证书的责令" in form
    read(browser(who.works[0]["editor"]), "measures/order/", 403)
    sent = {
        "certificate": number, "kind": "suspension", "order": "", "public_zh": "数值不符",
        "public_en": "The value differs", "until": day,
    }  # fmt: skip
    assert "certificates.order-needed" in head.post(at, sent).content.decode()
    assert head.post(at, {**sent, "order": "1 号", "kind": "blacklist"}).status_code == 422
    assert browser(who.bureau["planner"]).post(at, {**sent, "order": "1 号"}).status_code == 403
    assert not Measure.objects.exists()
    done = head.post(at, {**sent, "order": "示监〔2026〕31 号"})
    made = Measure.objects.get()
    assert done.status_code == 302 and done["Location"].endswith(f"#{made.number}")
    assert (made.subject_id, made.inspection) == (who.works[0]["editor"].organisation_id, None)
    keeping.forget()  # as half a second does
    for spoken, due in (("zh", "整改期限"), ("en", "to be put right by")):
        page = browser().get(f"/{spoken}/c/{number}/").content.decode()
        assert all(said in page for said in ("bureau", "示监〔2026〕31 号", due, day, made.number))
    assert "The value differs" in page
    assert "提前解除" in read(head, f"measures/order/?certificate={number}")
    lifting = {"reason": "已改正", "reason_en": "Corrected", "order": "示监〔2026〕32 号"}
    assert head.post(f"/zh/supervision/measures/{made.id}/lift/", lifting).status_code == 302
    end = Measure.objects.get().end
    for path in ("measures/", f"measures/order/?certificate={number}"):
        listed = read(browser() if path == "measures/" else head, path)
        assert f"解除于 {timezone.localdate()}" in re.sub(r"<[^>]+>", "", listed)
        assert "示监〔2026〕32 号" in listed and f"/log/{end.leaf}/" in listed and day not in listed
    keeping.forget()
    page = browser().get(f"/en/c/{number}/").content.decode()
    keeping.forget()
    assert "Corrected" in page and "示监〔2026〕32 号" in page and f"/log/{end.leaf}/" in page
    assert day not in page and "Lifted on" in page


def test_whoever_inspects_a_certificate_orders_nothing_against_it_meanwhile(who: World) -> None:
    """A.11: the reviewer on the team neither concludes the inspection nor goes round it."""
    one = opened(who, inspectors=["J-001", "J-003"])  # Cyd is a reviewer as well
    cyd = browser(who.bureau["cyd"])
    sent = {"certificate": one.certificate, "kind": "revocation", "order": "1 号", "public_zh": "不符"}
    refused = cyd.post("/zh/supervision/measures/order/", sent)
    assert refused.status_code == 403 and "您参加了这次检查" in refused.content.decode()
    other = {**sent, "certificate": who.views[1].number}
    assert cyd.post("/zh/supervision/measures/order/", other).status_code == 302


def test_programs_of_the_authority_order_and_lift(who: World) -> None:
    number = who.views[0].number
    secret = tokens.issue_token(who.bureau["head"], "script", days=1, may_write=True).secret
    headers, at = {"Authorization": f"Bearer {secret}"}, "/api/supervision/measures"
    body = {
        "kind": "suspension",
        "certificate": number,
        "reason": {"zh": "不符", "en": "Differs"},
        "order": "1 号",
    }
    made = Client().post(at, json.dumps(body), content_type="application/json", headers=headers)
    assert made.status_code == 201, made.content
    assert (
        made.json()["ended"] is False
        and Client().get(f"/api/certificates/{number}").json()["status"] == "suspended"
    )
    lift = {"reason": {"zh": "已改正", "en": "Corrected"}, "order": "2 号"}
    address = f"{at}/{made.json()['id']}/lift"
    told = Client().post(address, json.dumps(lift), content_type="application/json", headers=headers).json()
    assert (told["ended"], told["ended_order"]) == (True, "2 号")
    assert Client().get(f"/api/certificates/{number}").json()["status_reason"] == {
        "zh": "已改正",
        "en": "Corrected",
    }


def test_a_complaint_is_handled_by_forms_and_its_receipt_tells_how_it_stands(who: World) -> None:
    made = services.complain(
        number=who.views[0].number,
        kind="wrong_value",
        text="<script>x</script>",
        contact="me",
        source="",
        picture=PNG,
    )
    clerk = browser(who.bureau["clerk"])
    told = read(clerk, f"complaints/{made.id}/")
    assert "<script>x" not in told and "&lt;script&gt;x" in told and "水泥" in told
    at = f"/zh/supervision/complaints/{made.id}/act/"
    assert (
        clerk.post(at, {"action": "assign", "person": str(who.bureau["clerk"].person.id)}).status_code == 302
    )
    assert clerk.post(at, {"action": "note", "text": "已电话联系"}).status_code == 302
    assert clerk.post(at, {"action": "answer", "text": ""}).status_code == 422
    assert clerk.post(at, {"action": "answer", "text": "属实，已处理", "upheld": "yes"}).status_code == 302
    told = read(clerk, f"complaints/{made.id}/")
    assert "已电话联系" in told
    stranger = browser()
    read(stranger, "complaints/follow/")
    answer = stranger.post("/zh/supervision/complaints/follow/", {"number": made.number, "code": made.code})
    assert "属实，已处理" in answer.content.decode() and "已电话联系" not in answer.content.decode()
    assert (
        stranger.post("/zh/supervision/complaints/follow/", {"number": made.number, "code": "x"}).status_code
        == 404
    )
    assert Complaint.objects.get().contact == "me"


def test_plans_inspections_for_cause_and_sightings_are_entered_by_forms(who: World) -> None:
    who.listed()
    planner = browser(who.bureau["planner"])
    due = str(timezone.localdate() + timedelta(days=40))
    read(planner, "plans/new/")
    given = {
        "title_zh": "计划",
        "year": "2026",
        "pool": "bodies",
        "sample": "1",
        "sample_raised": "0",
        "team": "2",
        "due": due,
    }
    bad = planner.post("/zh/supervision/plans/new/", {**given, "sample": "x", "title_zh": ""})
    assert (
        bad.status_code == 422
        and b"supervision.bad-count" in bad.content
        and b"supervision.no-title" in bad.content
    )
    made = planner.post("/zh/supervision/plans/new/", given)
    assert made.status_code == 302
    assert "计划" in planner.get(made["Location"]).content.decode()
    assert planner.get(made["Location"] + "edit/").status_code == 200
    met = {
        "number": who.views[0].number,
        "place": "建材市场",
        "seen_on": str(timezone.localdate()),
        "value": "580",
    }
    assert planner.post("/zh/supervision/market/", met).status_code == 302
    told = read(planner, "market/")
    assert "数值与证书不符" in told
    read(planner, f"inspections/new/?target=certificates&code={who.views[0].number}")
    sent: dict[str, Any] = {
        "target": "certificates", "code": who.views[0].number, "due": due, "inspectors": ["J-001", "J-002"], "reason": "专项",
    }  # fmt: skip
    assert (
        planner.post("/zh/supervision/inspections/new/", {**sent, "inspectors": ["J-001"]}).status_code == 422
    )
    assert planner.post("/zh/supervision/inspections/new/", sent).status_code == 302
    tie = {
        "action": "conflict",
        "inspector": str(queries.inspectors(who.bureau["planner"])[0].id),
        "organisation": "works0",
        "reason": "曾任职",
    }
    assert planner.post("/zh/supervision/inspectors/change/", tie).status_code == 302
    assert "曾任职" in read(planner, "inspectors/")


def test_whoever_has_a_tie_is_never_drawn_for_it(who: World) -> None:
    who.listed()
    planner = who.bureau["planner"]
    first = queries.inspectors(planner)[0]
    services.add_conflict(planner, first.id, "works0", reason="曾任职")
    made = services.commit(planner, plan(who, sample=3).id)
    another_entry()
    services.draw(who.bureau["head"], made.id)
    of = Inspection.objects.get(draw=made, subject_id=who.works[0]["editor"].organisation_id)
    assert first.id not in {m.inspector_id for m in of.team.all()}
    assert str(first.id) not in of.reserves


def test_the_programs_api_says_what_the_pages_say(who: World) -> None:
    one = opened(who)
    services.sight(who.bureau["planner"], SightingGiven(Met(who.views[0].number), "市场"))
    head = browser(who.bureau["head"])
    assert head.get("/api/supervision/inspections").json()["items"][0]["number"] == one.number
    detail = head.get(f"/api/supervision/inspections/{one.id}").json()
    assert len(detail["checklist"]) == 10 and detail["findings"] == []
    assert head.get("/api/supervision/overview").json()["certificates"][0]["now"] == 3
    two = inspected(who, 1)
    services.step(
        who.bureau["head"],
        two.id,
        "escalate",
        reason="x",
        measures=[MeasureGiven("blacklist", Text(zh="不符"))],
    )
    found = browser().get("/api/supervision/measures").json()
    assert [m["kind"] for m in found["items"]] == ["blacklist"] and found["items"][0]["ended"] is False
    assert browser().get("/api/supervision/conclusions").json()["items"][0]["outcome"] == "escalated"
    assert browser().get("/api/supervision/inspections").status_code == 401
