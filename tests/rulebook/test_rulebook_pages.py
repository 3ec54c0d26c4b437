"""The pages of the rulebook answer in both languages, without a script, and lead from a draft to a rule that holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rulebook_cases import FAILS, PASSES, RULE

from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_yaml import load
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import services
from tanzuji.rulebook.models import Draft, RuleVersion
from tanzuji.rules import available
from tanzuji.rules.cases import Case

pytestmark = pytest.mark.django_db
People = dict[str, Acting]


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("pack", [pack.id for pack in available()])
def test_every_shipped_rule_is_read_by_anybody_in_both_languages(pack: str, language: str) -> None:
    """N-01, JS-101, ZJ-102, ZJ-106, ZJ-107, SD-101, SD-103, SH-104: rules of every kind are public."""
    client = Client()
    for page in ("", "inheritance/", "versions/"):
        answer = client.get(f"/{language}/rulebook/rules/{pack}/{page}")
        assert answer.status_code == 200, page
    assert pack in answer.content.decode()


@pytest.mark.parametrize("rule", ["cn.cement", "cn.causticsoda", "cn.certification.aluminium"])
def test_cases_downloads_and_standard_text_of_a_rule_are_public(rule: str) -> None:
    """N-02: the PCR's clauses in the order of national product standards."""
    client = Client()
    assert client.get(f"/zh/rulebook/rules/{rule}/cases/").status_code == 200
    assert load(client.get(f"/zh/rulebook/rules/{rule}/rule.yaml").content)["id"] == rule
    text = client.get(f"/zh/rulebook/rules/{rule}/pcr.md").content.decode()
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings[:5] == [
        "1 范围",
        "2 规范性引用文件",
        "3 术语和定义",
        "4 量化目的（产品描述）",
        "5 量化范围",
    ]
    assert [h[:4] for h in headings[10:]] == ["附录 A", "附录 B", "附录 C", "附录 D"]


def test_a_rule_that_is_not_there_is_absent() -> None:
    for page in ("rules/no.such/", "rules/cn.cement/?version=9", "rules/no.such/rule.yaml"):
        assert Client().get(f"/zh/rulebook/{page}").status_code == 404


def test_two_rules_are_compared_item_by_item_and_line_by_line() -> None:
    """ZJ-101: what tightens and what loosens is named."""
    answer = Client().get("/en/rulebook/compare/?first=gbt-24067-2024&second=cn.province.general")
    page = answer.content.decode()
    assert answer.status_code == 200 and "PROV-GEOGRAPHY" in page and "<ins>" in page
    assert Client().get("/en/rulebook/compare/?first=cn.cement&second=no.such").status_code == 422
    assert Client().get("/en/rulebook/compare/").status_code == 200


def test_from_the_template_to_a_rule_that_holds(association: People, curator: People) -> None:
    """N-01, N-02, ZJ-101: begun from the template, edited, linted, tried, made a version, offered, activated."""
    author, decider = browser(association["editor"]), browser(curator["reviewer"])
    begun = author.post("/zh/rulebook/new/", {"way": "template"})
    address = begun["Location"]
    draft = Draft.objects.get()
    page = author.get(address).content.decode()
    assert "rules.template-text" in page and "t.example.product" in page
    assert author.post(f"{address}version/").status_code == 422
    loose = author.post(
        f"{address}lint/", {"text": RULE.replace("value: 0.03", "value: 0.5")}
    ).content.decode()
    assert "放松了" in loose and "cutoff.total_max" in loose
    assert author.post(address, {"text": RULE, "revision": 1, "do": "save"}).status_code == 302
    for case in (PASSES, FAILS):
        kept = author.post(f"{address}cases/", {"case": _yaml(case)})
        assert kept.status_code == 302, kept.content.decode()
    made = author.post(f"{address}version/", {"changes": "第一版"})
    version = RuleVersion.objects.get()
    page = author.get(address).content.decode()
    assert f"/zh/rulebook/versions/{version.id}/" in page and "声明单位" in page and "取舍合计上限" in page
    assert made.status_code == 302 and draft.organisation_id == version.organisation_id
    acts = f"/zh/rulebook/versions/{version.id}/act/"
    assert author.post(acts, {"action": "activate"}).status_code == 403
    assert author.post(acts, {"action": "offer"}).status_code == 302
    assert "待启用" in decider.get("/zh/rulebook/").content.decode()
    assert decider.post(acts, {"action": "return"}).status_code == 422
    assert decider.post(acts, {"action": "activate"}).status_code == 302
    public = Client().get("/en/rulebook/rules/demo.glue/")
    assert public.status_code == 200 and "Glue" in public.content.decode()
    again = author.post(address, {"text": RULE.replace('"1"', '"2"'), "revision": 2, "do": "save"})
    assert again.status_code == 302


def _yaml(case: dict[str, Any]) -> str:
    import json

    return json.dumps(case, ensure_ascii=False)  # JSON is YAML


def test_a_draft_that_is_broken_is_kept_and_says_the_line(association: People) -> None:
    author = browser(association["editor"])
    draft = services.begin(association["editor"], RULE)
    address = f"/zh/rulebook/drafts/{draft.id}/"
    assert author.post(address, {"text": RULE + "checks: [\n", "revision": 1}).status_code == 302
    page = author.get(address).content.decode()
    assert "行" in page and "yaml.syntax" in page
    assert author.post(f"{address}version/").status_code == 422


def test_only_looking_keeps_nothing(association: People) -> None:
    author = browser(association["editor"])
    draft = services.begin(association["editor"], RULE)
    shown = author.post(f"/zh/rulebook/drafts/{draft.id}/", {"text": "id: x\n", "revision": 1, "do": "lint"})
    assert shown.status_code == 200
    draft.refresh_from_db()
    assert draft.text == RULE


def test_what_was_written_stays_in_the_form_when_somebody_saved_in_between(association: People) -> None:
    author = browser(association["editor"])
    draft = services.begin(association["editor"], RULE)
    services.save(association["editor"], draft.id, RULE + "# theirs\n", revision=1)
    answer = author.post(f"/zh/rulebook/drafts/{draft.id}/", {"text": RULE + "# mine\n", "revision": 1})
    assert answer.status_code == 409 and "# mine" in answer.content.decode()


def test_the_api_lints_writes_and_decides(association: People, curator: People) -> None:
    author, decider = browser(association["editor"]), browser(curator["reviewer"])

    def send(who: Client, path: str, body: Any, method: str = "post") -> Any:
        call = getattr(who, method)
        return call(f"/api/rulebook/{path}", body, content_type="application/json")

    assert send(author, "lint", {"text": RULE}).json()["sound"] is True
    remark = send(author, "lint", {"text": RULE.replace("0.03", "0.3")}).json()["remarks"][0]
    assert remark["code"] == "rules.loosens-parent" and remark["line"] == 12
    draft = send(author, "drafts", {"text": RULE}).json()
    for case in (PASSES, FAILS):
        assert send(author, f"drafts/{draft['id']}/cases", case).json()["met"] is True
    version = send(author, f"drafts/{draft['id']}/version", {"changes": "first"}).json()
    for who, action in ((author, "offer"), (decider, "activate")):
        assert send(who, f"versions/{version['id']}/act", {"action": action}).status_code == 200
    listed = Client().get("/api/rulebook/rules").json()
    assert {"id": "demo.glue", "state": "active", "shipped": False}.items() <= next(
        r for r in listed if r["id"] == "demo.glue"
    ).items()
    steps = Client().get("/api/rulebook/rules/demo.glue/inheritance").json()
    cut = next(s for s in steps if s["key"] == "parameters.cutoff.total_max")["steps"]
    assert [(s["rule"], s["relation"]) for s in cut] == [
        ("gbt-24067-2024", "sets"),
        ("demo.glue", "tightens"),
    ]
    assert Client().get("/api/rulebook/rules/cn.tyre/cases").json()[0]["met"] is True
    turned = Client().get("/api/rulebook/compare?first=cn.cement&second=cn.tyre").json()
    assert any(c["turn"] == "added" for c in turned)


def test_a_case_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(CodedError):
        Case.parse({**PASSES, "no-such": 1})
