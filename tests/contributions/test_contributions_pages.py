"""Pages of the contributions room, as people of every house see and use them."""

from __future__ import annotations

from typing import Any

import pytest
from contribution_cases import Houses, grid, offered, taken_to
from django.test import Client

from tanzuji.contributions import queries
from tanzuji.contributions.models import Contribution
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> Houses:
    return Houses.built()


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def page(acting: Acting, path: str) -> str:
    answer = browser(acting).get(f"/en/contributions/{path}")
    assert answer.status_code == 200, answer.content[:2000]
    return str(answer.content.decode())


def form_of(**changes: str) -> dict[str, str]:
    """What a person types for a grid factor."""
    return {
        "kind": "factor", "dataset.name.zh": "示例电网电力碳足迹因子", "dataset.id": "grid-typed", "value": "0.6",
        "dataset.unit": "kWh", "dataset.gas_basis": "co2e", "dataset.gwp_set": "AR6", "dataset.boundary": "cradle_to_gate",
        "dataset.includes_losses": "yes", "dataset.geography": "CN-JS", "dataset.year_from": "2025", "dataset.year_to": "2025",
        "dataset.category": "electricity > footprint-factors", "dataset.source.title": "年报", "dataset.source.publisher": "电网",
        "dataset.source.licence": "CC BY 4.0", "dataset.quality.technology": "2", "dataset.quality.geography": "1",
        "declarations.consent": "on", "declarations.scope": "province", "declarations.lawful_basis": "own_data",
        "declarations.method_profile": "GB/T 24067-2024", "inputs-0-name": "煤电", "inputs-0-amount": "0.65",
        "inputs-0-unit": "kWh", "inputs-0-result": "0.55", "inputs-0-references": "estimate:按年报",
        "inputs-1-name": "其余", "inputs-1-amount": "0.35", "inputs-1-unit": "kWh", "inputs-1-result": "0.05",
        "inputs-1-references": "estimate:按年报",
    } | changes  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "state", ["draft", "format_checked", "under_verification", "under_provenance_check", "in_library"]
)
def test_every_page_of_a_contribution_opens_for_all_who_may_read_it(
    houses: Houses, state: str, language: str
) -> None:
    of = taken_to(houses, state) if state != "draft" else offered(houses.author)
    who = [houses.author] + ([houses.curator, houses.second] if state != "draft" else [])
    for acting in who:
        for path in ("", "provenance/", "changes/"):
            answer = browser(acting).get(f"/{language}/contributions/{of.id}/{path}")
            assert answer.status_code == 200, (path, answer.content[:1500])
    assert browser(houses.stranger).get(f"/en/contributions/{of.id}/").status_code == 404


def test_the_lists_show_each_house_what_is_its_to_do(houses: Houses) -> None:
    of = taken_to(houses, "under_verification")
    assert of.number in page(houses.author, "")
    assert of.number in page(houses.verifier, "gate/")
    assert of.number in page(houses.curator, "queue/")
    assert of.number not in page(houses.checker, "gate/")
    assert of.number not in page(houses.stranger, "queue/")


def test_a_form_becomes_a_draft_that_is_checked_and_submitted(houses: Houses) -> None:
    """SH-203: anybody with an account uploads by a form; the system checks it and says what is wrong."""
    client = browser(houses.author)
    assert client.get("/en/contributions/new/").status_code == 200
    answer = client.post("/en/contributions/new/", form_of())
    assert answer.status_code == 302, answer.content[:2000]
    of = Contribution.objects.get()
    for action in ("self_check", "submit"):
        answer = client.post(f"/en/contributions/{of.id}/act/{action}/", {"seen": str(of.number_of_steps)})
        assert answer.status_code == 302, answer.content[:2000]
        of.refresh_from_db()
    assert of.state == "format_checked"
    assert (of.value, of.unit, of.year) == (0.6, "kWh", 2025)
    assert [each.result for each in of.provenance.inputs] == [0.55, 0.05]


def test_the_form_sent_twice_is_kept_once(houses: Houses) -> None:
    client = browser(houses.author)
    for _ in range(2):
        assert client.post("/en/contributions/new/", form_of(key="page-1")).status_code == 302
    assert Contribution.objects.count() == 1


def test_what_is_wrong_in_the_form_is_said_beside_what_was_typed(houses: Houses) -> None:
    answer = browser(houses.author).post(
        "/en/contributions/new/", form_of(**{"dataset.unit": "furlongs per", "value": "x1"})
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "furlongs per" in text and "x1" in text and 'id="problems"' in text
    assert not Contribution.objects.exists()


def test_an_edit_through_the_form_changes_nothing_it_does_not_show(houses: Houses) -> None:
    of = offered(houses.author, grid(uncertainty={"distribution": "lognormal", "sigma": 0.1}))
    client = browser(houses.author)
    form = client.get(f"/en/contributions/{of.id}/edit/")
    assert form.status_code == 200
    from tanzuji.contributions.forms import given

    sent = given(of, None) | {"edition": str(of.edition), "value": "0.61", "inputs-0-result": "0.41"}
    answer = client.post(f"/en/contributions/{of.id}/edit/", sent)
    assert answer.status_code == 302, answer.content[:3000]
    now = queries.contribution(houses.author, of.id)
    assert now.value == 0.61
    assert now.dataset.model_dump(exclude={"amounts"}) == of.dataset.model_dump(exclude={"amounts"})
    assert now.declarations == of.declarations


def test_the_whole_way_can_be_walked_in_the_browser(houses: Houses) -> None:
    """JS-205, 2-00: from an offer through both gates into the entry queue, each house on its own pages."""
    of = offered(houses.author)

    def do(acting: Acting, action: str, **more: Any) -> None:
        of.refresh_from_db()
        answer = browser(acting).post(
            f"/en/contributions/{of.id}/act/{action}/", {"seen": str(of.number_of_steps), **more}
        )
        assert answer.status_code == 302, answer.content[:2000]

    do(houses.author, "self_check")
    do(houses.author, "submit")
    do(houses.curator, "assign", organisation=str(houses.verifier.organisation_id))
    do(houses.verifier, "take_on", email=houses.verifier.person.email)
    do(houses.verifier, "return", reason="请改", place=["dataset.unit", "", ""], said=["单位写明", "", ""])
    mine = browser(houses.author)
    remark = of.remarks.get()
    assert (
        mine.post(f"/en/contributions/{of.id}/remarks/{remark.id}/answer/", {"text": "已写明"}).status_code
        == 302
    )
    do(houses.author, "resume")
    do(houses.author, "self_check")
    do(houses.author, "submit")
    do(houses.curator, "assign", organisation=str(houses.verifier.organisation_id))
    do(houses.verifier, "verify", reason="可复算")
    do(houses.curator, "assign", organisation=str(houses.checker.organisation_id))
    assert "confirmed" in page(houses.checker, f"{of.id}/provenance/")
    do(houses.checker, "check_provenance", reason="逐项核对", confirmed=["i0", "i1"])
    do(houses.curator, "queue")
    of.refresh_from_db()
    assert of.state == "entry_queue"
    assert queries.entry_queue().get() == of


def test_a_self_check_that_finds_errors_leads_back_to_their_list(houses: Houses) -> None:
    client = browser(houses.author)
    client.post("/en/contributions/new/", form_of(**{"dataset.source.licence": ""}))
    of = Contribution.objects.get()
    answer = client.post(f"/en/contributions/{of.id}/act/self_check/", {"seen": "0"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/contributions/{of.id}/")
    assert "The self-check finds" in answer.content.decode()
    of.refresh_from_db()
    assert of.state == "draft"
