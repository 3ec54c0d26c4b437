"""Editing a model: places, operations, undo, references that follow a renamed id, errors that name the place."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tanzuji.documents import CodedError, ProductModel
from tanzuji.documents.base import Document
from tanzuji.documents.editing import (
    Edit,
    Insert,
    Move,
    Operation,
    Remove,
    ReplaceAll,
    Set,
    Unset,
    apply,
    indexed_path,
    keyed_path,
    parse_edited,
    with_line_ids,
)
from tanzuji.documents.editing.places import LIST_KEYS, Item, read_place, write_place
from tanzuji.documents.editing.renaming import AMOUNT_FIELDS

PLAIN: dict[str, Any] = ProductModel.parse(
    {
        "id": "cement",
        "product": {"name": {"zh": "水泥", "en": "Cement"}, "codes": {"GB/T 7635": "37440"}},
        "unit": {"kind": "declared", "unit": "t", "description": "1 t"},
        "boundary": {
            "type": "cradle_to_gate",
            "stages": [{"id": "make", "name": "make", "canonical": "manufacturing"}],
        },
        "parameters": [{"name": "NCV", "value": 25}, {"name": "loss", "value": "=ncv/100"}],
        "processes": [
            {
                "id": "kiln",
                "name": {"zh": "熟料煅烧"},
                "stage": "make",
                "output": {"amount": 1, "unit": "t"},
                "energy": [{"id": "coal", "name": "coal", "amount": "=2e5*NCV + ncv2", "unit": "kg"}],
                "coproducts": [{"id": "heat", "name": "heat", "amount": 1, "unit": "MJ"}],
            },
            {
                "id": "grinding",
                "name": {"zh": "水泥粉磨"},
                "stage": "make",
                "inputs": [
                    {"id": "clinker", "name": "clinker", "amount": 0.8, "unit": "t", "process": "kiln"},
                    {"id": "heat", "name": "heat", "amount": 2, "unit": "MJ", "process": "kiln:heat"},
                ],
                "energy": [{"name": "power", "amount": 30, "unit": "kWh", "datasets": ["grid"]}],
            },
        ],
        "exclusions": [{"name": "packing", "reason": {"zh": "散装"}}],
        "scenarios": [
            {
                "id": "pv.2025",
                "name": "pv",
                "parameters": {"ncv": 20},
                "datasets": {"kiln/coal": ["pv"], "grinding/clinker": ["x"]},
            }
        ],
    }
).plain()


def after(*operations: Operation) -> dict[str, Any]:
    """The plain data after operations, undone once to see that nothing is lost."""
    before = copy.deepcopy(PLAIN)
    applied = apply(PLAIN, operations)
    assert before == PLAIN
    assert apply(applied.plain, applied.inverse).plain == PLAIN
    return applied.plain


def test_a_field_is_set_and_a_part_that_is_not_there_yet_is_made_and_undone() -> None:
    place = "processes[kiln].energy[coal].data.citation"
    line = after(Set(place=place, value="GB 16780"))["processes"][0]["energy"][0]
    assert line["data"] == {"citation": "GB 16780"}


def test_clearing_the_last_field_of_an_instrument_leaves_an_instrument() -> None:
    """An absent instrument and an empty one differ, so that what is left empty stays unless `prune` says otherwise."""
    made = after(Set(place="processes[kiln].energy[coal].instrument.number", value="7"))
    cleared = apply(made, (Unset(place="processes[kiln].energy[coal].instrument.number", was="7"),)).plain
    assert cleared["processes"][0]["energy"][0]["instrument"] == {}


def test_a_digit_is_an_id_where_items_have_ids_and_a_position_where_they_have_none() -> None:
    assert (
        after(Set(place="exclusions[0].reason.zh", value="无包装"))["exclusions"][0]["reason"]["zh"]
        == "无包装"
    )
    with pytest.raises(CodedError) as caught:
        apply(PLAIN, (Set(place="processes[0].site", value="Wuhu"),))
    assert caught.value.code == "edit.not-found"
    assert caught.value.problems[0].path == "processes[0]"
    assert "kiln, grinding" in caught.value.render("en")


def test_ids_may_hold_dots_and_a_line_without_id_goes_by_its_position() -> None:
    assert read_place("scenarios[pv.2025].parameters.ncv") == (
        "scenarios",
        Item("pv.2025"),
        "parameters",
        "ncv",
    )
    assert after(Set(place="scenarios[pv.2025].parameters.ncv", value=21))["scenarios"][0]["parameters"] == {
        "ncv": 21
    }
    power = "processes[grinding].energy[#0]"
    assert keyed_path(PLAIN, "processes[1].energy[0].amount") == f"{power}.amount"
    assert after(Set(place=f"{power}.amount", value=31))["processes"][1]["energy"][0]["amount"] == 31


def test_keys_of_mappings_stand_in_quotes_where_they_must() -> None:
    assert write_place(("product", "codes", "GB/T 7635")) == "product.codes[GB/T 7635]"
    assert write_place(("product", "codes", "a]b")) == 'product.codes["a]b"]'
    assert after(Set(place='product.codes["GB/T 7635"]', value="1"))["product"]["codes"] == {"GB/T 7635": "1"}
    assert (
        keyed_path(PLAIN, "scenarios[0].datasets.kiln/coal[0]") == "scenarios[pv.2025].datasets[kiln/coal][0]"
    )
    assert (
        indexed_path(PLAIN, "scenarios[pv.2025].datasets[kiln/coal][0]")
        == "scenarios[0].datasets.kiln/coal[0]"
    )


@pytest.mark.parametrize(
    "place", ["a..b", ".a", "a[", "a[]", "a[b", "a]", "a b", 'a["b]', "a[ b]", "a[#]", "a.b."]
)
def test_what_is_no_place_is_refused_with_where_it_stops_making_sense(place: str) -> None:
    with pytest.raises(CodedError) as caught:
        read_place(place)
    assert caught.value.code == "edit.bad-place"


def test_an_item_goes_behind_the_one_it_follows_or_to_the_end() -> None:
    gypsum = {"id": "gypsum", "name": "gypsum", "unit": "kg"}
    ids = lambda plain: [line["id"] for line in plain["processes"][1]["inputs"]]  # noqa: E731
    place = "processes[grinding].inputs"
    assert ids(after(Insert(place=place, item=gypsum, after="clinker"))) == ["clinker", "gypsum", "heat"]
    assert ids(after(Insert(place=place, item=gypsum))) == ["clinker", "heat", "gypsum"]
    assert ids(after(Insert(place=place, item=gypsum, at=0))) == ["gypsum", "clinker", "heat"]
    assert ids(after(Move(place=f"{place}[heat]", at=0))) == ["heat", "clinker"]
    assert ids(after(Remove(place=f"{place}[clinker]"))) == ["heat"]


def test_a_list_that_an_insertion_made_is_gone_when_it_is_undone() -> None:
    applied = apply(
        PLAIN, (Insert(place="processes[kiln].wastes", item={"id": "w", "name": "w", "unit": "kg"}),)
    )
    assert "wastes" not in apply(applied.plain, applied.inverse).plain["processes"][0]


def test_a_line_may_not_take_the_id_of_a_line_of_another_kind() -> None:
    with pytest.raises(CodedError) as caught:
        apply(
            PLAIN,
            (Insert(place="processes[grinding].wastes", item={"id": "clinker", "name": "x", "unit": "t"}),),
        )
    assert caught.value.code == "edit.exists"
    assert caught.value.problems[0].path == "processes[grinding].inputs[clinker]"
    with pytest.raises(CodedError, match=r"edit\.exists"):
        apply(PLAIN, (Set(place="parameters[loss].name", value="ncv"),))


@pytest.mark.parametrize(
    "operation",
    [
        Set(place="", value={}),
        Set(place="id.x", value=1),
        Unset(place="processes[kiln]"),
        Remove(place="processes"),
        Move(place="product.name", at=0),
        Insert(place="product", item={}),
        Insert(place="processes", item="kiln"),
    ],
)
def test_an_operation_that_does_not_fit_its_place_is_refused(operation: Operation) -> None:
    with pytest.raises(CodedError) as caught:
        apply(PLAIN, (operation,))
    assert caught.value.code == "edit.wrong-shape"


def test_what_refers_to_a_process_follows_when_its_id_changes() -> None:
    plain = after(Set(place="processes[kiln].id", value="oven", was="kiln"))
    assert [line["process"] for line in plain["processes"][1]["inputs"]] == ["oven", "oven:heat"]
    assert list(plain["scenarios"][0]["datasets"]) == ["oven/coal", "grinding/clinker"]
    ProductModel.parse(plain)


def test_what_refers_to_lines_coproducts_and_stages_follows_too() -> None:
    swaps = after(Set(place="processes[kiln].energy[coal].id", value="anthracite"))["scenarios"][0][
        "datasets"
    ]
    assert list(swaps) == ["kiln/anthracite", "grinding/clinker"]
    heat = after(Set(place="processes[kiln].coproducts[heat].id", value="steam"))
    assert heat["processes"][1]["inputs"][1]["process"] == "kiln:steam"
    stages = after(Set(place="boundary.stages[make].id", value="factory"))
    assert [process["stage"] for process in stages["processes"]] == ["factory", "factory"]


def test_formulas_follow_a_renamed_parameter_whatever_its_case_and_numbers_are_left_alone() -> None:
    """2e5 is a number, ncv2 another name."""
    plain = after(Set(place="parameters[NCV].name", value="heat_value"))
    assert plain["processes"][0]["energy"][0]["amount"] == "=2e5*heat_value + ncv2"
    assert plain["parameters"][1]["value"] == "=heat_value/100"
    assert plain["scenarios"][0]["parameters"] == {"heat_value": 20}
    e5 = apply(PLAIN, (Set(place="parameters[loss].name", value="e5"),)).plain
    assert apply(e5, (Set(place="parameters[e5].name", value="x"),)).plain["processes"][0]["energy"][0][
        "amount"
    ] == ("=2e5*NCV + ncv2")


def test_undoing_a_new_id_reaches_references_written_since() -> None:
    renamed = apply(PLAIN, (Set(place="processes[kiln].id", value="oven"),))
    used = apply(renamed.plain, (Set(place="deliver", value="oven"),))
    assert apply(used.plain, renamed.inverse).plain["deliver"] == "kiln"


def test_replacing_all_is_undone_like_anything_else() -> None:
    other = {**PLAIN, "id": "other"}
    assert after(ReplaceAll(document=other, was="sha256:0")) == other


def test_removing_what_is_still_used_is_told_at_the_line_that_uses_it() -> None:
    with pytest.raises(CodedError) as caught:
        parse_edited(apply(PLAIN, (Remove(place="processes[kiln]"),)).plain)
    assert caught.value.code == "model.unknown-process"
    assert caught.value.problems[0].path == "processes[grinding].inputs[clinker].process"
    with pytest.raises(CodedError) as caught:
        parse_edited(
            apply(PLAIN, (Set(place="boundary.stages[make].id", value="x", references="leave"),)).plain
        )
    assert caught.value.problems[0].path == "processes[kiln].stage"


def test_only_the_way_to_a_change_is_copied() -> None:
    plain = apply(PLAIN, (Set(place="processes[grinding].site", value="Wuhu"),)).plain
    assert plain["processes"][0] is PLAIN["processes"][0]
    assert plain["processes"][1]["inputs"] is PLAIN["processes"][1]["inputs"]


def test_an_edit_is_read_from_json_and_refuses_what_cannot_stand_in_a_model() -> None:
    edit = Edit.parse(
        {"operations": [{"kind": "set", "place": "product.name.zh", "value": " 水泥 ", "was": "水泥"}]}
    )
    assert edit.plain() == {
        "operations": [{"kind": "set", "place": "product.name.zh", "value": " 水泥 ", "was": "水泥"}]
    }
    for value, code in ((None, "edit.not-a-value"), (float("inf"), "document.not-a-number")):
        with pytest.raises(CodedError) as caught:
            Edit.parse({"operations": [{"kind": "set", "place": "id", "value": value}]})
        assert caught.value.code == code
    with pytest.raises(CodedError) as caught:
        Edit.parse({"operations": [{"kind": "insert", "place": "a", "item": {}, "after": "b", "at": 1}]})
    assert caught.value.code == "edit.two-positions"


def test_lines_without_id_get_one_that_nothing_else_has() -> None:
    process = {
        **PLAIN["processes"][1],
        "energy": [{"name": "a", "unit": "kWh"}, {"id": "energy-1", "name": "b", "unit": "kWh"}],
    }
    named = with_line_ids({**PLAIN, "processes": [process]})["processes"][0]
    assert [line["id"] for line in named["energy"]] == ["energy-1-2", "energy-1"]
    assert named["inputs"] is process["inputs"]


def _documents(kind: Any, found: set[type[Document]]) -> set[type[Document]]:
    if isinstance(kind, type) and issubclass(kind, Document) and kind not in found:
        found.add(kind)
        for info in kind.model_fields.values():
            _documents(info.annotation, found)
    for inner in getattr(kind, "__args__", ()):
        _documents(inner, found)
    return found


def test_every_list_of_the_schema_whose_items_have_an_id_is_keyed_by_it() -> None:
    keyed = {}
    for document in _documents(ProductModel, set()):
        for name, info in document.model_fields.items():
            inner = getattr(info.annotation, "__args__", (None,))[0]
            if getattr(info.annotation, "__origin__", None) is tuple and isinstance(inner, type):
                fields = getattr(inner, "model_fields", {})
                if "id" in fields or ("name" in fields and fields["name"].annotation is str):
                    keyed[name] = "id" if "id" in fields else "name"
    assert keyed == LIST_KEYS


def test_every_field_of_the_schema_that_may_hold_a_formula_follows_renamed_parameters() -> None:
    from tanzuji.documents.exchanges import _amount

    def holds_formula(info: Any) -> bool:
        inner = [
            *info.metadata,
            *(m for a in getattr(info.annotation, "__args__", ()) for m in getattr(a, "__metadata__", ())),
        ]
        return any(getattr(m, "func", None) is _amount for m in inner)

    documents = _documents(ProductModel, set())
    found = {n for d in documents for n, info in d.model_fields.items() if holds_formula(info)}
    assert found - {"parameters", "amounts"} == AMOUNT_FIELDS  # scenarios hold these by key
