"""Stage vocabularies map to the canonical five; the handbook names every rule, name and parameter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import Product
from tanzuji.documents.rules import PARAMETERS
from tanzuji.rules import available, effective, matching, read_pack, vocabularies, vocabulary
from tanzuji.rules.catalogue import catalogue_markdown, names_markdown

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK: dict[Language, Path] = {"en": ROOT / "docs" / "rules.md", "zh": ROOT / "docs" / "rules.zh-CN.md"}

WORDS = {
    "jiangsu": ["原材料", "制造", "运输", "使用", "废弃", "回收处置"],
    "shandong": ["原材料获取", "制造", "分销", "使用", "回收处置"],
    "miit-battery": ["材料获取", "电池制造", "分销运输", "回收利用"],
    "article": ["原材料的生产", "运输", "分销", "使用", "废弃"],
}
"""The stages as the documents name them: 苏发改资环发〔2024〕219号, 山东行动方案, 工信厅通装函〔2025〕551号."""


@pytest.mark.parametrize("name", WORDS)
def test_a_vocabulary_keeps_the_authoritys_own_words_in_order(name: str) -> None:
    assert [stage.name.zh for stage in vocabulary(name).stages] == WORDS[name]


def test_every_vocabulary_maps_to_canonical_stages_in_life_cycle_order() -> None:
    for found in vocabularies().values():
        places = [STAGES.index(stage.canonical) for stage in found.stages]
        assert places == sorted(places), found.id
        assert all(stage.name.zh and stage.name.en for stage in found.stages)


def test_the_battery_vocabulary_has_no_use_stage() -> None:
    assert "use" not in {stage.canonical for stage in vocabulary("miit-battery").stages}


def test_an_unknown_vocabulary_is_refused() -> None:
    with pytest.raises(CodedError) as error:
        vocabulary("atlantis")
    assert error.value.problems[0].code == "rules.unknown-vocabulary"


def test_products_find_their_pack_by_name_or_code() -> None:
    by_name = matching(Product.parse({"name": {"zh": "P·O 42.5 水泥", "en": "cement"}}))
    by_code = matching(Product.parse({"name": "锭", "codes": {"cpc": "41431"}}))
    assert [p.id for p in by_name] == ["cn.cement"]
    assert [p.id for p in by_code] == ["cn.aluminium.primary"]
    assert matching(Product.parse({"name": "大米", "codes": {"cpc": "0113"}})) == ()


@pytest.mark.parametrize("language", HANDBOOK)
def test_the_handbook_holds_the_tables_as_they_are_in_the_packs(language: Language) -> None:
    text = HANDBOOK[language].read_text("utf-8")
    for row in catalogue_markdown(language).splitlines():
        assert row in text, f"run `python -m tools.rules_handbook`: {row}"
    for row in names_markdown(language).splitlines():
        assert row in text, f"run `python -m tools.rules_handbook`: {row}"


@pytest.mark.parametrize("language", HANDBOOK)
def test_the_handbook_names_every_rule_and_parameter(language: Language) -> None:
    text = HANDBOOK[language].read_text("utf-8")
    for pack in available():
        assert f"`{pack.id}`" in text
        for item in (*pack.checks, *pack.flows, *pack.ranges, *pack.notes):
            assert f"`{item.id}`" in text, item.id
    for name in PARAMETERS:
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("language", HANDBOOK)
def test_the_handbooks_example_can_be_read_and_tightens_its_parent(language: Language) -> None:
    example = HANDBOOK[language].read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    pack = read_pack(example)
    assert effective(pack).parameters["cutoff.total_max"].value == 0.03
    assert [check.id for check in pack.checks] == ["ZJ-CEM-1"]
