"""Schemes as data (DOMAIN ZJ-301, ZJ-302, ZJ-304, ZJ-306, SH-301, JS-301, JS-302, C.1): facts, sources, linting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.rules.schemes import diagnose, load_scheme, parse_scheme, read_scheme, shipped
from tanzuji.rules.schemes.documents import Rounding

NATIONAL = "cn.footprint-label"


@pytest.mark.parametrize("code", sorted(shipped()))
def test_every_shipped_scheme_is_sound_and_every_item_names_its_source(code: str) -> None:
    scheme = read_scheme(shipped()[code])
    assert scheme.code == code
    assert diagnose(shipped()[code]).sound


def test_a_scheme_has_exactly_the_four_parts_of_the_policy() -> None:
    """ZJ-301: 适用范围、标识式样、认证流程、管理要求."""
    parts = {
        name
        for name, field in type(load_scheme(NATIONAL)).model_fields.items()
        if hasattr(field.annotation, "model_fields")
    }
    assert {"scope", "pattern", "process", "management"} <= parts
    assert parts - {"scope", "pattern", "process", "management"} <= {"name", "owner"}


def test_the_national_scheme_says_what_was_read_of_it() -> None:
    """DOMAIN C.1: 17 classes of batch 1; 10 staff with 2 years; 3 months; 2 years; GB/T 27065, GB/T 27029; 50 projects."""
    scheme = load_scheme(NATIONAL)
    assert len(scheme.scope.catalogue) == 17
    assert (scheme.process.staff.fulltime, scheme.process.staff.years) == (10, 2)
    assert (scheme.process.body.projects, scheme.process.body.field_years) == (50, 3)
    assert scheme.process.body.standards == ("GB/T 27065", "GB/T 27029")
    assert scheme.process.applicant.management_days == 90
    assert scheme.management.months == 24 and scheme.management.surveillance_months == 12
    assert {item.source_tag for item in scheme.scope.catalogue} == {"V"}
    assert scheme.process.staff.source_tag == "V"
    assert {step.source_tag for step in scheme.process.steps} == {"D"}  # days stand in no public text
    assert scheme.management.sources["rounding"].source_tag == "D"


def test_the_families_are_the_three_branches_and_the_rating_beside_them() -> None:
    """C.1 V-2: 碳足迹、减碳低碳、碳中和; SH-301: 碳效评价 is a kind of its own."""
    assert {load_scheme(code).family for code in shipped()} == {
        "footprint",
        "reduction",
        "neutrality",
        "efficiency",
    }
    rated = load_scheme("cn-sh.carbon-efficiency")
    assert set(rated.pattern.variants("cement", date(2026, 11, 27))) == {"score", "grade"}


def test_variants_open_in_stages() -> None:
    """ZJ-302: numeric first, scores and grades for named products from a day on."""
    pattern = load_scheme("cn-zj.carbon-label").pattern
    assert pattern.variants("cement", date(2025, 6, 1)) == ("numeric",)
    assert pattern.variants("cement", date(2026, 3, 1)) == ("numeric", "score")
    assert pattern.variants("cement", date(2026, 11, 27)) == ("numeric", "score", "grade")
    assert pattern.variants("lift", date(2026, 11, 27)) == ("numeric",)


def test_enterprises_that_go_first_and_sectors_come_from_the_province() -> None:
    """ZJ-306, ZJ-304; JS-301 and JS-302: sectors, and cities with a product scope of their own."""
    zhejiang = load_scheme("cn-zj.carbon-label")
    assert {lane.tag for lane in zhejiang.scope.fast_lane} == {"export", "farming", "state_owned"}
    assert {"textile", "traction-battery", "electrical", "lift", "ship"} <= {
        i.id for i in zhejiang.scope.catalogue
    }
    jiangsu = load_scheme("cn-js.carbon-label")
    assert {i.id for i in jiangsu.scope.catalogue} >= {"battery", "photovoltaics", "steel"}
    assert set(jiangsu.scope.pilots[0].items) == {"wind", "textile", "grid", "building"}


def test_offsets_never_enter_the_value_of_a_neutrality_label() -> None:
    """GB/T 24067 leaves offsets out; they are a paper of the file, listed apart."""
    scheme = load_scheme("cn.neutrality-label")
    assert any(item.id == "offsets" for item in scheme.process.file)
    assert scheme.note is not None and "抵消前" in (scheme.note.zh or "")


@pytest.mark.parametrize(
    ("value", "rounding", "expected"),
    [("812.45", {"digits": 4}, "812.4"), ("812.55", {"digits": 4}, "812.6"), ("1.050", {"interval": "0.1"}, "1.0"),
     ("0.35", {"interval": "0.1"}, "0.4")],
)  # fmt: skip
def test_values_are_rounded_once_half_to_even(value: str, rounding: dict[str, object], expected: str) -> None:
    """CERT-09; GB/T 8170-2008: 1.050 → 1.0, 0.35 → 0.4."""
    assert Rounding.parse(rounding).round(value) == Decimal(expected)


def _changed(**lines: str) -> str:
    text = shipped()["cn-zj.carbon-label"].replace("code: cn-zj.carbon-label", "code: demo.label")
    for old, new in lines.items():
        text = text.replace(old, new)
    return text


def test_a_child_takes_over_what_it_does_not_state() -> None:
    scheme = parse_scheme(
        "code: demo\nversion: 1\nparent: cn.footprint-label\nname: {zh: 示例}\nfamily: footprint\nowner: {zh: 某省}\nmanagement: {months: 12, sources: {months: {source_tag: D}}}\n"
    )
    assert scheme.management.months == 12
    assert scheme.management.sources["months"].source_tag == "D"
    assert scheme.management.sources["number"].source_ref  # of the parent
    assert len(scheme.scope.catalogue) == 17


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("number: \"ZJ-{year}-{serial:5}-{check}\"", "number: \"zj {serial}\"", "schemes.bad-number"),
        ("management:\n", "management:\n  surveillance_months: 36\n", "schemes.surveillance-too-rare"),
        ("management:\n", "management:\n  rounding: {digits: 3, interval: 0.1}\n", "schemes.bad-rounding"),
        ("items: [textile, cement]", "items: [textile, bread]", "schemes.unknown-item"),
        ("opens: 2026-07-01", "opens: 2026-07-01, closes: 2026-01-01", "schemes.gate-ends-early"),
        ("groups: [cn.textile]", "groups: [cn.nothing]", "schemes.unknown-rule"),
        ("  catalogue:\n", "  mistake: 1\n  catalogue:\n", "rules.bad-pack"),
        ("parent: cn.footprint-label", "parent: nobody", "schemes.unknown"),
        ("grades: {source_tag: D, source_ref: 本软件的缺省}", "colours: {source_tag: D}", "schemes.unknown-source"),
    ],
)  # fmt: skip
def test_the_linter_names_line_and_fault(old: str, new: str, code: str) -> None:
    text = shipped()["cn-zj.carbon-label"]
    assert old in text
    found = diagnose(text.replace(old, new))
    assert code in {remark.problem.code for remark in found.remarks}
    assert all(remark.line >= 1 for remark in found.remarks)


def test_a_reduction_without_a_plan_in_the_file_is_unsound() -> None:
    """CERT-06: continuous reduction is asked for, so the plan is part of the file."""
    text = shipped()[NATIONAL].replace("plan: true, ", "")
    assert "schemes.no-reduction-plan" in {r.problem.code for r in diagnose(text).remarks}


def test_a_missing_step_is_told() -> None:
    text = "\n".join(line for line in shipped()[NATIONAL].splitlines() if "step: onsite" not in line)
    assert not diagnose(text).sound


@pytest.mark.parametrize(
    "text", ["", "[", "a: &a [*a]", "code: x\n" * 3, "\x00", "- 1", "code: " + "x" * 300_000]
)
def test_hostile_texts_are_refused_with_a_code(text: str) -> None:
    with pytest.raises(CodedError):
        read_scheme(text)
