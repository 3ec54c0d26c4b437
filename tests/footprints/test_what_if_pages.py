"""“What if” and “Standards” in the browser: what they show is the engine's own, what is kept is a scenario."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from review_cases import browser, demo, organisation, release, somebody, study_of

from tanzuji.documents.rounding import figure

if TYPE_CHECKING:
    from django.test import Client

    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

PV = "cn-elec-cf-2024-cn-047"
TRIED = {"line.housing/aluminium": "-30", "supply.cell/cell-electricity": PV}


@pytest.fixture
def editor(db: None) -> Acting:
    return somebody(organisation(), "周宁", "editor")


@pytest.fixture
def client(editor: Acting) -> Client:
    return browser(editor)


@pytest.fixture
def battery(editor: Acting) -> Study:
    return study_of(editor, "lfp_battery_pack")


def page(
    client: Client,
    study: Study,
    rest: str = "what-if/",
    language: str = "zh",
    htmx: bool = False,
    **query: str,
) -> str:
    headers: dict[str, Any] = {"HX-Request": "true"} if htmx else {}
    address = f"/{language}/studies/{study.id}/{rest}?{urlencode(query)}"
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content[:600]
    return answer.content.decode()


def words(markup: str) -> str:
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def total_of(markup: str) -> str:
    found = re.search(r'id="what-if-total">([^<]+)<', markup)
    assert found is not None
    return found[1]


def expected(**changes: Any) -> float:
    """The scenario's total as `compute` gives it."""
    from tanzuji.documents.models import Scenario
    from tanzuji.engine import compute

    scenario = Scenario.parse({"id": "x", "name": "x", **changes})
    model = demo("lfp_battery_pack").model_copy(update={"scenarios": (scenario,)})
    return compute(model, release()).scenarios[0].total


ALUMINIUM = 1.527824
"""kg of aluminium in the housing a kWh of capacity, in the demo model."""


# what if ─────────────────────────────────────────────────────────────────────


def test_the_page_begins_at_the_studys_own_result_and_says_that_nothing_is_changed(
    client: Client, battery: Study
) -> None:
    shown = page(client, battery)
    assert total_of(shown) == "0.1742"
    assert "还没有改动" in words(shown)
    assert "换一种电" in words(shown)


def test_numbers_in_the_address_answer_as_the_scenario_computed_from_scratch(
    client: Client, battery: Study
) -> None:
    """N-08: what-if. The form works without script: its fields are the query of a GET."""
    tried = expected(amounts={"housing/aluminium": ALUMINIUM * 0.7}, datasets={"cell/cell-electricity": [PV]})
    assert total_of(page(client, battery, **TRIED)) == figure(tried)
    part = expected(datasets={"cell/cell-electricity": [PV]}, shares={"cell/cell-electricity": 0.25})
    query = {"supply.cell/cell-electricity": PV, "share.cell/cell-electricity": "25"}
    assert total_of(page(client, battery, **query)) == figure(part)
    years = expected(parameters={"service_years": 10})
    assert total_of(page(client, battery, **{"parameter.service_years": "10"})) == figure(years)
    cff = expected(end_of_life="cff", materials={"aluminium/recycling_rate": 0.5})
    query = {"material.aluminium/recycling_rate": "50", "end_of_life": "cff"}
    assert total_of(page(client, battery, **query)) == figure(cff)
    swapped = expected(datasets={"foils/copper-foil": ["derived-aluminium-ingot-cn"]})
    query = {"swap0.place": "foils/copper-foil", "swap0.datasets": "derived-aluminium-ingot-cn"}
    assert total_of(page(client, battery, **query)) == figure(swapped)


def test_htmx_gets_the_answer_alone(client: Client, battery: Study) -> None:
    shown = page(client, battery, htmx=True, **TRIED)
    assert "<html" not in shown and 'name="line.housing/aluminium"' not in shown
    assert total_of(shown) == total_of(page(client, battery, **TRIED))


def test_a_target_tells_how_much_of_what_can_be_done_it_takes(client: Client, battery: Study) -> None:
    shown = words(page(client, battery, htmx=True, **TRIED, target="−20"))
    assert "可以达到 0.1394（−20.0 %）" in shown
    assert "100.0 %" in shown, "the electricity is changed wholly, the aluminium only as far as it takes"
    far = words(page(client, battery, htmx=True, language="en", **TRIED, target="-60"))
    assert "Out of reach" in far and "the target is −60.0 %" in far


def test_target_and_result_come_before_all_that_can_be_changed(client: Client, battery: Study) -> None:
    shown = page(client, battery)
    places = [
        shown.index(mark)
        for mark in ('name="target"', 'id="what-if-total"', 'class="table table-cards tries"')
    ]
    assert places == sorted(places)


def test_what_acts_under_another_end_of_life_method_alone_stands_there(
    client: Client, battery: Study
) -> None:
    """Under cut-off a recycling rate moves nothing; under the circular footprint formula it does."""
    field = 'name="material.aluminium/recycling_rate"'
    shown = page(client, battery, language="en")
    assert field not in shown and "They act under the circular footprint formula" in words(shown)
    under = page(client, battery, language="en", end_of_life="cff")
    assert field in under and "They act under" not in words(under)
    changed = page(client, battery, **{"material.aluminium/recycling_rate": "50"})
    assert field in changed, "what the address changes stays in the form"


def test_a_row_beyond_those_listed_stays_where_it_is_changed(client: Client, battery: Study) -> None:
    from tanzuji.engine.what_if import Ground, marginals

    lines = [row for row in marginals(Ground(demo("lfp_battery_pack"), release())) if row.kind == "line"]
    field = f"line.{lines[-1].place}"
    assert f'name="{field}"' not in page(client, battery)
    assert f'name="{field}" value="-10"' in page(client, battery, **{field: "-10"})


def test_one_box_keeps_the_plan_or_all_that_was_entered(client: Client, battery: Study) -> None:
    shown = page(client, battery, htmx=True, language="en", **TRIED, target="-20")
    assert shown.count("Keep as a scenario") == 1
    chosen = re.findall(r'<option value="([^"]+)"', shown)
    plan, tried = (json.loads(html.unescape(each)) for each in chosen)
    assert tried["amounts"]["housing/aluminium"] == pytest.approx(ALUMINIUM * 0.7)
    assert ALUMINIUM * 0.7 < plan["amounts"]["housing/aluminium"] < ALUMINIUM
    assert "to 100.0 %" not in words(shown), "all of an electricity is told by its level"


def test_what_cannot_be_read_or_computed_is_told_with_its_field(client: Client, battery: Study) -> None:
    shown = words(page(client, battery, htmx=True, **{"line.housing/aluminium": "a lot"}))
    assert "“a lot”不能读作一个变化" in shown and "line.housing/aluminium" in shown
    shown = words(page(client, battery, htmx=True, **{"supply.cell/cell-electricity": "nuclear"}))
    assert "“nuclear”不在可选之列" in shown
    shown = words(
        page(client, battery, htmx=True, **{"swap0.place": "foils/copper-foil", "swap0.datasets": "none"})
    )
    assert "没有" in shown and "none" in shown
    shown = words(page(client, battery, htmx=True, release="nothing 1"))
    assert "nothing" in shown


def test_what_was_tried_is_kept_as_a_scenario_with_the_same_result(client: Client, battery: Study) -> None:
    shown = page(client, battery, htmx=True, **TRIED)
    found = re.search(r'name="scenario" value="([^"]+)"', shown)
    assert found is not None
    sent = {"scenario": html.unescape(found[1]), "name": "少铝与光伏"}
    answer = client.post(f"/zh/studies/{battery.id}/what-if/save/", sent)
    assert answer.status_code == 302 and answer["Location"].endswith("/scenarios/")
    battery.refresh_from_db()
    kept = json.loads(battery.document)["scenarios"][-1]
    assert kept["id"] == "what-if-1" and kept["name"] == {"zh": "少铝与光伏"}
    assert kept["datasets"] == {"cell/cell-electricity": [PV]}
    told = words(page(client, battery, "scenarios/"))
    assert "少铝与光伏" in told and total_of(shown) in told
    assert "1.527824 kg" in told and "1.0694768 kg" in told
    again = client.post(f"/zh/studies/{battery.id}/what-if/save/", sent)
    assert again.status_code == 302
    battery.refresh_from_db()
    assert [s["id"] for s in json.loads(battery.document)["scenarios"][-2:]] == ["what-if-1", "what-if-2"]


@pytest.mark.parametrize(
    "scenario", ["", "{", '{"id": "x"}', '{"id":"x","name":"x","amounts":{"a":"1+"}}', "[" * 5000, '{"id":"x","name":"x","x":1}']
)  # fmt: skip
def test_a_scenario_that_was_tampered_with_is_refused_and_nothing_is_kept(
    client: Client, battery: Study, scenario: str
) -> None:
    before = battery.document
    answer = client.post(f"/zh/studies/{battery.id}/what-if/save/", {"scenario": scenario, "name": "x"})
    assert answer.status_code == 422
    battery.refresh_from_db()
    assert battery.document == before


def test_a_reader_may_try_and_not_keep(editor: Acting, battery: Study) -> None:
    reader = browser(somebody(editor.organisation, "阅", "reader"))
    shown = page(reader, battery, **TRIED)
    assert 'form="save-what-if' not in shown
    answer = reader.post(f"/zh/studies/{battery.id}/what-if/save/", {"scenario": '{"id":"x","name":"x"}'})
    assert answer.status_code == 403


def test_a_version_is_tried_on_its_own_ground_and_nothing_can_be_kept_in_it(
    client: Client, editor: Acting, battery: Study
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    services.make_version(editor, battery.id, note="n")
    edit = [Set(place="processes[housing].inputs[aluminium].amount", value=1.0)]
    services.edit(editor, battery.id, edit, force=True)
    shown = page(client, battery, version="1", **TRIED)
    tried = expected(amounts={"housing/aluminium": ALUMINIUM * 0.7}, datasets={"cell/cell-electricity": [PV]})
    assert total_of(shown) == figure(tried)
    assert 'form="save-what-if' not in shown


def test_a_draft_that_cannot_be_computed_says_what_to_correct(
    client: Client, editor: Acting, battery: Study
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    services.edit(
        editor, battery.id, [Set(place="processes[cell].output.amount", value="=nothing")], force=True
    )
    for rest in ("what-if/", "standards/"):
        assert "现在算不出结果" in words(page(client, battery, rest))


# many standards ──────────────────────────────────────────────────────────────


def test_results_stand_side_by_side_and_the_difference_is_explained(client: Client, battery: Study) -> None:
    shown = words(page(client, battery, "standards/", before="own", after="eu-pef"))
    for name in ("GB/T 24067", "ISO 14067", "PACT 3", "欧盟 PEF", "欧盟电池", "GHG Protocol 产品标准"):
        assert name in shown
    assert "0.1742" in shown and "0.1569" in shown
    assert "循环足迹公式" in shown
    assert "也不同，但对这个产品没有影响：电力、生物碳。" in shown
    told = "“回收铜：末期回收”没有数据集，没有计入；同一材料的抵减已经计入，结果偏低。"
    assert "0.1569*" in shown and f"* 欧盟 PEF、欧盟电池：{told}" in shown, "beside the bars"
    assert f"* {told}" in shown, "in the table of choices"
    assert f"* 欧盟 PEF：{told}" in shown, "under the bridge"
    cement = words(page(client, study_of_cement(client), "standards/", "en"))
    assert "EU battery" not in cement


def test_what_is_only_estimated_is_said_to_be_in_the_result_and_in_no_stage(
    editor: Acting, client: Client, battery: Study
) -> None:
    """2 % of the emissions are too large for GB/T and PACT: put back, and in words on the page."""
    from tanzuji.documents.editing import Insert
    from tanzuji.footprints import services

    sentence = "结果 = 各阶段之和 + 估计的舍弃项"
    assert sentence not in words(page(client, battery, "standards/"))
    item = {"name": {"zh": "包装"}, "share": 0.02, "basis": "ghg"}
    services.edit(editor, battery.id, [Insert(place="exclusions", item=item)], force=True)
    shown = words(page(client, battery, "standards/"))
    assert sentence in shown and "估计的舍弃项在合计里，不属于任何阶段" in shown


def study_of_cement(client: Client) -> Study:
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

    study = Study.objects.get()
    return study_of(Acting(study.created_by, study.organisation, frozenset({"editor"})), "cement_po425")


def test_the_files_of_the_page_hold_its_numbers(client: Client, battery: Study) -> None:
    """From the study to PEF: the circular footprint formula alone, −0.0173."""
    address = f"/en/studies/{battery.id}/standards/profile-bridge.csv?before=own&after=eu-pef"
    answer = client.get(address)
    assert (
        answer["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["This study", "End of life", "EU PEF"]
    assert rows[0][-1] == "Note" and [bool(row[-1]) for row in rows[1:]] == [False, False, True]
    assert "the result is too low" in rows[-1][-1]
    assert sum(float(row[2]) for row in rows[2:3]) == pytest.approx(expected(end_of_life="cff") - 0.174194063)
    svg = client.get(f"/zh/studies/{battery.id}/standards/profile-bars.svg")
    assert svg.status_code == 200 and b"<svg" in svg.content
    for wrong in ("profile-bars.pdf", "nothing.csv"):
        assert client.get(f"/zh/studies/{battery.id}/standards/{wrong}").status_code == 404


def test_every_word_of_both_pages_exists_in_english(client: Client, battery: Study) -> None:
    for rest, query in (("what-if/", {**TRIED, "target": "-20"}), ("standards/", {})):
        shown = words(page(client, battery, rest, "en", **query))
        left = re.sub(r"中文|周宁", "", shown)
        assert not re.search("[\u3400-\u9fff]", left), re.findall(".{20}[\u3400-\u9fff]+.{20}", left)[:5]
        assert not re.search("[（），。；：]", left)
