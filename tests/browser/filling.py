"""Filling in forms as a person does: folds opened, fields typed into, the button of that form pressed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from walker import Walker

Typed = Mapping[str, str | bool | Path]
"""What goes into fields by name: words, the value that is chosen, whether it is ticked, a file."""


def doing(action: str) -> str:
    """The form of an action, as the hidden field of the room's forms names it."""
    return f"form:has(input[type=hidden][name=action][value={action}])"


def become(walker: Walker, email: str, page: str = "") -> None:
    """Somebody else of the demonstration sits down at this browser, and goes to a page."""
    walker.cdp("Network.clearBrowserCookies")
    walker.enter(email)
    if page:
        walker.open(page)


def fill(walker: Walker, form: str, typed: Typed | None = None, *, button: str = "button") -> None:
    """Fill a form in and send it; wait for the page that answers."""
    for name, value in (typed or {}).items():
        _put(walker, f'{form} [name="{name}"]', value)
    pressed = walker.one(f"{form} {button}")
    _unfold(walker, pressed)
    walker.follow(pressed)


def choose(walker: Walker, selector: str, value: str) -> None:
    """Choose from a list by the value behind the words."""
    Select(walker.one(selector)).select_by_value(value)


def _put(walker: Walker, selector: str, value: str | bool | Path) -> None:
    control = walker.one(selector)
    _unfold(walker, control)
    kind = control.get_attribute("type")
    if kind in ("radio", "checkbox"):
        chosen = control if isinstance(value, bool) else walker.one(f'{selector}[value="{value}"]')
        if chosen.is_selected() is not bool(value):
            walker.press(chosen)
    elif kind == "select-one":
        choose(walker, selector, str(value))
    elif isinstance(value, Path):
        control.send_keys(str(value))
    elif kind == "date":
        # what keys a day is typed with depends on the machine's language
        walker.script("arguments[0].value = arguments[1]", control, str(value))
    else:
        walker.script("arguments[0].scrollIntoView({block: 'center'})", control)
        control.send_keys(Keys.CONTROL, "a")
        control.send_keys(str(value) or Keys.DELETE)


def _unfold(walker: Walker, element: WebElement) -> None:
    """Open every fold that the element lies in, from the outermost."""
    closed = "return arguments[0].closest('details:not([open])')"
    while fold := walker.script(closed, element):
        outermost = fold
        while outer := walker.script(
            "return arguments[0].parentElement?.closest('details:not([open])')", outermost
        ):
            outermost = outer
        walker.press(outermost.find_element("css selector", "summary"))
