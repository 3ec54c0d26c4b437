"""Pages, files and API of certificates."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
import typst
from certificate_cases import Case, made, somebody
from django.test import Client
from django.utils import timezone

from tanzuji.certificates import paper, queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Organisation
from tanzuji.parties.queries import SESSION_KEY
from tanzuji.parties.services import tokens
from tanzuji.reports import certificates as sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Case:
    return made(monkeypatch)


def client_of(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    session = client.session
    session[SESSION_KEY] = str(acting.organisation_id)
    session.save()
    return client


def today_issue(case: Case, key: str = "k1", **changed: Any) -> str:
    return case.issue(key, today=timezone.localdate(), **changed).number


def test_orders_of_two_authorities_are_told_each_by_itself(case: Case) -> None:
    """Both have to be lifted, each by whoever gave it."""
    number = today_issue(case)
    other = Organisation.objects.create(kind="regulator", name_zh="乙市局", name_en="B", mandates="authority")
    for acting in (case.who.inspector, somebody(other, "b", "reviewer")):
        services.suspend_by_authority(acting, number, "抽查不合格", "1 号")
    page = client_of(case.who.holder).get(f"/zh/certificates/{number}/").content.decode()
    told = page[page.index("要全部解除才能恢复") :][:200]
    assert "乙市局责令暂停" in told and f"{case.who.inspector.organisation.name.to('zh')}责令暂停" in told


def test_holder_body_and_authority_see_the_certificate_and_others_do_not(case: Case) -> None:
    """A.11: what others may know is on the public page; this one answers them as if there were nothing."""
    number = today_issue(case)
    for acting in (case.who.holder, case.who.decider, case.who.inspector):
        answer = client_of(acting).get(f"/zh/certificates/{number}/")
        assert answer.status_code == 200
        assert "普通硅酸盐水泥" in answer.content.decode()
    for acting in (case.who.rival, somebody(Organisation.objects.create(kind="enterprise", name_zh="旁人"), "other", "editor")):  # fmt: skip
        client = client_of(acting)
        theirs, absent = (client.get(f"/zh/certificates/{n}/") for n in (number, "CFP-2026-999999-X"))
        assert theirs.status_code == absent.status_code == 404
        assert (
            client.post(f"/zh/certificates/{number}/act/", {"action": "revoke", "reason": "x"}).status_code
            == 404
        )
        assert client.get(f"/zh/certificates/{number}/correct/").status_code == 404
    assert Client().get(f"/zh/certificates/{number}/").status_code == 302


def test_lists_show_ones_own(case: Case) -> None:
    number = today_issue(case)
    for acting, seen in ((case.who.holder, True), (case.who.decider, True), (case.who.inspector, True), (case.who.rival, False)):  # fmt: skip
        page = client_of(acting).get("/zh/certificates/").content.decode()
        assert (number in page) == seen
    client = client_of(case.who.decider)
    for query, seen in (("q=p·o", True), ("q=6901234567892", True), ("q=zzz", False), ("status=revoked", False), ("status=valid", True), ("page=x", True)):  # fmt: skip
        assert (number in client.get(f"/en/certificates/?{query}").content.decode()) == seen, query


def test_a_decision_is_made_on_the_page_and_says_why_it_is_refused(case: Case) -> None:
    number = today_issue(case)
    client, address = client_of(case.who.decider), f"/zh/certificates/{number}/act/"
    assert "原因" in client.post(address, {"action": "suspend", "reason": ""}).content.decode()
    assert queries.by_number(number).status == "valid"  # type: ignore[union-attr]
    bad = client.post(address, {"action": "suspend", "reason": "逾期", "until": "yesterday"})
    assert bad.status_code == 422
    assert 'value="yesterday"' in bad.content.decode() or "yesterday" in bad.content.decode()
    done = client.post(address, {"action": "suspend", "reason": "监督逾期", "reason_en": "Overdue"})
    assert done.status_code == 302
    page = client.get(f"/en/certificates/{number}/").content.decode()
    assert "Suspended" in page
    assert "Overdue" in page
    assert client.post(address, {"action": "vanish", "reason": "x"}).status_code == 422
    refused = client_of(case.who.holder).post(address, {"action": "revoke", "reason": "x"})
    assert refused.status_code == 403
    assert "恒证" in refused.content.decode()


def test_the_authority_orders_and_lifts_in_supervision_alone(case: Case) -> None:
    """A.7.7: what it orders has a number and is public, so the page of the certificate only leads there."""
    number, who = today_issue(case), case.who
    client, link = client_of(who.inspector), f"/zh/supervision/measures/order/?certificate={number}"
    page = client.get(f"/zh/certificates/{number}/").content.decode()
    assert link in page and 'name="action"' not in page
    assert link not in client_of(who.decider).get(f"/zh/certificates/{number}/").content.decode()
    asked = {"reason": "抽查不合格", "order": "示监〔2026〕1 号"}
    for action in ("order_suspension", "order_revocation", "lift_order"):
        sent = {"action": action, **asked}
        assert client.post(f"/zh/certificates/{number}/act/", sent).status_code == 422
    secret = tokens.issue_token(who.inspector, "script", days=1, may_write=True).secret
    answer = Client().post(
        f"/api/certificates/{number}/decisions", json.dumps({"action": "order_suspension", "reason": "x"}),
        content_type="application/json", headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert queries.by_number(number).status == "valid"  # type: ignore[union-attr]
    services.suspend_by_authority(who.inspector, number, "抽查不合格", "示监〔2026〕1 号")
    page = client_of(who.decider).get(f"/zh/certificates/{number}/").content.decode()
    assert "责令暂停，由它解除" in page


def test_a_correction_is_made_on_a_form_and_sending_it_twice_makes_one(case: Case) -> None:
    number = today_issue(case)
    client, address = client_of(case.who.decider), f"/zh/certificates/{number}/correct/"
    page = client.get(address).content.decode()
    sent = dict(re.findall(r'<input class="input"[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    sent |= {"models": "P·O 52.5\nP·O 52.5R", "reason": "型号写错", "key": key[1]}
    sent |= {"product_zh": "普通硅酸盐水泥", "maker_zh": "水泥厂", "unit_words_zh": "1 吨水泥"}
    first = client.post(address, sent)
    assert first.status_code == 302
    new = first["Location"].rstrip("/").rsplit("/", 1)[-1]
    view = queries.by_number(new)
    assert view is not None
    assert (view.replaces, view.models) == (number, ("P·O 52.5", "P·O 52.5R"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_the_sheet_shows_value_unit_boundary_and_validity(
    case: Case, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JS-301: value, unit, declared unit and boundary always; the sheet is a file anybody may have."""
    number = today_issue(case)
    answer = Client().get(f"/{spoken}/certificates/{number}/certificate.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    view = queries.by_number(number)
    assert view is not None
    told = paper.paper(view, spoken)  # type: ignore[arg-type]
    assert told.value == "612"
    assert told.unit == ("kgCO₂e/t" if spoken == "zh" else "kg\u00a0CO₂e/t")
    assert ("从摇篮到大门" if spoken == "zh" else "cradle to gate") in told.per
    assert ("1 吨水泥" if spoken == "zh" else "1 t of cement") in told.per
    assert str(view.expires_on.year) in " ".join(fact.value or "" for fact in told.validity)
    again = Client().get(f"/{spoken}/certificates/{number}/certificate.pdf")
    assert again.content == answer.content
    tagged = Client().get(f"/{spoken}/certificates/{number}/certificate.pdf", headers={"If-None-Match": answer["ETag"]})  # fmt: skip
    assert tagged.status_code == 304


def test_the_sheet_of_a_revoked_certificate_says_so_first(case: Case) -> None:
    number = today_issue(case)
    services.revoke(case.who.decider, number, reason="产品与核算对象不一致", reason_en="Another product")
    view = queries.by_number(number)
    assert view is not None
    for spoken, word in (("zh", "已撤销"), ("en", "Revoked")):
        told = paper.paper(view, spoken)  # type: ignore[arg-type]
        assert told.warning is not None
        assert told.warning.title.startswith(word)
    assert "Another product" in paper.paper(view, "en").warning.text  # type: ignore[union-attr]


def test_hostile_names_stay_text_on_the_sheet(case: Case) -> None:
    """TRUST 43: what somebody typed is never read as markup of the sheet."""
    from dataclasses import replace

    from tanzuji.documents.text import Text

    evil = Text(zh='#panic("x") $1/0$ </script> {{7*7}} "} \\u{0}', en='*bold* _it_ @ref #import "x"')
    number = case.issue("evil", today=timezone.localdate(), product=evil, maker=evil).number
    view = queries.by_number(number)
    assert view is not None
    for spoken in ("zh", "en"):
        assert paper.pdf(view, spoken).startswith(b"%PDF-")  # type: ignore[arg-type]
    page = client_of(case.who.holder).get(f"/zh/certificates/{number}/").content.decode()
    assert "</script> {{7*7}}" not in page
    assert replace(case.facts, product=evil).product == evil


def test_a_long_certificate_still_makes_a_sheet(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names as long as they may be and a long history run on to further pages instead of failing."""
    from tanzuji.documents.text import Text

    long = Text(zh="水泥" * 140, en="Cementitious binder " * 14)
    number = case.issue("long", today=timezone.localdate(), product=long, maker=long, models=tuple(f"型号 {i}" for i in range(60))).number  # fmt: skip
    for _ in range(6):
        services.suspend(case.who.decider, number, reason="原因" * 200)
        services.resume(case.who.decider, number, reason="整改" * 200)
    view = queries.by_number(number)
    assert view is not None
    assert paper.pdf(view, "zh").startswith(b"%PDF-")


def test_the_code_on_the_sheet_leads_to_the_certificates_page(case: Case) -> None:
    """Read back from the picture by an independent decoder."""
    zxing = pytest.importorskip("zxingcpp")
    pil = pytest.importorskip("PIL.Image")
    import io

    number = today_issue(case)
    view = queries.by_number(number)
    assert view is not None
    source = b'#set page(width: auto, height: auto, margin: 2mm)\n#image(bytes(sys.inputs.qr), format: "svg", width: 31mm)'
    drawn = typst.compile(source, sys_inputs={"qr": sheets.code(paper.address(view))}, format="png", ppi=150)
    found = zxing.read_barcodes(pil.open(io.BytesIO(drawn)))  # type: ignore[arg-type]
    assert [one.text for one in found] == [paper.address(view)]
    assert paper.address(view).endswith(f"/c/{number}")


def test_the_public_facts_are_the_bytes_whose_digest_the_log_holds(case: Case) -> None:
    number = today_issue(case)
    answer = Client().get(f"/zh/certificates/{number}/certificate.json")
    digest = "sha256:" + hashlib.sha256(answer.content).hexdigest()
    assert digest == queries.by_number(number).facts_digest  # type: ignore[union-attr]
    assert "sessionid" not in answer.cookies
    assert Client().get("/zh/certificates/CFP-1/certificate.json").status_code == 404


def test_the_api_reads_for_anybody_and_decides_for_the_body(case: Case) -> None:
    number = today_issue(case)
    read = Client().get(f"/api/certificates/{number}")
    assert (read.json()["status"], read.json()["value"]) == ("valid", "612")
    assert Client().get("/api/certificates?gtin=06901234567892").json()["count"] == 1
    assert Client().get("/api/certificates?status=revoked").json()["count"] == 0
    assert Client().get("/api/certificates/none").status_code == 404
    secret = tokens.issue_token(case.who.decider, "script", days=1, may_write=True).secret
    headers = {"Authorization": f"Bearer {secret}"}
    address, body = f"/api/certificates/{number}/decisions", {"action": "suspend", "reason": "监督逾期"}
    for wrong in ({"action": "delete", "reason": "x"}, {"action": "suspend"}, body | {"status": "valid"}, body | {"until": "2026-13-40"}):  # fmt: skip
        answer = Client().post(address, json.dumps(wrong), content_type="application/json", headers=headers)
        assert answer.status_code == 422, wrong
    done = Client().post(address, json.dumps(body), content_type="application/json", headers=headers)
    assert done.status_code == 201, done.content
    assert done.json()["history"][-1]["kind"] == "suspended"
    assert Client().get(f"/api/certificates/{number}")["ETag"] != read["ETag"]
    assert Client().post(address, json.dumps(body), content_type="application/json").status_code == 401


def test_an_expired_certificate_is_told_as_such_everywhere(case: Case) -> None:
    """The term ended yesterday and nobody has written it down yet."""
    began = timezone.localdate() - timedelta(days=800)
    number = case.issue("old", today=date(began.year, began.month, 1)).number
    assert Client().get(f"/api/certificates/{number}").json()["status"] == "expired"
    assert "已到期" in client_of(case.who.holder).get(f"/zh/certificates/{number}/").content.decode()
    listed = client_of(case.who.decider).get("/zh/certificates/?status=expired").content.decode()
    assert number in listed
