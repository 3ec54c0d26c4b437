"""What differs between provinces, against DOMAIN A.8, A.10 and A.1; a sixth province needs no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanzuji import jurisdictions
from tanzuji.documents.errors import CodedError
from tanzuji.jurisdictions import Level
from tanzuji.rules.stages import vocabulary

A8: dict[str, dict[tuple[Level, Level], bool | None]] = {
    "cn-sh": {("association", "sector"): False, ("association", "provincial"): False, ("association", "national"): True},
    "cn-js": {("association", "sector"): True, ("association", "provincial"): True, ("association", "national"): True},
    "cn-zj": {("association", "sector"): True, ("association", "provincial"): True, ("association", "national"): True},
    "cn-sd": {("association", "sector"): None, ("association", "provincial"): None, ("association", "national"): None},
    "cn-nx": {("association", "sector"): None, ("association", "provincial"): True, ("association", "national"): False},
}  # fmt: skip
"""The table of conversion paths; None where it says “not stated”."""


@pytest.mark.parametrize("code", A8)
def test_conversion_paths_are_those_of_the_comparison(code: str) -> None:
    """1-01: each province's path from a group standard upward."""
    pack = jurisdictions.load(code)
    for (source, target), allowed in A8[code].items():
        path = pack.conversion(source, target)
        assert path.allowed is allowed
        assert path.allowed is True or path.condition is not None, "what is not open says why"
    assert pack.direct == (("national", "sector") if code == "cn-nx" else ())


def test_only_zhejiang_jiangsu_and_shanghai_name_the_way_to_the_nation() -> None:
    lists = {c: any(p.adoption_list for p in jurisdictions.load(c).conversions) for c in A8}
    assert lists == {"cn-sh": True, "cn-js": True, "cn-zj": True, "cn-sd": False, "cn-nx": False}


def test_stage_vocabularies_are_those_of_the_provinces() -> None:
    """JS-105 and SD-202: six stages in Jiangsu, five in Shandong."""
    assert len(vocabulary(jurisdictions.load("cn-js").stages).stages) == 6
    assert len(vocabulary(jurisdictions.load("cn-sd").stages).stages) == 5


def test_targets_carry_the_numbers_of_the_policies() -> None:
    """N-07, T-*: counts by year; a province may have none."""
    values = {t.id: (t.year, t.value) for c in jurisdictions.codes() for t in jurisdictions.load(c).targets}
    assert values["cn-2027"] == (2027, 100) and values["cn-2030"] == (2030, 200)
    assert values["js-2025-products"] == (2025, 400) and values["js-2030-products"] == (2030, 1000)
    assert values["zj-2030-demos"] == (2030, 50) and values["sh-2025-leaders"] == (2025, 50)
    assert jurisdictions.load("cn-nx").targets == ()


def test_a_province_takes_over_what_the_nation_states() -> None:
    for code in A8:
        pack = jurisdictions.load(code)
        assert pack.provincial_standard_only_without_higher
        assert pack.gates.coverage == 0.95 and pack.gates.days["verification"] == 20


SIXTH = """
code: cn-xx
name: {zh: 第六省, en: Sixth province}
parent: cn
library: {name: xx-factors, title: {zh: 第六省库, en: Sixth library}}
gates: {coverage: 0.9}
conversions:
  - {source: association, target: provincial, allowed: true, source_tag: D}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    (tmp_path / "jurisdictions").mkdir()
    return tmp_path / "jurisdictions"


def test_a_sixth_province_is_a_file(folder: Path) -> None:
    (folder / "cn-xx.yaml").write_text(SIXTH, "utf-8")
    assert "cn-xx" in jurisdictions.codes()
    pack = jurisdictions.load("cn-xx")
    assert pack.conversion("association", "provincial").allowed
    assert (pack.gates.coverage, pack.gates.other_checker) == (0.9, True)
    (folder / "cn-xx.yaml").write_text(SIXTH.replace("0.9", "0.8"), "utf-8")
    assert jurisdictions.load("cn-xx").gates.coverage == 0.8, "a changed file is read again"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("parent: cn", "parent: cn-yy"), "jurisdictions.unknown"),
        (("parent: cn", "parent: cn-xx"), "jurisdictions.own-parent"),
        (("code: cn-xx", "code: cn-zz"), "jurisdictions.other-code"),
        (("coverage: 0.9", "coverage: 90"), "document.invalid"),
        (("gates", "stages: seven\ngates"), "rules.unknown-vocabulary"),
    ],
)
def test_a_wrong_pack_says_what_is_wrong(folder: Path, change: tuple[str, str], code: str) -> None:
    (folder / "cn-xx.yaml").write_text(SIXTH.replace(*change), "utf-8")
    with pytest.raises(CodedError) as refused:
        jurisdictions.load("cn-xx")
    assert refused.value.code == code


def test_a_path_nobody_stated_is_named_with_those_there_are() -> None:
    with pytest.raises(CodedError) as refused:
        jurisdictions.load("cn-js").conversion("enterprise", "national")
    assert refused.value.code == "jurisdictions.no-path"
