"""The pages do their work in a browser that runs no script."""

from __future__ import annotations

import uuid

from sites import PASSWORD, Site
from walker import Walker

import tanzuji as tz
from tanzuji.documents.editing import Set, apply, with_line_ids
from tanzuji.figures.amounts import total_text

POWER = "processes[field].energy[irrigation-electricity].amount"


def rice(power: float) -> str:
    """The total of the demo rice with this much electricity (kWh/t), as pages print it."""
    plain = with_line_ids(tz.demo_models()["rice_paddy"].plain())
    changed = apply(plain, [Set(place=POWER, value=power, was=171)]).plain
    return total_text(tz.compute(tz.ProductModel.parse(changed), tz.starter_release()))


def test_an_amount_is_changed_with_the_button_of_the_form(walker: Walker, site: Site) -> None:
    email = f"{uuid.uuid4().hex}@plain.example"
    site.add_person(email, "Plain")
    walker.cdp("Emulation.setScriptExecutionDisabled", value=True)
    walker.open("account/login/")
    walker.one("#id_login").send_keys(email)
    walker.one("#id_password").send_keys(PASSWORD)
    walker.one("form:has(#id_password) button").click()
    walker.open("studies/new/")
    walker.one("form[action$='/examples/rice_paddy/'] button").click()
    assert walker.one("#live-total").text == rice(171)
    walker.one("#outline a[href*='process=field']").click()
    amount = walker.field(POWER)
    amount.clear()
    amount.send_keys("250")
    walker.one("noscript button, .sheet-form button.btn-primary").click()
    walker.until(lambda: walker.one("#live-total").text == rice(250), "the total follows")
    assert walker.field(POWER).get_attribute("value") == "250"

    # What is wrong comes back with the page, at its field, and with what was typed.
    walker.provoked.add("status of 422")
    amount = walker.field(POWER)
    amount.clear()
    amount.send_keys("a lot")
    walker.one(".sheet-form button.btn-primary").click()
    walker.until(lambda: walker.all("#problems"), "the page says what is wrong")
    assert walker.field(POWER).get_attribute("value") == "a lot"
    assert walker.field(POWER).get_attribute("aria-invalid") == "true"
    assert walker.one("#live-total").text == rice(250)
