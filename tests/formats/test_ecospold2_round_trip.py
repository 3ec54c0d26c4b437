"""EcoSpold 2 written and read again: what the format can carry comes back, as a law; what it cannot is told."""

from __future__ import annotations

import uuid
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.quantities import factor
from tanzuji.documents.text import Text
from tanzuji.formats.archive import open_package
from tanzuji.formats.ecospold2 import read_database, write_ecospold2
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.from_release import database_of
from tanzuji.formats.lci.records import Database, Exchange, Factor, Flow, Process
from tanzuji.formats.lci.reference import MASS, ReferenceUnits, uuid_of
from tanzuji.formats.lci.stated import is_input
from tanzuji.formats.lci.units import Converter, spelled
from tanzuji.formats.starter import starter_release

SCHEMA = "samples/ecospold/pyecospold/schemas/v2/EcoSpold02.xsd"

UNITS = {
    "kg": ("kg", "g", "t"),
    "MJ": ("MJ", "kWh"),
    "m3": ("m3", "l"),
    "t*km": ("t*km",),
    "piece": ("piece",),
}
amounts = st.floats(1e-6, 1e6).map(lambda x: float(f"{x:.12g}"))
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
identifiers = st.integers(0, 2**128 - 1).map(lambda number: str(uuid.UUID(int=number)))


@st.composite
def uncertainties(draw: st.DrawFn, amount: float) -> Uncertainty | None:
    kind = draw(st.sampled_from(["none", "lognormal", "normal", "uniform", "triangular", "pert"]))
    if kind == "none":
        return None
    spread = draw(st.floats(0.01, 1).map(lambda x: float(f"{x:.6g}")))
    if kind == "lognormal":
        convention = draw(st.sampled_from(["median", "mean"]))
        return Uncertainty(distribution="lognormal", convention=convention, sigma=spread)
    if kind == "normal":
        return Uncertainty(distribution="normal", sd=spread * amount)
    low, high = amount * (1 - spread / 2), amount * (1 + spread)
    mode = None if kind == "uniform" else amount
    return Uncertainty(distribution=kind, minimum=low, maximum=high, mode=mode)  # type: ignore[arg-type]


@st.composite
def databases(draw: st.DrawFn) -> Database:
    """Processes that each make one product or treat one waste, some with co-products, inputs and emissions."""
    tables = ReferenceUnits()
    flows: dict[str, Flow] = {}
    kinds = draw(st.lists(st.sampled_from(["PRODUCT_FLOW", "WASTE_FLOW"]), min_size=1, max_size=4))
    ids = draw(st.lists(identifiers, min_size=3 * len(kinds) + 4, max_size=3 * len(kinds) + 4, unique=True))
    units: dict[str, tuple[str, ...]] = {}
    for at, kind in enumerate([*kinds, *["PRODUCT_FLOW"] * 2, *["ELEMENTARY_FLOW"] * 2]):
        units[ids[at]] = draw(st.sampled_from(list(UNITS.values())))
        place = tables.place(units[ids[at]][0])
        nature = kind == "ELEMENTARY_FLOW"
        properties = {place.property: 1.0}
        if not nature and place.property != MASS and draw(st.booleans()):
            tables.place("kg")
            properties[MASS] = draw(amounts)
        name = draw(words)
        flows[ids[at]] = Flow(
            ids[at],
            name,
            kind,  # type: ignore[arg-type]
            cas="124-38-9" if nature and draw(st.booleans()) else "",
            category=(draw(words), draw(words)) if nature else (),
            reference_property=place.property,
            properties=properties,
            names=Text(zh=f"{name}中", en=f"{name}e") if draw(st.booleans()) else None,
        )
        if names := flows[ids[at]].names:
            flows[ids[at]] = replace(flows[ids[at]], name=names.en or "")
    made, by_products = ids[: len(kinds)], ids[len(kinds) : len(kinds) + 2]
    elementary = ids[len(kinds) + 2 : len(kinds) + 4]
    processes_ids = ids[len(kinds) + 4 : 2 * len(kinds) + 4]

    def exchange(flow: str, role: str, *, reference: bool = False, provider: str = "") -> Exchange:
        unit = draw(st.sampled_from(units[flow]))
        place = tables.place(unit)
        amount = draw(amounts)
        side = role == "in" if role in {"in", "out"} else is_input(role, flows[flow].type)  # type: ignore[arg-type]
        return Exchange(
            internal=draw(identifiers),
            flow=flow,
            amount=amount,
            unit=place.id,
            unit_name=place.name,
            property=place.property,
            is_input=side,
            is_reference=reference,
            is_avoided=False,
            provider=provider,
            formula=False,
            uncertainty=draw(uncertainties(amount)),
            pedigree=draw(st.sampled_from([(), (1, 2, 3, 4, 5)])),
            comment=draw(texts),
        )

    processes = []
    for at, flow in enumerate(made):
        exchanges = [exchange(flow, "made", reference=True)]
        exchanges += [
            exchange(by_product, "made") for by_product in by_products if at == 0 and draw(st.booleans())
        ]
        for other in draw(st.lists(st.integers(0, len(made) - 1), max_size=3)):
            exchanges.append(exchange(made[other], "asked", provider=processes_ids[other]))
        for nature in elementary:
            exchanges += (
                [exchange(nature, draw(st.sampled_from(["in", "out"])))] if draw(st.booleans()) else []
            )
        name = draw(words)
        factors: tuple[Factor, ...] = ()
        products = [e.flow for e in exchanges if not e.is_input and flows[e.flow].type == "PRODUCT_FLOW"]
        several = [flow, *[p for p in products if p in by_products]]
        if len(several) > 1 and flows[flow].type == "PRODUCT_FLOW" and draw(st.booleans()):
            factors = tuple(Factor("physical", product, 1 / len(several)) for product in several)
        processes.append(
            Process(
                id=processes_ids[at],
                name=name,
                member="",
                kind=draw(st.sampled_from(["UNIT_PROCESS", "LCI_RESULT"])),
                location=draw(st.sampled_from(["GLO", "CN", "CN-SH"])),
                category=tuple(draw(st.lists(words.filter(lambda w: "/" not in w), max_size=3))),
                technology=draw(texts),
                valid_from=draw(st.sampled_from(["", "2019-01-01"])),
                valid_to=draw(st.sampled_from(["", "2021-12-31"])),
                version=draw(st.sampled_from(["1.0", "3.12"])),
                default_allocation="physical" if factors else None,
                exchanges=tuple(exchanges),
                factors=factors,
                comment=draw(texts),
                publisher=draw(words),
                licence=draw(texts),
            )
        )
    return Database(
        "drawn.zip",
        "2",
        tuple(processes),
        {f: flows[f] for f in flows if any(e.flow == f for p in processes for e in p.exchanges)},
        tables.groups,
        tables.group_of,
        tables.property_groups,
        tables.property_names,
    )


def said(database: Database) -> dict[str, object]:
    """What a database states, with amounts in reference units and rounded to 9 digits."""
    converter = Converter(database)

    def rounded(value: float | None) -> float | None:
        return None if value is None else float(f"{value:.9g}")

    def spread(exchange: Exchange) -> object:
        u = exchange.uncertainty
        if u is None:
            return None
        scale = (converter.amount(replace(exchange, amount=1.0))) or 0.0
        bounds = (u.minimum, u.mode, u.maximum, u.sd)
        sized = tuple(rounded(None if bound is None else bound * scale) for bound in bounds)
        return (u.distribution, u.convention, rounded(u.sigma), *sized)

    def exchange_said(exchange: Exchange) -> tuple[object, ...]:
        return (
            database.flows[exchange.flow].type, exchange.flow, rounded(converter.amount(exchange)),
            exchange.is_input, exchange.is_reference, exchange.provider, exchange.internal, exchange.pedigree,
            exchange.comment, spread(exchange),
        )  # fmt: skip

    processes = {
        p.id: (
            p.name,
            p.kind,
            p.location,
            p.category,
            p.technology,
            p.valid_from,
            p.valid_to,
            p.version,
            p.comment,
            p.publisher,
            p.licence,
            p.default_allocation,
            sorted((f.method, f.product, rounded(f.value)) for f in p.factors),
            sorted(map(exchange_said, p.exchanges), key=repr),
            spelled(p.reference.unit_name),
        )
        for p in database.processes
    }
    flows = {
        f.id: (f.name, f.type, f.cas, f.category, f.names, rounded(f.properties.get(MASS))) for f in database.flows.values()
    }  # fmt: skip
    return {"processes": processes, "flows": flows}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(databases())
def test_what_the_format_can_carry_comes_back(database: Database) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.zip"
        losses = write_ecospold2(database, path)
        with open_package(path) as package:
            again = read_database(package, lambda *told: None)
    assert losses == ()
    assert said(again) == said(database)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(database=databases())
def test_every_file_is_valid_by_the_schema(database: Database, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / SCHEMA))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.zip"
        write_ecospold2(database, path)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                schema.assertValid(etree.fromstring(archive.read(name)))


def test_what_the_format_cannot_hold_is_told_and_counts_the_same(tmp_path: Path) -> None:
    """An avoided product and a waste treated on the side in a negative amount, both as negative inputs; scores of six
    criteria; a discrete distribution; causal factors; identifiers that are no UUIDs; a long name."""
    tables = ReferenceUnits()
    kg = tables.place("kg")

    def flow(name: str, kind: str) -> Flow:
        return Flow(name, name, kind, reference_property=kg.property, properties={kg.property: 1.0})  # type: ignore[arg-type]

    def exchange(name: str, amount: float, *, inward: bool, **more: object) -> Exchange:
        fields = {"is_reference": False, "is_avoided": False, "provider": "", "formula": False} | more
        return Exchange(name, name, amount, kg.id, "kg", kg.property, inward, **fields)  # type: ignore[arg-type]

    discrete = Uncertainty(distribution="discrete", values=(1.0, 3.0), weights=(1.0, 1.0))
    flows = {
        "iron": flow("iron", "PRODUCT_FLOW"),
        "power": flow("power", "PRODUCT_FLOW"),
        "slag": flow("slag", "WASTE_FLOW"),
        "CO2": replace(flow("CO2", "ELEMENTARY_FLOW"), category=("Emissions", "to air", "close to ground")),
    }
    process = Process(
        "p", "i" * 130, "", "UNIT_PROCESS", "CN", (), "", "", "", "1", "causal",
        (
            exchange("iron", 1.0, inward=False, is_reference=True),
            exchange("power", 2.0, inward=False, is_avoided=True, pedigree=(1, 2, 3, 4, 5, 1)),
            exchange("slag", -0.5, inward=True, uncertainty=discrete),
            exchange("CO2", 3.0, inward=False, formula=True),
        ),
        (Factor("causal", "iron", 1.0),),
    )  # fmt: skip
    groups = (tables.groups, tables.group_of, tables.property_groups, tables.property_names)
    losses = write_ecospold2(Database("made", "1", (process,), flows, *groups), tmp_path / "made.zip")
    assert {loss.what for loss in losses} == {
        "avoided-products", "negative-treatment", "data-quality", "uncertainty-shape", "causal-allocation", "identifiers", "compartments", "formulas", "long-texts",
    }  # fmt: skip
    with open_package(tmp_path / "made.zip") as package:
        (again,) = read_database(package, lambda *told: None).processes
    by_name = {e.amount: e for e in again.exchanges}
    assert by_name.keys() == {1.0, -2.0, 0.5, 3.0}
    assert by_name[-2.0].is_input and not by_name[0.5].is_input  # a negative input, and slag handed over


def test_a_process_that_makes_nothing_cannot_be_written_and_is_told(tmp_path: Path) -> None:
    tables = ReferenceUnits()
    kg = tables.place("kg")
    gas = Flow("gas", "gas", "ELEMENTARY_FLOW", reference_property=kg.property, properties={kg.property: 1.0})
    emitted = Exchange("1", "gas", 1.0, kg.id, "kg", kg.property, False, True, False, "", False)
    process = Process("p", "burning", "", "", "", (), "", "", "", "", None, (emitted,), ())
    groups = (tables.groups, tables.group_of, tables.property_groups, tables.property_names)
    losses = write_ecospold2(Database("made", "1", (process,), {"gas": gas}, *groups), tmp_path / "made.zip")
    assert ("unusable-processes", 1) in {(loss.what, loss.count) for loss in losses}


def test_the_shipped_library_is_written_valid_and_has_the_same_factors_again(
    shared: Path, tmp_path: Path
) -> None:
    """Every tenth dataset of the starter library, whose factors become processes with flows of their gases."""
    release = starter_release()
    chosen = [dataset.id for dataset in release.datasets()][::10]
    database = database_of(release, chosen)
    write_ecospold2(database, tmp_path / "starter.zip")
    schema = etree.XMLSchema(etree.parse(shared / SCHEMA))
    with zipfile.ZipFile(tmp_path / "starter.zip") as archive:
        for name in archive.namelist():
            schema.assertValid(etree.fromstring(archive.read(name)))
    with open_package(tmp_path / "starter.zip") as package:
        again = import_database(read_database(package, lambda *t: None), name="again", home=tmp_path).release
    sizes = {dataset.id: dataset.unit for dataset in again.datasets()}
    for dataset in release.datasets():
        if dataset.id in chosen:
            identifier = uuid_of("process", dataset.id)
            found = again.intensity(identifier) * factor(dataset.unit, sizes[identifier])
            wanted = release.intensity(dataset.id)
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12, nan_ok=True), dataset.id
