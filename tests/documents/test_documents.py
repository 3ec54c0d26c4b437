"""Laws of the papers: one canonical form, errors with a path, units, GB/T 8170 rounding."""

from __future__ import annotations

import hashlib
import json
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents import CodedError, Dataset, ProductModel, Quantity, Text, canonical_json, digest
from tanzuji.documents.canonical import ten_digits
from tanzuji.documents.gases import gas, gases, gwp
from tanzuji.documents.quantities import convertible, factor, product_unit
from tanzuji.documents.rounding import figure, near_tie, round_to_digits, round_to_interval

MODEL = {
    "id": "brick",
    "product": {"name": "砖"},
    "unit": {"kind": "declared", "unit": "t", "description": "1 t of brick"},
    "boundary": {"type": "cradle_to_gate"},
    "processes": [
        {
            "id": "kiln",
            "name": {"zh": "窑", "en": "kiln"},
            "stage": "manufacturing",
            "energy": [{"name": "电", "amount": 12, "unit": "kWh", "dataset": "grid"}],
        }
    ],
}


def altered(path: str, value: object) -> dict:
    """MODEL with the value at a dotted path replaced."""
    copy = json.loads(json.dumps(MODEL))
    *steps, last = path.split(".")
    place = copy
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return copy


def test_a_model_read_from_its_canonical_form_is_the_same_model():
    model = ProductModel.parse(MODEL)
    again = ProductModel.parse(json.loads(canonical_json(model)))
    assert again == model
    assert digest(again) == digest(model)


def test_the_digest_is_the_sha256_of_the_rfc_8785_form():
    """RFC 8785, 3.2.3: keys sorted, no blanks, numbers in ECMAScript form; hashed by hand here."""
    assert canonical_json({"b": 1.0, "a": [1e21, 0.002]}) == b'{"a":[1e+21,0.002],"b":1}'
    assert digest({"a": 1}) == "sha256:" + hashlib.sha256(b'{"a":1}').hexdigest()


def test_key_order_and_spelling_of_a_number_do_not_change_the_digest():
    turned = dict(reversed(altered("processes.0.energy.0.amount", 12.0).items()))
    assert digest(ProductModel.parse(turned)) == digest(ProductModel.parse(MODEL))


def test_one_changed_amount_changes_the_digest():
    other = ProductModel.parse(altered("processes.0.energy.0.amount", 12.000001))
    assert digest(other) != digest(ProductModel.parse(MODEL))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(CodedError) as caught:
        canonical_json({"a": value})
    assert caught.value.code == "document.not-canonical"


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("processes.0.energy.0.amount", "12,5", "model.bad-amount", "processes[0].energy[0].amount"),
        ("processes.0.energy.0.amount", True, "model.bad-amount", "processes[0].energy[0].amount"),
        ("processes.0.energy.0.unit", "quark", "quantity.unknown-unit", "processes[0].energy[0].unit"),
        ("processes.0.energy.0.amout", 1, "document.unknown-field", "processes[0].energy[0].amout"),
        ("processes.0.stage", "lunch", "model.unknown-stage", "processes[0].stage"),
        ("processes", [], "model.no-processes", "processes"),
        ("deliver", "mill", "model.unknown-process", "deliver"),
        ("boundary.type", "cradle_to_shelf", "document.not-one-of", "boundary.type"),
        ("unit.kind", None, "document.not-one-of", "unit.kind"),
        ("unit.amount", float("nan"), "document.not-a-number", "unit.amount"),
        ("product.name", {"zh": ""}, "document.empty-text", "product.name"),
    ],
)
def test_a_wrong_place_is_named_with_code_path_and_remedy_in_both_languages(path, value, code, place):
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(altered(path, value))
    problem = caught.value.problems[0]
    assert (problem.code, problem.path) == (code, place)
    for language in ("zh", "en"):
        assert problem.text(language)
        assert problem.remedy(language)
        assert "{expected}" not in problem.remedy(language)


def test_all_wrong_places_are_named_at_once():
    wrong = altered("processes.0.energy.0.unit", "quark")
    wrong["unit"]["kind"] = "guess"
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(wrong)
    assert {p.path for p in caught.value.problems} == {"processes[0].energy[0].unit", "unit.kind"}


def test_a_document_lists_at_most_two_hundred_problems_and_counts_the_rest():
    """300 energy lines, each with an unknown unit: 200 listed, 100 counted."""
    line = {"name": "电", "amount": 1, "unit": "quark"}
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(altered("processes.0.energy", [line] * 300))
    assert len(caught.value.problems) == 201
    assert "100" in caught.value.problems[-1].text("en")


def test_an_unknown_field_names_the_fields_that_exist():
    with pytest.raises(CodedError) as caught:
        ProductModel.parse(altered("processes.0.energy.0.amout", 1))
    assert "amount" in caught.value.problems[0].remedy("en")


def test_a_plain_string_is_text_in_the_language_it_is_written_in():
    assert Text.parse("水泥") == Text(zh="水泥")
    assert Text.parse("cement") == Text(en="cement")
    assert Text(zh="水泥").to("en") == "水泥"


def test_a_document_is_frozen():
    model = ProductModel.parse(MODEL)
    with pytest.raises(ValueError, match="frozen"):
        model.id = "other"


@pytest.mark.parametrize(
    ("unit", "target", "expected"),
    [
        ("kWh", "MJ", 3.6),
        ("GJ", "MJ", 1000),
        ("t", "kg", 1000),
        ("吨", "kg", 1000),
        ("t·km", "kg*km", 1000),
        ("tonne.km", "t*km", 1),
        ("m3", "l", 1000),
        ("m³", "m3", 1),
        ("万元", "CNY", 10000),
        ("件", "piece", 1),
        ("kWh (Net CV)", "MJ", 3.6),
        ("MWh", "kWh", 1000),
        ("short_ton", "kg", 907.18474),  # NIST Handbook 44, appendix C
        ("mmBtu", "MJ", 1055.05585262),  # International Table Btu, ISO 31-4
        ("g", "kg", 0.001),
    ],
)
def test_units_convert_as_published(unit, target, expected):
    assert factor(unit, target) == pytest.approx(expected, rel=1e-6)


def test_units_of_different_kinds_do_not_convert():
    with pytest.raises(CodedError) as caught:
        factor("kg", "kWh")
    assert caught.value.code == "quantity.unit-mismatch"
    assert not convertible("piece", "kg")
    assert not convertible("CNY", "USD")


@pytest.mark.parametrize("unit", ["quark", "", "kg**99", "9**9**9", "__import__('os')", "kg;m", "k" * 200])
def test_what_is_no_unit_is_refused(unit):
    with pytest.raises(CodedError) as caught:
        factor(unit, unit)
    assert caught.value.code == "quantity.unknown-unit"


def test_a_property_turns_mass_into_energy():
    """134.011 kg of coal at 21.477 MJ/kg = 2 878.15 MJ = 2.87815 GJ."""
    assert 134.011 * 21.477 * factor(product_unit("kg", "MJ/kg"), "GJ") == pytest.approx(2.878154, rel=1e-6)


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False), st.sampled_from(["kg", "t", "g"]))
def test_a_unit_there_and_back_is_the_same_amount(amount, unit):
    there = Quantity(amount=amount, unit="kg").to(unit)
    assert Quantity(amount=there, unit=unit).to("kg") == pytest.approx(amount, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        ("1.050", "0.1", "1.0"),
        (0.35, "0.1", "0.4"),
        ("60.25", "0.5", "60.0"),
        ("60.38", "0.5", "60.5"),
        (-60.75, "0.5", "-61.0"),
    ],
)
def test_rounding_to_an_interval_is_half_to_even(value, interval, expected):
    """GB/T 8170-2008: 1.050→1.0, 0.35→0.4; 60.25 and 60.38 at 0.5 as in its example of 0.5-unit rounding."""
    assert round_to_interval(value, interval) == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(2500, 1, "2E+3"), (3500, 1, "4E+3"), ("-0.0365", 2, "-0.036"), (2.154546, 3, "2.15"), (0, 3, "0")],
)
def test_rounding_to_digits_is_half_to_even(value, digits, expected):
    """GB/T 8170-2008, 3.2: 2500→2×10³, 3500→4×10³, −0.0365→−0.036."""
    assert round_to_digits(value, digits) == Decimal(expected)


def test_a_value_near_a_rounding_tie_is_known():
    assert near_tie(0.5777500000001, "0.0001")
    assert not near_tie(0.57772, "0.0001")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (14003.02, 4, "14,000"),
        (807.781, 4, "807.8"),
        (-8.29, 3, "\u22128.29"),
        (0.00345, 3, "0.00345"),
        (0.0, 4, "0"),
    ],
)
def test_figures_are_printed_with_their_digits(value, digits, expected):
    assert figure(value, digits) == expected


@given(st.floats(min_value=1e-9, max_value=1e12))
def test_ten_digits_tell_apart_what_differs_in_the_ninth(value):
    assert ten_digits(value) == ten_digits(float(ten_digits(value)))
    assert ten_digits(value) != ten_digits(value * 1.00000001)


def test_gwps_are_those_of_the_assessment_reports():
    """AR6 WG1 table 7.SM.7 and 7.15; AR5 WG1 table 8.A.1; AR4 WG1 table 2.14."""
    assert gwp("CO2", "AR6") == 1
    assert gwp("CH4-fossil", "AR6") == 29.8
    assert gwp("CH4-biogenic", "AR6") == 27.0
    assert [gwp("N2O", s) for s in ("AR4", "AR5", "AR6")] == [298, 265, 273]
    assert [gwp("CH4", s) for s in ("AR4", "AR5")] == [25, 28]
    assert gwp("SF6", "AR5") == 23500
    assert gas("CF4").gwp["AR6"] == 7380
    assert gas("C2F6").gwp["AR6"] == 12400
    assert len(gases()) > 200


def test_an_unknown_gas_is_refused_by_name():
    with pytest.raises(CodedError) as caught:
        gwp("phlogiston", "AR6")
    assert caught.value.code == "gas.unknown"


def test_a_dataset_refuses_a_unit_it_cannot_read():
    with pytest.raises(CodedError) as caught:
        Dataset.parse({"id": "x", "name": "x", "unit": "quark", "source": {"title": "t"}})
    assert caught.value.problems[0].path == "unit"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.2e300, "1.200×10³⁰⁰"),
        (-1.7976931348623157e308, "−1.798×10³⁰⁸"),
        (5e-324, "5.000×10⁻³²⁴"),
        (1_234_567_890.0, "1.235×10⁹"),
        (999_950_000.0, "1,000,000,000"),
        (-0.0, "0"),
        (1084.2, "1,084"),
    ],
)
def test_very_large_and_very_small_numbers_are_printed_in_powers_of_ten(value, printed):
    assert figure(value) == printed


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 12))
def test_every_finite_number_is_printed_and_says_how_large_it_is(value, digits):
    """Origin: the number read back from what is printed, which differs by half a unit of its last digit at most."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    number, _, power = figure(value, digits).replace(",", "").translate(raised).partition("×10")
    read = Decimal(number).scaleb(int(power or 0))
    exact = Decimal(repr(value))
    assert abs(read - exact) <= abs(exact) * Decimal(5).scaleb(-digits)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-330, 320))
def test_every_finite_number_is_rounded_to_every_interval(value, power):
    step = Decimal(1).scaleb(power)
    rounded = round_to_interval(value, step)
    with localcontext(Context(prec=2000)):
        assert abs(rounded - Decimal(repr(value))) <= step / 2
        assert rounded % step == 0
    near_tie(value, step)
