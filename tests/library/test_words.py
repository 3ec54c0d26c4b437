"""Words of a text: what a person may type is one form, and no operator of any search survives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents import regions as places
from tanzuji.library import words


def written(text: str) -> list[str]:
    return [term.written for term in words.query(text).terms]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("全国 电力 2024", ["全国", "电力", "2024"]),
        ("全国电力2024", ["全国", "电力", "2024"]),
        ("２０２４年　全国电力", ["2024", "全国", "电力"]),
        ("ELECTRICITY China", ["electricity", "china"]),
        ("Söderberg", ["soderberg"]),
        ("CO₂ kg/m³", ["co2", "kg", "m3"]),
        ("上海水泥", ["上海", "水泥"]),
        ("the price of coal", ["price", "coal"]),
    ],
)
def test_what_is_typed_comes_down_to_its_words(typed: str, terms: list[str]) -> None:
    assert written(typed) == terms


def test_a_run_of_unknown_characters_is_looked_for_as_its_pairs() -> None:
    assert written("脱硫石膏粉") == ["脱硫", "硫石", "石膏", "膏粉"]


def test_a_word_of_two_characters_is_one_pair_and_a_single_character_begins_one() -> None:
    column = words.column(["2024年全国电力平均碳足迹因子"], [])
    for typed in ("电力", "碳足迹", "电", "子", "因子"):
        assert all(words.place(term, column.split()) == "head" for term in words.query(typed).terms), typed
    assert words.place(words.query("力电").terms[0], column.split()) == "none"


def test_a_plural_finds_the_singular_and_a_beginning_the_word() -> None:
    held = words.column(["Battery, lead-acid; steel can; natural gas"], []).split()
    for typed in ("batteries", "battery", "Batter", "cans", "gases", "steels", "lea"):
        assert words.place(words.query(typed).terms[0], held) == "head", typed
    held = words.column(["Batteries; Cases"], []).split()
    for typed in ("battery", "case"):
        assert words.place(words.query(typed).terms[0], held) == "head", typed


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("铝", "Aluminium cans"),
        ("aluminum", "铝锭 aluminium"),
        ("光伏", "Solar PV"),
        ("电力", "electricity mix"),
    ],
)
def test_what_has_another_name_is_found_under_it(typed: str, held: str) -> None:
    assert words.place(words.query(typed).terms[0], words.column([held], []).split()) == "head"


def test_a_long_query_is_cut_and_says_so() -> None:
    assert words.query("词 " * 5000).cut
    many = words.query(" ".join(f"word{i}" for i in range(40)))
    assert many.cut and len(many.terms) <= words.MAX_TERMS
    assert not words.query("全国 电力 2024").cut


@given(st.text(max_size=300))
def test_no_character_of_a_search_language_is_left_in_a_word(text: str) -> None:
    found = [word for term in words.query(text).terms for form in term.forms for word in form.words]
    assert all(word and word == words.plain(word) for word in found), found
    assert set("\"'*:()&|!<>\\ \0").isdisjoint("".join((*found, *words.column([text], [text]).split())))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CN", "CN"),
        ("中国", "CN"),
        ("全国", "CN"),
        ("China, Guangdong", "CN-GD"),
        ("中国华东（上海）", "CN-SH"),
        ("Germany", "DE"),
        ("USA", ""),
        ("", ""),
        ("CN-GD", "CN-GD"),
        ("somewhere", ""),
    ],
)
def test_a_region_is_known_by_its_code_or_a_name_in_either_language(written: str, code: str) -> None:
    assert places.code_of(written) == code
