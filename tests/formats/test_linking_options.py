"""Who supplies what: rules, choices by hand, and what the report says of them. Figures are worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lci_databases import air, database, exchange, flow, process

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.formats.lci import ImportResult, Linking, import_database, report_of, report_text
from tanzuji.formats.lci.records import Database

CO2 = air("Carbon dioxide, fossil")
STEEL, BEAM, ROD = flow("Steel"), flow("Beam"), flow("Rod")
WIRE = flow("Wire, from nobody")


def made(location: str = "CN-SD", *, provider: str = "", unlinked: bool = False) -> Database:
    """Steel from three places with 1, 2 and 4 kg CO2 a kg; a beam of 10 kg of steel made at `location`."""
    asked = exchange(WIRE if unlinked else STEEL, 10.0, provider=provider)
    return database(
        [CO2, STEEL, BEAM, ROD, WIRE],
        *(
            process(name, exchange(STEEL, 1.0, reference=True), exchange(CO2, kg, out=True), location=place)
            for name, kg, place in (("steel-us", 1.0, "US"), ("steel-cn", 2.0, "CN"), ("steel-glo", 4.0, "GLO"))
        ),
        process("rod", exchange(ROD, 1.0, reference=True), exchange(CO2, 0.5, out=True)),
        process("beam", exchange(BEAM, 1.0, reference=True), asked, location=location),
    )  # fmt: skip


def read(tmp_path: Path, source: Database, linking: Linking = "first", **choices: str) -> ImportResult:
    return import_database(source, name="made", home=tmp_path, linking=linking, choices=choices, replace=True)


def beam(result: ImportResult) -> float:
    """kg CO2e (AR6) of a beam."""
    return float(result.release.intensity("beam", "AR6").sum())


@pytest.mark.parametrize(("linking", "location", "expected"), [
    ("first", "CN-SD", 10.0),  # the first in the order of the files
    ("nearest", "CN-SD", 20.0),  # the country of the province
    ("nearest", "US", 10.0),
    ("nearest", "DE", 40.0),  # nobody near: the world
    ("mean", "CN-SD", 10.0 * (1 + 2 + 4) / 3),
    ("stated", "CN-SD", 0.0),
])  # fmt: skip
def test_the_rule_says_who_supplies_an_input_that_names_nobody(
    tmp_path: Path, linking: Linking, location: str, expected: float
) -> None:
    assert beam(read(tmp_path, made(location), linking)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("linking", ["first", "nearest", "mean", "stated"])
def test_a_default_provider_goes_before_every_rule_and_every_choice(tmp_path: Path, linking: Linking) -> None:
    result = import_database(
        made(provider="steel-glo"), name="made", home=tmp_path, linking=linking, choices={"Steel": "steel-us"}
    )
    assert beam(result) == pytest.approx(40.0)
    assert result.report["linking"]["by_default_provider"] == 1


def test_a_choice_goes_before_the_rule_and_is_remembered_in_the_report(tmp_path: Path) -> None:
    result = read(tmp_path, made(), Steel="steel-glo")
    assert beam(result) == pytest.approx(40.0)
    linking = result.report["linking"]
    assert (linking["by_choice"], linking["choices"]) == (1, {"Steel": "steel-glo"})
    (ambiguous,) = linking["ambiguous"]
    assert ambiguous["chosen_id"] == "steel-glo" and ambiguous["by_hand"]
    assert [(c["id"], c["taken"]) for c in ambiguous["candidates"]] == [
        ("steel-us", 0),
        ("steel-cn", 0),
        ("steel-glo", 1),
    ]


def test_a_flow_that_nobody_makes_can_be_given_a_supplier_of_another_product(tmp_path: Path) -> None:
    """10 kg of wire from a rod mill of 0.5 kg CO2 a kg."""
    assert beam(read(tmp_path, made(unlinked=True))) == 0.0
    result = read(tmp_path, made(unlinked=True), **{"Wire, from nobody": "rod"})
    assert beam(result) == pytest.approx(5.0)
    assert result.report["linking"]["unlinked"]["count"] == 0


def test_a_supplier_chosen_for_another_unit_is_converted(tmp_path: Path) -> None:
    """7.2 MJ of heat from a plant that makes electricity in kWh: 2 kWh at 0.8 kg."""
    heat, power, part = flow("Heat", group="energy"), flow("Power", group="energy"), flow("Part")
    source = database(
        [CO2, heat, power, part],
        process("plant", exchange(power, 1.0, unit="kWh", reference=True), exchange(CO2, 0.8, out=True)),
        process("part", exchange(part, 1.0, reference=True), exchange(heat, 7.2)),
    )
    result = import_database(source, name="made", home=tmp_path, choices={"Heat": "plant"})
    assert float(result.release.intensity("part", "AR6").sum()) == pytest.approx(1.6)


@pytest.mark.parametrize("choices", [{"Steel": "nobody"}, {"no such flow": "rod"}, {"Power": "rod"}])
def test_a_choice_that_cannot_be_followed_is_refused_and_nothing_is_kept(
    tmp_path: Path, choices: dict[str, str]
) -> None:
    source = database(
        [CO2, STEEL, ROD, flow("Power", group="energy")],
        process("rod", exchange(ROD, 1.0, reference=True), exchange(flow("Power", group="energy"), 1.0)),
    )
    with pytest.raises(CodedError) as caught:
        import_database(source, name="made", home=tmp_path, choices=choices)
    assert caught.value.code == "import.bad-choice"
    assert not list(tmp_path.rglob("release.json"))


def test_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodedError) as caught:
        read(tmp_path, made(), "by-mood")  # type: ignore[arg-type]
    assert caught.value.code == "import.unknown-linking"


def test_uncertainty_of_inputs_and_emissions_reaches_the_release(tmp_path: Path) -> None:
    """A lognormal of σ 0.3 on an input of 2 t stays a factor of σ 0.3, whatever unit it is converted to."""
    spread = Uncertainty(distribution="lognormal", sigma=0.3)
    around = Uncertainty(distribution="normal", sd=0.1)
    source = database(
        [CO2, STEEL, BEAM],
        process("steel", exchange(STEEL, 1.0, reference=True), exchange(CO2, 2.0, out=True, uncertainty=around)),
        process("beam", exchange(BEAM, 1.0, reference=True), exchange(STEEL, 2.0, unit="t", uncertainty=spread)),
    )  # fmt: skip
    release = import_database(source, name="made", home=tmp_path).release
    assert release.uncertainty is not None
    technosphere = release.uncertainty.technosphere
    rows, cols, values = release.triplets("technosphere")
    at = int(np.flatnonzero(rows != cols)[0])
    assert values[at] == -2000.0
    assert technosphere.b[at] == pytest.approx(0.3)
    assert technosphere.variance()[at] == pytest.approx(np.exp(0.09) * (np.exp(0.09) - 1))
    interventions = release.uncertainty.interventions
    assert interventions.variance()[0] == pytest.approx((0.1 / 2.0) ** 2)


def test_one_absurd_amount_does_not_swamp_what_the_others_go_without(tmp_path: Path) -> None:
    """A process that asks for 1e9 kg of steel, all supplied; three that ask for 10 kg each, two of them of wire that
    nobody makes: of four processes two go without all of their own, so 50 %; in a sum of all kilograms 0.000002 %."""
    source = database(
        [CO2, STEEL, BEAM, ROD, WIRE],
        process("steel", exchange(STEEL, 1.0, reference=True), exchange(CO2, 2.0, out=True)),
        *(
            process(name, exchange(BEAM, 1.0, reference=True), exchange(asked, kg))
            for name, asked, kg in (
                ("tower", STEEL, 1e9),
                ("a", STEEL, 10.0),
                ("b", WIRE, 10.0),
                ("c", WIRE, 10.0),
            )
        ),
    )
    result = read(tmp_path, source)
    (row,) = result.report["linking"]["unlinked"]["shares_by_process"]
    assert row == {"unit": "kg", "processes": 4, "mean": 0.5, "median": 0.5}
    assert "50.0% (median 50.0%, 4 processes)" in report_text(report_of(result.release), "en")


def test_reading_can_be_stopped_between_the_gases_that_are_solved_for(tmp_path: Path) -> None:
    """Two gases: asked to stop after the first, nothing is stored."""
    methane = air("Methane, fossil")
    source = database(
        [CO2, STEEL, methane],
        process("steel", exchange(STEEL, 1.0, reference=True), exchange(CO2, 2.0, out=True), exchange(methane, 0.1, out=True)),
    )  # fmt: skip
    told: list[tuple[str, int, int]] = []

    def stop(step: str, done: int, total: int) -> None:
        told.append((step, done, total))
        if (step, done) == ("solve", 1):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        import_database(source, name="made", home=tmp_path, progress=stop)
    assert told[-1] == ("solve", 1, 2) and ("solve", 0, 2) in told
    assert not list((tmp_path / "releases" / "made").iterdir())
