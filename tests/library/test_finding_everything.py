"""One search over all libraries, what suits a purpose first and why, and the page of a dataset."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from library_cases import dataset

from tanzuji.documents.text import Text
from tanzuji.engine import Release
from tanzuji.library import queries, services, sources_of_search
from tanzuji.library.sources_of_search import Hit, Hits
from tanzuji.parties.acting import Acting

MINE = [("mine", "1")]
GRID = "cn-elec-cf-2024-cn-041"


@pytest.fixture
def drawings() -> Iterator[None]:
    """A registry of another room, with two entries of which one is only for those who are signed in."""

    def find(text: str, acting: Acting | None, skip: int, show: int) -> Hits:
        every = [("水泥窑图", True), ("水泥磨图", acting is not None)]
        rows = [
            Hit(Text(zh=name, en=name), "/drawings/1/") for name, open_ in every if open_ and text in name
        ]
        return Hits(len(rows), tuple(rows[skip : skip + show]))

    sources_of_search.register("drawings", Text(zh="图纸", en="Drawings"), "/drawings/", find)
    yield
    del sources_of_search._sources["drawings"]


def test_one_search_counts_what_every_registry_has_and_shows_it(
    starter: None, client: Client, member: Client, drawings: None
) -> None:
    """JS-201: the four libraries are searched at once."""
    page = client.get("/zh/library/", {"q": "水泥"}).content.decode()
    for tab in ("标准", "规则", "图纸 1"):
        assert tab in page
    there = client.get("/zh/library/", {"q": "水泥", "in": "drawings"}).content.decode()
    assert '<a href="/zh/drawings/1/">水泥窑图</a>' in there and "水泥磨图" not in there
    assert "水泥磨图" in member.get("/zh/library/", {"q": "水泥", "in": "drawings"}).content.decode()
    answer = client.get("/api/library/search", {"q": "水泥"}).json()
    assert {one["key"]: one["total"] for one in answer["registries"]}["drawings"] == 1
    assert answer["datasets"] == queries.search("水泥").total


def test_a_rule_is_found_by_the_product_it_is_for(starter: None, client: Client) -> None:
    """N-01, JS-101: rules are found beside data."""
    found = client.get("/zh/library/", {"q": "水泥", "in": "rules"}).content.decode()
    assert "/zh/rulebook/" in found and "水泥" in found.partition('id="found"')[2]


def test_an_unknown_registry_is_the_datasets(starter: None, client: Client) -> None:
    assert (
        "2024年全国电力平均碳足迹因子"
        in client.get("/zh/library/", {"q": "电力", "in": "nothing"}).content.decode()
    )


def test_data_of_the_year_and_technology_asked_for_come_first_and_it_is_said_why(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    """SH-201: data reflect technology, region and period; the fit to all three is told."""
    steel = {"name": "Steel"}
    services.index_release(
        stored(
            "mine", "1",
            dataset("bof-2024", technology="blast furnace", **steel),
            dataset("eaf-2019", technology="electric arc furnace", year_from=2019, year_to=2019, **steel),
            dataset("eaf-2021", technology="electric arc furnace", year_from=2021, year_to=2021, **steel),
        )
    )  # fmt: skip
    rows = queries.search(
        "steel",
        geography="CN",
        year=2020,
        technology="arc furnace",
        releases=MINE,
        acting=somebody,
        explain=True,
    ).rows
    assert [row.dataset for row in rows] == ["eaf-2019", "eaf-2021", "bof-2024"]
    said = [text.to("en") for text in rows[0].why]
    assert "technology has “arc”, “furnace”" in said and "data 1 year from 2020" in said
    assert "technology has “furnace”" in [text.to("en") for text in rows[2].why]


def test_the_better_of_two_like_data_comes_first(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    """SD-101: data-quality scores count in the order of what is found."""
    good = {"technology": 1, "geography": 1, "time": 2, "precision": 1}
    services.index_release(
        stored("mine", "1", dataset("a", name="Steel"), dataset("b", name="Steel", quality=good))
    )
    rows = queries.search("steel", releases=MINE, acting=somebody).rows
    assert [(row.dataset, row.rating) for row in rows] == [("b", 1.25), ("a", None)]


def test_the_page_says_why_a_dataset_suits_the_purpose(starter: None, client: Client) -> None:
    page = client.get(
        "/zh/library/", {"q": "电力", "for_unit": "MWh", "for_region": "CN-JS", "for_year": "2024"}
    ).content.decode()
    assert "单位可由 MWh 换算" in page and "地域为江苏所在的中国" in page and "数据年份含 2024 年" in page
    for wrong in ("x", "20244", "２０２４", "-1"):
        assert client.get("/zh/library/", {"for_year": wrong, "for_unit": "zzz"}).status_code == 200


def test_a_dataset_shows_its_value_in_every_version_of_its_library(
    db: None, stored: Callable[..., Release], somebody: Acting, member: Client
) -> None:
    """SH-202: a factor's earlier and later versions are listed with the change."""
    for version, amount in (("1", 2.0), ("2", 3.0)):
        stored("mine", version, dataset("x", name="Steel", amounts=[{"gas": "CO2", "amount": amount}]))
    services.index_installed()
    page = member.get("/en/library/datasets/x/").content.decode()
    assert "In the versions of the library" in page and "50" in page.partition('id="editions"')[2]
    assert 'href="/en/library/datasets/x/?release=mine%401"' in page


def test_a_dataset_is_taken_away_as_ilcd_and_comes_back_with_its_value(starter: None, client: Client) -> None:
    """N-09, SH-203: what is public is downloaded without signing in, in the exchange format of LCA software."""
    answer = client.get(f"/zh/library/datasets/{GRID}/dataset.ilcd")
    assert answer["Content-Type"] == "application/zip" and "ilcd.zip" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        (process,) = [name for name in package.namelist() if "/processes/" in name]
        text = package.read(process).decode()
    assert "2024年全国电力平均碳足迹因子" in text and "0.5777" in text


def test_strangers_learn_nothing_of_who_uses_a_dataset(starter: None, client: Client, member: Client) -> None:
    address = f"/zh/library/datasets/{GRID}/"
    assert "用在哪里" not in client.get(address).content.decode()
    assert "用在哪里" in member.get(address).content.decode()
