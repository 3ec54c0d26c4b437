"""Laws of editing, over any model and any edit: undo, differences, merging, places."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from edited_models import edited, plains, trails
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanzuji.documents import ProductModel
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.editing import (
    Edit,
    apply,
    changes,
    indexed_path,
    keyed_path,
    keyed_paths,
    merge,
    operations_from,
    rebase,
    same,
    stale,
    with_line_ids,
)
from tanzuji.documents.editing.places import Item, at_trail, find, place_of, read_place, write_place
from tanzuji.formats.demo_models import demo_models

LAWS = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
DEMOS = {name: model.plain() for name, model in demo_models().items()}

steps = st.lists(
    st.text(min_size=1, max_size=5).map(Item)
    | st.integers(0, 999)
    | st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    max_size=5,
)


@given(steps)
def test_a_place_reads_back_as_the_steps_it_was_written_from(drawn: list[Any]) -> None:
    assert list(read_place(write_place(drawn))) == drawn


@given(st.text(alphabet='ab.[]"#\\ 1é', max_size=12))
def test_whatever_reads_as_a_place_has_one_written_form(text: str) -> None:
    try:
        found = read_place(text)
    except ValueError:
        return
    assert read_place(write_place(found)) == found


@LAWS
@given(plains())
def test_every_value_is_found_again_at_its_place(plain: dict[str, Any]) -> None:
    for trail in trails(plain):
        assert find(plain, read_place(place_of(plain, trail))) == (trail, at_trail(plain, trail))


@LAWS
@given(plains(), st.data())
def test_undo_brings_back_the_very_model_and_nothing_given_is_changed(
    plain: dict[str, Any], data: st.DataObject
) -> None:
    operations = data.draw(edited(plain))
    untouched = copy.deepcopy(plain)
    applied = apply(plain, operations)
    assert plain == untouched
    undone = apply(applied.plain, applied.inverse)
    assert undone.plain == untouched
    assert apply(undone.plain, undone.inverse).plain == applied.plain


@LAWS
@given(plains(), st.data())
def test_an_edit_survives_its_json_form(plain: dict[str, Any], data: st.DataObject) -> None:
    edit = Edit(operations=data.draw(edited(plain)))
    again = Edit.model_validate_json(canonical_json(edit))
    assert canonical_json(again) == canonical_json(edit)
    assert same(apply(plain, again.operations).plain, apply(plain, edit.operations).plain)
    inverse = Edit(operations=apply(plain, edit.operations).inverse)
    undone = Edit.model_validate_json(canonical_json(inverse)).operations
    assert same(apply(apply(plain, edit.operations).plain, undone).plain, plain)


@LAWS
@given(plains(), st.data())
def test_an_edit_on_what_its_author_saw_meets_no_conflict(plain: dict[str, Any], data: st.DataObject) -> None:
    operations = data.draw(edited(plain))
    rebased = rebase(operations, plain)
    assert rebased.conflicts == ()
    assert same(apply(plain, rebased.operations).plain, apply(plain, operations).plain)


@LAWS
@given(plains(), st.data())
def test_changes_lead_from_one_version_to_the_other(plain: dict[str, Any], data: st.DataObject) -> None:
    after = apply(plain, data.draw(edited(plain))).plain
    there = operations_from(changes(plain, after))
    assert same(apply(plain, there).plain, after)
    assert same(apply(after, operations_from(changes(after, plain))).plain, plain)
    assert changes(plain, plain) == ()
    assert stale(there, plain) == ()


@settings(LAWS, max_examples=30)
@given(plains(), plains())
def test_changes_lead_from_any_model_to_any_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert same(apply(before, operations_from(changes(before, after))).plain, after)


@LAWS
@given(plains(), st.data())
def test_merging_with_an_unchanged_side_is_the_other_side(plain: dict[str, Any], data: st.DataObject) -> None:
    other = apply(plain, data.draw(edited(plain))).plain
    for mine, theirs in ((other, plain), (plain, other), (other, other)):
        merged = merge(plain, mine, theirs)
        assert same(merged.plain, other)
        assert merged.conflicts == ()


@LAWS
@given(plains(), st.data())
def test_a_merge_is_the_same_from_both_sides_but_for_the_winner(
    plain: dict[str, Any], data: st.DataObject
) -> None:
    a = apply(plain, data.draw(edited(plain))).plain
    b = apply(plain, data.draw(edited(plain))).plain
    one, other = merge(plain, a, b), merge(plain, b, a)
    assert sorted(c.place for c in one.conflicts) == sorted(c.place for c in other.conflicts)
    mirrored = {c.place: (c.was, c.mine, c.theirs) for c in one.conflicts}
    assert mirrored == {c.place: (c.was, c.theirs, c.mine) for c in other.conflicts}
    for conflict in one.conflicts:
        assert not same(conflict.mine, conflict.theirs)
        if conflict.reason != "together":
            assert not same(conflict.was, conflict.mine)
            assert not same(conflict.was, conflict.theirs)


@pytest.mark.parametrize("name", sorted(DEMOS))
def test_keyed_and_indexed_places_of_a_demo_product_lead_to_each_other(name: str) -> None:
    plain = DEMOS[name]
    paths = [indexed_path(plain, place_of(plain, trail)) for trail in trails(plain)]
    keyed = keyed_paths(plain, paths)
    assert len(set(keyed.values())) == len(paths) == len(set(paths))
    for path in paths:
        assert keyed_path(plain, path) == keyed[path]
        assert indexed_path(plain, keyed[path]) == path


@LAWS
@given(plains())
def test_line_ids_are_stable_and_the_model_is_still_valid(plain: dict[str, Any]) -> None:
    named = with_line_ids(plain)
    assert with_line_ids(named) == named
    assert with_line_ids(copy.deepcopy(plain)) == named
    model = ProductModel.parse(named)
    for process in model.processes:
        lines = (*process.inputs, *process.energy, *process.transports, *process.wastes, *process.emissions)
        assert all(line.id for line in lines)
