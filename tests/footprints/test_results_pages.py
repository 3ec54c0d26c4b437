"""The pages of results say what was calculated by hand, add up, unfold to their sources, and are each tenant's own."""

from __future__ import annotations

import csv
import html
import importlib.util
import io
import json
import re
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from review_cases import browser, demo, organisation, release, somebody, study_of

from tanzuji.documents.rounding import figure
from tanzuji.formats.starter import starter_folder

if TYPE_CHECKING:
    from django.test import Client

    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

PRODUCTS = Path(str(starter_folder())) / "products"


@pytest.fixture
def editor(db: None) -> Acting:
    return somebody(organisation(), "周宁", "editor")


@pytest.fixture
def reviewer(editor: Acting) -> Acting:
    return somebody(editor.organisation, "何敏", "reviewer")


@pytest.fixture
def client(editor: Acting) -> Client:
    return browser(editor)


@pytest.fixture
def battery(editor: Acting) -> Study:
    """The battery with two versions: the second on photovoltaic power, with the circular footprint formula."""
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    study = study_of(editor, "lfp_battery_pack")
    services.make_version(editor, study.id, note="首次核算")
    operations = [
        Set(place="processes[cell].energy[cell-electricity].datasets", value=["cn-elec-cf-2024-cn-047"]),
        Set(place="method.end_of_life", value="cff"),
    ]
    services.edit(editor, study.id, operations, force=True)
    services.make_version(editor, study.id, note="改用光伏")
    study.refresh_from_db()
    return study


def page(client: Client, study: Study, rest: str, *, language: str = "zh", status: int = 200) -> str:
    answer = client.get(f"/{language}/studies/{study.id}/{rest}")
    assert answer.status_code == status, answer.content[:600]
    return answer.content.decode()


def rows_of(client: Client, study: Study, rest: str) -> list[dict[str, str]]:
    """A CSV download as rows by the heads of its columns."""
    answer = client.get(f"/en/studies/{study.id}/{rest}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff"), "spreadsheets read UTF-8 only with its mark"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def words_of(markup: str) -> str:
    """What a person reads of a page."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def expected_totals() -> list[tuple[str, float]]:
    with (PRODUCTS / "EXPECTED.csv").open(encoding="utf-8") as file:
        return [
            (row["product"], float(row["kg_co2e"]))
            for row in csv.DictReader(file)
            if row["entry"] == "expected_total"
        ]


@pytest.mark.parametrize(("name", "total"), expected_totals())
def test_the_headline_is_the_hand_checked_total_rounded_once(
    client: Client, editor: Acting, name: str, total: float
) -> None:
    """Origin: `EXPECTED.csv`, the hand calculation with its itemised replacements; four digits, GB/T 8170."""
    study = study_of(editor, name)
    shown = page(client, study, "result/")
    headline = re.search(r'class="value value-xl">.*?class="figure">([^<]+)<', shown, re.DOTALL)
    assert headline is not None
    assert headline[1] == figure(total)


def test_the_headline_has_unit_what_one_unit_is_boundary_and_an_honest_interval(
    client: Client, editor: Acting
) -> None:
    shown = words_of(page(client, study_of(editor), "result/"))
    assert "产品部分碳足迹 794.5 kgCO₂e/t 声明单位：1 t 出厂散装水泥" in shown
    low, high = re.search(r"95 % 区间 ([\d.]+)–([\d.,]+) ?（", shown).groups()  # type: ignore[union-attr]
    assert float(low) < 794.5 < float(high.replace(",", ""))
    assert "边界 摇篮到大门 部分碳足迹" in shown
    assert "未修约 794.50" in shown
    assert "按 GB/T 8170 修约到 4 位有效数字" in shown


def test_the_number_names_everything_needed_to_compute_it_again(client: Client, editor: Acting) -> None:
    from tanzuji.footprints import queries

    study = study_of(editor)
    shown = words_of(page(client, study, "result/", language="en"))
    footprint = queries.draft_result(study, scenarios=True).footprint
    assert footprint is not None
    lib = release()
    for needed in (footprint.id, footprint.model_digest, footprint.result_digest, lib.digest, "GWP100, AR6"):
        assert needed in shown
    assert f"tanzuji footprint cement_po425.yaml --release starter@{lib.version}" in shown


@pytest.mark.parametrize("name", ["lfp_battery_pack", "cement_po425", "rice_paddy"])
def test_every_table_that_is_downloaded_adds_up_to_the_total(
    client: Client, editor: Acting, name: str
) -> None:
    """N-04, N-08: stages, and contributions and processes as hot spots, each table the whole of the footprint."""
    study = study_of(editor, name)
    assert study.total is not None
    total = pytest.approx(study.total, rel=1e-8)

    def footprint_of(row: dict[str, str]) -> float:
        return float(
            next(value for head, value in row.items() if head.startswith(("Footprint", "Total"))) or 0
        )

    contributions = rows_of(client, study, "figures/contributions.csv")
    assert fsum(map(footprint_of, contributions)) == total
    lines = rows_of(client, study, "figures/line-bars.csv")
    assert fsum(footprint_of(row) for row in lines if row["Line"] != "Total") == total
    gases = rows_of(client, study, "figures/gas-bars.csv")
    assert fsum(footprint_of(row) for row in gases if row["Gas"] != "Total") == total
    processes = rows_of(client, study, "figures/processes.csv")
    direct = next(head for head in processes[0] if head.startswith("Direct"))
    assert fsum(float(row[direct]) for row in processes if row["Process"] != "Total") == total
    stages = rows_of(client, study, "figures/stage-bars.csv")
    known = {s.name.to("en") for s in demo(name).stages()}
    amounts = [
        next(v for h, v in row.items() if h.startswith("Footprint"))
        for row in stages
        if row["Stage"] in known
    ]
    assert fsum(float(a) for a in amounts if not a[0].isalpha()) == total


def test_what_is_not_known_is_a_word_with_a_link_to_its_place_and_never_a_zero(
    client: Client, editor: Acting
) -> None:
    study = study_of(editor, "lfp_battery_pack")
    shown = page(client, study, "result/")
    gaps = shown[shown.index('id="gaps"') :]
    for name in ("NMP溶剂", "PVDF/PVF粘结剂", "六氟磷酸锂"):  # named as gaps in the model file
        row = re.search(rf"<tr><th[^>]*><a href=\"([^\"]+)\">{re.escape(name)}</a>.*?</tr>", gaps, re.DOTALL)
        assert row is not None
        assert '<span class="unknown">未知</span>' in row[0]
        address, anchor = html.unescape(row[1]).split("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()
    lines = words_of(shown[shown.index('id="lines"') : shown.index('id="gases"')])
    assert "间接土地利用变化 不计入总量 未计算" in lines


def test_avoided_emissions_are_hatched_and_named_beside_what_is_emitted(
    client: Client, battery: Study
) -> None:
    shown = page(client, battery, "versions/2/")
    table = shown[shown.index('id="stages"') : shown.index('id="flow"')]
    assert 'class="f-credit"' in table
    assert 'class="axis"' in table, "where bars go below zero there is a zero line"
    assert "其中 避免的排放" in words_of(table)
    assert "不是碳抵消" in words_of(table)


def test_every_leaf_of_the_tree_unfolds_to_dataset_version_publisher_year_table_licence_and_library_page(
    client: Client, editor: Acting
) -> None:
    from tanzuji.library import services as library

    library.index_release(release())
    study = study_of(editor)
    shown = page(client, study, "result/")
    leaves = re.findall(r'<details class="leaf">.*?</details>', shown, re.DOTALL)
    electricity = next(leaf for leaf in leaves if "cn-elec-cf-2024-cn-041" in leaf)
    told = words_of(electricity)
    # Announcement of the ministry on electricity footprint factors of 2024, annex, table 1: 0.5777 kg CO2e/kWh.
    assert "98 kWh × 0.5777 kgCO₂e/kWh = 56.6146" in told
    for needed in ("版本 1", "starter 2026.11", "生态环境部", "2025", "表1", "CN，2024", "高", "许可"):
        assert needed in told
    addresses = {html.unescape(a) for leaf in leaves for a in re.findall(r'href="(/zh/library/[^"]+)"', leaf)}
    assert len(addresses) >= 8
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert len(leaves) == 17, "the cement model has 17 contributions, each a leaf"


def test_small_parts_are_gathered_but_can_be_opened(client: Client, editor: Acting) -> None:
    study = study_of(editor, "lfp_battery_pack")
    shown = page(client, study, "result/")
    gathered = re.search(r"其他 (\d+) 项.*?</summary>\s*<ul>(.*?)</ul>", shown, re.DOTALL)
    assert gathered is not None
    assert gathered[2].count('<details class="leaf">') == int(gathered[1])


def test_a_process_has_a_page_with_its_own_contributions(client: Client, editor: Acting) -> None:
    study = study_of(editor)
    told = words_of(page(client, study, "result/process/?process=clinker"))
    assert "过程：熟料煅烧" in told
    assert "碳酸盐分解 CO2" in told
    assert "电力，98" not in told
    page(client, study, "result/process/?process=no-such", status=404)


def test_a_figure_can_be_taken_away_as_a_drawing_of_its_own(client: Client, editor: Acting) -> None:
    study = study_of(editor)
    answer = client.get(f"/zh/studies/{study.id}/figures/sankey.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    assert text.startswith("<svg") and "<style>" in text and "var(--" not in text
    assert client.get(f"/zh/studies/{study.id}/figures/no-such.csv").status_code == 404


def test_pages_hold_neither_inline_script_nor_inline_style(client: Client, battery: Study) -> None:
    for rest in ("result/", "checks/", "scenarios/", "versions/", "versions/2/", "compare/?before=1&after=2"):
        shown = page(client, battery, rest)
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", shown), rest
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", shown))


def test_a_version_shows_what_was_computed_when_it_was_made_though_the_library_is_gone(
    client: Client, battery: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanzuji.engine.release import NO_RELEASE
    from tanzuji.footprints import live
    from tanzuji.footprints.pages.results import differences, edition

    def gone(releases: str) -> Any:
        raise NO_RELEASE.error(folder="starter")

    monkeypatch.setattr(edition, "_read", type(edition._read)(4))
    for module in (live, differences):
        monkeypatch.setattr(module, "opened", gone)
    shown = words_of(page(client, battery, "versions/1/"))
    assert "0.1742" in shown
    assert "版本 1" in shown


def test_a_draft_that_cannot_be_computed_says_what_to_correct_and_keeps_its_versions(
    client: Client, editor: Acting, battery: Study
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    wrong = Set(place="processes[cell].energy[cell-electricity].datasets", value=["no-such-dataset"])
    services.edit(editor, battery.id, [wrong], force=True)
    for rest in ("result/", "checks/", "scenarios/", "compare/"):
        shown = page(client, battery, rest)
        assert "no-such-dataset" in shown
        assert "inventory/?process=cell&amp;row=cell-electricity#" in shown
    assert client.get(f"/zh/studies/{battery.id}/figures/sankey.csv").status_code == 404
    page(client, battery, "versions/2/")


def test_findings_lead_to_the_field_and_say_on_whose_authority(client: Client, editor: Acting) -> None:
    study = study_of(editor, "lfp_battery_pack")
    shown = page(client, study, "checks/")
    told = words_of(shown)
    assert "“NMP溶剂”（0.109 kg）没有因子，结果里没有它。" in told
    assert "GAP-02 · 通则 · GB/T 24067-2024（通行理解，未核对原文） · ISO 14067:2018, 6.4.2" in told
    first = re.search(r'<a href="([^"]+)">“NMP溶剂”', shown)
    assert first is not None
    address, anchor = html.unescape(first[1]).split("#")
    assert f'id="{anchor}"' in client.get(address).content.decode()
    assert "要由人来看的" in told and "DQ-04" in told


def test_what_passed_is_counted_by_pack_and_can_be_unfolded(client: Client, editor: Acting) -> None:
    from tanzuji.footprints import queries

    study = study_of(editor)
    check = queries.draft_result(study).check
    assert check is not None
    shown = page(client, study, "checks/")
    passed = [int(n) for n in re.findall(r"<summary>通过 (\d+)</summary>", shown)]
    assert sum(passed) == check.passed
    assert f"通过 {check.passed} 项，{check.not_applicable} 项不适用" in words_of(shown)
    for outcome in check.outcomes:
        if outcome.status == "passed":
            assert outcome.title.to("zh") in html.unescape(shown)


def test_a_thin_pack_is_named_a_beginning(client: Client, editor: Acting) -> None:
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints import services
    from tanzuji.rules import available

    thin = next(pack for pack in available() if pack.thin)
    plain = demo("cement_po425").plain() | {"rules": ["gbt-24067-2024", thin.id]}
    study = services.create(editor, ProductModel.parse(plain), [release()])
    told = words_of(page(client, study, "checks/"))
    assert "初步" in told and thin.title.to("zh") in told


def test_scenarios_stand_beside_the_base_case_with_what_each_changes(client: Client, editor: Acting) -> None:
    study = study_of(editor)
    told = words_of(page(client, study, "scenarios/"))
    assert "全厂用电改为光伏" in told
    assert "2024年全国电力平均碳足迹因子 2024年光伏发电碳足迹因子" in told
    rows = rows_of(client, study, "figures/scenario-bars.csv")
    base = next(row for row in rows if row["Scenario"] == "Base case")
    head = next(h for h in base if h.startswith("Footprint"))
    # 98 kWh a tonne (model file) at 0.5777 and, photovoltaic, 0.0520 kg CO2e/kWh (announcement, tables 1 and 2).
    pv = next(row for row in rows if row["Scenario"] == "Works on photovoltaic power")
    assert float(pv[head]) - float(base[head]) == pytest.approx(98 * (0.0520 - 0.5777), rel=1e-6)


def test_without_scenarios_the_page_says_what_they_are_for(client: Client, editor: Acting) -> None:
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints import services

    plain = demo("cement_po425").plain()
    del plain["scenarios"]
    study = services.create(editor, ProductModel.parse(plain), [release()])
    assert "还没有情景" in page(client, study, "scenarios/")


def test_versions_are_listed_with_their_change_split_in_method_and_real(
    client: Client, battery: Study
) -> None:
    told = words_of(page(client, battery, "versions/"))
    assert "版本 2 改用光伏" in told
    # 4 kWh a run, 0.013020833 runs: 0.05208333 kWh × (0.0520 − 0.5777) = −0.02738
    assert "实际 −0.0274" in told
    assert "方法 −0.0173" in told
    assert "版本 1 首次核算" in told and "第一版" in told


def test_the_steps_of_a_comparison_add_up_exactly(client: Client, battery: Study) -> None:
    rows = rows_of(client, battery, "compare.csv?before=1&after=2")
    effect = next(head for head in rows[0] if head.startswith("Effect"))
    names = [row["Step"] for row in rows]
    end = names.index("Later total")
    before, *steps, after = (float(row[effect]) for row in rows[: end + 1])
    assert names[1:end] == ["End-of-life method", "Real change"]
    assert before + fsum(steps) == pytest.approx(after, abs=1e-9)
    real = [float(row[effect]) for row in rows[end + 1 :] if row["Step"] == "Real change"]
    assert fsum(real) == pytest.approx(steps[-1], abs=1e-12)
    assert steps[-1] == pytest.approx(4 / 76.8 * (0.0520 - 0.5777), rel=1e-6)


def test_a_change_is_told_with_the_names_of_its_place_and_its_effect(client: Client, battery: Study) -> None:
    told = words_of(page(client, battery, "compare/?before=1&after=2"))
    assert "电芯制造 › 电力 › 数据集 2024年全国电力平均碳足迹因子 2024年光伏发电碳足迹因子 −0.0274" in told
    assert "方法 › 生命末期方法 截断法（默认） 循环足迹公式" in told


def test_what_is_not_comparable_shows_the_reason_and_no_totals(
    client: Client, editor: Acting, battery: Study
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    services.edit(editor, battery.id, [Set(place="boundary.type", value="cradle_to_gate")], force=True)
    version = services.make_version(editor, battery.id)
    told = words_of(page(client, battery, f"compare/?before=2&after={version.number}"))
    assert "不能比较" in told and "系统边界不同" in told
    assert "0.1468" not in told and "0.1295" not in told
    assert client.get(f"/zh/studies/{battery.id}/compare.csv?before=2&after=3").status_code == 404
    listed = words_of(page(client, battery, "versions/"))
    assert "不能比较" in listed


def test_a_reviewer_decides_on_the_page_and_it_is_kept_there(
    reviewer: Acting, client: Client, battery: Study
) -> None:
    judge = browser(reviewer)
    told = words_of(page(judge, battery, "versions/2/"))
    assert "评审通过 数值、口径和出处一致；可以提交" in told
    address = f"/zh/studies/{battery.id}/decide/"
    answer = judge.post(address, {"action": "return", "number": "2", "reason": "光伏有合同吗？"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("/versions/2/#review")
    after = words_of(page(client, battery, "versions/2/"))
    assert "退回修改 何敏" in after and "光伏有合同吗？" in after
    assert "生成新版本后再评审" in after


def test_the_maker_sees_why_they_cannot_review(client: Client, battery: Study, editor: Acting) -> None:
    from tanzuji.parties.models import Membership

    Membership.objects.filter(person=editor.person).update(roles="editor,reviewer")
    shown = page(client, battery, "versions/2/")
    assert shown.count("由您参与编制") == 2  # neither approve nor send back
    assert 'value="approve" required disabled' in shown
    answer = client.post(f"/zh/studies/{battery.id}/decide/", {"action": "approve", "number": "2"})
    assert answer.status_code == 403
    assert "由您参与编制" in answer.content.decode()


def test_sending_back_without_a_reason_keeps_the_form_and_says_so(reviewer: Acting, battery: Study) -> None:
    judge = browser(reviewer)
    answer = judge.post(
        f"/en/studies/{battery.id}/decide/", {"action": "return", "number": "2", "reason": "  "}
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Sending it back needs a reason." in shown
    assert 'value="return" required checked' in shown


def test_a_decision_on_a_version_that_is_no_longer_the_newest_is_refused(
    reviewer: Acting, battery: Study
) -> None:
    judge = browser(reviewer)
    answer = judge.post(f"/zh/studies/{battery.id}/decide/", {"action": "approve", "number": "1"})
    assert answer.status_code == 422
    assert "已有更新的版本 2" in answer.content.decode()
    for number in ("99", "x", "", "1e9", "²"):
        answer = judge.post(f"/zh/studies/{battery.id}/decide/", {"action": "approve", "number": number})
        assert answer.status_code in (404, 422), number
    answer = judge.post(f"/zh/studies/{battery.id}/decide/", {"action": "<b>", "number": "2"})
    assert answer.status_code == 422
    assert "<b>”" not in answer.content.decode()


PAGES = (
    "result/", "result/process/?process=cell", "figures/stage-bars.csv", "figures/contributions.csv",
    "figures/sankey.svg", "checks/", "scenarios/", "versions/", "versions/1/", "versions/2/", "compare/",
    "compare/?before=1&after=2", "compare.csv?before=1&after=2", "checks/?version=1", "scenarios/?version=1",
)  # fmt: skip


def test_anothers_study_and_its_versions_are_absent(battery: Study) -> None:
    stranger = somebody(organisation("别家公司", "Other Works"), "stranger", "admin", "editor", "reviewer")
    client = browser(stranger)
    own = study_of(stranger)
    for rest in PAGES:
        answer = client.get(f"/zh/studies/{battery.id}/{rest}")
        assert answer.status_code == 404, rest
        assert "磷酸铁锂" not in answer.content.decode()
    answer = client.post(f"/zh/studies/{battery.id}/decide/", {"action": "approve", "number": "2"})
    assert answer.status_code == 404
    assert client.get(f"/zh/studies/{own.id}/versions/2/").status_code == 404
    assert (
        client.get(f"/zh/studies/{own.id}/compare/?before=2").status_code == 200
    )  # there is no version to compare


def test_without_signing_in_every_page_leads_to_sign_in(battery: Study) -> None:
    from django.test import Client

    for rest in PAGES:
        answer = Client().get(f"/zh/studies/{battery.id}/{rest}")
        assert (answer.status_code, "/account/" in answer["Location"]) == (302, True), rest


@pytest.mark.parametrize("wanted", ["0", "-1", "99", "1.5", "²", "9" * 30, "draft'--", "%00"])
def test_a_version_there_never_was_is_absent(client: Client, battery: Study, wanted: str) -> None:
    for rest in ("checks/", "scenarios/", "result/process/", "figures/sankey.csv"):
        assert (
            client.get(f"/zh/studies/{battery.id}/{rest}", {"version": wanted, "process": "cell"}).status_code
            == 404
        )


CJK = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][a-z]+(?: [a-z]{2,}){2,}")


def _said_in(battery: Study) -> str:
    """Everything the study and the rules' sources themselves say, in whichever language it was written."""
    from tanzuji.footprints.models import Version

    parts = [battery.document]
    for version in Version.objects.filter(study=battery):
        parts += [version.footprint, version.checked, version.note]
    return " ".join(json.dumps(json.loads(p), ensure_ascii=False) if p[:1] in "{[" else p for p in parts)


@pytest.mark.parametrize(
    "rest",
    [
        "result/",
        "versions/2/",
        "checks/",
        "scenarios/",
        "versions/",
        "compare/?before=1&after=2",
        "result/process/?process=cell",
    ],
)
def test_both_languages_leave_no_text_untranslated(client: Client, battery: Study, rest: str) -> None:
    """Chinese on an English page, and English sentences on a Chinese one, are only what the data themselves say."""
    known = _said_in(battery)
    english = words_of(page(client, battery, rest, language="en")).replace("中文", "").replace("周宁", "")
    assert {run for run in CJK.findall(english) if run not in known} == set()
    shown = page(client, battery, rest, language="zh")
    chinese = words_of(re.sub(r"<code>.*?</code>", " ", shown, flags=re.DOTALL))
    assert {run for run in LATIN.findall(chinese) if run not in known} == set()


def test_a_model_of_a_thousand_lines_stays_a_light_page_whose_small_parts_come_when_asked_for(
    client: Client, editor: Acting
) -> None:
    from tanzuji.footprints import services

    path = Path(__file__).resolve().parents[2] / "benchmarks" / "generated_models.py"
    spec = importlib.util.spec_from_file_location("generated_models", path)
    assert spec is not None and spec.loader is not None
    generated = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generated)
    study = services.create(editor, generated.enlarged(demo("lfp_battery_pack"), 1000), [release()])
    shown = page(client, study, "result/")
    assert len(shown.encode()) < 700_000
    later = re.search(r'hx-get="([^"]+)"', shown)
    assert later is not None
    address = html.unescape(later[1])
    assert "过程：" in client.get(address).content.decode()  # a page of its own without script
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'class="leaf"' in part
    assert len(rows_of(client, study, "figures/contributions.csv")) > 600


def test_what_is_kept_is_bounded_and_made_once_a_key() -> None:
    from tanzuji.footprints.pages.results.kept import Kept

    made: list[int] = []
    kept: Kept[int] = Kept(3)

    def make(value: int) -> int:
        made.append(value)
        return value

    for value in (1, 2, 3, 1, 4, 1, 2):
        assert kept.get(value, lambda value=value: make(value)) == value
    assert made == [1, 2, 3, 4, 2]  # 2 and 3 were asked for longest ago when 4 came
    assert len(kept) == 3
