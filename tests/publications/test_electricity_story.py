"""The electricity announcements of 2023 and 2024 through both gates, walked in browsers and through the API.

National averages: 0.6205 and 0.5777 kgCO2e/kWh (announcements of the Ministry of Ecology and Environment, the National
Bureau of Statistics and the National Energy Administration). By hand: a product that takes 1000 kWh and nothing else
goes from 620.5 to 577.7 kg CO2e, −42.8 kg, −6.9 %.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from houses import CURATOR, SECOND, study_on, work, works

from tanzuji.contributions import queries as contributions
from tanzuji.contributions.models import Contribution
from tanzuji.footprints.affected import reports
from tanzuji.footprints.models import Effect
from tanzuji.notices.models import Notice
from tanzuji.parties.acting import Acting
from tanzuji.publications import queries
from tanzuji.publications.models import Draft
from tanzuji.site.demonstration import of_publications as story

OLD, NEW = 620.5, 577.7


def _browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def _page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def _send(client: Client, address: str, **form: Any) -> str:
    """The page a form leads to."""
    answer = client.post(address, form, follow=True)
    assert answer.status_code == 200, (address, answer.status_code, answer.content[:500])
    return re.sub(r"\s+", " ", answer.content.decode())


def _released_in_the_browser(people: dict[str, Acting], year: int, *, announce: bool) -> str:
    """The queue taken into a draft by one person, released by another; the public page of the release."""
    curator, second = _browser(people[CURATOR]), _browser(people[SECOND])
    for dataset in story.announced(year):
        story.through_the_gates(people, dataset)
    name = "cn-factors"
    page = _send(curator, f"/en/publications/{name}/begin/")
    draft = Draft.objects.get(state="draft")
    at = f"/en/publications/drafts/{draft.id}/"
    assert f"cn-electricity-{year}-average" in page
    waiting = [str(one.id) for one in contributions.entry_queue()]
    _send(curator, f"{at}choose/", item=waiting, revision=draft.revision)
    _send(
        curator, f"{at}describe/", notice_zh=f"{year} 年电力碳足迹因子", notice_en=f"Electricity of {year}",
        period=str(year), effective_from=story._EFFECTIVE[year].isoformat(),
    )  # fmt: skip
    page = _send(curator, f"{at}submit/")
    assert "To be released" in page and "you can neither release it" in page
    draft.refresh_from_db()
    if announce:
        _send(second, f"{at}decide/", action="announce")
        work()
    page = _send(second, f"{at}decide/", action="publish", digest=draft.digest)
    work()
    return page


def test_the_announcement_of_2024_takes_the_place_of_that_of_2023_and_every_study_is_listed_with_old_and_new(
    people: dict[str, Acting],
) -> None:
    """SH-202: 建立电力、热力及重点行业产品等排放因子发布机制 – id, period, effective-from, supersedes, notice, subscription,
    recalculation alert; draft → review → published → superseded."""
    owner, other = works(), works("else@else.example", "else")
    page = _released_in_the_browser(people, 2023, announce=False)
    assert "release 1" in page and "Electricity of 2023" in page
    first = queries.published("cn-factors")
    made = study_on(owner, first, 2023)
    waiting = study_on(owner, first, 2023, 500, version=False)
    elsewhere = study_on(other, first, 2023, 2000)
    client = _browser(owner)
    _send(client, "/en/publications/cn-factors/subscribe/", wanted="on")

    page = _released_in_the_browser(people, 2024, announce=True)
    assert "release 2" in page and "cn-electricity-2024-average" in page
    assert re.search(r"0\.6205.*0\.5777.*6\.90", page)
    assert "superseded" in _page(Client(), "/en/publications/cn-factors/1/")  # a stranger's eyes
    assert "release 2" in _page(Client(), "/en/publications/cn-factors/2/")

    titles = list(Notice.objects.filter(organisation=owner.organisation).values_list("title_en", flat=True))
    assert [title for title in titles if title.startswith("Release 2 of") and title.endswith("is to come")]
    assert (
        len(
            [title for title in titles if title.startswith("Release 2 of") and title.endswith("is published")]
        )
        == 2
    )

    page = _page(client, "/en/studies/affected/of/cn-factors/2/")
    assert "Studies affected" in page and str(made.id) in page and str(waiting.id) in page
    assert str(elsewhere.id) not in page  # another's study
    rows = client.get("/en/studies/affected/").content.decode()
    assert rows.count("/studies/affected/") >= 2  # as announced, and as published
    of = _effect(owner)
    row = of.recomputation.products.get(study=made)
    assert (row.old, row.new) == (pytest.approx(OLD, rel=1e-12), pytest.approx(NEW, rel=1e-12))
    assert row.share == pytest.approx(-42.8 / 620.5, rel=1e-9) and not row.beyond
    draft = reports.drafts(of)[0]
    assert (draft.study, draft.old, draft.new) == (waiting, pytest.approx(310.25), pytest.approx(288.85))

    _send(client, f"/en/studies/affected/{of.id}/update/")
    made.refresh_from_db()
    assert made.total == pytest.approx(NEW, rel=1e-12) and "cn-electricity-2024-average" in made.document
    assert made.versions.get().total == pytest.approx(OLD, rel=1e-12)  # what was made never changes
    elsewhere.refresh_from_db()
    assert elsewhere.total == pytest.approx(2 * OLD, rel=1e-12)

    states = dict(Contribution.objects.values_list("dataset_id", "state"))
    assert states["cn-electricity-2024-average"] == "in_library"
    assert states["cn-electricity-2023-average"] == "superseded"


def _effect(acting: Acting) -> Effect:
    found = reports.effect_of(acting, "cn-factors", 2)
    assert found is not None
    return found


def test_the_figures_of_the_story_are_those_of_the_announcements() -> None:
    """DOMAIN C.3, table of electricity factors [V-13, V-14]."""
    told = {of.id: of.amounts[0].amount for year in (2023, 2024) for of in story.announced(year)}
    assert told == {
        "cn-electricity-2023-average": 0.6205, "cn-electricity-2024-average": 0.5777,
        "cn-electricity-2023-coal": 0.944, "cn-electricity-2024-coal": 0.924,
        "cn-electricity-2023-wind": 0.0336, "cn-electricity-2024-wind": 0.0324,
        "cn-electricity-2023-photovoltaic": 0.0545, "cn-electricity-2024-photovoltaic": 0.0520,
    }  # fmt: skip


def test_the_api_tells_of_releases_their_changes_and_of_what_they_change_for_us(
    people: dict[str, Acting],
) -> None:
    """SH-202: a program follows releases without a page."""
    owner = works()
    first = story.release_of_year(people, 2023)
    work()  # nobody stands on it yet
    study_on(owner, first, 2023)
    story.release_of_year(people, 2024)
    work()
    stranger, client = Client(), _browser(owner)
    found = stranger.get("/api/publications/releases").json()
    assert [(one["library"], one["number"], one["superseded_by"]) for one in found["items"]] == [
        ("cn-factors", 2, None), ("cn-factors", 1, 2)]  # fmt: skip
    one = stranger.get("/api/publications/releases/cn-factors/2").json()
    assert one["digest"] == queries.published("cn-factors").digest and one["effective_from"] == "2025-10-23"
    changes = stranger.get("/api/publications/releases/cn-factors/2/changes").json()["items"]
    average = next(c for c in changes if c["dataset"] == "cn-electricity-2024-average")
    assert (average["kind"], average["old"], average["new"]) == ("replaced", 0.6205, 0.5777)
    compared = stranger.get("/api/publications/compare/cn-factors?old=1&new=2").json()["items"]
    assert compared == [c | {"reason": ""} for c in changes]
    affected = client.get("/api/studies/affected").json()["items"]
    assert [(a["library"], a["number"], a["affected"]) for a in affected] == [("cn-factors", 2, 1)]
    rows = client.get(f"/api/studies/affected/{affected[0]['id']}").json()["products"]
    assert [(r["old"], r["new"]) for r in rows] == [(pytest.approx(OLD), pytest.approx(NEW))]
    assert stranger.get("/api/studies/affected").status_code == 401
    assert (
        _browser(works("b@b.example", "b")).get(f"/api/studies/affected/{affected[0]['id']}").status_code
        == 404
    )


def test_the_page_of_a_dataset_says_who_stands_behind_it(people: dict[str, Acting]) -> None:
    """JS-205: whoever reads a value sees who contributed, verified and checked it, and how much of it is traced."""
    story.release_of_year(people, 2023)
    page = _page(Client(), "/en/library/datasets/cn-electricity-2023-average/")
    for said in (
        "Contributed by",
        "power institute",
        "Verified by",
        "duheng",
        "Provenance checked by",
        "mingsu",
        "Traced",
    ):
        assert said in page, said
