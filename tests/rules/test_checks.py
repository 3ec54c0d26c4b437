"""Every check of every shipped pack is broken by one study and kept by another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rule_cases import GENERAL, Case, cases, cement, every, put
from rule_studies import gate, grave, study, write_test_release
from test_rule_cases import WITH_STUDIES_IN_TESTS

from tanzuji.documents.rules import CheckResult, RulePack
from tanzuji.engine.release import Release
from tanzuji.rules import available, check, effective

CASES = cases()

STRICT = RulePack.parse(
    {
        "id": "test.strict", "version": "1", "layer": "product", "level": "Q", "inherits": GENERAL,
        "title": {"zh": "严格", "en": "strict"},
        "parameters": {
            "allocation_methods": {"value": ["mass"], "source_tag": "D"},
            "electricity.allow": {"value": ["on_site"], "source_tag": "D"},
            "end_of_life_methods": {"value": ["cff"], "source_tag": "D"},
        },
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_test_release(tmp_path_factory.mktemp("release"))


def rule_ids() -> set[str]:
    """Every rule of the packs tried here; the others are tried by the cases that ship with them (test_rule_cases)."""
    return {
        item.id
        for pack in available()
        if pack.id in WITH_STUDIES_IN_TESTS
        for item in (*pack.checks, *(f for f in pack.flows if f.severity != "info"), *pack.ranges)
    }


def checked(case: Case, release: Release, which: str) -> CheckResult:
    change = case.breaks if which == "breaks" else case.keeps
    footprint = study(case.base, release, None if case.late else change, change if case.late else None)
    packs: Sequence[str | RulePack] = (
        [STRICT] if case.pack == "test.strict" else [case.pack, *footprint.model.rules]
    )
    return check(footprint, [p for p in packs if p != "test.strict"])


def test_every_rule_has_a_study_that_breaks_it_and_one_that_keeps_it() -> None:
    assert set(CASES) == rule_ids()


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_study_that_breaks_the_rule_is_told_so(rule: str, release: Release) -> None:
    result = checked(CASES[rule], release, "breaks")
    found = [f for f in result.findings if f.rule == rule]
    assert found, [f.rule for f in result.findings]
    assert not [f for f in result.findings if f.rule.startswith("rules.")]
    for finding in found:
        for language in ("zh", "en"):
            assert "{" not in finding.message.to(language) + finding.remedy.to(language) + finding.path
        assert finding.standing.zh and finding.standing.en


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_study_that_keeps_the_rule_passes_it(rule: str, release: Release) -> None:
    result = checked(CASES[rule], release, "keeps")
    outcome = next(o for o in result.outcomes if o.rule == rule)
    may_not_apply = _never_holds(
        rule
    )  # such a check lists facts: where there is nothing to list it does not apply
    assert outcome.status == ("not_applicable" if may_not_apply else "passed"), result.findings


def _never_holds(rule: str) -> bool:
    return any(c.id == rule and c.require == "false" for pack in available() for c in pack.checks)


def test_a_complete_study_from_cradle_to_gate_has_no_errors_and_no_warnings(release: Release) -> None:
    result = check(study(gate(), release))
    assert [f.rule for f in result.findings] == []
    assert result.conforms and result.passed >= 35


def test_a_complete_study_from_cradle_to_grave_has_no_errors(release: Release) -> None:
    result = check(study(grave(), release))
    assert [(f.rule, f.path) for f in result.findings if f.severity == "error"] == []


def test_findings_come_gravest_first_and_outcomes_count_every_rule_once(release: Release) -> None:
    result = checked(CASES["SG-14"], release, "breaks")
    order = ["error", "warning", "info"]
    places = [order.index(f.severity) for f in result.findings]
    assert places == sorted(places)
    assert len({o.rule for o in result.outcomes}) == len(result.outcomes)
    assert result.passed + result.not_applicable + sum(o.status == "failed" for o in result.outcomes) == len(
        result.outcomes
    )


def test_what_is_general_understanding_or_a_default_is_never_shown_as_the_standard(release: Release) -> None:
    for rule, case in CASES.items():
        for finding in checked(case, release, "breaks").findings:
            if finding.rule != rule:
                continue
            if finding.source_tag == "G":
                assert "未核对原文" in finding.standing.to("zh")
            if finding.source_tag == "D":
                assert finding.standing.to("zh") == "平台默认"
            said = finding.message.to("zh") + finding.message.to("en")
            assert "标准规定" not in said and "standard says" not in said and "standard requires" not in said


def test_the_limits_of_one_and_five_per_cent_are_those_of_the_aluminium_standard() -> None:
    """GB/T 44905-2024: 影响小于1% 的环节可舍弃，合计不超总量的 5%."""
    parameters = effective("cn.aluminium.primary").parameters
    assert (parameters["cutoff.per_item_max"].value, parameters["cutoff.total_max"].value) == (0.01, 0.05)


def test_the_smelter_finding_tells_its_kilowatt_hours_per_tonne(release: Release) -> None:
    """11,000 kWh for 1 t: below the 12,000 to 16,500 of the pack."""
    result = checked(CASES["AL-KWH"], release, "breaks")
    finding = next(f for f in result.findings if f.rule == "AL-KWH")
    assert finding.values["value"] == pytest.approx(11000)
    assert "11,000 kWh/t" in finding.message.to("en")


def test_the_result_with_the_grid_average_stands_beside_that_with_certificates(release: Release) -> None:
    """Wind 0.03 instead of grid 0.6 kg/kWh on 500 kWh: the grid average is 500 × 0.57 = 285 kg above."""
    result = checked(CASES["SG-13.result"], release, "breaks")
    values = next(f for f in result.findings if f.rule == "SG-13.result").values
    assert values["study.grid_average_total"] - values["study.total"] == pytest.approx(285)


def test_a_study_of_which_nothing_is_known_is_checked_and_told_so(release: Release) -> None:
    def unknown(model: dict[str, Any]) -> None:
        model["processes"] = [
            {"id": "p", "name": "p", "stage": "manufacturing", "inputs": [{"name": "x", "unit": "kg"}]}
        ]
        model.pop("deliver")

    footprint = study(gate(), release, unknown)
    assert footprint.total == 0
    assert ("GAP-01", "processes[0].inputs[0]") in [(f.rule, f.path) for f in check(footprint).findings]


def test_a_pack_nobody_knows_is_an_error_finding(release: Release) -> None:
    footprint = study(gate(), release, lambda m: m.update(rules=[GENERAL, "no.such.pack"]))
    finding = next(f for f in check(footprint).findings if f.rule == "rules.unknown-pack")
    assert finding.severity == "error" and finding.path == "rules[1]"


def test_the_general_rules_hold_for_a_study_that_names_none(release: Release) -> None:
    footprint = study(gate(), release, lambda m: m.update(rules=[]))
    assert [p.id for p in check(footprint).packs] == [GENERAL]


def test_one_rule_lists_at_most_200_findings_and_counts_them_all(release: Release) -> None:
    def many(model: dict[str, object]) -> None:
        model["exclusions"] = [{"name": f"item {i}", "share": 0.0} for i in range(250)]

    result = check(study(gate(), release, many))
    outcome = next(o for o in result.outcomes if o.rule == "CO-01")
    assert outcome.findings == 250
    assert sum(f.rule == "CO-01" for f in result.findings) == 200


def test_results_are_documents_that_can_be_exported(release: Release) -> None:
    result = checked(CASES["CO-02"], release, "breaks")
    assert CheckResult.parse(result.plain()) == result
    assert "findings" in CheckResult.model_json_schema()["properties"]
    assert "checks" in RulePack.model_json_schema()["properties"]


def test_shipped_products_are_checked_without_a_rule_failing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    from tanzuji.engine.footprint import compute
    from tanzuji.formats.models import read_model
    from tanzuji.formats.starter import starter_folder, starter_release

    release = starter_release()
    products = sorted(Path(str(starter_folder() / "products")).glob("*.yaml"))
    assert len(products) >= 10
    for path in products:
        result = check(compute(read_model(path), [release]))
        assert not [f for f in result.findings if f.rule.startswith("rules.")], path.name
        assert not [f for f in result.findings if f.rule in ("SG-14", "GS-07", "AL-02", "SG-08.double")], (
            path.name
        )


@pytest.mark.parametrize("name", ["网电", "外购电", "mains", "电力"])
def test_a_row_of_kilowatt_hours_without_a_factor_is_electricity_the_model_holds(
    name: str, release: Release
) -> None:
    """What is missing is its factor, which the gaps tell; the rule asks for the row and its amount."""
    bare = every(
        put("processes.2.energy.0.datasets", []),
        put("processes.2.energy.0.name", name),
        put("processes.2.energy.0.id", "row-1"),
        put("processes.2.energy.0.electricity", None),
    )
    footprint = study(cement(), release, bare)
    assert [gap.reason for gap in footprint.gaps] == ["no_factor"]
    found = {finding.rule for finding in check(footprint, ["cn.cement"]).findings}
    assert "CEM-ELECTRICITY" not in found


def test_bought_heat_in_kilowatt_hours_is_no_electricity(release: Release) -> None:
    heat = every(
        put("processes.2.energy.0.name", "外购热水"),
        put("processes.2.energy.0.id", "row-1"),
        put("processes.2.energy.0.electricity", None),
    )
    found = {finding.rule for finding in check(study(cement(), release, heat), ["cn.cement"]).findings}
    assert "CEM-ELECTRICITY" in found
