"""Pages of the certification room: both sides see what is theirs, in both languages, and forms do what they say."""

from __future__ import annotations

import re

import pytest
from certification_cases import PHOTO, World, world
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanzuji.certification import bodies, queries, services
from tanzuji.certification.models import Application, Surveillance
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> World:
    return world(monkeypatch)


def signed_in(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(acting: Acting, path: str) -> str:
    answer = signed_in(acting).get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.content[:400])
    return answer.content.decode()


def post(acting: Acting, path: str, **given: object) -> int:
    return signed_in(acting).post(path, given).status_code


PAGES = ("/", "/schemes/", "/schemes/cn.footprint-label/", "/schemes/cn-zj.carbon-label/", "/bodies/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_speak_both_languages(office: World, language: str) -> None:
    for path in PAGES:
        text = read(office.lin, f"/{language}/certification{path}")
        assert "<h1>" in text
    if language == "en":
        bare = re.sub(r"<[^>]+>|\s+", " ", read(office.lin, "/en/certification/schemes/cn.footprint-label/"))
        assert "Application file" in bare and "申请资料" not in bare


def test_every_number_of_a_scheme_says_where_it_comes_from(office: World) -> None:
    text = read(office.lin, "/zh/certification/schemes/cn.footprint-label/")
    assert "本软件的缺省" in text and "产品碳足迹标识认证通用实施规则（试行）" in text


def test_the_applicant_chooses_body_and_scheme_and_none_is_chosen_before(office: World) -> None:
    """3-00: voluntary; the applicant chooses the body; no default."""
    text = read(office.lin, "/zh/certification/new/")
    assert "checked" not in text
    assert "苏发改资环发〔2024〕219号" in text  # JS-301, JS-302: encouraged sectors with their source


def test_the_way_of_an_application_can_be_walked_in_the_browser(office: World) -> None:
    begun = signed_in(office.lin).post(
        "/zh/certification/new/",
        {"body": str(office.body), "scheme": "cn.footprint-label", "study": str(office.study.id), "key": "k"},
    )
    assert begun.status_code == 302
    of = Application.objects.get()
    base = f"/zh/certification/applications/{of.id}/"
    assert post(office.lin, f"{base}describe/", item="cement", models_text="P·O 42.5", legal_person="on",
                management_since="2025-01-01", target_name="x", target_unit="kg", target_base_year="2024",
                target_base="10", target_year="2027", target_value="8", product_zh="水泥") == 302  # fmt: skip
    refused = signed_in(office.lin).post(f"{base}act/", {"action": "apply"})
    assert refused.status_code == 403 and "certification.papers-missing" in refused.content.decode()
    for item in queries.document(of).process.file_for("application"):
        file = SimpleUploadedFile(f"{item.id}.pdf", item.id.encode())
        assert post(office.lin, f"{base}papers/", item=item.id, file=file) == 302
    applied = signed_in(office.lin).post(f"{base}act/", {"action": "apply"}, follow=True).content.decode()
    assert "提交委托，已记录。现在：已委托，待受理。" in applied
    assert f"/zh/studies/{office.study.id}/" in applied
    assert f"/zh/studies/{office.study.id}/" not in read(office.heng, base)  # the body cannot open it
    assert post(office.heng, f"{base}act/", action="accept", **{"fee.name.0": "申请费", "fee.quantity.0": "1", "fee.price.0": "800"}) == 302  # fmt: skip
    assert "800.00" in read(office.lin, base)
    assert post(office.lin, f"{base}act/", action="sign") == 302
    entry = next(row for row in bodies.staff(office.body) if row.person_id == office.heng.person.id)
    assert post(office.heng, f"{base}team/", staff=str(entry.id), task="lead") == 302
    assert post(office.heng, f"{base}impartial/") == 302
    assert (
        post(office.heng, f"{base}plan/", visit_from="2026-12-01", visit_until="2026-12-02", site="厂区")
        == 302
    )
    assert post(office.heng, f"{base}act/", action="plan") == 302
    assert post(office.heng, f"{base}act/", action="pass_documents", text="齐全") == 302
    started = signed_in(office.heng).post(f"{base}visit/")
    assert started.status_code == 302
    visit = queries.inspection_of(of)
    assert visit is not None
    sheet = read(office.heng, started["Location"])
    assert 'capture="environment"' in sheet
    for _, questions in queries.questions_of(visit):
        for question in questions:
            photo = {"photo": SimpleUploadedFile("p.png", PHOTO)} if question.photo else {}
            assert post(office.heng, f"/zh/certification/visits/{visit.id}/answer/", question=question.id, verdict="conforms", **photo) == 302  # fmt: skip
    assert post(office.heng, f"/zh/certification/visits/{visit.id}/conclude/", summary="符合") == 302
    assert post(office.heng, f"{base}act/", action="pass_onsite", text="通过") == 302
    of.refresh_from_db()
    office.statements.sign(of.version_id)
    assert "V-1" in read(office.heng, base)
    assert post(office.heng, f"{base}act/", action="pass_footprint", text="采信") == 302
    assert post(office.heng, f"{base}act/", action="evaluate", text="建议", recommends="yes") == 302
    assert "证书将写" in read(office.jue, base)
    issued = signed_in(office.jue).post(f"{base}act/", {"action": "approve"}, follow=True).content.decode()
    assert "已颁发证书 PCF-" in issued
    assert "PCF-" in read(office.lin, base)
    cycle = Surveillance.objects.get()
    assert "持续减排" in read(office.heng, f"/zh/certification/surveillance/{cycle.id}/")
    assert "Continuous reduction" in read(office.lin, f"/en/certification/surveillance/{cycle.id}/")


def test_papers_come_down_to_the_body_and_their_owner_learns_of_it(office: World) -> None:
    of = office.applied()
    paper = queries.papers(of)[0]
    answer = signed_in(office.heng).get(f"/zh/certification/papers/{paper.id}/")
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert signed_in(office.lu).get(f"/zh/certification/papers/{paper.id}/").status_code == 404


def test_a_body_declares_and_the_authority_confirms_in_the_browser(office: World) -> None:
    """CERT-02, CERT-03."""
    before = bodies.confirmed(office.body)
    assert post(office.heng, "/zh/certification/body/declare/", approval="CNCA-2", pilot="on", projects="90",
                standards="GB/T 27065", **{"field.item.0": "cement", "field.since.0": "2019-01-01"}) == 302  # fmt: skip
    assert post(office.heng, "/zh/certification/body/staff/", name="新人", fulltime="on",
                **{"competence.item.0": "cement", "competence.since.0": "2020-01-01"}) == 302  # fmt: skip
    assert signed_in(office.lin).get("/zh/certification/confirm/").status_code == 403
    text = read(office.fang, "/zh/certification/confirm/")
    assert "CNCA-2" in text and "新人" in text
    waiting = bodies.waiting_declarations()[0]
    assert post(office.fang, f"/zh/certification/confirm/qualifications/{waiting.id}/", confirmed="no") == 422
    assert (
        post(office.fang, f"/zh/certification/confirm/qualifications/{waiting.id}/", confirmed="yes") == 302
    )
    after = bodies.confirmed(office.body)
    assert before is not None and after is not None and after.approval == "CNCA-2" and before.id != after.id
    assert "CNCA-2" in read(office.heng, f"/zh/certification/bodies/{office.body}/")
    assert "新人" not in read(office.lin, f"/zh/certification/bodies/{office.body}/")


def test_a_scheme_is_written_and_linted_in_the_browser(office: World) -> None:
    """ZJ-301: a scheme is data; another body or province writes its own without code."""
    begun = signed_in(office.lu).post("/zh/certification/schemes/new/", {"from": "cn-zj.carbon-label"})
    assert begun.status_code == 302
    draft = queries.drafts(office.lu)[0]
    address = f"/zh/certification/schemes/drafts/{draft.id}/"
    broken = draft.text.replace("cn-zj.carbon-label", "demo.label").replace("prefix", "prefix")
    wrong = signed_in(office.lu).post(f"{address}lint/", {"text": broken + "\nmanagment: {}\n"})
    assert "managment" in wrong.content.decode()
    assert post(office.lu, address, text=broken, revision=1, do="save") == 302
    made = signed_in(office.lu).post(f"{address}version/")
    assert made.status_code == 302
    assert post(office.lu, made["Location"] + "act/", action="activate") == 403
    assert post(office.fang, made["Location"] + "act/", action="activate") == 302
    assert "demo.label" in read(office.lin, "/zh/certification/schemes/")
    assert "demo.label" in read(office.lin, "/zh/certification/schemes/demo.label/")


def test_a_nonconformity_is_answered_on_the_page(office: World) -> None:
    of = office.planned()
    services.act(office.heng, of.id, "pass_documents", {"text": "通过"})
    base = f"/zh/certification/applications/{of.id}/"
    assert post(office.mei, f"{base}nonconformities/", severity="major", text="无台账") == 302
    found = queries.nonconformities(of)[0]
    assert "答复整改" in read(office.lin, base)
    assert (
        post(
            office.lin,
            f"/zh/certification/nonconformities/{found.id}/correct/",
            cause="忘了",
            correction="补了",
        )
        == 302
    )
    assert post(office.mei, f"/zh/certification/nonconformities/{found.id}/judge/", accepted="yes") == 302
    assert "已关闭" in read(office.lin, base)


def test_the_list_names_the_scheme_and_a_body_tells_each_of_its_fields_once(office: World) -> None:
    """The catalogue item and the product rule of cement are both called 水泥."""
    office.applied()
    listed = read(office.lin, "/zh/certification/")
    assert "产品碳足迹标识认证" in listed and "cn.footprint-label" in listed
    for language, name in (("zh", "水泥"), ("en", "Cement")):
        cells = re.findall(
            r'<span class="small">([^<]*)</span>', read(office.lin, f"/{language}/certification/bodies/")
        )
        assert len([one for one in cells if one.lower() == name.lower()]) == 1, cells
