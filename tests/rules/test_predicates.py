"""Predicates are bounded, see only what is named, and never fail in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rule_studies import gate, grave, study, write_test_release

from tanzuji.documents.errors import CodedError
from tanzuji.documents.rules import RulePack
from tanzuji.engine.release import Release
from tanzuji.rules import available, check
from tanzuji.rules.evaluate import _Run
from tanzuji.rules.fields import FIELDS, RULES_FIELDS
from tanzuji.rules.predicates import Scope, Words
from tanzuji.rules.ruleset import rule_set
from tanzuji.rules.subject import subject_of


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_test_release(tmp_path_factory.mktemp("release"))


def pack(**check_fields: Any) -> RulePack:
    plain = {
        "id": "T-1", "title": {"zh": "试", "en": "test"}, "severity": "info", "require": "true",
        "message": {"zh": "试", "en": "test"}, "remedy": {"zh": "改", "en": "mend"}, "source_tag": "D", **check_fields,
    }  # fmt: skip
    return RulePack.parse(
        {
            "id": "test",
            "version": "1",
            "layer": "product",
            "level": "Q",
            "title": {"zh": "试", "en": "test"},
            "checks": [plain],
        }
    )


def test_a_predicate_that_cannot_be_evaluated_is_an_error_finding_and_never_a_pass(release: Release) -> None:
    """`grid_average_total` is absent where no instrument is used: comparing it fails."""
    result = check(study(gate(), release), [pack(require="study.grid_average_total > 0.0")])
    (finding,) = result.findings
    assert (finding.rule, finding.severity, finding.values["check"]) == (
        "rules.not-evaluated",
        "error",
        "T-1",
    )
    assert result.passed == 0


def test_a_predicate_that_is_not_true_or_false_is_an_error_finding(release: Release) -> None:
    result = check(study(gate(), release), [pack(require="study.total")])
    assert [f.rule for f in result.findings] == ["rules.not-true-or-false"]


def test_a_failing_condition_counts_as_not_evaluated(release: Release) -> None:
    result = check(study(gate(), release), [pack(when="study.grid_average_total > 0.0")])
    assert [f.rule for f in result.findings] == ["rules.not-evaluated"]


@pytest.mark.parametrize("quantity", ["study.gwp_set", "0.0 / 0.0", "1.0 / 0.0"])
def test_a_range_whose_quantity_is_no_number_is_an_error_finding(quantity: str, release: Release) -> None:
    own = RulePack.parse(
        {
            "id": "test", "version": "1", "layer": "product", "level": "Q", "title": {"zh": "试", "en": "test"},
            "ranges": [{"id": "R", "title": {"zh": "试", "en": "t"}, "quantity": quantity, "low": 1,
                        "remedy": {"zh": "改", "en": "mend"}, "source_tag": "D"}],
        }
    )  # fmt: skip
    (finding,) = check(study(gate(), release), [own]).findings
    assert (finding.rule, finding.severity) == ("rules.not-evaluated", "error")


def test_a_pack_that_was_not_linted_is_refused_by_the_check(release: Release) -> None:
    with pytest.raises(CodedError) as error:
        check(study(gate(), release), [pack(require="nothing.here")])
    assert error.value.problems[0].code == "rules.unknown-name"


def test_division_by_zero_is_told() -> None:
    with pytest.raises(CodedError) as error:
        Scope({"study": {"total": 1}}, "1 / 0 > study.total").holds("1 / 0 > study.total")
    assert error.value.problems[0].code == "rules.not-evaluated"


def test_words_are_found_in_either_language_whatever_their_case() -> None:
    words = Words([r"铝|\balumin"])
    assert words.found_in("铝锭", "") and words.found_in("x", "ALUMINIUM foil")
    assert not words.found_in("钢", "steel")


def test_every_name_a_predicate_sees_is_documented_and_every_documented_name_exists(release: Release) -> None:
    """FIELDS is the handbook's table: a field of the view that is not in it would be a secret."""
    seen: dict[str, set[str]] = {}

    def add(model: dict[str, Any]) -> None:
        model["exclusions"] = [
            {"name": "x", "reason": {"zh": "因", "en": "r"}, "share": 0.001, "basis": "ghg"}
        ]
        model["materials"] = [
            {
                "id": "m",
                "name": "m",
                "amount": 1,
                "recycling_rate": 0.1,
                "datasets": {"disposal": ["landfill"]},
            }
        ]
        model["product"]["name"] = "水泥"
        model["processes"][0]["inputs"].append({"name": "glue", "amount": 1, "unit": "kg"})
        model["processes"][0]["energy"][0] |= {
            "electricity": "certificate", "instrument": {}, "grid_datasets": ["grid"],
        }  # fmt: skip
        if "output" in model["processes"][0]:
            model["processes"][0] |= {
                "coproducts": [{"id": "by", "name": "by", "amount": 1, "unit": "kg", "share": 0.1}],
                "allocation": {"method": "given"},
            }
            model["processes"][0]["output"]["share"] = 0.9

    from tanzuji.rules.evaluate import _unused

    for base in (gate(), grave()):
        footprint = study(base, release, add)
        rules = rule_set(["gbt-24067-2024"])
        subject = subject_of(footprint, _unused(footprint, rules))
        for name, items in {"study": [subject.study], **subject.collections}.items():
            seen.setdefault(name, set()).update(key for item in items for key in item)
        assert set(rules.view(footprint.model.unit)) == RULES_FIELDS
    assert {name: set(fields) for name, fields in FIELDS.items()} == seen


def test_a_check_of_forty_lines_takes_less_than_half_a_second(release: Release) -> None:
    """Measured 0.03 to 0.07 s on two cores; the bound leaves room for a busy machine."""
    import time

    def many(model: dict[str, Any]) -> None:
        first = model["processes"][0]["inputs"][0]
        model["processes"][0]["inputs"] = [{**first, "id": f"i{i}", "amount": 30} for i in range(40)]

    footprint = study(gate(), release, many)
    check(footprint)
    start = time.perf_counter()
    check(footprint)
    assert time.perf_counter() - start < 0.5


def test_shipped_predicates_are_short_enough_to_read() -> None:
    for each in available():
        for item in each.checks:
            assert max(len(item.when), len(item.require)) <= 320, item.id


def test_an_evaluation_does_not_change_what_it_evaluates(release: Release, tmp_path: Path) -> None:
    footprint = study(gate(), release)
    before = footprint.model_dump_json()
    rules = rule_set(["gbt-24067-2024"])
    run = _Run(rules, subject_of(footprint), rules.view(footprint.model.unit))
    for own, each in rules.checks():
        run.check(own, each)
    assert footprint.model_dump_json() == before
