"""Fields and places in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from test_edits_operations import PLAIN

from tanzuji.documents import ProductModel
from tanzuji.documents.base import Document
from tanzuji.documents.field_names import field_name, place_name
from tanzuji.documents.names import FIELD_NAMES
from tanzuji.footprints.pages.wording import label
from tanzuji.formats.workbook.tables import FACTS, SHEETS


def paths(kind: Any = ProductModel, before: str = "") -> Iterator[str]:
    """The dotted path of every field that can be reached from a product model."""
    if isinstance(kind, type) and issubclass(kind, Document):
        for name, info in kind.model_fields.items():
            yield f"{before}{name}"
            yield from paths(info.annotation, f"{before}{name}.")
    for inner in get_args(kind):
        yield from paths(inner, before)


@pytest.mark.parametrize("path", sorted(set(paths())))
def test_every_field_of_a_product_model_has_a_name_in_both_languages(path: str) -> None:
    last = path.rpartition(".")[2]
    assert last in FIELD_NAMES or any(path.endswith(f".{known}") or path == known for known in FIELD_NAMES)
    assert field_name(path, "zh") != field_name(path, "en") or field_name(path, "zh") == "GWP"


def test_every_name_belongs_to_a_field() -> None:
    known = [f".{path}" for path in paths()]
    assert [name for name in FIELD_NAMES if not any(path.endswith(f".{name}") for path in known)] == []


def test_the_words_are_those_of_the_workbook() -> None:
    """Headers may add how a cell is written, in brackets; the model's own id says whose it is."""
    columns = [(column.path, column) for column in FACTS if column.path != "id"]
    for sheet in SHEETS:
        prefix = f"processes.{sheet.field}." if sheet.owned else f"{sheet.field}."
        columns += [(prefix + c.path, c) for c in sheet.columns if not c.path.startswith("@")]
    for path, column in columns:
        zh, en = column.headers[0]
        for name, header in ((field_name(path, "zh"), zh), (field_name(path, "en"), en)):
            assert header == name or header.startswith(f"{name} ("), path


@pytest.mark.parametrize("part", ["output", "coproducts"])
@pytest.mark.parametrize("field", ["mass", "energy", "price"])
def test_what_burdens_are_shared_by_is_told_to_be_of_the_whole_batch(part: str, field: str) -> None:
    """A maker of 100 kg for 3 CNY/kg writes 300: the field's name says so wherever it stands."""
    path = f"processes.{part}.{field}"
    zh, en = field_name(path, "zh"), field_name(path, "en")
    assert "整批" in zh
    assert "whole" in en
    assert (label(tuple(path.split(".")), "zh"), label(tuple(path.split(".")), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        ("", "整个模型", "Whole model"),
        ("processes[grinding].energy[#0].amount", "水泥粉磨 › power › 用量", "水泥粉磨 › power › Amount"),
        ("processes[grinding].inputs[clinker]", "水泥粉磨 › clinker", "水泥粉磨 › clinker"),
        ("processes[gone].energy[power].data.citation", "gone › power › 出处", "gone › power › Source"),
        ("processes[kiln].energy", "熟料煅烧 › 能源", "熟料煅烧 › Energy"),
        ("processes[kiln].output.amount", "熟料煅烧 › 产出量", "熟料煅烧 › Output"),
        ("product.name.zh", "产品名称 › 中文", "Product name › Chinese"),
        ("method.gwp_set", "GWP 数据集", "GWP set"),
        ("exclusions[0].reason.zh", "排除 › packing › 理由 › 中文", "Exclusions › packing › Reason › Chinese"),
        ("exclusions[5].reason", "排除 › 第 6 项 › 理由", "Exclusions › item 6 › Reason"),
        ("parameters[NCV].value", "NCV › 数值", "NCV › Value"),
        ("product.codes[GB/T 7635]", "产品编码 › GB/T 7635", "Product codes › GB/T 7635"),
        ("scenarios[pv.2025].parameters.ncv", "pv › 参数 › ncv", "pv › Parameters › ncv"),
        ("scenarios[pv.2025].datasets[kiln/coal]", "pv › 改用数据集 › 熟料煅烧 / coal", "pv › Datasets instead › 熟料煅烧 / coal"),
        ("rules[0]", "适用规则 › 第 1 项", "Rules › item 1"),
    ],
)  # fmt: skip
def test_a_place_is_told_by_the_names_of_what_it_leads_through(place: str, zh: str, en: str) -> None:
    assert place_name(PLAIN, place, "zh") == zh
    assert place_name(PLAIN, place, "en") == en
