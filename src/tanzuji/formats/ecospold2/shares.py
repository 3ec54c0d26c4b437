"""Allocation factors of undivided EcoSpold 2 activities, from the properties of their products."""

from __future__ import annotations

from collections.abc import Iterator, Set

from tanzuji.formats.ecospold2.activities import StatedActivity, StatedExchange
from tanzuji.formats.ecospold2.vocabulary import PHYSICAL_SHARE
from tanzuji.formats.lci.records import AllocationMethod, Factor

_PRICES = {"price", "economic value"}


def allocation(
    activity: StatedActivity, wastes: Set[str]
) -> tuple[AllocationMethod | None, tuple[Factor, ...]]:
    """The method the activity asks for, and the factors its products' properties give.

    An activity names the property it is divided by (field 160); each product bears amount × property over the sum.
    By price this is an economic allocation, by any other property a physical one. Where prices are stated beside
    another master property, both sets of factors come back. Nothing for an activity with one product.
    """
    products = [
        e for e in activity.exchanges if e.group in {"out0", "out2"} and e.amount > 0 and e.flow not in wastes
    ]
    if len({product.flow for product in products}) < 2:
        return None, ()
    wanted = _values(products, identifier=activity.allocation_property)
    prices = _values(products, names=_PRICES)
    method: AllocationMethod | None = None
    factors: list[Factor] = []
    if wanted:
        method = "economic" if wanted == prices else "physical"
        factors += _factors(method, wanted)
    if prices and method != "economic":
        factors += _factors("economic", prices)
    if method != "physical":  # stored beside a default of another kind
        factors += _factors("physical", _values(products, identifier=PHYSICAL_SHARE))
    return method, tuple(factors)


def _values(
    products: list[StatedExchange], *, identifier: str = "", names: Set[str] = frozenset()
) -> dict[str, float]:
    """Amount × property by flow; empty unless every product states the property and something is to be shared."""
    found: dict[str, float] = {}
    for product in products:
        values = [
            item.amount
            for item in product.properties
            if (identifier and item.id == identifier) or item.name.casefold() in names
        ]
        if not values or values[0] < 0:
            return {}
        found[product.flow] = found.get(product.flow, 0.0) + product.amount * values[0]
    return found if sum(found.values()) > 0 else {}


def _factors(method: AllocationMethod, values: dict[str, float]) -> Iterator[Factor]:
    total = sum(values.values())
    for flow, value in values.items():
        yield Factor(method=method, product=flow, value=value / total)
