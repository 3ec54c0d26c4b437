"""Pages and API of the standards room: what strangers see, how a form is refused, and that machines can do the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from standard_cases import TODAY, Cast, consulted, proposal, registered

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
