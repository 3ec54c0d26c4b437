"""Small unit-process databases as records: a unit group of kilograms, flows by name, processes by their exchanges."""

from __future__ import annotations

from typing import Any

from tanzuji.formats.lci.records import Database, Exchange, Flow, FlowType, Process, Unit, UnitGroup

MASS = UnitGroup("mass", "Units of mass", "kg", {"kg": Unit("kg", "kg", 1.0), "t": Unit("t", "t", 1000.0)})
ENERGY = UnitGroup(
    "energy", "Units of energy", "MJ", {"MJ": Unit("MJ", "MJ", 1.0), "kWh": Unit("kWh", "kWh", 3.6)}
)
VOLUME = UnitGroup("volume", "Units of volume", "m3", {"m3": Unit("m3", "m3", 1.0)})
FREIGHT = UnitGroup("freight", "Units of freight", "t*km", {"tkm": Unit("tkm", "t*km", 1.0)})
GROUPS = {group.id: group for group in (MASS, ENERGY, VOLUME, FREIGHT)}


def flow(name: str, kind: FlowType = "PRODUCT_FLOW", group: str = "mass", **more: Any) -> Flow:
    """A flow whose id is its name, with one property: that of its unit group."""
    return Flow(name, name, kind, reference_property=group, properties={group: 1.0}, **more)


def air(name: str) -> Flow:
    """An emission to air in kilograms."""
    return flow(name, "ELEMENTARY_FLOW", category=("Emission to air",))


def exchange(of: Flow, amount: float, *, unit: str = "", **more: Any) -> Exchange:
    """An input; `out=True` makes it an output, `reference=True` the quantitative reference."""
    group = GROUPS[of.reference_property]
    unit = unit or next(iter(group.units))
    reference = more.pop("reference", False)
    return Exchange(
        internal=more.pop("internal", ""),
        flow=of.id,
        amount=amount,
        unit=unit,
        unit_name=group.units[unit].name,
        property=of.reference_property,
        is_input=not more.pop("out", reference),
        is_reference=reference,
        is_avoided=more.pop("avoided", False),
        provider=more.pop("provider", ""),
        formula=False,
        **more,
    )


def process(name: str, *exchanges: Exchange, location: str = "", **more: Any) -> Process:
    """A process whose id is its name."""
    return Process(
        id=name, name=name, member=f"{name}.json", kind="UNIT_PROCESS", location=location, category=(), technology="",
        valid_from="", valid_to="", version="1", default_allocation=None, exchanges=exchanges, factors=(), **more,
    )  # fmt: skip


def database(flows: list[Flow], *processes: Process, **more: Any) -> Database:
    """The database of these processes."""
    return Database(
        file="made.zip",
        schema="",
        processes=processes,
        flows={one.id: one for one in flows},
        unit_groups=GROUPS,
        unit_group_of={unit: group.id for group in GROUPS.values() for unit in group.units},
        property_groups={group: group for group in GROUPS},
        property_names={"mass": "Mass", "energy": "Energy", "volume": "Volume", "freight": "Freight"},
        **more,
    )
