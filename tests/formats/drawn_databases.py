"""Small unit-process databases drawn at random, for the laws of every format that holds them."""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import strategies as st

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text
from tanzuji.formats.lci.records import Database, Exchange, Factor, Flow, Process
from tanzuji.formats.lci.reference import ReferenceUnits, gas_flow, uuid_of

UNITS = ("kg", "t", "kWh", "MJ", "m3", "t*km", "piece", "km", "m2", "CNY10k")
GASES: tuple[tuple[str, Any], ...] = (
    ("CO2", "fossil"), ("CO2", "biogenic"), ("CO2", "removal"), ("CO2", "land_use_change"), ("CH4-fossil", "fossil"),
    ("CH4-biogenic", "biogenic"), ("N2O", "fossil"), ("SF6", "fossil"), ("HFC-134a", "fossil"), ("CO2e", "fossil"),
    ("CO2", "aircraft"),
)  # fmt: skip

texts = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters=";/'"), min_size=1, max_size=12
)
amounts = st.floats(1e-6, 1e6).filter(lambda value: value > 0)


@st.composite
def uncertainties(draw: st.DrawFn, amount: float, kinds: tuple[str, ...]) -> Uncertainty | None:
    """A distribution around a positive amount."""
    kind = draw(st.sampled_from(("none", *kinds)))
    wide = draw(st.floats(0.01, 0.5))
    low, high = amount * (1 - wide), amount * (1 + wide)
    match kind:
        case "lognormal":
            return Uncertainty(
                distribution="lognormal", sigma=wide, convention=draw(st.sampled_from(("median", "mean")))
            )
        case "normal":
            return Uncertainty(distribution="normal", sd=amount * wide)
        case "uniform":
            return Uncertainty(distribution="uniform", minimum=low, maximum=high)
        case "triangular" | "pert":
            return Uncertainty.model_validate(
                {"distribution": kind, "minimum": low, "mode": amount, "maximum": high}
            )
    return None


@st.composite
def databases(
    draw: st.DrawFn,
    kinds: tuple[str, ...] = ("lognormal", "normal", "uniform", "triangular"),
    wastes: bool = True,
) -> Database:
    """Up to four processes that supply each other in one direction, with emissions and uncertainties of `kinds`."""
    units, flows = ReferenceUnits(), {}
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    kilogram = units.place("kg")
    processes: list[Process] = []

    def exchange(at: int, flow: str, amount: float, unit: Any, **more: Any) -> Exchange:
        plain = {
            "is_input": False, "is_reference": False, "is_avoided": False, "provider": "", "formula": False,
            "uncertainty": draw(uncertainties(amount, kinds)),
        }  # fmt: skip
        return Exchange(str(at), flow, amount, unit.id, unit.name, unit.property, **(plain | more))

    for name in names:
        is_waste = wastes and draw(st.booleans()) and draw(st.booleans())
        place = units.place(draw(st.sampled_from(UNITS)))
        identifier = str(uuid.uuid5(uuid.NAMESPACE_OID, name)) if draw(st.booleans()) else f"p-{name}"
        flow = Flow(
            id=uuid_of("flow", f"f-{name}"),
            name=f"product {name}",
            type="WASTE_FLOW" if is_waste else "PRODUCT_FLOW",
            category=draw(st.lists(texts, max_size=2).map(tuple)),
            reference_property=place.property,
            properties={place.property: 1.0},
        )
        flows[flow.id] = flow
        exchanges = [
            exchange(1, flow.id, draw(amounts), place, is_input=is_waste, is_reference=True, uncertainty=None)
        ]
        for supplier in processes:
            if draw(st.booleans()):
                made = supplier.reference
                waste = flows[made.flow].type == "WASTE_FLOW"
                avoided = draw(st.booleans()) and draw(st.booleans())
                own = units.place(next(u for u in UNITS if units.place(u).id == made.unit))
                exchanges.append(
                    exchange(
                        len(exchanges) + 1, made.flow, draw(amounts), own,
                        is_input=not waste, is_avoided=avoided, provider=supplier.id,
                    )
                )  # fmt: skip
        for gas, line in draw(st.lists(st.sampled_from(GASES), max_size=3, unique=True)):
            emitted = gas_flow(gas, line)
            flows[emitted.id] = emitted
            exchanges.append(
                exchange(len(exchanges) + 1, emitted.id, draw(amounts), kilogram, is_input=line == "removal")
            )
        processes.append(
            Process(
                id=identifier, name=name, member="", kind="UNIT_PROCESS",
                location=draw(st.sampled_from(("CN", "GLO", "CN-GD", ""))),
                category=draw(st.lists(texts, max_size=2).map(tuple)),
                technology=draw(st.just("") | texts), valid_from=draw(st.sampled_from(("", "2023-01-01"))),
                valid_to=draw(st.sampled_from(("", "2024-12-31"))), version="1", default_allocation=None,
                exchanges=tuple(exchanges), factors=(), source=draw(st.just("") | texts),
                names=draw(st.none() | texts.map(lambda zh, en=name: Text(zh=f"中{zh}", en=en))),
            )
        )  # fmt: skip
    return Database(
        file="drawn", schema="", processes=tuple(processes), flows=flows, unit_groups=units.groups,
        unit_group_of=units.group_of, property_groups=units.property_groups, property_names=units.property_names,
    )  # fmt: skip


@st.composite
def shared_out(draw: st.DrawFn, both: bool = True) -> Database:
    """A process of two products whose exchanges with nature, of few flows that may repeat, are shared out by causal
    factors: some of one exchange, some of a flow, with `both` some that name the two."""
    units = ReferenceUnits()
    kilogram = units.place("kg")
    flows = {
        name: Flow(
            name,
            name,
            "PRODUCT_FLOW",
            reference_property=kilogram.property,
            properties={kilogram.property: 1.0},
        )
        for name in (uuid_of("flow", "a"), uuid_of("flow", "b"))
    }
    products = tuple(flows)
    gases = [gas_flow(gas, line) for gas, line in GASES[:3]]
    flows |= {gas.id: gas for gas in gases}
    emitted = draw(st.lists(st.sampled_from(gases), min_size=1, max_size=6))
    exchanges = tuple(
        Exchange(
            str(at), flow, draw(amounts), kilogram.id, kilogram.name, kilogram.property, is_input=False,
            is_reference=at == 1, is_avoided=False, provider="", formula=False, uncertainty=None,
        )
        for at, flow in enumerate((*products, *(gas.id for gas in emitted)), start=1)
    )  # fmt: skip

    def factors(exchange: str, flow: str) -> list[Factor]:
        part = draw(st.sampled_from((0.0, 0.25, 0.5, 0.875)))
        return [
            Factor("causal", p, value, exchange, flow)
            for p, value in zip(products, (part, 1 - part), strict=True)
        ]

    made = [factors("", flow) for flow in dict.fromkeys(gas.id for gas in emitted)]
    made += [
        factors(exchange.internal, draw(st.sampled_from(("", exchange.flow))) if both else "")
        for exchange in exchanges[2:]
        if draw(st.booleans())
    ]
    process = Process(
        id="p", name="p", member="", kind="UNIT_PROCESS", location="", category=(), technology="", valid_from="",
        valid_to="", version="1", default_allocation="causal", exchanges=exchanges, factors=tuple(factor for group in draw(st.permutations(made)) for factor in group),
    )  # fmt: skip
    return Database(
        file="drawn", schema="", processes=(process,), flows=flows, unit_groups=units.groups,
        unit_group_of=units.group_of, property_groups=units.property_groups, property_names=units.property_names,
    )  # fmt: skip
