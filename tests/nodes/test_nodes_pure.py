"""What is pure of the exchange: addresses that may be asked, contradictions, records, conformance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.engine import write_release
from tanzuji.nodes import crosswalk
from tanzuji.nodes.conflicts import against, between, difference
from tanzuji.nodes.conformance import RULES, examine
from tanzuji.nodes.parcels import Parcel, Row
from tanzuji.nodes.reaching import ask, base_of, public

INNER = [
    "127.0.0.1", "10.0.0.8", "172.16.3.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.192",
    "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "::127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1",
]  # fmt: skip
"""Addresses that must not be reached from outside (TRUST §4, 69 and 70)."""


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_known_in_every_disguise(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_let_through(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "written",
    ["127.1", "gopher://x.example", "file:///etc/passwd", "https://a@b.example", "https://x.example/?q=1", "https://",
     "https://x.example:99999", "https://x.example/#f", "http://x.example", "https://碳.example", "https://x.example\r\nA: b"],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(written: str) -> None:
    with pytest.raises(CodedError) as refused:
        base_of(written)
    assert refused.value.code == "nodes.bad-address"


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]"]
)
def test_every_way_to_write_this_machine_is_refused_before_anything_is_sent(host: str) -> None:
    with pytest.raises(CodedError) as refused:
        ask(f"https://{host}", "/api/nodes/catalogue")
    assert refused.value.code in ("nodes.bad-address", "nodes.unreachable")


def test_an_address_is_kept_in_one_form() -> None:
    assert base_of(" https://Carbon.Example/ ") == "https://carbon.example"
    assert base_of("https://carbon.example:8443/node/") == "https://carbon.example:8443/node"


def _row(**more: Any) -> Row:
    plain = {"id": "grid", "version": "1", "digest": "sha256:a", "name_zh": "全国电力", "unit": "kWh", "geography": "CN",
             "year": 2024, "boundary": "cradle_to_gate", "gas_basis": "co2e", "value": 0.5777}  # fmt: skip
    return Row.parse(plain | more)


def test_the_same_in_other_units_does_not_differ_and_another_value_is_told_with_its_share() -> None:
    """0.5777 kg/kWh is 577.7 kg/MWh; 0.6205 is 7.4087 % more than 0.5777."""
    ours = _row()
    assert difference(ours, _row(unit="MWh", value=577.7)) == pytest.approx(0, abs=1e-12)
    found = between(ours, _row(digest="sha256:b", value=0.6205))
    assert [c.kind for c in found] == ["value"]
    assert found[0].share == pytest.approx((0.6205 - 0.5777) / 0.5777)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, ["same"]),
        ({"digest": "sha256:b"}, ["content"]),
        ({"digest": "sha256:b", "unit": "kg"}, ["unit"]),
        ({"digest": "sha256:b", "gas_basis": "co2", "value": 0.5306}, ["value", "gas_basis"]),
        ({"digest": "sha256:b", "boundary": "generation"}, ["boundary"]),
        ({"digest": "sha256:b", "year": 2023}, ["older"]),
        ({"digest": "sha256:b", "value": None}, ["content"]),
    ],
)
def test_each_contradiction_is_named(change: dict[str, Any], kinds: list[str]) -> None:
    assert [c.kind for c in between(_row(), _row(**change))] == kinds


def test_a_double_is_found_under_another_id_and_a_stranger_is_not() -> None:
    ours = [_row(), _row(id="coal", name_zh="煤", unit="kg")]
    assert [c.kind for c in against(_row(id="n-1", digest="sha256:b"), ours)] == ["duplicate"]
    assert [c.kind for c in against(_row(id="n-1", digest="sha256:b"), ours, mapped="grid")] == ["content"]
    assert against(_row(id="n-1", geography="US"), ours) == []


def _dataset(**more: Any) -> Dataset:
    plain: dict[str, Any] = {
        "id": "cn-grid-2024", "name": {"zh": "全国电力", "en": "Grid electricity"}, "category": ["能源", "电力"], "unit": "kWh",
        "geography": "CN", "year_from": 2024, "year_to": 2024, "boundary": "cradle_to_gate", "gwp_set": "AR6",
        "amounts": [{"gas": "CO2e", "amount": 0.5777}], "includes_losses": True,
        "source": {"title": "2024年电力碳足迹因子", "publisher": "生态环境部", "licence": "公开"},
        "quality": {"technology": 1, "geography": 1, "time": 1, "precision": 2},
        "uncertainty": {"distribution": "uniform", "minimum": 0.5, "maximum": 0.6},
    }  # fmt: skip
    return Dataset.parse(plain | more)


def test_a_record_of_the_national_database_says_its_gas_and_comes_back() -> None:
    walk = crosswalk.national()
    of = _dataset()
    record = crosswalk.record_of(of, 0.5777, walk, library=("js", Text(zh="江苏库")), theirs="42")
    assert (
        record["factorName"] == "全国电力"
        and record["gasRaw"] == "CO2e"
        and record["unitRaw"] == "kgCO2e/kWh"
    )
    assert record["recordId"] == "42" and record["year"] == "2024" and record["value"] == "0.5777"
    back = crosswalk.dataset_of(record, publisher="国家气候战略中心")
    assert back.amounts[0].amount == 0.5777 and back.gas_basis == "co2e" and back.geography == "CN"
    assert set(crosswalk.lost(of, walk)) >= {"boundary", "uncertainty", "quality", "licence"}


def test_a_record_of_carbon_dioxide_alone_does_not_become_co2e() -> None:
    """C.3: not every row of the national database is CO2e."""
    record = {
        "factorName": "区域电网",
        "value": "0.5306",
        "unitRaw": "kgCO2/kWh",
        "gasRaw": "CO2",
        "recordId": "7",
    }
    assert crosswalk.dataset_of(record, publisher="p").gas_basis == "co2"
    with pytest.raises(CodedError) as refused:
        crosswalk.dataset_of(record | {"gasRaw": "CO2e"}, publisher="p")
    assert refused.value.code == "nodes.record-gas-unlike"
    tonnes = crosswalk.dataset_of(record | {"unitRaw": "tCO2/TJ", "value": "94.6"}, publisher="p")
    assert tonnes.amounts[0].amount == pytest.approx(94_600) and tonnes.unit == "TJ"


@pytest.mark.parametrize(
    ("unit", "value"), [("年（四舍五入）", "1"), ("毫升", "1"), ("kgCO2e/kWh", "nan"), ("kgCO2e/kWh", "1,5")]
)
def test_records_with_the_defects_met_in_published_copies_are_refused(unit: str, value: str) -> None:
    with pytest.raises(CodedError) as refused:
        crosswalk.dataset_of({"factorName": "x", "value": value, "unitRaw": unit}, publisher="p")
    assert refused.value.code in ("nodes.bad-record-unit", "nodes.bad-record-value")


def test_a_parcel_whose_content_changed_is_not_taken() -> None:
    from tanzuji.documents.canonical import digest

    of = _dataset()
    parcel = Parcel(sender="a", release="r@1", release_digest="d", dataset=of, digest=digest(of))
    assert parcel.checked() is parcel
    with pytest.raises(CodedError) as refused:
        Parcel.parse(parcel.plain() | {"dataset": _dataset(unit="MWh").plain()}).checked()
    assert refused.value.code == "nodes.digest-differs"


DEFECTS: dict[str, dict[str, Any]] = {
    "source": {"source": {"title": "x", "licence": "公开"}},
    "licence": {"source": {"title": "x", "publisher": "y"}},
    "geography": {"geography": "XX-Y"},
    "year": {"year_from": None, "year_to": None},
    "boundary": {"boundary": "unknown"},
    "gas-basis": {"gas_basis": "co2", "amounts": [{"gas": "CO2", "amount": 0.5306}]},
    "value": {"amounts": []},
    "replaces": {"replaces": "nobody"},
    "gwp-set": {"gwp_set": None},
    "losses": {"includes_losses": None},
    "quality": {"quality": None},
    "chinese": {"name": {"en": "Grid electricity"}},
    "category": {"category": []},
    "uncertainty": {"uncertainty": None},
}


@pytest.mark.parametrize("rule", DEFECTS)
def test_each_rule_finds_the_defect_it_is_for_and_nothing_else(rule: str, tmp_path: Path) -> None:
    """ZJ-205: the conformance of a sub-database, one seeded defect at a time."""
    sound = _dataset(id="sound", name={"zh": "另一个电力", "en": "Other electricity"})
    bad = _dataset(id="bad", **DEFECTS[rule])
    release = write_release(
        tmp_path / "r", name="sub", version="1", title=Text(zh="库"), licence="", datasets=[sound, bad]
    )
    report = examine(release)
    failing = {o.rule: o.named for o in report.outcomes if o.failing}
    assert failing.pop(rule) == ("bad",)
    assert failing.keys() <= {"losses", "gwp-set"}, (
        "a dataset without a category or Chinese name may be no electricity"
    )
    assert report.conforms is (RULES[rule].severity != "error")


def test_doubles_and_values_out_of_all_proportion_are_found(tmp_path: Path) -> None:
    """The defects of the copy of CPCD that DOMAIN C.3 lists: duplicate rows, a tunnel shield of 41 583 001 kg per kg."""
    row = {"unit": "kg", "category": ["产品", "机械"], "includes_losses": None}
    many = [
        _dataset(
            id=f"m{i}",
            name={"zh": f"机械{i}", "en": f"Machine {i}"},
            amounts=[{"gas": "CO2e", "amount": 2.0 + i}],
            **row,
        )
        for i in range(6)
    ]
    shield = _dataset(
        id="shield",
        name={"zh": "地铁盾构隧道", "en": "Shield"},
        amounts=[{"gas": "CO2e", "amount": 41_583_001.7}],
        **row,
    )
    double = _dataset(
        id="m0-again",
        name={"zh": "机械0", "en": "Machine 0"},
        amounts=[{"gas": "CO2e", "amount": 2.0}],
        **row,
    )
    release = write_release(
        tmp_path / "r",
        name="sub",
        version="1",
        title=Text(zh="库"),
        licence="",
        datasets=[*many, shield, double],
    )
    failing = {o.rule: o.named for o in examine(release).outcomes if o.failing}
    assert failing["magnitude"] == ("shield",) and failing["repeated"] == ("m0-again",)
