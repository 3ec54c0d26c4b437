"""What the guards find, and what they leave alone.

The defects are those of a copy of CPCD that DOMAIN C.3 lists; the published figures are those of DOMAIN C.3 (MEE).
"""

from __future__ import annotations

from typing import Any

import pytest
from contribution_cases import DECLARED, Houses, footprint_paper, grid, offered, taken_to, trail
from hypothesis import given, settings
from hypothesis import strategies as st

from tanzuji.contributions import queries
from tanzuji.contributions.guards.fields import representativeness
from tanzuji.contributions.papers import Provenance, RealScene
from tanzuji.contributions.provenance.coverage import coverage
from tanzuji.contributions.reading import datasets_of
from tanzuji.documents.errors import CodedError


def found(houses: Houses, document: dict[str, Any], **papers: Any) -> dict[str, str]:
    """Codes of the findings with their levels."""
    value = sum(a["amount"] for a in document.get("amounts", []))
    papers = {"provenance": trail(value)} | papers
    of = offered(houses.author, document, **papers)
    return {
        each.problem.code.removeprefix("contributions."): each.level
        for each in queries.findings(houses.author, of)
    }


@pytest.fixture
def houses(db: None) -> Houses:
    return Houses.built()


def test_a_sound_grid_factor_has_no_findings(houses: Houses) -> None:
    assert found(houses, grid()) == {}


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"geography": ""}, "field-needed"), ({"year_from": None, "year_to": None}, "field-needed"),
        ({"boundary": "unknown"}, "field-needed"), ({"quality": None}, "field-needed"), ({"amounts": []}, "no-amounts"),
        ({"source": {"title": "年报", "publisher": "电网"}}, "field-needed"), ({"geography": "Atlantis"}, "unknown-region"),
        ({"year_from": 2026, "year_to": 2024}, "years-odd"),
    ],
)  # fmt: skip
def test_what_the_library_must_state_is_asked_for(
    houses: Houses, lacking: dict[str, Any], field: str
) -> None:
    """SH-204, A.7.1: nothing is published without source, licence, region, year, boundary, quality."""
    document = {key: value for key, value in (grid() | lacking).items() if value is not None}
    assert found(houses, document)[field] == "error"


def test_a_co2_factor_labelled_co2e_is_caught_by_its_value(houses: Houses) -> None:
    """CPCD defect: CO2-only grid factors labelled kgCO2e. 0.5306 kg CO2/kWh is the national factor of 2023."""
    document = grid(
        name={"zh": "2023年全国电力"}, amounts=[{"gas": "CO2e", "amount": 0.5306}], geography="CN"
    )
    assert found(houses, document)["co2-value"] == "error"
    footprint = grid(
        name={"zh": "2023年全国电力"}, amounts=[{"gas": "CO2e", "amount": 0.6205}], geography="CN"
    )
    assert "co2-value" not in found(houses, footprint), "0.6205 is the footprint factor of 2023"


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("2022年省级电力平均二氧化碳排放因子", True), ("单位 kgCO2/kWh", True), ("仅含CO2", True),
        ("电力碳足迹因子 kgCO2e/kWh", False), ("二氧化碳当量排放", False), ("kg CO2-eq/kWh", False),
    ],
)  # fmt: skip
def test_words_that_speak_of_co2_alone_contradict_co2e(houses: Houses, text: str, caught: bool) -> None:
    assert ("gas-basis" in found(houses, grid(name={"zh": text}))) is caught


def test_a_boundary_that_changes_within_a_series_is_pointed_out(houses: Houses) -> None:
    """CPCD defect: the same family of factors is 摇篮到大门 in 2021 and 大门到大门 in 2022."""
    taken_to(houses, "in_library", document=grid(id="series", boundary="cradle_to_gate"))
    assert found(houses, grid(id="series", boundary="gate_to_gate"))["boundary-changed"] == "warning"


def test_an_absurd_magnitude_is_refused(houses: Houses) -> None:
    """CPCD defect: 地铁盾构隧道 41 583 001.7 kgCO2e per kg."""
    document = grid(
        name={"zh": "地铁盾构隧道"},
        unit="kg",
        category=["buildings"],
        amounts=[{"gas": "CO2e", "amount": 41583001.7}],
    )
    assert found(houses, document)["absurd-value"] == "error"
    negative = grid(
        name={"zh": "生铁"}, unit="kg", category=["metals"], amounts=[{"gas": "CO2e", "amount": -2.0}]
    )
    assert found(houses, negative)["negative-value"] == "error"
    wood = grid(name={"zh": "锯材"}, unit="kg", category=["wood"],
                amounts=[{"gas": "CO2e", "amount": 0.2}, {"gas": "CO2e", "amount": -1.6, "line": "removal"}])  # fmt: skip
    assert "negative-value" not in found(houses, wood), "uptake of carbon makes wood negative, and rightly"


def test_a_unit_that_is_none_is_refused_when_it_is_read() -> None:
    """CPCD defect: units such as 年（四舍五入）."""
    table = "产品名称,单位,碳足迹(kgCO2e),数据年份\n石灰,年（四舍五入）,1.2,2023\n".encode()
    with pytest.raises(CodedError) as refused:
        datasets_of("cpcd.csv", table, "list")
    assert any(code.endswith("unknown-unit") for code in refused.value.codes), refused.value.codes


def test_repeated_rows_of_a_file_are_refused() -> None:
    """CPCD defect: duplicate ids and rows."""
    table = "产品ID,产品名称,单位,碳足迹(kgCO2e)\nA1,石灰,kg,1.2\nA1,石灰,kg,1.2\n".encode()
    mapping = """format: tanzuji/factor-list/1
columns:
- {header: 产品ID, field: id}
- {header: 产品名称, field: name}
- {header: 单位, field: unit}
- {header: 碳足迹(kgCO2e), field: amount}
"""
    with pytest.raises(CodedError) as refused:
        datasets_of("cpcd.csv", table, "list", mapping)
    assert "factors.repeated" in refused.value.codes


def test_the_same_papers_and_a_taken_id_are_refused(houses: Houses) -> None:
    document = grid(id="once")
    taken_to(houses, "format_checked", document=document)
    assert found(houses, document, key="again", provenance=trail(0.4, 0.2))["duplicate"] == "error"
    assert found(houses, grid(id="once", note="other"))["id-taken"] == "error"


def test_transmission_losses_are_stated_and_counted_once(houses: Houses) -> None:
    unsaid = {key: value for key, value in grid().items() if key != "includes_losses"}
    assert found(houses, unsaid)["losses-unstated"] == "error"
    named = grid(name={"zh": "电力碳足迹因子（不含输配电损耗）"}, includes_losses=True)
    assert found(houses, named)["losses-contradict"] == "error"
    assert "losses-contradict" not in found(
        houses, grid(name={"zh": "电力碳足迹因子（不含输配电损耗）"}, includes_losses=False)
    )


def test_losses_on_top_of_a_factor_that_includes_them_are_counted_twice() -> None:
    from tanzuji.contributions.guards.findings import Offer
    from tanzuji.contributions.guards.gases import Parent, losses
    from tanzuji.documents.datasets import Dataset

    rows = [
        {"id": "power", "name": {"zh": "网电"}, "amount": 1, "unit": "kWh", "result": 0.58, "references": ["dataset:x@1/grid"]},
        {"id": "loss", "name": {"zh": "输配电损耗"}, "amount": 0.05, "unit": "kWh", "result": 0.03, "references": ["estimate:5 %"]},
    ]  # fmt: skip
    offer = Offer(Dataset.parse(grid()), provenance=Provenance.parse({"inputs": rows}))
    twice = {each.problem.code for each in losses(offer, {"dataset:x@1/grid": Parent("grid", True)})}
    once = {each.problem.code for each in losses(offer, {"dataset:x@1/grid": Parent("grid", False)})}
    assert (twice, once) == ({"contributions.losses-twice"}, set())


@pytest.mark.parametrize(
    ("licence", "declared", "refused"),
    [
        ("All rights reserved", {"lawful_basis": "public_source", "basis_note": "官网"}, True),
        ("ecoinvent EULA", {"lawful_basis": "licensed", "basis_note": "合同 2026-17"}, False),
        ("CC BY 4.0", {"lawful_basis": "public_source", "basis_note": "官网"}, False),
    ],
)
def test_a_licence_that_forbids_passing_on_needs_an_agreement(
    houses: Houses, licence: str, declared: dict[str, Any], refused: bool
) -> None:
    document = grid(source=grid()["source"] | {"licence": licence})
    codes = found(houses, document, declarations=DECLARED | declared)
    assert ("licence-closed" in codes) is refused


def test_a_lawful_basis_names_what_it_rests_on(houses: Houses) -> None:
    """SH-204: lawful collection, with its source."""
    assert (
        found(houses, grid(), declarations=DECLARED | {"lawful_basis": "licensed"})["basis-unproven"]
        == "error"
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"references": ["meter:00000000-0000-4000-8000-000000000000"]}, "leads-nowhere"),
        ({"references": [f"evidence:{'0' * 64}"]}, "leads-nowhere"),
        ({"references": ["https://example.org"]}, "bad-reference"),
        ({"references": []}, "trail-short"),
        ({"feeds": "i0"}, "feeds-nothing"),
        ({"id": "same"}, "input-twice"),
    ],
)
def test_a_trail_that_leads_nowhere_is_refused(houses: Houses, changes: dict[str, Any], code: str) -> None:
    """JS-205: every numeric input resolves to a meter, a document, a parent dataset or a declared estimate."""
    assert found(houses, grid(), provenance=trail(0.4, 0.2, **changes))[code] == "error"


def test_real_scene_data_say_how_well_they_stand_for_their_region(houses: Houses) -> None:
    """ZJ-202: real-scene class with a score of regional representativeness, worst of share, months and sites."""
    said = DECLARED | {"real_scene": {"region": "CN-JS"}}
    assert found(houses, grid(), declarations=said)["real-scene-unplaced"] == "error"
    elsewhere = DECLARED | {"real_scene": {"region": "CN-ZJ", "sites": 3, "months": 12, "share": 0.2}}
    assert found(houses, grid(), declarations=elsewhere)["real-scene-elsewhere"] == "warning"
    for scene, score in (
        ({"sites": 12, "months": 12, "share": 0.9}, 1.0),
        ({"sites": 12, "months": 5, "share": 0.9}, 3.0),
        ({"sites": 1, "months": 24, "share": 0.04}, 5.0),
        ({"sites": 1, "months": 24, "share": 0.85}, 1.0),
    ):
        assert representativeness(RealScene(region="CN-JS", **scene)) == score


def test_a_footprint_states_what_it_is_comparable_by_and_one_value(houses: Houses) -> None:
    with pytest.raises(CodedError, match="comparable"):
        offered(houses.author, kind="footprint")
    with pytest.raises(CodedError) as refused:
        offered(houses.author, kind="footprint", footprint=footprint_paper(0.7))
    assert refused.value.code == "contributions.value-differs"


def _trail(results: list[float], known: list[bool]) -> tuple[Provenance, dict[str, bool]]:
    rows = [
        {
            "id": f"i{at}",
            "name": {"en": "x"},
            "amount": 1,
            "unit": "kg",
            "result": result,
            "references": [f"estimate:{at}"],
        }
        for at, result in enumerate(results)
    ]
    return Provenance.parse({"inputs": rows}), {f"estimate:{at}": there for at, there in enumerate(known)}


def test_the_coverage_of_a_small_trail_by_hand() -> None:
    """Inputs 6, 3, −1 of a value of 10: unexplained 2, so 12 in all. Traced 6 and −1: 7/12. All: 10/12."""
    trail_, resolved = _trail([6.0, 3.0, -1.0], [True, False, True])
    found_ = coverage(trail_, 10.0, resolved)
    assert found_.share == pytest.approx(7 / 12)
    assert found_.unexplained == pytest.approx(2 / 12)
    assert coverage(trail_, 10.0, dict.fromkeys(resolved, True)).share == pytest.approx(10 / 12)
    assert coverage(trail_, 10.0, dict.fromkeys(resolved, True), ["i0"]).share == pytest.approx(6 / 12)


def test_an_input_that_others_explain_counts_by_those() -> None:
    """8 of 10 is explained by 6 (traced) and 2 (not): 6/10 of the value, and the other 2 of 10 traced: 8/10."""
    rows = [
        {"id": "a", "name": {"en": "a"}, "amount": 1, "unit": "kg", "result": 8, "references": []},
        {"id": "b", "name": {"en": "b"}, "amount": 1, "unit": "kg", "result": 2, "references": ["estimate:x"]},
        {"id": "c", "name": {"en": "c"}, "amount": 1, "unit": "kg", "result": 6, "references": ["estimate:x"], "feeds": "a"},
        {"id": "d", "name": {"en": "d"}, "amount": 1, "unit": "kg", "result": 2, "references": ["estimate:y"], "feeds": "a"},
    ]  # fmt: skip
    found_ = coverage(Provenance.parse({"inputs": rows}), 10.0, {"estimate:x": True, "estimate:y": False})
    assert found_.share == pytest.approx(0.8)


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6, allow_nan=False), st.booleans()), min_size=1, max_size=8),
    st.floats(-1e6, 1e6, allow_nan=False),
)
@settings(max_examples=200, deadline=None)
def test_coverage_is_a_share_that_only_grows_with_what_is_traced(
    rows: list[tuple[float, bool]], value: float
) -> None:
    trail_, resolved = _trail([r for r, _ in rows], [there for _, there in rows])
    part, whole = coverage(trail_, value, resolved), coverage(trail_, value, dict.fromkeys(resolved, True))
    assert 0.0 <= part.share <= whole.share + 1e-12
    assert whole.share + whole.unexplained <= 1.0 + 1e-9
