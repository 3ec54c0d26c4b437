"""No library speaks in a refusal: what is said in Chinese is Chinese, apart from what it quotes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from test_workbook import GOOD, built, sheets_of

from tanzuji.documents import CodedError, ProductModel
from tanzuji.documents.datasets import Dataset
from tanzuji.engine.formulas import parse
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.models import read_model
from tanzuji.formats.safe_json import read_json
from tanzuji.formats.safe_yaml import load

QUOTED = re.compile(r"“[^”]*”")
NAMES = {"YAML", "JSON", "Excel", "UTF-8", "workbook.xml", "true", "false"}
"""Names of formats and values that are written so in Chinese as well."""

VALUE = {"zh": "甲"}


def english_words(problem_text: str, allowed: set[str]) -> list[str]:
    """ASCII words of four letters or more outside of what is quoted."""
    told = QUOTED.sub("", problem_text)
    return [word for word in re.findall(r"[A-Za-z_]{4,}", told) if word not in NAMES | allowed]


def said(error: CodedError, allowed: set[str]) -> list[str]:
    return [word for problem in error.problems for word in english_words(problem.text("zh"), allowed)]


def model_with(path: str, value: Any) -> dict[str, Any]:
    plain = demo_models()["cement_po425"].model_dump(mode="json", exclude_none=True)
    *outer, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at: Any = plain
    for step in outer:
        at = at[step]
    at[last] = value
    return plain


BAD_MODELS: list[tuple[str, Any]] = [
    ("unit.amount", 0.0),
    ("unit.amount", "one"),
    ("unit.amount", None),
    ("unit.amount", float("inf")),
    ("unit.kind", "declared_unit"),
    ("unit.unit", 3),
    ("boundary.type", "cradle_to_shelf"),
    ("method", {"end_of_life": "cut"}),
    ("method", {"biogenic": "1"}),
    ("method", []),
    ("period", {"start": "2024-13-40", "end": "2024-12-31"}),
    ("period", {"start": 5.5, "end": [1]}),
    ("period", {}),
    ("product.name", {}),
    ("product.name", {"zh": ""}),
    ("product", None),
    ("processes", 7),
    ("processes", {}),
    ("processes.0", "mill"),
    ("processes.0.id", "a b"),
    ("processes.0.id", ""),
    ("processes.0.controlled", "maybe"),
    ("processes.0.inputs", [{"amount": 1}]),
    ("processes.0.inputs", [{"name": VALUE, "amount": True, "unit": "kg"}]),
    ("processes.0.inputs", [{"name": VALUE, "amount": "12,5", "unit": "kg", "data": {"year_from": 2020.5}}]),
    (
        "processes.0.inputs",
        [{"name": VALUE, "unit": "kg", "data": {"kind": "measured", "quality": {"time": 9}}}],
    ),
    (
        "processes.0.inputs",
        [{"name": VALUE, "unit": "kg", "uncertainty": {"sigma": -1, "distribution": "x"}}],
    ),
    ("processes.0.inputs", [{"name": VALUE, "unit": "kg", "datasets": "one"}]),
    ("exclusions", [{"name": VALUE, "reason": VALUE, "share": "few"}]),
]


@pytest.mark.parametrize(("path", "value"), BAD_MODELS)
def test_a_wrong_field_is_refused_without_the_validator_s_words(path: str, value: Any) -> None:
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(model_with(path, value))
    assert said(caught.value, set()) == []
    for problem in caught.value.problems:
        assert "Input" not in problem.text("en") and "Value error" not in problem.text("en")


def test_a_bound_is_told_in_both_languages() -> None:
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(model_with("unit.amount", 0.0))
    problem = caught.value.problems[0]
    assert problem.text("zh") == "“0.0”不符合要求：应大于 0。"
    assert problem.text("en") == "“0.0” is not valid: it must be greater than 0."


def test_choices_are_told_with_their_names() -> None:
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(model_with("method", {"end_of_life": "cut"}))
    problem = caught.value.problems[0]
    assert problem.remedy("zh").startswith("可选：cutoff（截断法）、substitution（替代法）")
    assert problem.remedy("en").startswith("Must be one of: cutoff (Cut-off), substitution (Substitution)")


def test_a_missing_field_goes_by_its_label() -> None:
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(model_with("processes.0.inputs", [{"name": VALUE}]))
    assert [(p.path, p.text("zh")) for p in caught.value.problems] == [
        ("processes[0].inputs[0].unit", "缺少“单位”。")
    ]


def test_a_dataset_without_an_id_is_told_how_long_one_is() -> None:
    with pytest.raises(CodedError) as caught:
        Dataset.parse({"id": "", "name": VALUE, "unit": "kg", "source": {"title": "x"}})
    assert said(caught.value, set()) == []
    assert "至少 1 个字符" in caught.value.problems[0].text("zh")


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2", "a: {x: 1", "a: b: c", 'a: "x', "\ta: 1", "a: 1\n b: 2", "- a\nb: 1", "a: @x", "a: *", "a: &",
        "a: !<x", '"a" "b"', "a: ]", "{a: 1}}", 'a: "\\q"', "a: |x\n b", "a: 1\n- b", "%YAML 3.0\n---\na", "a: !x 1",
        "a: .inf", "a: 1\na: 2", "a: 1\n---\nb: 2", "", "? [a]\n: b",
    ],
)  # fmt: skip
def test_broken_yaml_is_told_in_our_own_words_with_its_line(text: str) -> None:
    with pytest.raises(CodedError) as caught:
        load(text, name="a.yaml")
    problem = caught.value.problems[0]
    assert said(caught.value, set()) == []
    assert problem.text("zh").startswith("“a.yaml”") and "expected" not in problem.text("en")


@pytest.mark.parametrize(
    "text",
    ["{a:1}", '{"a" 1}', '{"a":1 "b":2}', '{"a":1,}', "[1,]", "[1 2]", '{"a', '{"a":"\n"}', '{"a":"\\x"}',
     '{"a":"\\u12"}', "{} x", "[", '{"a": NaN}', '{"a":1,"a":2}', '{"a":1e999}'],
)  # fmt: skip
def test_broken_json_is_told_in_our_own_words_with_its_line(text: str) -> None:
    with pytest.raises(CodedError) as caught:
        read_json(text.encode(), "a.json")
    assert said(caught.value, set()) == []
    assert "Expecting" not in caught.value.problems[0].text("en")


@pytest.mark.parametrize("kept", [30, 400, -40, -10])
def test_a_workbook_cut_short_goes_by_the_user_s_own_name(kept: int) -> None:
    raw = built(sheets_of(GOOD))[:kept]
    with pytest.raises(CodedError) as caught:
        read_model(raw, name="2024年熟料.xlsx")
    assert said(caught.value, set()) == []
    assert "“2024年熟料.xlsx”" in caught.value.problems[0].text("zh")


def test_another_package_is_no_workbook_and_says_so_in_one_language() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("hello.txt", "hello")
    with pytest.raises(CodedError) as caught:
        read_model(stream.getvalue(), name="甲.xlsx")
    assert (
        caught.value.problems[0].text("zh")
        == "“甲.xlsx”不是 Excel 工作簿（.xlsx）：缺少部件 xl/workbook.xml。"
    )
    assert not re.search(
        "[\u3400-\u4dbf\u4e00-\u9fff](?!.*”)", caught.value.problems[0].text("en").split("”")[1]
    )


@pytest.mark.parametrize(
    "text", ["=mass*", "=(a", "=sqrt(", "=1 +", "=a b", "=1..2", "=foo(1)", "=a<b<c", "=１"]
)
def test_a_formula_is_refused_without_symbols_for_its_end(text: str) -> None:
    with pytest.raises(CodedError) as caught:
        parse(text)
    problem = caught.value.problems[0]
    assert "⏎" not in problem.text("zh") + problem.text("en")
    assert "—" not in problem.text("zh") + problem.text("en")


def test_plain_json_of_a_model_is_read_and_its_faults_are_in_words() -> None:
    plain = json.dumps(model_with("unit.amount", -1), ensure_ascii=False)
    with pytest.raises(CodedError) as caught:
        read_model(plain.encode(), name="a.json")
    assert said(caught.value, set()) == []
