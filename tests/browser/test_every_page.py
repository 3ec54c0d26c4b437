"""Every page, in both languages, at a desk and on a phone, light and dark: readable, usable by keyboard, and quiet."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accessible import faults
from selenium import webdriver
from sites import PASSWORD, Site
from walker import Walker

from tanzuji.formats.starter import starter_release

HE = "he.chuan@baiqiao.example"

PUBLIC = {
    "home": "",
    "sign-in": "account/login/",
    "forgotten password": "account/password/reset/",
    "library": "library/",
    "library, what is found": "library/?q=%E7%94%B5%E5%8A%9B",
    "library, nothing found": "library/?q=zzzzzz",
    "dataset": "library/datasets/cn-elec-cf-2024-cn-041/",
    "standards": "standards/",
    "map of standards": "standards/map/",
    "rulebook": "rulebook/",
    "rule": "rulebook/rules/cn.cement/",
    "two rules": "rulebook/compare/?first=cn.cement&second=cn.tyre",
    "benchmark values": "benchmarks/",
    "reference models": "models/",
    "releases": "publications/",
    "policy": "policy/cn-js/",
}

SIGNED_IN = {
    "start": "",
    "studies": "studies/",
    "new study": "studies/new/",
    "blank form": "studies/new/blank/",
    "inventory": "{study}inventory/?process=steelmaking",
    "inventory, a row unfolded": "{study}inventory/?process=steelmaking&row=site-electricity#in-site-electricity",
    "inventory, something new": "{study}inventory/?process=steelmaking&add=energy#adding",
    "scope": "{study}scope/",
    "history": "{study}history/",
    "comments": "{study}comments/",
    "checks": "{study}checks/",
    "result": "{study}result/",
    "process": "{study}result/process/?process=steelmaking",
    "scenarios": "{study}scenarios/",
    "what if": "{study}what-if/",
    "what if, something tried": "{study}what-if/?line.steelmaking/site-electricity=-20&target=-1&strategy=least",
    "standards": "{study}standards/",
    "standards, one bridge": "{study}standards/?before=pact-3&after=eu-pef",
    "versions": "{study}versions/",
    "version": "{study}versions/2/",
    "comparison": "{study}compare/?before=1&after=2",
    "report and export": "{study}report/",
    "draft from a file": "{study}replace/",
    "archive": "{study}archive/",
    "publishing and use": "{study}product/",
    "products": "studies/products/",
    "who stands on whom": "studies/products/graph/",
    "recompute all": "studies/products/recompute/",
    "libraries": "library/releases/",
    "library, a release": "library/releases/starter/{starter}/",
    "import": "library/import/",
    "search in rules": "library/?in=rules&q=%E6%B0%B4%E6%B3%A5",
    "matches": "library/matches/",
    "contributions": "contributions/",
    "contribute": "contributions/new/",
    "base data": "base-data/",
    "evidence": "base-data/evidence/",
    "readings of a file": "base-data/upload/",
    "campaigns": "campaigns/",
    "along the chain": "sharing/",
    "ask a supplier": "sharing/ask/",
    "exchange": "nodes/",
    "conformance": "nodes/conformance/",
    "product files": "archive/",
    "notices": "notices/",
    "propose a standard": "standards/propose/",
    "write a rule": "rulebook/new/",
    "affected": "studies/affected/",
    "contribute products": "studies/products/contribute/",
    "match materials": "{study}matching/",
    "take over readings": "{study}taking-over/",
    "gap to the benchmark": "{study}benchmark/",
    "jobs": "jobs/",
    "job": "{job}",
    "organisation": "organisation/",
    "people": "organisation/people/",
    "tokens": "organisation/tokens/",
    "activity": "organisation/activity/",
    "account": "organisation/account/",
    "sign out": "account/logout/",
    "nothing there": "studies/00000000-0000-0000-0000-000000000000/",
}

BEFORE_ANYTHING = {
    "no such study": "studies/?name=zzz",
    "jobs": "jobs/",
    "publishing and use": "{study}product/",
    "products": "studies/products/",
    "who stands on whom": "studies/products/graph/",
    "recompute all": "studies/products/recompute/",
    "versions": "{study}versions/",
    "comparison": "{study}compare/",
    "history": "{study}history/",
    "comments": "{study}comments/",
    "account": "organisation/account/",
    "second factor": "account/factor/",
    "authenticator": "account/factor/app/",
    "security key": "account/factor/keys/new/",
    "password": "account/password/change/",
}


@dataclass
class Visitor:
    """Somebody who goes from page to page; `names` are addresses known only once there is something to see."""

    walker: Walker
    names: dict[str, str] = field(default_factory=dict)

    def complaints(self, page: str) -> list[str]:
        """What is wrong with a page: in Chinese at a desk, in English on a phone, in the colours of both."""
        walker = self.walker
        walker.language = "zh"
        walker.open(page.format_map(self.names))
        found = faults(walker, width=1280)
        found += faults(walker, width=1280, dark=True, colours_only=True)
        found += faults(walker, width=360, dark=True, colours_only=True)
        walker.language = "en"
        walker.open(page.format_map(self.names))
        return found + faults(walker, width=360) + walker.complaints()


def _visitor(browser: webdriver.Chrome, site: Site, folder: Path) -> Visitor:
    walker = Walker(browser, site.address, folder / "downloads")
    walker.begin()
    # Some pages answer so on purpose.
    walker.provoked |= {"status of 404"}
    return Visitor(walker)


@pytest.fixture(scope="module")
def stranger(
    browsers: Callable[[int], webdriver.Chrome], site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    """Somebody who is not signed in."""
    found = _visitor(browsers(1), site, tmp_path_factory.mktemp("stranger"))
    yield found
    found.walker.end()


@pytest.fixture(scope="module")
def newcomer(stranger: Visitor, site: Site) -> Visitor:
    """Somebody with a password, with one study to which nothing has happened yet."""
    email = f"{uuid.uuid4().hex[:8]}@new.example"
    site.add_person(email, "新厂 New works")
    stranger.walker.enter_with_password(email, PASSWORD)
    stranger.names["study"] = stranger.walker.begin_study("room_air_conditioner")
    return stranger


@pytest.fixture(scope="module")
def he(
    browsers: Callable[[int], webdriver.Chrome], site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    """He Chuan, who edits and administers: a study with versions and a comment, and a report that was made."""
    found = _visitor(browsers(0), site, tmp_path_factory.mktemp("he"))
    walker = found.walker
    walker.enter(HE)
    walker.open("studies/?name=%E7%83%AD%E8%BD%A7")
    walker.follow("table.studies tbody tr:last-child th a")  # the older of his two, which has two versions
    found.names["study"] = walker.study
    walker.open(f"{walker.study}comments/")
    walker.one("textarea[name=text]").send_keys("外购电的计量点在哪里？")
    walker.follow("form:has(textarea[name=text]) button")
    walker.open(f"{walker.study}report/?version=2")
    walker.follow("form:has(select#version) button.btn-primary")
    walker.until(lambda: walker.all("a[href*='/jobs/'][href$='/result/']"), "the report is made")
    link = walker.one(".job-head a").get_attribute("href") or ""
    found.names["job"] = link.partition("/zh/")[2]
    found.names["starter"] = starter_release().version
    yield found
    walker.end()


@pytest.mark.parametrize("page", PUBLIC.values(), ids=PUBLIC.keys())
def test_a_public_page_is_accessible_and_quiet(stranger: Visitor, page: str) -> None:
    assert stranger.complaints(page) == []


@pytest.mark.parametrize("page", SIGNED_IN.values(), ids=SIGNED_IN.keys())
def test_a_page_of_a_member_is_accessible_and_quiet(he: Visitor, page: str) -> None:
    assert he.complaints(page) == []


@pytest.mark.parametrize("page", BEFORE_ANYTHING.values(), ids=BEFORE_ANYTHING.keys())
def test_a_page_where_there_is_nothing_yet_is_accessible_and_quiet(newcomer: Visitor, page: str) -> None:
    assert newcomer.complaints(page) == []
