"""What is not known is not shown as a number, and what is kept in memory is never another study's."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from review_cases import browser, demo, organisation, release, somebody, study_of

if TYPE_CHECKING:
    from django.test import Client

    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Acting:
    return somebody(organisation(), "周宁", "editor")


@pytest.fixture
def client(editor: Acting) -> Client:
    return browser(editor)


def words(client: Client, address: str) -> str:
    import html
    import re

    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def nothing_known(editor: Acting) -> Study:
    """One process with 100 kWh of 网电 that has no factor."""
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints import services

    plain: dict[str, Any] = demo("rice_paddy").plain()
    for process in plain["processes"]:
        for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
            process.pop(kind, None)
    plain["processes"][0]["energy"] = [
        {"id": "power", "name": {"zh": "网电", "en": "Power"}, "amount": 100, "unit": "kWh"}
    ]
    for other in ("materials", "scenarios", "parameters"):
        plain.pop(other, None)
    return services.create(editor, ProductModel.parse(plain), [release()])


def test_where_nothing_is_known_no_total_is_shown_anywhere(editor: Acting, client: Client) -> None:
    from tanzuji.footprints import services

    study = nothing_known(editor)
    study.refresh_from_db()
    assert study.total is None
    result = words(client, f"/zh/studies/{study.id}/result/")
    assert "产品部分碳足迹 未计算" in result
    assert "另有 1 项未知，不在结果里" in result
    assert "用电的因子未知" in result and "没有用电" not in result
    services.make_version(editor, study.id)
    for address in ("", "studies/", f"studies/{study.id}/inventory/", f"studies/{study.id}/versions/"):
        shown = words(client, f"/zh/{address}")
        assert "未计算" in shown
        assert " 0 kgCO₂e" not in shown


def test_gaps_are_counted_beside_the_headline(editor: Acting, client: Client) -> None:
    study = study_of(editor)  # cement: no amount of ammonia water and of bags
    assert "另有 2 项未知，不在结果里" in words(client, f"/zh/studies/{study.id}/result/")


def test_kilograms_written_as_tonnes_are_another_unit_and_not_another_factor(
    editor: Acting, client: Client
) -> None:
    import json

    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    study = study_of(editor)
    process, item = next(
        (process, item)
        for process in json.loads(study.document)["processes"]
        for item in process.get("inputs", ())
        if item.get("unit") == "kg" and isinstance(item.get("amount"), float | int) and item.get("datasets")
    )
    services.make_version(editor, study.id)
    place = f"processes[{process['id']}].inputs[{item['id']}]"
    operations = [
        Set(place=f"{place}.unit", value="t"),
        Set(place=f"{place}.amount", value=item["amount"] * 2e-3),
    ]
    services.edit(editor, study.id, operations, force=True)
    text = client.get(f"/en/studies/{study.id}/compare.csv").content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["Later unit"] == "t")
    assert row["Earlier unit"] == "kg" and row["Change"] == "in another unit"
    assert float(row["Later amount"]) * 1000 == pytest.approx(2 * float(row["Earlier amount"]))
    earlier, later = (float(row[f"{when} factor (kg CO2e per unit)"]) for when in ("Earlier", "Later"))
    assert later == pytest.approx(earlier * 1000)
    assert row["Earlier datasets"] == row["Later datasets"] != ""


def test_a_row_number_used_again_does_not_bring_back_another_versions_result(editor: Acting) -> None:
    """Another database, restored from a backup, gives the numbers of rows to other versions."""
    from tanzuji.footprints import queries, services
    from tanzuji.footprints.pages.results import edition

    cement, rice = study_of(editor), study_of(editor, "rice_paddy")
    for study in (cement, rice):
        services.make_version(editor, study.id)
    one, other = queries.version(cement, 1), queries.version(rice, 1)
    shown = edition.frozen(one)
    other.pk = one.pk
    found = edition.frozen(other)
    assert shown.footprint and found.footprint
    assert (shown.footprint.total, found.footprint.total) == (one.total, other.total)


def test_versions_kept_in_memory_are_listed_without_reading_their_documents(
    editor: Acting, client: Client
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services

    study = study_of(editor, "rice_paddy")
    for model in "abc":
        services.edit(editor, study.id, [Set(place="product.model", value=model)], force=True)
        services.make_version(editor, study.id)
    words(client, f"/zh/studies/{study.id}/versions/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        words(client, f"/zh/studies/{study.id}/versions/")
    assert not [q["sql"] for q in asked.captured_queries if '"footprints_version"."footprint",' in q["sql"]]
