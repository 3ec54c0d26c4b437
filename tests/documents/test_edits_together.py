"""Two people at one model: stale edits, three-way merge, differences."""

from __future__ import annotations

from typing import Any

from test_edits_operations import PLAIN

from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import (
    Insert,
    Move,
    Operation,
    Remove,
    ReplaceAll,
    Set,
    Unset,
    apply,
    changes,
    merge,
    rebase,
    stale,
    with_line_ids,
)

BASE = with_line_ids(PLAIN)
POWER = "processes[grinding].energy[energy-1]"


def now(*operations: Operation) -> dict[str, Any]:
    return apply(BASE, operations).plain


def test_a_value_that_someone_else_changed_is_a_conflict_with_all_three_values() -> None:
    [conflict] = stale(
        [Set(place=f"{POWER}.amount", value=32, was=30)], now(Set(place=f"{POWER}.amount", value=31))
    )
    assert (conflict.place, conflict.reason) == (f"{POWER}.amount", "changed")
    assert (conflict.was, conflict.theirs, conflict.mine) == (30, 31, 32)


def test_numbers_are_compared_by_value_and_the_same_wish_twice_is_no_conflict() -> None:
    mine = Set(place=f"{POWER}.amount", value=31.0, was=30.0)
    assert stale([mine], BASE) == ()
    rebased = rebase([mine], now(Set(place=f"{POWER}.amount", value=31)))
    assert rebased.conflicts == rebased.operations == ()
    assert stale([Set(place="processes[kiln].controlled", value=True, was=1)], BASE) != ()


def test_absent_is_a_value_and_means_the_default_where_there_is_one() -> None:
    assert stale([Set(place="method.gwp_set", value="AR5", was="AR6")], BASE) == ()
    assert stale([Set(place="method.gwp_set", value="AR5", was="AR4")], BASE) != ()
    assert stale([Set(place="processes[kiln].energy[coal].instrument.number", value="1", was="")], BASE) != ()
    [conflict] = stale([Set(place=f"{POWER}.amount", value=3, was=30)], now(Unset(place=f"{POWER}.amount")))
    assert conflict.theirs is None
    [conflict] = stale([Set(place=f"{POWER}.amount", value=3)], now(Set(place=f"{POWER}.amount", value=0)))
    assert (conflict.was, conflict.theirs) == (None, 0)


def test_a_change_of_a_vanished_item_is_told_and_its_removal_needs_nothing() -> None:
    gone = now(Remove(place=POWER))
    [conflict] = stale([Set(place=f"{POWER}.amount", value=3, was=30)], gone)
    assert conflict.reason == "vanished"
    rebased = rebase([Remove(place=POWER, was=BASE["processes"][1]["energy"][0])], gone)
    assert rebased.conflicts == rebased.operations == ()


def test_removing_a_line_that_someone_changed_is_a_conflict() -> None:
    seen = BASE["processes"][1]["energy"][0]
    [conflict] = stale([Remove(place=POWER, was=seen)], now(Set(place=f"{POWER}.amount", value=31)))
    assert conflict.mine is None
    assert isinstance(conflict.theirs, dict)
    assert conflict.theirs["amount"] == 31


def test_two_lines_with_one_id_are_a_conflict_and_one_line_sent_twice_is_not() -> None:
    line = {"id": "ash", "name": "fly ash", "unit": "kg"}
    mine = Insert(place="processes[grinding].inputs", item=line, after="clinker")
    assert rebase([mine], now(mine)).operations == ()
    other = now(Insert(place="processes[grinding].wastes", item={**line, "name": "bottom ash"}))
    [conflict] = stale([mine], other)
    assert (conflict.place, conflict.reason) == ("processes[grinding].wastes[ash]", "taken")


def test_what_was_to_follow_a_vanished_item_stands_at_the_end() -> None:
    mine = Insert(
        place="processes[grinding].inputs", item={"id": "ash", "name": "a", "unit": "kg"}, after="clinker"
    )
    gone = now(Remove(place="processes[grinding].inputs[clinker]"))
    rebased = rebase([mine, Move(place="processes[grinding].inputs[ash]", after="clinker")], gone)
    assert rebased.conflicts == ()
    assert [i["id"] for i in apply(gone, rebased.operations).plain["processes"][1]["inputs"]] == [
        "heat",
        "ash",
    ]


def test_an_operation_is_judged_after_those_before_it() -> None:
    place = f"{POWER}.amount"
    twice = [Set(place=place, value=31, was=30), Set(place=place, value=32, was=31)]
    assert stale(twice, BASE) == ()
    [conflict] = stale(twice, now(Set(place=place, value=7)))
    assert (conflict.was, conflict.theirs, conflict.mine) == (30, 7, 32)
    assert rebase(twice, now(Set(place=place, value=7))).operations == ()


def test_replacing_everything_asks_for_the_version_it_replaces() -> None:
    file = {**BASE, "id": "file"}
    assert stale([ReplaceAll(document=file, was=digest(BASE))], BASE) == ()
    [conflict] = stale([ReplaceAll(document=file, was=digest(BASE))], now(Set(place="version", value="2")))
    assert conflict.place == ""


def test_a_file_and_the_edits_made_meanwhile_both_count() -> None:
    mine = now(Set(place=f"{POWER}.amount", value=28), Set(place="product.model", value="P·O 42.5"))
    theirs = now(
        Set(place=f"{POWER}.unit", value="MWh"),
        Insert(place="processes[grinding].inputs", item={"id": "ash", "name": "ash", "unit": "kg"}, at=0),
        Remove(place="scenarios[pv.2025]"),
    )
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ()
    line = merged.plain["processes"][1]["energy"][0]
    assert (line["amount"], line["unit"], merged.plain["product"]["model"]) == (28, "MWh", "P·O 42.5")
    assert [i["id"] for i in merged.plain["processes"][1]["inputs"]] == ["ash", "clinker", "heat"]
    assert not merged.plain.get("scenarios")


def test_an_amount_in_conflict_takes_its_unit_along() -> None:
    """Mine 1 200 kWh, theirs 1 MWh: never 1 200 MWh."""
    merged = merge(
        BASE,
        now(Set(place=f"{POWER}.amount", value=1200)),
        now(Set(place=f"{POWER}.amount", value=1), Set(place=f"{POWER}.unit", value="MWh")),
    )
    line = merged.plain["processes"][1]["energy"][0]
    assert (line["amount"], line["unit"]) == (1200, "kWh")
    assert [(c.place, c.reason) for c in merged.conflicts] == [
        (f"{POWER}.amount", "changed"),
        (f"{POWER}.unit", "together"),
    ]


def test_a_line_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    merged = merge(BASE, now(Remove(place=POWER)), now(Set(place=f"{POWER}.amount", value=5)))
    [conflict] = merged.conflicts
    assert (conflict.place, conflict.mine) == (POWER, None)


def test_two_new_lines_that_got_one_id_are_not_mixed() -> None:
    place = "processes[kiln].energy"
    mine = now(Insert(place=place, item={"id": "energy-2", "name": "oil", "amount": 1, "unit": "kg"}))
    theirs = now(Insert(place=place, item={"id": "energy-2", "name": "gas", "unit": "m3", "mode": "x"}))
    merged = merge(BASE, mine, theirs)
    assert [c.place for c in merged.conflicts] == ["processes[kiln].energy[energy-2]"]
    assert merged.plain["processes"][0]["energy"][1] == {
        "id": "energy-2",
        "name": "oil",
        "amount": 1,
        "unit": "kg",
    }


def test_a_file_whose_lines_have_no_ids_merges_with_the_study_whose_lines_have_them() -> None:
    """PLAIN is BASE as the file tells it: the power line has no id."""
    mine = apply(PLAIN, (Set(place="processes[grinding].energy[#0].amount", value=28),)).plain
    theirs = now(Set(place=f"{POWER}.note.zh", value="电表"))
    merged = merge(PLAIN, mine, theirs)
    [line] = merged.plain["processes"][1]["energy"]
    assert (line["id"], line["amount"], line["note"]) == ("energy-1", 28, {"zh": "电表"})
    assert merged.conflicts == ()


def test_the_order_is_that_of_whoever_changed_it() -> None:
    mine = now(Move(place="processes[grinding].inputs[heat]", at=0))
    theirs = now(Insert(place="processes[grinding].inputs", item={"id": "ash", "name": "a", "unit": "kg"}))
    for one, other in ((mine, theirs), (theirs, mine)):
        order = [i["id"] for i in merge(BASE, one, other).plain["processes"][1]["inputs"]]
        assert order.index("heat") < order.index("clinker")


def test_changes_tell_what_was_added_removed_changed_and_moved() -> None:
    after = now(
        Set(place=f"{POWER}.amount", value=28),
        Remove(place="scenarios[pv.2025]", prune=1),
        Insert(
            place="processes[grinding].inputs", item={"id": "ash", "name": "a", "unit": "kg"}, after="clinker"
        ),
        Move(place="processes[kiln]"),
        Set(place="exclusions[0].share", value=0.01),
    )
    found = {
        change.place: (change.kind, change.before, change.after, change.follows)
        for change in changes(BASE, after)
    }
    assert found == {
        f"{POWER}.amount": ("changed", 30, 28, None),
        "scenarios[pv.2025]": ("removed", BASE["scenarios"][0], None, None),
        "processes[grinding].inputs[ash]": (
            "added",
            None,
            {"id": "ash", "name": "a", "unit": "kg"},
            "clinker",
        ),
        "processes[grinding]": ("moved", None, None, None),  # two that changed places: one of them moved
        "exclusions[0].share": ("added", None, 0.01, None),
    }
