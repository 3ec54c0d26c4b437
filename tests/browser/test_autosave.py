"""What somebody types is never lost: not when the server is away, nor when they are signed out or mistyped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from accessible import faults
from sites import PASSWORD, PERSON, Site
from walker import Walker

POWER = "processes[field].energy[irrigation-electricity].amount"


@pytest.fixture
def walker(people: Callable[[str], Walker], own_site: Site) -> Iterator[Walker]:
    """Somebody who has just begun a study on a site that may go away."""
    found = people(own_site.address)
    found.enter_with_password(PERSON, PASSWORD)
    found.begin_study("rice_paddy")
    found.follow("#outline a[href*='process=field']")
    assert found.field(POWER).get_attribute("value") == "171"
    yield found
    if own_site.process is None:
        own_site.start()


def lose(site: Site, walker: Walker) -> None:
    """The site goes away; what the browser says of that in its console is no fault of the page."""
    walker.provoked |= {"net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET", "net::ERR_EMPTY_RESPONSE"}
    site.stop()


def test_what_is_typed_while_the_server_is_away_stays_and_is_saved_when_it_is_back(
    walker: Walker, own_site: Site
) -> None:
    revision = walker.revision
    lose(own_site, walker)
    walker.write(POWER, "88")
    walker.reads("#saved", "未保存 · 正在重试")
    walker.write(POWER, "88.5")
    assert walker.all("#saved.unsaved")
    assert walker.field(POWER).get_attribute("value") == "88.5"
    own_site.start()
    walker.saved(revision)
    walker.until(
        lambda: (
            walker.script(
                "return document.querySelector(arguments[0]).dataset.was", f'[data-place="{POWER}"]'
            )
            == "88.5"
        ),
        "the server has the newest text",
        30,
    )
    walker.browser.refresh()
    assert walker.field(POWER).get_attribute("value") == "88.5"


def test_what_was_typed_on_a_page_that_was_closed_is_sent_when_it_is_opened_again(
    walker: Walker, own_site: Site
) -> None:
    page = walker.path
    lose(own_site, walker)
    walker.write(POWER, "77.25")
    walker.reads("#saved", "未保存")
    walker.browser.get("about:blank")
    own_site.start()
    walker.open(page)
    walker.reads("#notices", "已重新送出上次没有保存的内容")
    walker.saved(1)
    assert walker.field(POWER).get_attribute("value") == "77.25"
    walker.browser.refresh()
    assert walker.field(POWER).get_attribute("value") == "77.25"


@pytest.mark.parametrize(("ended", "answer"), [("the session", 401), ("every cookie", 403)])
def test_what_is_typed_after_the_session_ended_is_sent_once_signed_in_again(
    walker: Walker, ended: str, answer: int
) -> None:
    page = walker.path
    walker.provoked.add(f"status of {answer}")
    if ended == "the session":
        walker.browser.delete_cookie("sessionid")
    else:
        walker.browser.delete_all_cookies()
    walker.write(POWER, "66.5")
    walker.reads("#notices", "登录已过期")
    assert walker.field(POWER).get_attribute("value") == "66.5"
    walker.enter_with_password(PERSON, PASSWORD)
    walker.open(page)
    walker.saved(1)
    walker.browser.refresh()
    assert walker.field(POWER).get_attribute("value") == "66.5"


def test_what_is_no_amount_is_told_at_its_field_and_stays_until_it_is_corrected(walker: Walker) -> None:
    walker.provoked.add("status of 422")
    revision, total = walker.revision, walker.total
    walker.write(POWER, "quite a lot")
    walker.until(lambda: walker.field(POWER).get_attribute("aria-invalid") == "true", "the field is marked")
    described = (walker.field(POWER).get_attribute("aria-describedby") or "").split()[-1]
    assert walker.script("return document.getElementById(arguments[0]).textContent", described).strip()
    assert walker.field(POWER).get_attribute("value") == "quite a lot"
    assert faults(walker, width=1280) == []
    assert (walker.revision, walker.total) == (revision, total)
    walker.write(POWER, "172")
    walker.saved(revision)
    assert walker.field(POWER).get_attribute("aria-invalid") is None
