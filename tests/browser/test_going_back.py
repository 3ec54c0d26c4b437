"""Going back after a form that was sent back: the page the form stood on, and never a question of the browser's.

Answers to who is signed in are kept in no cache (`no-store`), so Chromium has nothing to show for the answer to a form
and would ask whether to send it again.
"""

from __future__ import annotations

from walker import Walker

LIN, ZHOU = "lin.lan@lanshi.example", "zhou.ning@lanshi.example"


def test_back_to_a_form_that_failed_shows_its_page_and_not_the_browsers_question(walker: Walker) -> None:
    walker.enter(LIN)
    walker.open("labels/")
    walker.follow("main a[href*='/labels/of/']")
    page = walker.browser.current_url
    walker.provoked.add("status of 422")
    walker.browser.execute_script("document.getElementById('where').removeAttribute('required')")
    walker.follow("form:has(#where) button")
    assert walker.all("#problems") and walker.browser.current_url == page

    # What failed can be sent again from where it is shown, though the address is that of the page before.
    form = walker.one("form:has(#where)")
    assert (form.get_attribute("action") or "").endswith("/request/")
    walker.follow(".brand")
    walker.browser.back()
    walker.until(lambda: walker.all("#where"), "the page of the form is there again")
    assert walker.browser.current_url == page and not walker.all("#problems")


def test_links_at_the_foot_are_large_enough_for_a_thumb_and_sign_out(walker: Walker) -> None:
    """WCAG 2.2, 2.5.5: 44 px on touch, at 360 px without sideways scroll."""
    walker.cdp("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)
    walker.cdp("Emulation.setTouchEmulationEnabled", enabled=True)
    walker.enter(ZHOU)
    heights = [link.rect["height"] for link in walker.all(".foot a")]
    assert heights and min(heights) >= 44
    walker.follow(".foot a[href*='logout']")
    walker.follow("main form button")
    assert walker.all(".tools a[href*='login']")
    assert walker.browser.execute_script("return document.documentElement.scrollWidth") == 360
