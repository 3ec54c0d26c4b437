"""Pages, downloads and the API of the library: public for what ships, safe addresses, nothing breaks them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from library_cases import dataset
from test_search import HOSTILE

from tanzuji.engine import Release
from tanzuji.library import services
from tanzuji.library.addresses import DatasetId, segment

GRID = "cn-elec-cf-2024-cn-041"
BUTANE = "uk-desnz-2025-1_100_1000_15_1"
CO2_ONLY = "cn-elec-co2-2023-cn-001"
ODD = ["..", "a/b", "a b?c#d%", "电力", "~x", "-x", "a\nb", "'\"<script>", "x" * 200, "🙂", "."]


def page(client: Client, path: str, **asked: str) -> str:
    response = client.get(path, asked)
    assert response.status_code == 200, response.content[:300]
    return response.content.decode()


def address(identity: str, language: str = "zh-hans") -> str:
    with translation.override(language):
        return reverse("library:dataset", args=[identity])


def test_the_library_may_be_searched_without_signing_in(starter: None, client: Client) -> None:
    found = page(client, "/zh/library/", q="全国 电力 2024")
    assert "2024年全国电力平均碳足迹因子" in found and "0.5777" in found and "kgCO₂e/kWh" in found
    assert 'action="/zh/library/"' in found and 'name="gas_basis"' in found
    english = page(client, "/en/library/", q="electricity China 2024")
    assert (
        "Electricity footprint factor 2024, China, national average" in english
        and "kg\u00a0CO₂e/kWh" in english
    )


def test_filters_and_pages_are_addresses(starter: None, client: Client) -> None:
    found = page(client, "/zh/library/", q="电力", region="CN", page="2")
    assert "第 21–40 个" in found
    assert 'class="chip" href="/zh/library/?q=%E7%94%B5%E5%8A%9B"' in found
    assert "第 2 页" in found
    last = page(client, "/zh/library/", q="电力", page="900")
    assert "个数据集，第" in last
    for number in ("-1", "0", "x", "９", "1e3"):
        assert "第 1–20 个" in page(client, "/zh/library/", q="电力", page=number)


def test_what_may_not_be_chosen_and_what_is_superseded_is_marked_in_the_results(
    starter: None, client: Client
) -> None:
    found = page(client, "/zh/library/", q="全国 电力 2023")
    assert "已被 2024 年值取代" in found and "不可选：气体口径为 CO₂，规则 SG-14" in found


def test_nothing_found_shows_a_way_out(starter: None, client: Client) -> None:
    assert "浏览全部数据集" in page(client, "/zh/library/", q="zzqq")
    assert "Remove the filters" in page(client, "/en/library/", q="电力", year="1900")


def test_a_dataset_shows_its_value_first_and_then_where_it_comes_from(starter: None, client: Client) -> None:
    read = page(client, address(GRID))
    order = [read.index(text) for text in ("<h1>", "0.5777", "从数值到原文", "新值与旧值")]
    assert order == sorted(order)
    for told in (
        "生态环境部",
        "附件 表1",
        "https://www.mee.gov.cn/",
        "sha256:",
        "不能换用另一套 GWP",
        "6.9\u00a0%",
    ):
        assert told in read, told
    assert 'href="https://www.mee.gov.cn' in read


def test_a_factor_by_gas_is_characterised_with_the_set_that_is_chosen(starter: None, client: Client) -> None:
    """Butane, UK 2025, kg per tonne: CO2 3029.26, CH4 0.09, N2O 0.00604026. AR5 28 and 265, AR6 27.9 and 273."""
    ar6 = 3029.26 + 0.09 * 27.9 + 0.00604026 * 273
    ar5 = 3029.26 + 0.09 * 28 + 0.00604026 * 265
    assert f"{ar6:,.2f}" in page(client, address(BUTANE))
    assert f"{ar5:,.2f}" in page(client, address(BUTANE), gwp="AR5")
    assert f"{ar6:,.2f}" in page(client, address(BUTANE), gwp="AR9")


def test_a_factor_of_carbon_dioxide_alone_says_so_before_its_value(starter: None, client: Client) -> None:
    read = page(client, address(CO2_ONLY))
    assert read.index("只含二氧化碳，不能用于产品碳足迹") < read.index("0.5306")
    assert "kgCO₂/kWh" in read and "SG-14" in read
    assert "kg\u00a0CO₂/kWh" in page(client, address(CO2_ONLY, "en"))


def test_a_superseded_dataset_leads_to_its_successor(starter: None, client: Client) -> None:
    read = page(client, address("cn-elec-cf-2023-cn-060"))
    assert "已被 2024 年值取代" in read and address(GRID) in read


@pytest.mark.parametrize("identity", ODD, ids=ascii)
def test_any_id_has_an_address_of_one_plain_segment(
    member: Client, stored: Callable[..., Release], identity: str
) -> None:
    from tanzuji.documents.datasets import Dataset

    made = dataset("x").plain() | {"id": identity, "name": f"named {identity!r}"}
    services.index_release(stored("mine", "1", Dataset.parse(made)))
    assert address(identity).isascii() and address(identity).count("/") == 5
    assert "named" in page(member, address(identity, "en"), release="mine@1")
    assert json.loads(page(member, f"/api/library/datasets/{segment(identity)}"))["dataset"]["id"] == identity
    assert DatasetId().to_python(segment(identity)) == identity


@pytest.mark.parametrize(
    "path", ["nothing-here", "~", "~!!", "~____", "~YQ", "..%2F..", "%00", "~" + "A" * 1500]
)
def test_an_id_that_does_not_exist_is_answered_alike_everywhere(
    starter: None, client: Client, path: str
) -> None:
    for where in (f"/zh/library/datasets/{path}/", f"/api/library/datasets/{path}"):
        assert client.get(where).status_code == 404
    known = client.get("/api/library/datasets/nothing-here").json()["problems"][0]
    assert known["code"] == "web.absent"


def test_an_imported_library_is_for_people_who_are_signed_in(
    starter: None, client: Client, member: Client, stored: Callable[..., Release]
) -> None:
    services.index_release(
        stored("licensed", "1", dataset("secret-x", name="Unobtainium"), licence="for us only")
    )
    hidden = "/api/library/datasets/secret-x"
    for path in (
        "/zh/library/?q=unobtainium",
        "/zh/library/choices/?q=unobtainium",
        "/api/library/datasets?q=unobtainium",
        "/api/library/releases",
    ):
        assert "secret-x" not in client.get(path).content.decode()
        assert "for us only" not in client.get(path).content.decode()
    assert client.get(hidden).status_code == client.get(address("secret-x")).status_code == 404
    assert client.get("/api/library/datasets/other").content == client.get(hidden).content
    assert member.get(hidden).status_code == 200
    assert "Unobtainium" in page(member, "/en/library/", q="unobtainium")


def test_choices_are_options_with_what_the_editor_needs(starter: None, client: Client) -> None:
    listed = page(client, "/zh/library/choices/", q="全国 电力", unit="kWh", geography="CN", kind="energy")
    assert listed.count('role="option"') <= 20
    first = listed[listed.index("<li") : listed.index("</li>")]
    for told in (
        f'data-dataset="{GRID}"',
        'data-unit="kWh"',
        'data-value="0.5777"',
        "data-name-zh=",
        "data-name-en=",
    ):
        assert told in first, told
    assert "aria-disabled" not in first
    assert 'aria-disabled="true"' in listed and "规则 SG-14" in listed
    assert 'data-conversion="kg/kWh"' in page(client, "/zh/library/choices/", q="全国 电力", unit="kg")


def test_a_download_is_the_dataset_and_harmless_in_a_spreadsheet(
    member: Client, stored: Callable[..., Release]
) -> None:
    services.index_release(stored("mine", "1", dataset("x", name={"zh": "=HYPERLINK(1)", "en": "＝cmd"})))
    with translation.override("zh-hans"):
        table, document = (reverse("library:download", args=["x", suffix]) for suffix in ("csv", "json"))
    rows = list(csv.reader(io.StringIO(page(member, table).removeprefix("\ufeff"))))
    assert rows[1][1] == "'=HYPERLINK(1)"
    # 2 kg CO2 and 0.001 kg CH4 of unknown origin, AR6 27.9
    assert float(rows[-1][-1]) == pytest.approx(2.0 + 0.001 * 27.9)
    taken = json.loads(page(member, document))
    assert taken["dataset"]["name"]["zh"] == "=HYPERLINK(1)" and taken["release"]["name"] == "mine"
    assert set(taken["kg_co2e"]) == {"AR4", "AR5", "AR6"}
    response = member.get(table)
    assert response.headers["Content-Disposition"] == 'attachment; filename="x.csv"'


def test_what_a_dataset_says_of_itself_is_text(member: Client, stored: Callable[..., Release]) -> None:
    services.index_release(
        stored(
            "mine",
            "1",
            dataset(
                "x", name="<script>alert(1)</script>", source={"title": "t", "url": "javascript:alert(1)"}
            ),
        )
    )
    for path in ("/zh/library/?q=script", address("x"), "/zh/library/choices/?q=script"):
        read = page(member, path)
        assert "<script>alert" not in read and "javascript:" not in read


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if text != "\ud83d"], ids=lambda text: ascii(text[:12])
)
def test_no_question_breaks_a_page(starter: None, client: Client, text: str) -> None:
    asked = urlencode(
        {
            "q": text,
            "unit": text[:80],
            "geography": text[:80],
            "region": text[:80],
            "year": text[:80],
            "page": text[:8],
            "release": text[:80],
            "kind": text[:80],
        }
    )
    for path in ("/zh/library/", "/en/library/choices/", address(GRID)):
        assert client.get(f"{path}?{asked}").status_code in (200, 404)
    assert client.get(f"/api/library/datasets?{asked}").status_code in (200, 422)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"limit": "0"}, "document.invalid"),
        ({"limit": "101"}, "document.invalid"),
        ({"limit": "x"}, "document.not-a-number"),
        ({"offset": "-1"}, "document.invalid"),
        ({"q": "x" * 501}, "document.invalid"),
        ({"kind": "soup"}, "document.not-one-of"),
        ({"boundary": "moon"}, "document.not-one-of"),
        ({"unit": "furlongs per fortnight"}, "quantity.unknown-unit"),
        ({"unit": "ton"}, "quantity.ambiguous-unit"),
    ],
)
def test_the_api_says_what_is_wrong_with_a_question(
    starter: None, client: Client, asked: dict[str, str], code: str
) -> None:
    response = client.get("/api/library/datasets", asked)
    assert response.status_code == 422
    problem = response.json()["problems"][0]
    assert problem["code"] == code and problem["message"]["zh"] and problem["message"]["en"]


def test_the_api_finds_what_the_page_finds(starter: None, client: Client) -> None:
    asked = {"q": "全国 电力 2024", "limit": "2", "explain": "true"}
    found = client.get("/api/library/datasets", asked).json()
    assert found["rows"][0]["id"] == GRID and len(found["rows"]) == 2 and found["total"] > 2
    assert found["rows"][0]["why"] and found["rows"][0]["reasons"] == []
    per_mass = client.get("/api/library/datasets", asked | {"unit": "kg", "limit": "20"}).json()["rows"]
    grid = next(row for row in per_mass if row["id"] == GRID)
    assert [reason["kind"] for reason in grid["reasons"]] == ["conversion"] and grid["choosable"]
    whole = client.get(found["rows"][0]["href"]).json()
    assert whole["kg_co2e"] == {"AR6": 0.5777} and whole["recharacterised"] is False
    releases = client.get("/api/library/releases").json()
    assert [(r["name"], r["count"], r["current"]) for r in releases] == [("starter", 3035, True)]
