"""Databases drawn at random, of what ILCD can carry: several units a group, both languages, all spreads it knows."""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import strategies as st

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text
from tanzuji.formats.lci.records import Database, Exchange, Factor, Flow, Process, Unit, UnitGroup

MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
ENERGY = "93a60a56-a3c8-11da-a746-0800200c9a66"
GROUPS = {
    "g-mass": ("kg", {"kg": 1.0, "t": 1000.0, "lb": 0.45359237}),
    "g-energy": ("MJ", {"MJ": 1.0, "kWh": 3.6}),
}

ids = st.integers(0, 2**128 - 1).map(lambda n: str(uuid.UUID(int=n)))
numbers = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-9)
words = (
    st.text(st.sampled_from("abcdefgh XYZ-,;()/&<>\"'éß"), min_size=1, max_size=30)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)
chinese = st.text(st.sampled_from("碳足迹钢铁生产电力高炉"), min_size=1, max_size=12)
both = st.builds(lambda zh, en: Text(zh=zh, en=en), chinese, words)


def unit_groups() -> dict[str, UnitGroup]:
    made = {}
    for key, (reference, units) in GROUPS.items():
        group = str(uuid.uuid5(uuid.NAMESPACE_URL, key))
        held = {f"{group}-{name}": Unit(f"{group}-{name}", name, factor) for name, factor in units.items()}
        made[group] = UnitGroup(group, f"Units of {key}", reference, held)
    return made


@st.composite
def spreads(draw: Any, amount: float) -> Uncertainty | None:
    """A distribution ILCD knows, around the amount."""
    kind = draw(st.sampled_from(["none", "lognormal", "normal", "uniform", "triangular"]))
    width = abs(amount) * draw(st.floats(0.01, 0.9)) + 1e-3
    if kind == "lognormal" and amount:
        return Uncertainty(distribution="lognormal", convention="median", sigma=draw(st.floats(0.01, 2)))
    if kind == "normal":
        return Uncertainty(distribution="normal", sd=width)
    if kind == "uniform":
        return Uncertainty(distribution="uniform", minimum=amount - width, maximum=amount + width)
    if kind == "triangular":
        share = draw(st.floats(0, 1))
        mode = min(amount + width, max(amount - width, amount - width + 2 * width * share))
        return Uncertainty(
            distribution="triangular", minimum=amount - width, mode=mode, maximum=amount + width
        )
    return None


@st.composite
def databases(draw: Any) -> Database:
    """Up to four processes that make, use and emit up to eight flows."""
    groups = unit_groups()
    mass, energy = groups
    properties = {MASS: mass, ENERGY: energy}
    flows: dict[str, Flow] = {}
    for identifier in draw(st.lists(ids, min_size=4, max_size=8, unique=True)):
        kind = draw(st.sampled_from(["PRODUCT_FLOW", "WASTE_FLOW", "ELEMENTARY_FLOW"]))
        names = draw(both)
        main = draw(st.sampled_from([MASS, ENERGY]))
        other = ENERGY if main == MASS else MASS
        more = {other: draw(st.floats(0.01, 100))} if draw(st.booleans()) else {}
        flows[identifier] = Flow(
            id=identifier,
            name=names.to("en"),
            type=kind,
            cas=draw(st.sampled_from(["", "124-38-9", "000074-82-8"])) if kind == "ELEMENTARY_FLOW" else "",
            category=tuple(draw(st.lists(words, max_size=3))),
            reference_property=main,
            properties={main: 1.0} | more,
            names=names,
        )
    products = [flow for flow in flows.values() if flow.type == "PRODUCT_FLOW"]
    if not products:
        first = next(iter(flows.values()))
        flows[first.id] = Flow(
            first.id, first.name, "PRODUCT_FLOW", "", "", (), MASS, {MASS: 1.0}, names=first.names
        )
        products = [flows[first.id]]
    process_ids = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    processes = [
        draw(_process(each, process_ids, flows, products, groups, properties)) for each in process_ids
    ]
    return Database(
        file="drawn",
        schema="1.1",
        processes=tuple(processes),
        flows=flows,
        unit_groups=groups,
        unit_group_of={unit: group.id for group in groups.values() for unit in group.units},
        property_groups=properties,
        property_names={MASS: "Mass", ENERGY: "Net calorific value"},
        kind="ilcd",
    )


@st.composite
def _process(
    draw: Any,
    identifier: str,
    process_ids: list[str],
    flows: dict[str, Flow],
    products: list[Flow],
    groups: dict[str, UnitGroup],
    properties: dict[str, str],
) -> Process:
    made = draw(st.sampled_from(products))
    names = draw(both)
    exchanges = [draw(_exchange(0, made, process_ids, groups, properties, is_reference=True))]
    for at in range(1, draw(st.integers(1, 5))):
        flow = flows[draw(st.sampled_from(sorted(flows)))]
        exchanges.append(draw(_exchange(at, flow, process_ids, groups, properties)))
    factors = ()
    if draw(st.booleans()) and len(exchanges) > 1:
        share = draw(st.integers(0, 1000)) / 1000
        last = exchanges[-1]
        factors = (Factor("causal", made.id, share, last.internal, last.flow),)
    years = draw(st.tuples(st.integers(1990, 2025), st.integers(2025, 2050)))
    return Process(
        id=identifier,
        name=names.to("en"),
        member="",
        kind=draw(st.sampled_from(["UNIT_PROCESS", "LCI_RESULT"])),
        location=draw(st.sampled_from(["", "CN", "CN-SC", "RER"])),
        category=tuple(draw(st.lists(words, max_size=3))),
        technology=draw(st.one_of(st.just(""), words, chinese)),
        valid_from=str(years[0]),
        valid_to=str(years[1]),
        version=draw(st.sampled_from(["01.00.000", "12.34.567", "00.01"])),
        default_allocation="causal" if factors else None,
        exchanges=tuple(exchanges),
        factors=factors,
        source=draw(st.one_of(st.just(""), words, chinese)),
        names=names,
        comment=draw(st.one_of(st.just(""), words, chinese)),
        publisher=draw(st.one_of(st.just(""), words, chinese)),
        licence=draw(
            st.sampled_from(["", "License fee", "Free of charge for members only; only for members"])
        ),
    )


@st.composite
def _exchange(
    draw: Any,
    at: int,
    flow: Flow,
    process_ids: list[str],
    groups: dict[str, UnitGroup],
    properties: dict[str, str],
    is_reference: bool = False,
) -> Exchange:
    stated = draw(st.sampled_from(sorted(flow.properties)))
    unit = draw(st.sampled_from(sorted(groups[properties[stated]].units.values(), key=lambda u: u.name)))
    amount = draw(numbers.filter(bool)) if is_reference else draw(numbers)
    demand = not is_reference and flow.type != "ELEMENTARY_FLOW"
    return Exchange(
        internal=str(at),
        flow=flow.id,
        amount=amount,
        unit=unit.id,
        unit_name=unit.name,
        property=stated,
        is_input=False if is_reference else draw(st.booleans()),
        is_reference=is_reference,
        is_avoided=demand and draw(st.booleans()),
        provider=draw(st.sampled_from(["", *process_ids])) if demand else "",
        formula=False,
        uncertainty=None if is_reference else draw(spreads(amount)),
        comment=draw(st.one_of(st.just(""), words, chinese)),
    )
