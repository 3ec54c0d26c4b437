"""Every button of the editor does what it says: folded forms beside it stand in no button's way."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from walker import Walker

from tanzuji.documents.lines import STAGES

LIN = "lin.lan@lanshi.example"
FIELD = "processes[field]"
POWER = f"{FIELD}.energy[irrigation-electricity]"


def unfold(walker: Walker) -> None:
    """Open everything that is folded on the sheet, so that its buttons can be pressed."""
    walker.script("for (const folded of document.querySelectorAll('#sheet details')) folded.open = true")


def press(walker: Walker, action: str, **fields: str) -> None:
    """Fill the small form around a button of the sheet and press it; what it did is stored."""
    unfold(walker)
    button = walker.one(f'#sheet button[name="do"][value="{action}"]')
    place = action.partition(":")[2]
    for name, text in fields.items():
        name = name.replace("__", ".")
        control = walker.one(f'#sheet [name="new.{place}+{name}"]')
        walker.script("arguments[0].scrollIntoView({block: 'center'})", control)
        if control.tag_name == "select":
            control.find_element(By.CSS_SELECTOR, f'option[value="{text}"]').click()
        else:
            control.clear()
            control.send_keys(text)
    before = walker.revision
    walker.press(button)
    walker.saved(before)


def exactly(walker: Walker, selector: str, count: int) -> None:
    """Wait until there are so many."""
    walker.until(lambda: len(walker.all(selector)) == count, f"there are {count} of {selector}")


@pytest.fixture
def study(walker: Walker) -> str:
    walker.enter(LIN)
    return walker.begin_study("rice_paddy")


def test_every_button_of_an_open_row_is_pressed(walker: Walker, study: str) -> None:
    walker.open(f"{study}inventory/?process=field")
    walker.open_row("irrigation-electricity")
    press(walker, f"put:{POWER}.conversion", amount="3.6", unit="MJ/kWh", citation="GB/T 2589")
    walker.one(f'[data-place="{POWER}.conversion.amount"]')
    press(walker, f"remove:{POWER}.conversion")
    press(walker, f"put:{POWER}.instrument", number="GEC-1")
    walker.one(f'[data-place="{POWER}.instrument.number"]')
    press(walker, f"remove:{POWER}.instrument")
    press(walker, f"add:{POWER}.data.evidence", title="电费单", location="档案室")
    walker.one(f'[data-place="{POWER}.data.evidence[0].title"]')
    press(walker, f"remove:{POWER}.data.evidence[0]")
    press(walker, f"copy:{POWER}")
    copied = walker.until(
        lambda: [r for r in walker.texts("tr.line") if "（副本）" in r], "the copy is there"
    )
    assert len(copied) == 1
    press(walker, f"down:{POWER}")
    press(walker, f"up:{POWER}")
    press(walker, f"remove:{POWER}")
    walker.until(lambda: not walker.all("#in-irrigation-electricity"), "the row is gone")


def test_every_button_of_a_process_is_pressed(walker: Walker, study: str) -> None:
    walker.open(f"{study}inventory/?process=field")
    count = len(walker.all("#outline li"))
    before = walker.texts("#outline li a > span:first-child")
    press(walker, f"up:{FIELD}")
    walker.until(lambda: walker.texts("#outline li a > span:first-child") != before, "the process moved")
    press(walker, f"down:{FIELD}")
    walker.until(lambda: walker.texts("#outline li a > span:first-child") == before, "it moved back")
    unfold(walker)
    walker.follow(f'#sheet button[value="copy:{FIELD}"]')
    assert len(walker.all("#outline li")) == count + 1
    copied = walker.one('input[name="process"]').get_attribute("value")
    unfold(walker)
    walker.press(f'#sheet button[value="remove:processes[{copied}]"]')
    walker.until(lambda: len(walker.all("#outline li")) == count, "the copy is gone")


ADDED: dict[str, dict[str, str]] = {
    "parameters": {"name": "moisture", "value": "0.14", "unit": "1"},
    "exclusions": {"name__zh": "包装", "reason__zh": "小于 1 %", "share": "0.005"},
    "comparisons": {
        "name__zh": "文献值",
        "low": "700",
        "high": "900",
        "unit": "kg CO2e/t",
        "citation": "GB/T 24067",
    },
    "scenarios": {"name__zh": "节水灌溉"},
    "materials": {"name__zh": "编织袋", "amount": "2", "unit": "kg"},
    "boundary.stages": {"name__zh": "田间", "canonical": "manufacturing"},
}


def test_every_button_of_goal_and_scope_is_pressed(walker: Walker, study: str) -> None:
    walker.open(f"{study}scope/")
    press(walker, "remove:period")
    press(walker, "put:period", start="2025-01-01", end="2025-12-31")
    for place, fields in ADDED.items():
        buttons = f'#sheet button[value^="remove:{place}["]'
        count = len(walker.all(buttons))
        press(walker, f"add:{place}", **fields)
        added = len(STAGES) + 1 if place == "boundary.stages" else 1  # the usual ones stand beside the first
        exactly(walker, buttons, count + added)
    press(walker, "key:product.codes", key="HS", value="1006")
    press(walker, "remove:product.codes[HS]")
    for place in ADDED:
        removes = walker.all(f'#sheet button[value^="remove:{place}["]')
        item = (removes[-1].get_attribute("value") or "").partition(":")[2]
        if len(removes) > 1 and walker.all(f'#sheet button[value="up:{item}"]'):
            press(walker, f"up:{item}")
            above = item.replace(
                f"[{len(removes) - 1}]", f"[{len(removes) - 2}]"
            )  # what has no id is counted
            press(walker, f"down:{above}")
        press(walker, f"remove:{item}")
        exactly(walker, f'#sheet button[value^="remove:{place}["]', len(removes) - 1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_of_the_editor_scrolls_sideways_on_a_telephone(walker: Walker, language: str) -> None:
    walker.enter(LIN)
    study = walker.begin_study("lfp_battery_pack")
    walker.language = language
    walker.look(360)
    for page in ("scope/", "inventory/"):
        walker.open(f"{study}{page}")
        unfold(walker)
        assert walker.script("return document.documentElement.scrollWidth") <= 360


def test_a_remark_written_as_the_session_ends_is_kept_and_said_after_signing_in_again(
    walker: Walker, study: str
) -> None:
    """The page to sign in is not put in the row; the page goes on by itself once signed in in another tab."""
    walker.provoked |= {"status of 401", "status of 403"}
    walker.open(f"{study}inventory/?process=field")
    walker.open_row("irrigation-electricity")
    walker.press('#more-irrigation-electricity [data-load="remarks"]')
    text = walker.one("#more-irrigation-electricity .thread textarea")
    text.send_keys("电表读数核对过吗？")
    walker.browser.delete_cookie("sessionid")
    walker.press("#more-irrigation-electricity .thread > [data-thread] button")
    walker.reads("#notices", "登录已过期")
    assert (walker.one("#notices a").get_attribute("href") or "").endswith("field") and not walker.all(
        "#sheet #id_login"
    )
    assert (
        walker.one("#more-irrigation-electricity .thread textarea").get_attribute("value")
        == "电表读数核对过吗？"
    )
    here = walker.browser.current_window_handle
    walker.browser.switch_to.new_window("tab")
    walker.enter(LIN)
    walker.browser.close()
    walker.browser.switch_to.window(here)
    walker.until(lambda: not walker.all("#notices a"), "the page knows that its person is back", 30)
    walker.press("#more-irrigation-electricity .thread > [data-thread] button")
    walker.reads("#more-irrigation-electricity .thread .said", "电表读数核对过吗？")
    assert walker.one("#more-irrigation-electricity .thread textarea").get_attribute("value") == ""
    assert not walker.script("return Object.keys(localStorage).some((key) => key.includes('.remark.'))")
