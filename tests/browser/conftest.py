"""A running site with the demo's accounts and products, and people at Chromium who walk through it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from selenium import webdriver
from sites import PERSON, Site, site_in
from walker import Walker, chromium, installed


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of this session's own; server and worker end with the session."""
    found = site_in(tmp_path_factory.mktemp("site"), ["demo"])
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that a test may stop and start; PERSON administers and edits its only organisation."""
    found = site_in(tmp_path_factory.mktemp("own"), ["serve", "--migrate", "--processes", "1"])
    try:
        found.start()
        found.add_person(PERSON, "Works")
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], webdriver.Chrome]]:
    """Chromium processes by number, each started when it is first asked for and kept for the session."""
    running: dict[int, webdriver.Chrome] = {}
    with ExitStack() as ends:

        def browser(number: int) -> webdriver.Chrome:
            if not installed():
                pytest.skip("Chromium and chromedriver are not on this machine")
            if number not in running:
                running[number] = chromium(tmp_path_factory.mktemp("chromium"))
                ends.callback(running[number].quit)
            return running[number]

        yield browser


@pytest.fixture
def people(browsers: Callable[[int], webdriver.Chrome], tmp_path: Path) -> Iterator[Callable[[str], Walker]]:
    """Somebody new at a browser of their own: nobody is signed in there, and nothing is kept on the device.

    When they are done, no page may have complained in the console.
    """
    walking: list[Walker] = []

    def somebody(address: str) -> Walker:
        downloads = tmp_path / f"downloads-{len(walking)}"
        walker = Walker(browsers(len(walking)), address, downloads)
        walker.begin()
        walking.append(walker)
        return walker

    yield somebody
    complaints = [complaint for walker in walking for complaint in walker.complaints()]
    for walker in walking:
        walker.end()
    assert not complaints, complaints


@pytest.fixture
def walker(people: Callable[[str], Walker], site: Site) -> Walker:
    """Somebody at a browser, before the demo."""
    return people(site.address)


@pytest.fixture
def colleague(people: Callable[[str], Walker], site: Site, walker: Walker) -> Walker:
    """A second person at a browser of their own, before the same demo."""
    return people(site.address)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed walk shows where everybody stood: address and picture."""
    report = yield
    if report.failed and report.when == "call":
        for name, given in getattr(item, "funcargs", {}).items():
            walker = getattr(given, "walker", given)
            if isinstance(walker, Walker):
                report.sections.append((f"where {name} stood", walker.seen(item.name)))
    return report
