"""What a line may choose from; what it may not is shown with its reason."""

from __future__ import annotations

from collections.abc import Callable

from library_cases import dataset

from tanzuji.documents.models import ProductModel
from tanzuji.engine import Release, compute
from tanzuji.formats.starter import starter_datasets, starter_release
from tanzuji.library import queries, services, suitability
from tanzuji.parties.acting import Acting
from tanzuji.rules import check


def test_what_may_not_be_chosen_is_what_the_rules_call_an_error() -> None:
    """Every CO2-only factor of the starter library on a line of its own; the general rules decide."""
    alone = [d for d in starter_datasets() if d.gas_basis == "co2"]
    lines = [
        {"id": f"l{i}", "name": "a line", "unit": d.unit, "amount": 1, "datasets": [d.id]}
        for i, d in enumerate(alone)
    ]
    model = ProductModel.parse(
        {
            "id": "p",
            "product": {"name": "p"},
            "unit": {"kind": "declared", "amount": 1, "unit": "kg", "description": "1 kg"},
            "boundary": {"type": "cradle_to_gate"},
            "deliver": "make",
            "processes": [
                {"id": "make", "name": "make", "stage": "manufacturing", "output": {"amount": 1, "unit": "kg"}, "inputs": lines}
            ],
        }
    )  # fmt: skip
    found = check(compute(model, [starter_release()]), ["gbt-24067-2024"])
    errors = {f.path.split("inputs[")[1].split("]")[0] for f in found.findings if f.rule == "SG-14"}
    assert {d.id for i, d in enumerate(alone) if str(i) in errors} == {
        d.id for d in alone if suitability.refused(d)
    }
    assert errors


def test_a_grid_factor_of_carbon_dioxide_alone_stays_visible_with_the_rule(starter: None) -> None:
    rows = queries.choices("全国 电力", "kWh", "CN", "energy").rows
    assert rows[0].dataset == "cn-elec-cf-2024-cn-041" and not rows[0].reasons
    refused = [row for row in rows if not row.choosable]
    assert 1 <= len(refused) <= 3 and refused == list(rows[-len(refused) :])
    assert refused[0].gas_basis == "co2"
    assert refused[0].reasons[0].text.to("zh") == "不可选：气体口径为 CO₂，规则 SG-14"
    assert refused[0].reasons[0].text.to("en") == "Not selectable: CO₂ alone, rule SG-14"


def test_a_factor_in_another_kind_of_unit_may_be_chosen_and_asks_for_a_conversion(starter: None) -> None:
    rows = queries.choices("天然气", "m3", "CN", "energy").rows
    fitting = [row for row in rows if row.fits]
    other = [row for row in rows if not row.fits]
    assert fitting and other and rows.index(other[0]) == len(fitting)
    assert other[0].choosable
    assert f"用量单位 m3，因子单位 {other[0].unit}" in other[0].reasons[0].text.to("zh")


def test_a_combustion_factor_of_carbon_dioxide_alone_may_be_chosen(starter: None) -> None:
    rows = queries.choices("柴油 燃烧 缺省值", "t", "CN", "energy").rows
    assert rows and all(row.gas_basis == "co2" and row.choosable for row in rows)


def test_the_kind_of_line_says_what_comes_first(starter: None) -> None:
    assert queries.choices("coal", "", "CN", "energy").rows[0].category[0] in ("fuels", "electricity", "heat")
    assert queries.choices("glass", "", "GB", "waste").rows[0].category[0] == "waste"
    assert queries.choices("glass", "", "GB", "input").rows[0].category[0] == "materials"


def test_a_list_holds_twenty_rows_at_most_and_knows_how_many_there_are(starter: None) -> None:
    found = queries.choices("电力", "kWh", "CN")
    assert len(found.rows) == 20 and found.total > 400


def test_a_value_that_nobody_knows_is_unknown_and_not_to_be_chosen(
    db: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    services.index_release(stored("mine", "1", dataset("x", name="Mystery", amounts=[]), dataset("y")))
    row = queries.choices("mystery", releases=[("mine", "1")], acting=somebody).rows[0]
    assert row.value is None and not row.choosable and row.reasons[0].kind == "unknown"


def test_a_study_s_own_releases_are_looked_through_and_no_other(
    starter: None, stored: Callable[..., Release], somebody: Acting
) -> None:
    services.index_release(stored("mine", "1", dataset("x", name="Electricity of our own")))
    own = queries.choices("electricity", releases=[("mine", "1")], acting=somebody)
    assert [row.dataset for row in own.rows] == ["x"]
    assert queries.choices("electricity", releases=[("nobody", "9")], acting=somebody).total == 0
