"""Search: both databases find the same, the best first, and no query breaks it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from library_cases import dataset

from tanzuji.engine import Release
from tanzuji.formats.starter import starter_datasets
from tanzuji.library import queries, services, words
from tanzuji.library.models import Entry
from tanzuji.parties.acting import Acting

MINE = [("mine", "1")]

HOSTILE = [
    '"', "'", "NEAR(", "电力 NEAR/2 水泥", "*", "^电力", "words:电力", "AND OR NOT", "((((", "a" * 10_000, "电" * 10_000,
    "\0", "电力\0水泥", "🙂", "\u202e电力", "سلام עולם", "%s %d {0}", "'); DROP TABLE library_entry; --", "\\", "&|!<->",
    "\ufeff", "\ud83d", "-", "_电力", "电力:*",
]  # fmt: skip


def names(text: str, count: int = 5, **asked: object) -> list[str]:
    return [row.name.to("zh") for row in queries.search(text, limit=count, **asked).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "电力",
        "水泥",
        "光伏",
        "铝",
        "电",
        "electricity China 2024",
        "全国 电力 2024",
        "batteries",
        "t*km",
        "R-134a",
        "kwh",
        "2023",
    ],
)
def test_either_database_finds_exactly_what_holds_every_word(starter: None, text: str) -> None:
    """The words are compared here in Python, dataset by dataset."""
    query = words.query(text)
    expected = {
        dataset
        for dataset, held in Entry.objects.values_list("dataset", "words")
        if all(words.place(term, held.split()) != "none" for term in query.terms)
    }
    found = queries.search(text, limit=100)
    assert found.total == len(expected) and not found.relaxed
    pages = range(0, found.total, 100)
    assert {r.dataset for at in pages for r in queries.search(text, limit=100, offset=at).rows} == expected


@pytest.mark.parametrize("word", ["水泥", "光伏", "柴油", "填埋", "铁路", "纸板"])
def test_every_dataset_whose_name_holds_a_chinese_word_is_found(starter: None, word: str) -> None:
    named = {d.id for d in starter_datasets() if word in (d.name.zh or "")}
    found = queries.search(word, limit=100)
    shown = {
        r.dataset
        for at in range(0, found.total, 100)
        for r in queries.search(word, limit=100, offset=at).rows
    }
    assert named and named <= shown


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("全国 电力 2024", "2024年全国电力平均碳足迹因子"),
        ("全国电力２０２４", "2024年全国电力平均碳足迹因子"),
        ("electricity China 2024", "2024年全国电力平均碳足迹因子"),
        ("电力", "2024年全国电力平均碳足迹因子"),
        ("光伏", "2024年光伏发电碳足迹因子"),
        ("全国 电力 2023 碳足迹因子", "2023年全国电力平均碳足迹因子"),
        ("cn-elec-cf-2024-cn-041", "2024年全国电力平均碳足迹因子"),
    ],
)
def test_what_a_person_means_comes_first(starter: None, text: str, first: str) -> None:
    assert names(text, 1, geography="CN") == [first]


def test_a_superseded_value_stands_behind_its_successor_and_says_so(starter: None) -> None:
    rows = queries.search("全国 电力 平均 碳足迹", geography="CN").rows
    order = [row.dataset for row in rows]
    assert order.index("cn-elec-cf-2024-cn-041") < order.index("cn-elec-cf-2023-cn-060")
    old = next(row for row in rows if row.dataset == "cn-elec-cf-2023-cn-060")
    assert [reason.text.to("zh") for reason in old.reasons] == ["已被 2024 年值取代"]
    assert old.choosable


def test_a_superseded_value_stands_behind_current_ones_that_match_as_well(starter: None) -> None:
    """Whoever takes the second row takes a value that stands, were it of another region or publisher."""
    for unit, kind in (("", ""), ("kWh", "energy")):
        rows = queries.search("全国 电力", geography="CN", unit=unit, kind=kind).rows
        assert [row.dataset for row in rows[:2] if row.replaced] == []


def test_the_head_of_a_dataset_counts_more_than_its_category_or_source(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    services.index_release(
        stored(
            "mine",
            "1",
            dataset("a", name="Glass", year_from=2010, year_to=2010),
            dataset("b", name="Bottles", category=("glass",)),
            dataset("c", name="Sand", source={"title": "Glass yearbook"}),
        )
    )
    found = queries.search("glass", releases=MINE, acting=somebody)
    assert found.total == 3 and found.rows[0].dataset == "a"


def test_the_whole_word_comes_before_one_that_only_begins_so(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    services.index_release(
        stored(
            "mine", "1", dataset("a", name="Gasoline"), dataset("b", name="Natural gas from somewhere far")
        )
    )
    assert [row.dataset for row in queries.search("gas", releases=MINE, acting=somebody).rows] == ["b", "a"]


def test_newer_data_of_the_study_s_region_in_a_unit_that_converts_come_first(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    steel = {"name": "Steel"}
    services.index_release(
        stored(
            "mine",
            "1",
            dataset("a-world", geography="GLO", **steel),
            dataset("b-cn-old", year_from=2018, year_to=2018, **steel),
            dataset("c-cn-piece", unit="piece", **steel),
            dataset("d-cn-new", **steel),
            dataset("e-us", geography="US", **steel),
            dataset("f-guangdong", geography="CN-GD", **steel),
        )
    )
    order = [
        row.dataset
        for row in queries.search("steel", unit="t", geography="CN", releases=MINE, acting=somebody).rows
    ]
    assert order == ["d-cn-new", "b-cn-old", "f-guangdong", "a-world", "e-us", "c-cn-piece"]
    provincial = [
        row.dataset
        for row in queries.search("steel", unit="t", geography="CN-GD", releases=MINE, acting=somebody).rows
    ]
    assert provincial[:2] == ["f-guangdong", "d-cn-new"]


def test_where_no_dataset_has_every_word_those_that_have_most_are_found_and_it_is_said(starter: None) -> None:
    found = queries.search("copper wire 不存在的词")
    assert found.relaxed and found.total
    assert "铜线" in found.rows[0].name.to("zh")
    assert not queries.search("不存在之物").total


def test_counts_of_facets_are_those_of_the_rows_and_of_what_the_other_facets_leave(starter: None) -> None:
    everything = queries.search("电力")
    region = next(facet for facet in everything.facets if facet.id == "region")
    assert sum(option.count for option in region.options) == everything.total
    china = next(option for option in region.options if option.value == "CN")
    narrowed = queries.search("电力", filters={"region": ["CN"]})
    assert narrowed.total == china.count
    # the facet itself still offers what it would give
    still = next(facet for facet in narrowed.facets if facet.id == "region")
    assert {o.value: o.count for o in still.options} == {o.value: o.count for o in region.options}
    both = queries.search(
        "电力", filters={"region": ["CN", "US"], "gas_basis": ["co2e"], "year": ["2024"]}, limit=100
    )
    assert {(r.geography in ("CN", "US"), r.gas_basis, r.year_to) for r in both.rows} == {
        (True, "co2e", 2024)
    }


def test_a_filter_that_means_nothing_leaves_nothing_out_of_the_question(starter: None) -> None:
    assert queries.search("电力", filters={"colour": ["red"]}).total == queries.search("电力").total
    for filters in (
        {"year": ["abc"]},
        {"year": ["9" * 30]},
        {"release": ["nobody@1"]},
        {"region": ["' OR 1=1"]},
    ):
        assert queries.search("电力", filters=filters).total == 0


def test_why_a_row_was_found_is_told_in_both_languages(starter: None) -> None:
    row = queries.search("全国 电力 生态环境部", geography="CN", unit="MWh", explain=True).rows[0]
    assert "名称、地域、年份含“全国”、“电力”" in [text.to("zh") for text in row.why]
    assert "region is China" in [text.to("en") for text in row.why]
    assert "unit converts from MWh" in [text.to("en") for text in row.why]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_no_query_is_an_instruction(starter: None, text: str) -> None:
    before = Entry.objects.count()
    for asked in (
        lambda: queries.search(text, geography=text[:60], unit=text[:60], filters={"region": [text[:60]]}),
        lambda: queries.choices("电力", text[:60], text[:60], text[:60], releases=[(text[:60], text[:60])]),
    ):
        found = asked()
        assert found.total >= 0
    assert Entry.objects.count() == before


def test_a_query_of_marks_alone_finds_nothing_and_an_empty_one_everything(starter: None) -> None:
    assert queries.search("🙂 *").total == 0
    assert queries.search("   ").total == len(starter_datasets())


def test_a_search_of_the_starter_library_takes_milliseconds(starter: None) -> None:
    """p95 below 50 ms is asked for; the bound is slack, since other work may share the processor."""
    taken = []
    for text in ("", "电", "电力", "全国 电力 2024", "electricity China", "steel", "kwh", "货运 公路", "a"):
        for _ in range(3):
            start = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
            queries.search(text, geography="CN", unit="kWh")
            taken.append(
                (time.process_time() if connection.vendor == "sqlite" else time.perf_counter()) - start
            )
    assert statistics.quantiles(taken, n=20)[-1] < 0.25
    assert statistics.median(taken) < 0.05
