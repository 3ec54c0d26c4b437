"""Pages and API of all products: what people and programs see of the same works as in test_products."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from offices import Program, browser, somebody
from product_cases import Named, change, library, model, published, study, use, works_of_its_own

from tanzuji.footprints import services
from tanzuji.footprints.models import Recomputation, Study
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Iterator[Acting]:
    with works_of_its_own() as acting:
        yield acting


@pytest.fixture
def made(works: Acting) -> dict[str, Study]:
    """cement 600 (published), concrete with half a tonne of it, a brick of sand; library 2 is out."""
    lib = library("1", gas=2.0, sand=1.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    concrete = study(works, model("concrete", (published(works, cement), 0.5, "t"), ("sand", 100, "kg")), lib)
    brick = study(works, model("brick", ("sand", 10, "kg")), lib)
    for each in (concrete, brick):
        services.make_version(works, each.id)
    library("2", gas=1.5, sand=1.05)
    return {"cement": cement, "concrete": concrete, "brick": brick}


def _recomputed(works: Acting, name: str = "2") -> Recomputation:
    begun = services.start_recomputation(
        works, [f"{Named.name} {name}"], follows=True, sampled=False, language="zh"
    )
    jobs.run(begun)
    job = Job.objects.get(id=begun)
    assert job.state == "done", job.problems
    return Recomputation.objects.get(id=job.page.rstrip("/").rpartition("/")[2])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_catalogue_says_what_is_out_of_date_and_why(
    works: Acting, made: dict[str, Study], language: str
) -> None:
    page = browser(works).get(f"/{language}/studies/products/").content.decode()
    assert ("已过时" if language == "zh" else "out of date") in page
    assert f"{Named.name} 有新版本 2" in page or f"library {Named.name} 2 is out" in page
    only = browser(works).get(f"/{language}/studies/products/?only=used&name=cement").content.decode()
    assert "brick" not in only and "cement" in only


def test_the_page_of_relations_draws_and_names_loops(works: Acting, made: dict[str, Study]) -> None:
    page = browser(works).get("/zh/studies/products/graph/").content.decode()
    assert "<svg" in page and "cement 产品" in page and "brick" not in page
    use(works, made["cement"], published(works, made["concrete"]))
    page = browser(works).get("/en/studies/products/graph/").content.decode()
    assert "in a loop" in page and "catalogue.loop" in page


def test_a_recomputation_begins_in_the_browser_and_ends_at_its_report(
    works: Acting, made: dict[str, Study]
) -> None:
    client = browser(works)
    answer = client.post("/zh/studies/products/recompute/", {"release": f"{Named.name} 2", "follows": "on"})
    assert answer.status_code == 302
    job = Job.objects.get()
    jobs.run(job.id)
    job.refresh_from_db()
    page = client.get(f"/zh{job.page}").content.decode()
    # cement 600 → 450 (−25 %), concrete 400 → 330 (−17.5 %), brick 10 → 10.5 (+5 %)
    assert [page.index(f">{name} 产品<") for name in ("cement", "concrete", "brick")] == sorted(
        page.index(f">{name} 产品<") for name in ("cement", "concrete", "brick")
    )
    assert "−25.0" in page and "−17.5" in page and "+5.00" in page
    assert "gas 因子" in page
    beyond = client.get(f"/zh{job.page}?only=beyond").content.decode()
    assert "brick" not in beyond
    table = list(
        csv.reader(
            io.StringIO(client.get(f"/en{job.page}products.csv?sort=name").content.decode("utf-8-sig"))
        )
    )
    assert [row[0] for row in table[1:]] == ["brick", "cement", "concrete"]
    assert [float(row[3]) for row in table[1:]] == pytest.approx([10.5, 450, 330])


def test_products_that_are_no_longer_known_are_an_alarm_of_their_own(
    works: Acting, made: dict[str, Study]
) -> None:
    """Without gas there is no cement and no concrete; neither is beyond 10 %, both are told everywhere."""
    library("3", sand=1.5)
    of = _recomputed(works, "3")
    assert (of.beyond, of.unknown) == (1, 2)
    client, address = browser(works), f"studies/products/recomputations/{of.id}/"
    beyond = client.get(f"/en/{address}?only=beyond").content.decode()
    assert "brick" in beyond and "2 products are no longer known" in beyond and "?only=unknown" in beyond
    gone = client.get(f"/zh/{address}?only=unknown").content.decode()
    assert "2 个产品不再可知" in gone and "cement" in gone and "concrete" in gone and "brick 产品" not in gone
    assert "2 个不再可知" in client.get("/zh/studies/products/recompute/").content.decode()
    table = client.get(f"/en/{address}products.csv?sort=name").content.decode("utf-8-sig")
    at = next(csv.reader(io.StringIO(table))).index("No longer known")
    assert [row[at] for row in csv.reader(io.StringIO(table))][1:] == ["", "yes", "yes"]
    items = Program(works).get(f"products/recomputations/{of.id}/products?sort=name").json()["items"]
    assert [row["unknown"] for row in items] == [False, True, True]


def test_without_a_release_nothing_begins_and_the_page_says_why(
    works: Acting, made: dict[str, Study]
) -> None:
    answer = browser(works).post("/en/studies/products/recompute/", {})
    assert answer.status_code == 422 and "No library release was chosen" in answer.content.decode()
    twice = {"release": [f"{Named.name} 1", f"{Named.name} 2"]}
    assert "Two releases" in browser(works).post("/en/studies/products/recompute/", twice).content.decode()
    assert not Job.objects.exists()


def test_a_job_that_is_stopped_leaves_no_report(works: Acting, made: dict[str, Study]) -> None:
    begun = services.start_recomputation(
        works, [f"{Named.name} 2"], follows=False, sampled=False, language="zh"
    )
    Job.objects.filter(id=begun).update(cancel_asked=True)
    jobs.run(begun)
    assert Job.objects.get(id=begun).state == "cancelled" and not Recomputation.objects.exists()


def test_a_second_attempt_of_a_job_finds_its_report(works: Acting, made: dict[str, Study]) -> None:
    first = _recomputed(works)
    Job.objects.update(state="queued")
    jobs.run(Job.objects.get().id)
    assert Recomputation.objects.get() == first


def test_a_draft_is_updated_from_the_report_and_shown_beside_its_version(
    works: Acting, made: dict[str, Study]
) -> None:
    of = _recomputed(works)
    client = browser(works)
    answer = client.post(
        f"/zh/studies/products/recomputations/{of.id}/update/", {"study": str(made["cement"].id)}
    )
    assert answer["Location"] == f"/zh/studies/{made['cement'].id}/compare/"
    page = client.get(answer["Location"]).content.decode()
    assert "600" in page and "450" in page
    assert (
        client.post(f"/zh/studies/products/recomputations/{of.id}/update/", {"study": "x"}).status_code == 404
    )


def test_publishing_in_the_browser_and_renewing_what_stands_on_it(
    works: Acting, made: dict[str, Study]
) -> None:
    client, cement, concrete = browser(works), made["cement"], made["concrete"]
    change(works, cement, 200)
    version = services.make_version(works, cement.id)
    page = f"/zh/studies/{cement.id}/product/"
    assert "发布版本 2" in client.get(page).content.decode()
    assert (
        client.post(f"/zh/studies/{cement.id}/publish/", {"number": str(version.number)}).status_code == 302
    )
    assert "版本 2 已发布" in client.get(page).content.decode()
    stale = client.get(f"/zh/studies/{concrete.id}/product/").content.decode()
    assert "已发布 v2（现用 v1）" in stale
    assert client.post(f"/zh/studies/{concrete.id}/renew/").status_code == 302
    concrete.refresh_from_db()
    # half a tonne of cement as published last, 200 × 2, and sand on library 2
    assert concrete.total == pytest.approx(200 + 105)


def test_limits_are_written_in_the_browser_and_refused_with_the_line(
    works: Acting, made: dict[str, Study]
) -> None:
    client, of = browser(works), made["brick"].id
    assert client.post(f"/zh/studies/{of}/limits/", {"limits": "A 9\nB 12"}).status_code == 302
    assert "在这一级" in client.get(f"/zh/studies/{of}/product/").content.decode()
    wrong = client.post(f"/zh/studies/{of}/limits/", {"limits": "A 9\nB 3"})
    assert wrong.status_code == 422 and "B 3" in wrong.content.decode()


def test_a_reader_sees_everything_and_is_offered_nothing(works: Acting, made: dict[str, Study]) -> None:
    reader = somebody("reader@example.org", "reader", of=works.organisation)
    of, client = _recomputed(works), browser(reader)
    page = client.get(f"/zh/studies/products/recomputations/{of.id}/").content.decode()
    assert "cement" in page and "更新草稿" not in page
    assert client.post("/zh/studies/products/recompute/", {"release": f"{Named.name} 2"}).status_code == 403
    assert "保存等级界限" not in client.get(f"/zh/studies/{made['brick'].id}/product/").content.decode()


def test_a_program_does_the_same(works: Acting, made: dict[str, Study]) -> None:
    program = Program(works)
    rows = {row["name"]["en"]: row for row in program.get("products").json()["items"]}
    assert rows["cement"]["dataset"] == f"product:{made['cement'].id}@1" and rows["cement"]["taken_by"]
    assert {reason["kind"] for reason in rows["concrete"]["stale"]} == {"library", "upstream"}
    graph = program.get("products/graph").json()
    assert graph["loops"] == [] and graph["levels"][str(made["concrete"].id)] == 1
    key = {"Idempotency-Key": "k1"}
    asked = {"releases": [f"{Named.name} 2"], "samples": False}
    begun = [program.post("products/recomputations", asked, **key) for _ in range(2)]
    assert [a.status_code for a in begun] == [202, 202] and Job.objects.count() == 1
    jobs.run(begun[0].json()["id"])
    of = program.get("products/recomputations").json()["items"][0]
    assert (of["products"], of["beyond"]) == (3, 2)
    found = program.get(f"products/recomputations/{of['id']}/products?only=beyond").json()
    assert [row["name"]["en"] for row in found["items"]] == ["cement", "concrete"]
    assert found["items"][1]["causes"][0]["dataset"] == rows["cement"]["dataset"]
    body = {"study": str(made["cement"].id)}
    assert program.post(f"products/recomputations/{of['id']}/update", body).json()["result"][
        "total"
    ] == pytest.approx(450)
    assert program.post(f"studies/{made['brick'].id}/publications", {"version": 1}).status_code == 201
    assert [p["version"] for p in program.get(f"studies/{made['brick'].id}/publications").json()] == [1]
    renewed = program.post(f"studies/{made['brick'].id}/renewal", None)
    assert renewed.json()["result"]["total"] == pytest.approx(10.5)
    limits = {"limits": [{"name": "A", "limit": 9.0}, {"name": "B", "limit": 8.0}]}
    assert (
        json.loads(program.put(f"studies/{made['brick'].id}/limits", limits).content)["problems"][0]["code"]
        == "footprints.bad-limits"
    )
