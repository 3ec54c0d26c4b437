"""Two people at two browsers who edit one study."""

from __future__ import annotations

import pytest
from accessible import faults
from walker import Walker

import tanzuji as tz
from tanzuji.documents.editing import Set, apply, with_line_ids
from tanzuji.figures.amounts import total_text

XU, BAI = "xu.ke@ningtu.example", "bai.lu@ningtu.example"
LOOKS = 25.0
"""Seconds until an open page has looked for what colleagues did; it looks every ten."""


@pytest.fixture
def study(walker: Walker, colleague: Walker) -> str:
    """A study that both have open: Xu Ke, who administers, has given Bai Lu the role of an editor as well."""
    walker.enter(XU)
    walker.open("organisation/people/")
    row = next(row for row in walker.all("table tbody tr") if BAI in row.text)
    walker.press(row.find_element("css selector", "summary"))
    editor = row.find_element("css selector", "input[value=editor]")
    if not editor.is_selected():
        walker.press(editor)
    walker.follow(row.find_element("css selector", "form button"))
    found = walker.begin_study("pv_module_csi")
    colleague.enter(BAI)
    colleague.open(found)
    assert colleague.all("#editor[data-locked='']")
    return found


def amounts(walker: Walker) -> tuple[str, str]:
    """The places of the first two amounts on the page that are plain numbers."""
    fields = walker.all("table.inputs input.num[data-place$='.amount']")
    first, second, *_ = [
        f.get_attribute("data-place") for f in fields if not (f.get_attribute("value") or "=").startswith("=")
    ]
    return str(first), str(second)


def test_edits_of_different_fields_both_stay_and_each_sees_the_others(
    walker: Walker, colleague: Walker, study: str
) -> None:
    one, other = amounts(walker)
    was = [float(walker.field(place).get_attribute("value") or "") for place in (one, other)]
    walker.write(one, "11")
    colleague.write(other, "22")
    both = apply(
        with_line_ids(tz.demo_models()["pv_module_csi"].plain()),
        [Set(place=one, value=11, was=was[0]), Set(place=other, value=22, was=was[1])],
    ).plain
    total = total_text(tz.compute(tz.ProductModel.parse(both), tz.starter_release()))
    for person, place, text in ((walker, other, "22"), (colleague, one, "11")):
        person.until(
            lambda p=person, at=place, t=text: p.field(at).get_attribute("value") == t,
            f"{place} reads {text}",
            LOOKS,
        )
        assert person.total == total
    # Whoever saved first was told who changed what; whoever saved second got it with the answer.
    assert "白露" in walker.text("#notices") or "许可" in colleague.text("#notices")


@pytest.mark.parametrize(
    ("choice", "stays"), [pytest.param("take", "31", id="theirs"), pytest.param("keep", "32", id="mine")]
)
def test_edits_of_the_same_field_are_shown_side_by_side_and_the_second_chooses(
    walker: Walker, colleague: Walker, study: str, choice: str, stays: str
) -> None:
    place, _ = amounts(walker)
    colleague.provoked.add("status of 409")
    revision = walker.revision
    walker.write(place, "31")
    walker.saved(revision)
    colleague.write(place, "32")
    row = f'tr[data-conflict="{place}"]'
    colleague.until(lambda: colleague.all(row), "both values are shown")
    assert "32" in colleague.text(f"{row} ins")
    theirs = colleague.text(f"{row} td:nth-of-type(2)")
    assert "31" in theirs and "许可" in theirs
    # Nothing is decided for anybody: their own text stands in the field until they choose.
    assert colleague.field(place).get_attribute("value") == "32"
    assert faults(colleague, width=1280) + faults(colleague, width=360, dark=True) == []
    colleague.press(f"{row} [data-{choice}]")
    colleague.until(lambda: not colleague.all("section.merge"), "the choice is made")
    colleague.until(lambda: colleague.field(place).get_attribute("value") == stays, f"{place} reads {stays}")
    if choice == "keep":
        colleague.saved(revision + 1)
    walker.open(study)
    assert walker.field(place).get_attribute("value") == stays


def test_undo_takes_back_ones_own_edit_and_leaves_the_colleagues(
    walker: Walker, colleague: Walker, study: str
) -> None:
    one, other = amounts(walker)
    was = walker.field(one).get_attribute("value")
    revision = walker.revision
    walker.write(one, "51")
    walker.saved(revision)
    colleague.open(study)
    colleague.write(other, "52")
    colleague.saved(revision + 1)
    walker.open(study)
    walker.press("#undo")
    walker.saved(revision + 2)
    assert walker.field(one).get_attribute("value") == was
    assert walker.field(other).get_attribute("value") == "52"
    assert (
        walker.one("#undo").get_attribute("aria-disabled") == "true"
    )  # the colleague's edit is not theirs to take back
