"""The HTML report as a reader with a keyboard or a screen reader meets it (WCAG 2.2; design pages, section 6)."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
import report_cases as cases

from tanzuji.documents.errors import Language
from tanzuji.reports import build_report, write_html
from tanzuji.rules import check

Tag = tuple[str, dict[str, str | None]]


@cache
def page(language: Language) -> str:
    footprint = cases.brick()
    return write_html(build_report(footprint, check(footprint), language=language))


def tags(language: Language, name: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in cases.html_tags(page(language)) if tag == name]


@pytest.mark.parametrize(("language", "code"), [("zh", "zh-Hans"), ("en", "en")])
def test_the_page_names_its_language_and_its_title(language: Language, code: str) -> None:
    assert tags(language, "html")[0]["lang"] == code
    title = re.search(r"<title>(.+?)</title>", page(language))
    assert title is not None
    assert ("烧结砖" if language == "zh" else "Fired brick") in title[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_is_one_of_each_landmark_and_a_way_past_the_masthead(language: Language) -> None:
    for name in ("main", "header", "footer", "h1"):
        assert len(tags(language, name)) == 1, name
    assert [nav.get("aria-label") for nav in tags(language, "nav")] == [
        "目录" if language == "zh" else "Contents"
    ]
    assert tags(language, "a")[0] == {"class": "skip", "href": "#main"}
    assert tags(language, "main")[0]["id"] == "main"


def test_no_level_of_headings_is_left_out() -> None:
    levels = [int(tag[1]) for tag, _ in cases.html_tags(page("en")) if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_section_is_named_by_its_own_heading() -> None:
    ids = {attributes.get("id") for _, attributes in cases.html_tags(page("en"))}
    named = [section.get("aria-labelledby") for section in tags("en", "section")]
    assert named
    assert set(named) <= ids
    assert len(named) == len(set(named))


def test_every_head_of_a_table_says_what_it_heads() -> None:
    heads = tags("en", "th")
    assert {head.get("scope") for head in heads} == {"col", "row", "rowgroup"}
    assert len(tags("en", "table")) == len(tags("en", "caption"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_drawing_is_an_image_with_its_result_in_words(language: Language) -> None:
    drawings = [svg for svg in tags(language, "svg") if svg.get("aria-hidden") != "true"]
    assert drawings
    for svg in drawings:
        assert svg.get("role") == "img"
        assert re.search(r"\d", svg.get("aria-label") or ""), svg  # the result, not only a name


def test_what_scrolls_sideways_can_be_reached_and_is_named() -> None:
    """axe: scrollable-region-focusable (WCAG 2.1.1)."""
    scrolled = [a for _, a in cases.html_tags(page("en")) if "scroll" in (a.get("class") or "").split()]
    assert scrolled
    for region in scrolled:
        assert region.get("tabindex") == "0"
        assert region.get("role") == "group"
        assert region.get("aria-label")
