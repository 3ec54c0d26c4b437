"""Suggestions for lines against what people chose: the lines of the shipped products, whose data were chosen by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.formats.demo_models import demo_models
from tanzuji.library import remembering, services, suggesting
from tanzuji.library.suggesting import Need
from tanzuji.parties.acting import Acting

KINDS = {"inputs": "input", "energy": "energy", "transports": "transport", "wastes": "waste"}


def chosen_by_hand(model: ProductModel) -> list[tuple[Need, set[str]]]:
    """Lines with the datasets their author took."""
    return [
        (Need(line.name, line.unit, kind, "CN", 2024), set(line.datasets))
        for process in model.processes
        for name, kind in KINDS.items()
        for line in getattr(process, name)
        if line.datasets
    ]


def test_two_in_five_lines_get_what_a_person_chose_first_and_three_in_five_within_three(
    starter: None, somebody: Acting
) -> None:
    """The authors took many a proxy (aggregate for sandstone) that no name leads to; what is likely is nearly always theirs."""
    right: Counter[str] = Counter()
    lines = [line for model in demo_models().values() for line in chosen_by_hand(model)]
    found = suggesting.suggestions(somebody, [need for need, _ in lines])
    for (_, taken), suggested in zip(lines, found, strict=True):
        hits = [one.row.dataset in taken for one in suggested]
        right.update(first=bool(hits and hits[0]), three=any(hits))
        if suggested and suggested[0].sureness == "high":
            right.update(likely=1, likely_right=hits[0])
    assert right["first"] >= 0.4 * len(lines) and right["three"] >= 0.6 * len(lines)
    assert right["likely_right"] >= 0.8 * right["likely"] > 0


def test_power_without_more_words_is_the_average_of_the_country(starter: None, somebody: Acting) -> None:
    for name in ("电力", "粉磨电力", "用电", "electricity, cell plant"):
        (suggested,) = suggesting.suggestions(
            somebody, [Need(Text.parse(name), "kWh", "energy", "CN-JS", 2024)]
        )
        assert suggested[0].row.dataset == "cn-elec-cf-2024-cn-041", name


def test_what_may_not_be_stood_on_is_never_suggested(starter: None, somebody: Acting) -> None:
    need = Need(Text.parse("2023年全国电力平均二氧化碳排放因子"), "kWh", "energy", "CN", 2023)
    (suggested,) = suggesting.suggestions(somebody, [need], count=10)
    assert suggested and all(one.row.choosable for one in suggested)


def test_nothing_is_suggested_for_what_the_library_does_not_know(starter: None, somebody: Acting) -> None:
    assert suggesting.suggestions(somebody, [Need(Text.parse("某某某某"), "kg", "input")]) == [()]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Steel, hot rolled", "hot-rolled STEEL"), ("热轧　钢卷", "钢卷 热轧"), ("ＰＰ 粒", "pp 粒")],
)
def test_a_line_is_known_again_whatever_its_order_and_case(one: str, other: str) -> None:
    assert remembering.key_of(one, "input", "kg") == remembering.key_of(other, "input", "t")
    assert remembering.key_of(one, "input", "kg") != remembering.key_of(one, "waste", "kg")
    assert remembering.key_of(one, "input", "kg") != remembering.key_of(one, "input", "m3")


def test_a_reader_confirms_nothing(starter: None, somebody: Acting) -> None:
    from tanzuji.documents.errors import CodedError

    with pytest.raises(CodedError) as refused:
        services.remember(somebody, name="钢", kind="input", unit="kg", release="starter", dataset="x")
    assert refused.value.problems[0].code == "library.matching-needs-editor"
