"""A child may only tighten its parent, and the linter proves it; packs are sound in themselves."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.rules import RulePack
from tanzuji.rules import available, effective, lint, lint_pack, load_pack, parse_pack, read_pack
from tanzuji.rules.diagnosis import diagnose
from tanzuji.rules.skeleton import SKELETON

Plain = dict[str, Any]

PARENT: Plain = {
    "id": "parent", "version": "1", "layer": "sector", "level": "HB", "title": {"zh": "上层", "en": "parent"},
    "unit": {"kinds": ["functional", "declared"], "units": ["kg"], "source_tag": "D"},
    "boundary": {
        "types": ["cradle_to_grave", "cradle_to_gate"], "required_stages": ["manufacturing", "use"], "source_tag": "D",
        "stages": [{"id": "make", "name": {"zh": "制造", "en": "make"}, "canonical": "manufacturing"},
                   {"id": "use", "name": {"zh": "使用", "en": "use"}, "canonical": "use"}],
    },
    "parameters": {
        "cutoff.per_item_max": {"value": 0.01, "source_tag": "D"},
        "cutoff.total_max": {"value": 0.05, "source_tag": "D"},
        "period.months_min": {"value": 12, "source_tag": "D"},
        "background_age_max_years": {"value": 10, "source_tag": "D"},
        "validity_years": {"value": 2, "source_tag": "D"},
        "gwp_sets": {"value": ["AR5", "AR6"], "source_tag": "D"},
        "end_of_life_methods": {"value": ["cutoff", "cff"], "source_tag": "D"},
        "electricity.allow": {"value": ["grid", "certificate"], "source_tag": "D"},
        "forbidden_gas_bases": {"value": ["co2"], "source_tag": "D"},
    },
    "checks": [
        {"id": "P-1", "title": {"zh": "一", "en": "one"}, "severity": "error", "each": "exclusions",
         "when": "has(item.share)", "require": "item.share < 0.01", "message": {"zh": "一", "en": "one"},
         "remedy": {"zh": "改", "en": "mend"}, "source_tag": "D"},
    ],
    "flows": [
        {"id": "P-F", "name": {"zh": "电", "en": "power"}, "severity": "error", "match": {"names": ["电力"]},
         "remedy": {"zh": "补", "en": "add"}, "source_tag": "D"},
    ],
    "ranges": [
        {"id": "P-R", "title": {"zh": "值", "en": "value"}, "quantity": "study.total", "low": 1, "high": 10,
         "severity": "error", "remedy": {"zh": "核对", "en": "check"}, "source_tag": "D"},
    ],
}  # fmt: skip


def child(change: Callable[[Plain], None]) -> RulePack:
    """A product pack that inherits PARENT, with all its items restated and then changed."""
    plain = copy.deepcopy(PARENT) | {"id": "child", "layer": "product", "inherits": "parent"}
    change(plain)
    return RulePack.parse(plain)


def parameter(name: str, value: Any) -> Callable[[Plain], None]:
    return lambda m: m["parameters"][name].update(value=value)


LOOSER: dict[str, tuple[Callable[[Plain], None], str]] = {
    "a larger single cut-off": (parameter("cutoff.per_item_max", 0.02), "parameters.cutoff.per_item_max.value"),
    "a larger total cut-off": (parameter("cutoff.total_max", 0.1), "parameters.cutoff.total_max.value"),
    "a shorter period": (parameter("period.months_min", 6), "parameters.period.months_min.value"),
    "older background data": (parameter("background_age_max_years", 15), "parameters.background_age_max_years.value"),
    "a longer validity": (parameter("validity_years", 5), "parameters.validity_years.value"),
    "another GWP set": (parameter("gwp_sets", ["AR4", "AR6"]), "parameters.gwp_sets.value"),
    "another end-of-life method": (
        parameter("end_of_life_methods", ["cutoff", "substitution"]), "parameters.end_of_life_methods.value",
    ),
    "another kind of electricity": (
        parameter("electricity.allow", ["grid", "certificate", "on_site"]), "parameters.electricity.allow.value",
    ),
    "a gas basis that is no longer forbidden": (
        parameter("forbidden_gas_bases", []), "parameters.forbidden_gas_bases.value",
    ),
    "a milder check": (lambda m: m["checks"][0].update(severity="warning"), "checks[0].severity"),
    "a check with another condition": (lambda m: m["checks"][0].update(require="item.share < 0.5"), "checks[0].require"),
    "a check that applies less often": (
        lambda m: m["checks"][0].update(when="has(item.share) && item.share > 0.1"), "checks[0].when",
    ),
    "a check over other items": (
        lambda m: m["checks"][0].update(each="gaps", when="true", require="item.excluded"), "checks[0].each",
    ),
    "a milder flow": (lambda m: m["flows"][0].update(severity="info"), "flows[0].severity"),
    "a flow that is found more easily": (
        lambda m: m["flows"][0].update(match={"names": ["电力", "."]}), "flows[0].match",
    ),
    "a flow asked for in fewer cases": (lambda m: m["flows"][0].update(when="study.partial"), "flows[0].when"),
    "a lower low bound": (lambda m: m["ranges"][0].update(low=0.5), "ranges[0].low"),
    "no high bound": (lambda m: m["ranges"][0].pop("high"), "ranges[0].high"),
    "a milder range": (lambda m: m["ranges"][0].update(severity="warning"), "ranges[0].severity"),
    "a range of another quantity": (lambda m: m["ranges"][0].update(quantity="study.per.kg"), "ranges[0].quantity"),
    "another boundary type": (lambda m: m["boundary"].update(types=["gate_to_gate"]), "boundary.types"),
    "a stage no longer required": (
        lambda m: m["boundary"].update(required_stages=["manufacturing"]), "boundary.required_stages",
    ),
    "a required stage left out": (
        lambda m: m["boundary"].update(excluded_stages=["use"]), "boundary.excluded_stages",
    ),
    "a stage missing from the vocabulary": (lambda m: m["boundary"]["stages"].pop(), "boundary.stages"),
    "a unit of another kind": (lambda m: m["unit"].update(units=["kWh"]), "unit.units"),
    "any unit at all": (lambda m: m["unit"].update(units=[]), "unit.units"),
}  # fmt: skip


@pytest.mark.parametrize("what", LOOSER)
def test_a_child_that_loosens_is_refused_with_the_line_that_does(what: str) -> None:
    change, place = LOOSER[what]
    problems = lint(child(change), RulePack.parse(PARENT))
    assert [(p.code, p.path) for p in problems][:1] == [("rules.loosens-parent", place)], problems
    for language in ("zh", "en"):
        text = problems[0].text(language)
        assert "child" in text and "parent" in text and "{" not in text


TIGHTER: dict[str, Callable[[Plain], None]] = {
    "nothing": lambda m: None,
    "smaller cut-offs": parameter("cutoff.per_item_max", 0.005),
    "a longer period": parameter("period.months_min", 24),
    "fewer GWP sets": parameter("gwp_sets", ["AR6"]),
    "more forbidden gas bases": parameter("forbidden_gas_bases", ["co2", "co2e"]),
    "a graver range with closer bounds": lambda m: m["ranges"][0].update(low=2, high=9),
    "other words for a check": lambda m: m["checks"][0].update(message={"zh": "换", "en": "other"}),
    "one boundary type": lambda m: m["boundary"].update(types=["cradle_to_gate"]),
    "one more required stage": lambda m: m["boundary"].update(
        required_stages=["manufacturing", "use", "end_of_life"]
    ),
    "a unit of the same kind": lambda m: m["unit"].update(kinds=["declared"], units=["t"]),
    "one more check": lambda m: m["checks"].append({**m["checks"][0], "id": "C-1"}),
    "nothing restated": lambda m: m.update(
        parameters={}, checks=[], flows=[], ranges=[], unit=None, boundary=None
    ),
}


@pytest.mark.parametrize("what", TIGHTER)
def test_a_child_that_tightens_is_accepted(what: str) -> None:
    assert lint(child(TIGHTER[what]), RulePack.parse(PARENT)) == []


DROPPED = ("parameters", "checks", "flows", "ranges", "unit", "boundary")


@pytest.mark.parametrize("part", DROPPED)
def test_a_pack_that_stands_alone_must_hold_all_its_parent_asks(part: str) -> None:
    plain = copy.deepcopy(PARENT) | {"id": "alone", "layer": "product"}
    plain.pop(part)
    problems = lint(RulePack.parse(plain), RulePack.parse(PARENT))
    assert problems and {p.code for p in problems} == {"rules.loosens-parent"}


def test_a_general_pack_cannot_inherit_from_a_product_pack() -> None:
    problems = lint(child(lambda m: m.update(layer="general")), RulePack.parse(PARENT))
    assert [p.code for p in problems] == ["rules.layer-order"]


@pytest.mark.parametrize("pack", [p.id for p in available()])
def test_shipped_packs_are_sound_and_tighten_what_they_inherit(pack: str) -> None:
    own = load_pack(pack)
    assert lint_pack(own) == []
    if own.inherits is not None:
        assert lint(own, effective(own.inherits)) == []


UNSOUND: dict[str, tuple[Callable[[Plain], None], str]] = {
    "a predicate that does not parse": (lambda m: m["checks"][0].update(require="item.share <"), "rules.bad-predicate"),
    "a predicate of 401 characters": (
        lambda m: m["checks"][0].update(require="item.share <" + " " * 386 + "1.0"), "rules.predicate-too-long",
    ),
    "two walks over lists": (
        lambda m: m["checks"][0].update(require="item.a.all(x, item.b.all(y, x == y))"), "rules.predicate-too-much-work",
    ),
    "a name nobody knows": (lambda m: m["checks"][0].update(require="os.system"), "rules.unknown-name"),
    "a function nobody knows": (lambda m: m["checks"][0].update(require="timestamp(item.share)"), "rules.unknown-name"),
    "a field nobody knows": (lambda m: m["checks"][0].update(require="item.shares < 1.0"), "rules.unknown-name"),
    "an item as a whole": (lambda m: m["checks"][0].update(require="item == item"), "rules.unknown-name"),
    "a collection nobody knows": (lambda m: m["checks"][0].update(each="secrets"), "rules.unknown-collection"),
    "a regular expression that explodes": (
        lambda m: m["flows"][0].update(match={"names": ["(a{1000}){1000}"]}), "rules.bad-predicate",
    ),
    "a text in one language": (lambda m: m["checks"][0].update(remedy={"zh": "改"}), "rules.not-bilingual"),
    "an id twice": (lambda m: m["checks"].append(m["checks"][0]), "rules.repeated-id"),
    "a source that was read but is not named": (
        lambda m: m["checks"][0].update(source_tag="V"), "rules.unnamed-source",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNSOUND)
def test_an_unsound_pack_is_refused(what: str) -> None:
    change, code = UNSOUND[what]
    assert code in [p.code for p in lint_pack(child(change))]


MALFORMED: dict[str, tuple[str, str]] = {
    "an unknown parameter": ("parameters: {speed: {value: 1, source_tag: D}}", "rules.unknown-parameter"),
    "a word for a number": ("parameters: {cutoff.total_max: {value: [a], source_tag: D}}", "rules.parameter-type"),
    "a range without bounds": (
        "ranges: [{id: r, title: r, quantity: study.total, remedy: r, source_tag: D}]", "rules.bad-range",
    ),
    "bounds in the wrong order": (
        "ranges: [{id: r, title: r, quantity: study.total, low: 2, high: 1, remedy: r, source_tag: D}]", "rules.bad-range",
    ),
    "a flow that nothing finds": (
        "flows: [{id: f, name: f, match: {}, remedy: r, source_tag: D}]", "rules.flow-matches-nothing",
    ),
    "a field nobody knows": ("colour: red", "rules.bad-pack"),
    "a severity nobody knows": (
        "checks: [{id: c-1, title: t, severity: fatal, require: 'true', message: m, remedy: r, source_tag: D}]",
        "rules.bad-pack",
    ),
    "a key twice": ("id: other", "yaml.duplicate-key"),
    "YAML that does not parse": ("checks: [", "yaml.syntax"),
}  # fmt: skip

HEAD = "id: p\nversion: '1'\nlayer: product\nlevel: Q\ntitle: {zh: 包, en: pack}\n"


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_file_is_refused_with_its_line(what: str) -> None:
    text, code = MALFORMED[what]
    with pytest.raises(CodedError) as error:
        parse_pack(HEAD + text + "\n")
    problem = error.value.problems[0]
    assert problem.code == code
    assert problem.fields["line"] in (6, 7)


def test_a_file_of_more_than_a_megabyte_is_refused() -> None:
    with pytest.raises(CodedError) as error:
        parse_pack(HEAD + "#" * (1024 * 1024))
    assert error.value.problems[0].code == "rules.pack-too-large"


def test_a_pack_that_loosens_the_national_rules_cannot_be_read() -> None:
    text = HEAD + "inherits: gbt-24067-2024\nparameters:\n  cutoff.total_max: {value: 0.1, source_tag: D}\n"
    with pytest.raises(CodedError) as error:
        read_pack(text)
    problem = error.value.problems[0]
    assert (problem.code, problem.fields["line"]) == ("rules.loosens-parent", 8)
    assert "0.05 → 0.1" in problem.text("en")


def test_a_provincial_pack_that_tightens_the_national_rules_is_read() -> None:
    text = HEAD + "inherits: gbt-24067-2024\nparameters:\n  cutoff.total_max: {value: 0.03, source_tag: D}\n"
    assert effective(read_pack(text)).parameters["cutoff.total_max"].value == 0.03


def test_packs_that_inherit_in_a_circle_are_refused() -> None:
    first = load_pack("gbt-24067-2024").model_copy(update={"inherits": "gbt-24067-2024"})
    with pytest.raises(CodedError) as error:
        effective(first)
    assert error.value.problems[0].code == "rules.inherits-itself"


def test_an_unknown_pack_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CodedError) as error:
        load_pack("cn.unicorn")
    assert "cn.cement" in error.value.render("en")


def test_every_text_of_the_template_that_was_left_is_told_by_line() -> None:
    """One limit, the number, the id and the names were changed: what else the template says is not a rule yet."""
    text = (
        SKELETON.replace("t.example.product", "t.brick")
        .replace('number: ""', "number: T/X 1")
        .replace("low: 1", "low: 20")
    )
    text = text.replace("title: {zh: 某产品, en: A product}", "title: {zh: 烧结砖, en: Fired brick}")
    text = text.replace("names: [某产品, a product]", "names: [烧结砖, a product]")
    found = [(r.problem.code, r.text.split(":")[0]) for r in diagnose(text).remarks]
    assert found == [("rules.template-text", at) for at in ("source", "product_match", "description", "high")]
    for was, now in (
        ("{zh: 写明依据哪些文件编写, en: \"Say what it was written from\"}", "{zh: 三家企业的数据, en: Data of three makers}"),
        ("烧结砖, a product", "烧结砖, fired brick"), ("1 t 某产品", "1 t 烧结砖"), ("1 t of a product", "1 t of bricks"),
        ("high: 100000", "high: 900"),
    ):  # fmt: skip
        text = text.replace(was, now)
    assert diagnose(text).sound
    whole = diagnose(SKELETON)
    assert {r.problem.code for r in whole.remarks} == {"rules.template-text"} and len(whole.remarks) == 8
