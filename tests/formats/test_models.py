"""The doors of a product model: three forms, one document, errors with their place."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from drawn_models import models
from hypothesis import HealthCheck, given, settings

from tanzuji.documents import CodedError, ProductModel, Text, digest
from tanzuji.formats.models import read_model, write_json, write_workbook, write_yaml
from tanzuji.formats.schema import SCHEMAS, schema, schema_text

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = sorted((ROOT / "src/tanzuji/starter/products").glob("*.yaml"))

CUP = """id: cup
version: 1.10
product: {name: 304}
unit: {kind: declared, unit: kg, description: 一公斤}
boundary: {type: cradle_to_gate}
processes:
  - id: forming
    name: 成型
    stage: manufacturing
    note:
    inputs:
      - name: 纸
        amount: =m*2
        unit: kg
        dataset: board
      - name: {zh: 膜, en: film}
        amount: 0.5
        unit: kg
parameters: [{name: m, value: 2}]
"""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_every_form_gives_the_same_model_back(model: ProductModel) -> None:
    for raw in (
        write_yaml(model).encode(),
        write_json(model).encode(),
        write_workbook(model),
        write_workbook(model, "en"),
    ):
        again = read_model(raw)
        assert again == model and digest(again) == digest(model)


@pytest.mark.parametrize("path", PRODUCTS, ids=lambda path: path.stem)
def test_the_shipped_products_pass_through_every_door(path: Path) -> None:
    model = read_model(path)
    assert model == read_model(write_yaml(model).encode()) == read_model(write_json(model).encode())
    assert digest(read_model(write_workbook(model))) == digest(model)


def test_writing_is_stable_and_made_for_people() -> None:
    model = read_model(CUP.encode())
    text = write_yaml(model)
    assert text == write_yaml(read_model(text.encode()))
    assert write_workbook(model) == write_workbook(model)
    assert "    name: 成型\n" in text and "dataset: board" in text and "amount: 0.5\n" in text
    assert text.index("product:") < text.index("unit:") < text.index("processes:")


def test_numbers_where_text_is_wanted_keep_their_digits() -> None:
    model = read_model(CUP.encode())
    assert model.version == "1.10" and model.product.name == Text(en="304")


def test_json_is_known_by_its_brace_and_yaml_by_anything_else() -> None:
    model = read_model(CUP.encode())
    assert read_model(b"\xef\xbb\xbf  " + write_json(model).encode(), name="model.yaml") == model
    assert json.loads(write_json(model))["format"] == "tanzuji/product-model/1"


def test_every_wrong_place_is_told_with_line_and_column() -> None:
    """Counted by hand in CUP: the first amount stands on line 13, its unit on 14, the stage on 9."""
    wrong = CUP.replace("=m*2", "1,5").replace("unit: kg\n        dataset", "unit: kgg\n        dataset")
    wrong = wrong.replace("stage: manufacturing", "stage: making").replace(
        "amount: 0.5", "amount: 0.5\n        colour: red"
    )
    with pytest.raises(CodedError) as refused:
        read_model(wrong.encode())
    assert {(p.code, p.path) for p in refused.value.problems} == {
        ("model.bad-amount", "processes[0].inputs[0].amount (13:9)"),
        ("quantity.unknown-unit", "processes[0].inputs[0].unit (14:9)"),
        ("document.unknown-field", "processes[0].inputs[1].colour (18:9)"),
        ("model.unknown-stage", "processes[0].stage (9:5)"),
    }


HOSTILE = {
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "model-file.unknown-format"),
    "pdf": (b"%PDF-1.7\n", "model-file.unknown-format"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(20), "model-file.unknown-format"),
    "xml": (
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "model-file.unknown-format",
    ),
    "empty": (b"", "yaml.empty"),
    "a word": (b"hello", "model-file.not-a-model"),
    "a list": (b"- a\n- b", "model-file.not-a-model"),
    "a JSON list": (b"[]", "model-file.not-a-model"),
    "duplicate JSON key": (b'{"id": "a", "id": "b"}', "json.duplicate-key"),
    "10 000 levels": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "json.too-deep"),
    "1e999": (b'{"id": 1e999}', "json.not-finite"),
    "NaN": (b'{"id": NaN}', "json.not-finite"),
    "lone surrogate": (b'{"id": "\\ud800"}', "json.lone-surrogate"),
    "U+0000": (b'{"id": "\\u0000"}', "json.nul-character"),
    "40 MB": (b"a" * 40_000_000, "model-file.too-large"),
    "20 MB of JSON": (b'{"a": "' + b"a" * 20_000_000 + b'"}', "model-file.too-large"),
    "truncated zip": (b"PK\x03\x04" + bytes(100), "archive.truncated"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_model_is_refused_with_a_code_within_two_seconds(case: str) -> None:
    raw, code = HOSTILE[case]
    started = time.perf_counter()
    with pytest.raises(CodedError) as refused:
        read_model(raw, name="x\r\ny.json")
    assert time.perf_counter() - started < 2
    assert refused.value.code == code and "\r" not in refused.value.problems[0].text("zh")


def test_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "no.yaml", tmp_path):
        with pytest.raises(CodedError, match=r"model-file\.not-found"):
            read_model(path)


@pytest.mark.parametrize("page", ["model.md", "model.zh-CN.md"])
def test_the_example_of_the_guide_is_a_model(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    model = read_model(example.encode())
    assert model.processes[0].inputs[1].amount is None and len(model.processes[0].transports) == 1
    # and the error the guide shows is the error one gets
    with pytest.raises(CodedError) as refused:
        read_model(example.replace("unit: g\n        dataset", "unit: kgg\n        dataset").encode())
    assert f"quantity.unknown-unit {refused.value.problems[0].path}:" in text


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_those_of_the_documents(name: str) -> None:
    published = (ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    assert published == schema_text(name), "run tools/write_schemas.py"


@pytest.mark.parametrize("path", PRODUCTS, ids=lambda path: path.stem)
def test_the_shipped_products_keep_the_published_schema(path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    model = read_model(path)
    checker = jsonschema.Draft202012Validator(schema("product-model"))
    assert not list(checker.iter_errors(json.loads(write_json(model))))
    assert list(checker.iter_errors({**model.plain(), "colour": "red"}))
