"""English pages tell Chinese authorities in English and mark what else is Chinese."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tanzuji.documents.publishers import PUBLISHERS, in_english
from tanzuji.formats.starter import starter_sources
from tanzuji.web.foreign import quoted

CITED = "关于发布2024年电力碳足迹因子数据的公告, 生态环境部、国家统计局、国家能源局, 2025; table 1"


def test_every_chinese_publisher_of_the_starter_library_has_an_english_name() -> None:
    names = {name for row in starter_sources().values() for name in row["publisher"].split("、")}
    chinese = {name for name in names if any("\u4e00" <= c <= "\u9fff" for c in name)}
    assert chinese and chinese <= set(PUBLISHERS)
    assert not any("\u4e00" <= c <= "\u9fff" for name in chinese for c in in_english(name))


def test_an_english_page_names_the_ministries_and_marks_the_title() -> None:
    with translation.override("en"):
        told = str(quoted(CITED))
    assert told == (
        '<span lang="zh-Hans">关于发布2024年电力碳足迹因子数据的公告</span>, '
        "Ministry of Ecology and Environment of China, National Bureau of Statistics of China, "
        "National Energy Administration of China, 2025; table 1"
    )


def test_a_chinese_page_quotes_as_published() -> None:
    with translation.override("zh-hans"):
        assert str(quoted(CITED)) == CITED


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_markup_in_a_citation_stays_text(language: str) -> None:
    with translation.override(language):
        assert "<script>" not in quoted("甲<script>alert(1)</script>乙") + quoted("<script>")
        assert quoted(None) == quoted("") == ""


def test_the_page_of_a_chinese_factor_reads_in_english(starter: None, client: Client) -> None:
    page = client.get("/en/library/datasets/cn-elec-cf-2024-cn-041/").content.decode()
    assert "Ministry of Ecology and Environment of China" in page
    assert '<span lang="zh-Hans">关于发布2024年电力碳足迹因子数据的公告</span>' in page
