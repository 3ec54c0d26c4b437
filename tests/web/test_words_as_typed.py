"""What people typed keeps its language on a page in the other one (WCAG 2.2, 3.1.2), and numbers are read as numbers."""

from __future__ import annotations

import pytest
from django.utils import translation

from tanzuji.documents.text import Text
from tanzuji.web.foreign import said
from tanzuji.web.numerals import ten


@pytest.mark.parametrize(
    ("page", "typed", "shown"),
    [
        ("en", "活动数据无法追溯", '<span lang="zh-Hans">活动数据无法追溯</span>'),
        ("en", "The scale was broken", "The scale was broken"),
        ("en", "整改 put right", '<span lang="zh-Hans">整改</span> put right'),
        ("zh-hans", "The scale was broken", '<span lang="en">The scale was broken</span>'),
        ("zh-hans", "PCF-2026-00001-2", "PCF-2026-00001-2"),
        ("zh-hans", "按清单 list 核对", "按清单 list 核对"),
        ("en", "<b>数</b>", '&lt;b&gt;<span lang="zh-Hans">数</span>&lt;/b&gt;'),
        ("en", None, ""),
    ],
)
def test_a_text_in_another_language_than_the_pages_is_marked(
    page: str, typed: str | None, shown: str
) -> None:
    with translation.override(page):
        assert str(said(typed)) == shown


def test_of_a_bilingual_text_the_pages_own_is_taken_and_marked_where_it_is_missing() -> None:
    with translation.override("en"):
        assert str(said(Text(zh="水泥", en="Cement"))) == "Cement"
        assert str(said(Text(zh="水泥"))) == '<span lang="zh-Hans">水泥</span>'


@pytest.mark.parametrize(
    ("compared", "read"),
    [
        ("7.945028123e+02", "794.5028123"),
        ("1.401000000e+04", "14,010.00000"),
        ("-3.650000000e-02", "\u22120.03650000000"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_ten_compared_digits_are_written_as_people_read_them(compared: str, read: str) -> None:
    """PAGES §5: thousands parted, a true minus, no powers of ten in this range; the ten digits stay ten."""
    assert ten(compared) == read
