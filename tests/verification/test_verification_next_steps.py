"""What people are told on their way: tabs that hold something, a team of two and one more, a statement there is, what next."""

from __future__ import annotations

import pytest
import verification_cases as cases
from django.urls import reverse
from verification_cases import browser, page

from tanzuji.documents.editing import Set
from tanzuji.footprints import services as footprints
from tanzuji.parties.acting import Acting
from tanzuji.verification import services
from tanzuji.verification.models import Engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> cases.Houses:
    return cases.Houses.built()


def read(acting: Acting, address: str) -> str:
    answer = browser(acting).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def tabs(acting: Acting, of: Engagement) -> list[str]:
    text = read(acting, page("engagement", of.id))
    return [name for name in ("study", "changes", "plan", "evidence", "findings", "recomputation", "statement")
            if f'<li><a href="{page(name, of.id)}"' in text]  # fmt: skip


def test_tabs_come_with_what_they_hold(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    of = cases.asked(houses, study)
    assert tabs(houses.editor, of) == []
    services.offer(houses.lead, of.id, houses.team)
    assert tabs(houses.editor, of) == tabs(houses.lead, of) == []
    services.accept(houses.editor, of.id)
    begun = ["study", "plan", "evidence", "findings", "recomputation", "statement"]
    assert tabs(houses.editor, of) == tabs(houses.lead, of) == begun
    cases.next_version(houses, study, "product.model", "B")
    services.submit(houses.editor, of.id)
    assert tabs(houses.editor, of) == ["study", "changes", *begun[1:]]


def test_a_declined_request_has_no_tabs(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    services.decline(houses.lead, of.id, reason="没有这个领域的人员")
    assert tabs(houses.editor, of) == []


def test_a_team_begins_with_two_lines_and_takes_one_more_without_script(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    address = page("engagement", of.id)
    assert read(houses.lead, address).count('name="email"') == 2
    client = browser(houses.lead)
    typed = {
        "action": "offer", "email": [houses.lead.person.email, houses.reviewer.person.email],
        "role": ["lead", "reviewer"], "reason": "十个工作日",
    }  # fmt: skip
    more = client.post(address, typed | {"more": "1"})
    text = more.content.decode()
    assert more.status_code == 200 and text.count('name="email"') == 3
    assert f'value="{houses.reviewer.person.email}" selected' in text and "十个工作日" in text
    of.refresh_from_db()
    assert of.state == "requested", "nothing is done by asking for a line"
    refused = client.post(address, typed | {"role": ["lead", "member"]})
    assert refused.status_code == 422
    assert f'value="{houses.reviewer.person.email}" selected' in refused.content.decode(), (
        "what was typed is kept"
    )
    assert client.post(address, typed).status_code == 302


def test_a_request_is_told_of_a_statement_there_is(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    of = cases.drafted(houses, study)
    assert "VS-" not in read(houses.editor, page("new"))
    signed = services.sign(houses.reviewer, of.id)
    text = read(houses.editor, page("new"))
    assert signed.number in text and str(signed.valid_until) in text and "不必再委托" in text
    assert signed.number not in read(houses.other, page("new")), "another client's is not told"
    footprints.edit(houses.editor, study.id, [Set(place="product.model", value="B")], force=True)
    cases.handed_over(houses, study)
    assert "较早的版本" in read(houses.editor, page("new"))
    services.withdraw_statement(houses.reviewer, signed.id, reason="电表倍率记错")
    assert signed.number not in read(houses.editor, page("new"))


def test_a_signed_statement_is_told_by_number_with_what_comes_next(houses: cases.Houses) -> None:
    of = cases.drafted(houses)
    client = browser(houses.reviewer)
    answer = client.post(page("statement", of.id), {"action": "sign"}, follow=True).content.decode()
    number = Engagement.objects.get().statement.number
    assert f"核查声明 {number} 已签发" in answer and "申请认证" in answer
    theirs = read(houses.editor, page("statement", of.id))
    assert reverse("certification:new").split("/", 2)[2] in theirs


def test_what_the_verifier_wrote_in_chinese_alone_is_marked_on_an_english_page(houses: cases.Houses) -> None:
    of = cases.drafted(houses, scope={"zh": "摇篮到大门一吨"}, basis={"zh": "文件评审与抽样"})
    services.sign(houses.reviewer, of.id)
    text = read(houses.editor, page("statement", of.id, language="en"))
    for words in ("摇篮到大门一吨", "文件评审与抽样"):
        assert f'<span lang="zh-Hans">{words}</span>' in text or f'<span lang="zh">{words}</span>' in text
