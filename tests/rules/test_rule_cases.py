"""Cases kept with the shipped rules come out as they say, and every rule has one that passes and one it refuses."""

from __future__ import annotations

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.rules import available, load_pack
from tanzuji.rules.cases import Case, read_cases, run, run_all
from tanzuji.rules.shipped_cases import shipped_cases

ACCOUNTING = [pack.id for pack in available() if pack.kind == "accounting"]
WITH_STUDIES_IN_TESTS = {
    "gbt-24067-2024", "cn.aluminium.primary", "cn.cement", "cn.battery.li.ev", "cn.textile", "cn.pv.module.csi",
    "cn.electronics.pc", "cn.steel.crude_rebar", "cn.appliance.rac",
}  # fmt: skip
"""Rules whose every item is broken and kept by a study of test_checks."""


@pytest.mark.parametrize("rule", ACCOUNTING)
def test_every_case_of_a_shipped_rule_comes_out_as_it_says(rule: str) -> None:
    outcomes = run_all(load_pack(rule), shipped_cases(rule))
    assert {outcome.case.expects for outcome in outcomes} == {"pass", "fail"}
    assert [(o.case.id, o.failed, o.problems) for o in outcomes if not o.met] == []


@pytest.mark.parametrize("rule", [rule for rule in ACCOUNTING if rule not in WITH_STUDIES_IN_TESTS])
def test_every_item_of_a_rule_is_kept_by_one_case_and_broken_by_another(rule: str) -> None:
    """SD-104: packs for the product groups of Shandong's waves, each item tried."""
    pack = load_pack(rule)
    asked = {i.id for i in (*pack.checks, *pack.ranges, *(f for f in pack.flows if f.severity != "info"))}
    for expects in ("pass", "fail"):
        tried = {item for case in shipped_cases(rule) if case.expects == expects for item in case.rules}
        assert asked <= tried, asked - tried


def _case(**fields: object) -> Case:
    return Case.parse({"id": "c", "title": "a case", "expects": "pass", "example": "cement_po425", **fields})


def test_a_case_that_names_an_item_the_rule_does_not_have_is_told_so() -> None:
    outcome = run(load_pack("cn.cement"), _case(rules=["NO-SUCH"]))
    assert not outcome.met and outcome.problems[0].code == "rules.case-unknown-rule"


@pytest.mark.parametrize(
    "place", ["processes[no-such].inputs[0]", "processes[99]", "product..name", "unit.amount[0]"]
)
def test_a_change_at_a_place_that_is_not_there_is_told_so(place: str) -> None:
    outcome = run(load_pack("cn.cement"), _case(changes={place: 1}))
    assert not outcome.met and outcome.problems[0].code == "rules.case-place"


def test_an_unknown_example_names_those_there_are() -> None:
    outcome = run(load_pack("cn.cement"), _case(example="no-such"))
    assert outcome.problems[0].code == "rules.unknown-example"
    assert "cement_po425" in outcome.problems[0].remedy("en")


def test_a_case_without_a_study_is_refused() -> None:
    with pytest.raises(CodedError) as caught:
        Case.parse({"id": "c", "title": "x", "expects": "pass"})
    assert caught.value.code == "rules.case-without-study"


def test_a_footprint_computed_elsewhere_is_tried_as_it_stands() -> None:
    from tanzuji.engine.footprint import compute
    from tanzuji.formats.models import read_model
    from tanzuji.formats.starter import starter_folder, starter_release

    text = starter_folder().joinpath("products", "cement_po425.yaml").read_bytes()
    footprint = compute(read_model(text), [starter_release()])
    case = Case(id="f", title=Text(en="a footprint"), expects="pass", study=footprint.plain())
    outcome = run(load_pack("cn.cement"), case)
    assert outcome.met and outcome.total == pytest.approx(footprint.total)


def test_studies_named_in_a_book_are_shared_by_its_cases() -> None:
    cases = read_cases(
        "rule: x\nstudies:\n  one: {id: p}\ncases:\n"
        "  - {id: a, title: a, expects: pass, study: one}\n  - {id: b, title: b, expects: fail, study: one}\n"
    )
    assert [case.study for case in cases] == [{"id": "p"}, {"id": "p"}]


def test_a_study_of_another_product_proves_nothing_of_a_rule() -> None:
    """A rule for tyres that cement passes has been tried with nothing."""
    tyres, fails = load_pack("cn.tyre"), _case(expects="fail")
    outcome = run(tyres, _case(rules=[tyres.flows[0].id]))
    assert outcome.outside and not outcome.met
    assert [p.code for p in outcome.problems] == ["rules.case-outside-rule"]
    assert run(tyres, fails).outside
    general = run(load_pack("gbt-24067-2024"), _case())
    assert not general.outside and general.problems == ()


def test_errors_decide_and_reminders_stand_apart() -> None:
    outcome = run(load_pack("cn.cement"), _case())
    assert outcome.met and outcome.errors == 0 and outcome.deciding == ()
    assert outcome.reminding == outcome.failed
