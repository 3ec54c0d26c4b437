"""Pages and API of the standards room: what strangers see, how a form is refused, and that machines can do the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from standard_cases import TODAY, Cast, consulted, proposal, published, registered

from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.standards import queries, services


def browser(acting: Acting | None = None) -> Client:
    client = Client()
    if acting is not None:
        client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def program(acting: Acting) -> dict[str, Any]:
    secret = parties.issue_token(acting, "test", days=1, may_write=True).secret
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_anybody_reads_the_registry_and_nobody_a_proposal(people: Cast, language: str) -> None:
    """N-05: the first of the five tasks is open to all."""
    services.seed()
    rule = registered(people)
    hidden = services.propose(people.works.editor, proposal(), today=TODAY)
    client = browser()
    for page in (
        "",
        "map/",
        "codes/",
        "consultations/",
        "priorities/",
        "plans/",
        "adoption/",
        "targets/",
        f"{rule.id}/",
    ):
        assert client.get(f"/{language}/standards/{page}").status_code == 200, page
    assert client.get(f"/{language}/standards/{hidden.id}/").status_code == 404
    assert browser(people.works.editor).get(f"/{language}/standards/{hidden.id}/").status_code == 200


def test_a_refused_form_comes_back_with_what_was_typed(people: Cast) -> None:
    answer = browser(people.works.editor).post(
        "/zh/standards/propose/",
        {
            "form": "propose",
            "kind": "pcr",
            "level": "association",
            "layer": "product",
            "title_zh": "水泥规则",
            "hs": "25X",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "水泥规则" in page and "standards.bad-code" in page
    assert not queries.standards(people.works.editor).exists()


def test_a_step_that_is_not_possible_is_shown_with_its_reason(people: Cast) -> None:
    made = consulted(
        people
    )  # its consultation is over by the calendar of whoever runs this; its remark is not answered
    services.remark(people.mill.editor, made.id, text="单位应为吨", today=TODAY)
    page = browser(people.association.editor).get(f"/zh/standards/{made.id}/").content.decode()
    assert "送审" in page and "还有 1 条意见没有答复" in page


def test_a_program_proposes_consults_and_remarks(people: Cast) -> None:
    """SH-101, JS-102: the same by API."""
    client, works, authority = Client(), program(people.works.editor), program(people.authority.reviewer)

    def post(path: str, who: dict[str, Any], **body: Any) -> Any:
        return client.post(f"/api/standards{path}", json.dumps(body), **who)

    made = post(
        "",
        works,
        kind="pcr",
        level="association",
        layer="product",
        group="cement",
        jurisdiction="cn-js",
        title_zh="水泥",
        reason="要用",
    )
    assert made.status_code == 201, made.content
    id_ = made.json()["id"]
    assert client.get(f"/api/standards/{id_}").status_code == 404
    assert post(f"/{id_}/actions", works, action="accept").status_code == 403
    assert post(f"/{id_}/actions", authority, action="accept").json()["state"] == "accepted"
    assert post(f"/{id_}/actions", works, action="begin").json()["state"] == "drafting"
    draft = post(f"/{id_}/drafts", works, text="1 范围")
    assert draft.status_code == 201 and "unit" in draft.json()["missing"]
    assert post(f"/{id_}/actions", works, action="consult").json()["state"] == "consultation"
    said = post(f"/{id_}/remarks", program(people.mill.editor), text="单位应为吨", clause="5.2")
    assert said.status_code == 201
    answered = post(f"/{id_}/remarks/{said.json()['id']}/answers", works, disposition="accepted", text="已改")
    assert answered.status_code == 201
    detail = client.get(f"/api/standards/{id_}", **{"HTTP_AUTHORIZATION": works["HTTP_AUTHORIZATION"]}).json()
    following = {choice["action"]: choice["code"] for choice in detail["next"]}
    assert following["review"] == "standards.still-open" and following["withdraw"] == ""


def test_a_program_asks_which_standards_apply_to_a_product_code(people: Cast) -> None:
    registered(people)
    found = Client().get("/api/standards/in-force?product_code=2523.29").json()
    assert [row["number"] for row in found] == ["GB/T 99001-2026"]


def test_what_ends_a_project_stands_apart_and_nothing_is_chosen_beforehand(people: Cast) -> None:
    """Withdrawing has its own button, which names the project, and is refused without a reason."""
    made = services.propose(people.association.editor, proposal(), today=TODAY)
    services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
    client = browser(people.association.editor)
    page = client.get(f"/zh/standards/{made.id}/").content.decode()
    assert 'name="action" value="begin" required' in page and " checked" not in page
    assert 'type="radio" name="action" value="withdraw"' not in page
    assert "撤回项目：产品碳足迹 核算规则 水泥</button>" in page
    assert page.index("办理这一步") < page.index("撤回项目：")
    refused = client.post(f"/zh/standards/{made.id}/act/", {"form": "end-withdraw", "action": "withdraw"})
    made.refresh_from_db()
    assert refused.status_code == 403 and made.state == "accepted"
    assert "standards.reason-needed" in refused.content.decode()


def test_the_operators_command_is_named_only_where_nobody_is_the_authority(people: Cast) -> None:
    made = services.propose(people.association.editor, proposal(), today=TODAY)
    client = browser(people.association.editor)
    page = client.get(f"/zh/standards/{made.id}/").content.decode()
    assert "示例省发展改革委" in page and "tanzuji mandate" not in page
    parties.charge(people.authority.editor.organisation, ())
    assert "tanzuji mandate" in client.get(f"/zh/standards/{made.id}/").content.decode()


def test_a_product_of_no_group_is_proposed_by_its_name_and_codes(people: Cast) -> None:
    """Sintered bricks, HS 6904, are in none of the groups."""
    client = browser(people.association.editor)
    form = {
        "form": "propose", "kind": "pcr", "level": "association", "layer": "product", "group": "other",
        "jurisdiction": "cn-js", "title_zh": "烧结砖核算规则", "reason": "要用", "product_zh": "烧结砖",
    }  # fmt: skip
    without = client.post("/zh/standards/propose/", form)
    assert without.status_code == 422 and "产品代码" in without.content.decode()
    nameless = client.post("/zh/standards/propose/", form | {"product_zh": "", "hs": "6904"})
    assert nameless.status_code == 422 and "产品名称" in nameless.content.decode()
    assert client.post("/zh/standards/propose/", form | {"hs": "6904"}).status_code == 302
    made = queries.standards(people.association.editor).get()
    services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
    for page in (f"/zh/standards/{made.id}/", "/zh/standards/?q=烧结砖"):
        assert "烧结砖" in browser().get(page).content.decode().replace("烧结砖核算规则", "")
    assert (made.group, made.product_zh) == ("", "烧结砖")


def test_the_list_of_conversions_offers_what_may_be_put_forward_and_links_what_is_under_way(
    people: Cast,
) -> None:
    rule = published(people)
    client = browser(people.association.editor)
    address = f"/zh/standards/{rule.id}/convert/"
    assert address in client.get("/zh/standards/conversions/").content.decode()
    assert address not in browser(people.mill.editor).get("/zh/standards/conversions/").content.decode()
    form = {"form": "convert", "target": "national", "reason": "要用", "jurisdiction": "cn-js"}
    assert client.post(address, form).status_code == 302
    again = client.post(address, form)
    kept = queries.conversions(people.association.editor).get()
    assert again.status_code == 422 and f"/standards/conversions/{kept.id}/" in again.content.decode()


def test_a_source_tag_says_what_the_policy_page_says(people: Cast) -> None:
    """S is the comparison of five provincial policies, never a policy's own text."""
    from tanzuji.documents.rule_sources import SOURCE_NAMES
    from tanzuji.standards.kinds import SOURCES

    page = browser().get("/zh/policy/").content.decode()
    for tag, says in (("S", "政策比较文章所述"), ("V", "读过的公开文件"), ("D", "本软件的缺省")):
        assert f"{tag} 为{says}" in page
        assert says in (SOURCES[tag].zh or "") and says in SOURCE_NAMES[tag][0]  # type: ignore[index]
